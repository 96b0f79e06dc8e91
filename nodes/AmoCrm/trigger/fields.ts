import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

/** What can be subscribed to (amocrm sheet §12). */
const EVENTS: INodePropertyOptions[] = [
	{ name: 'Company Added', value: 'add_company' },
	{ name: 'Company Deleted', value: 'delete_company' },
	{ name: 'Company Note Added', value: 'note_company' },
	{ name: 'Company Responsible User Changed', value: 'responsible_company' },
	{ name: 'Company Restored', value: 'restore_company' },
	{ name: 'Company Updated', value: 'update_company' },
	{ name: 'Contact Added', value: 'add_contact' },
	{ name: 'Contact Deleted', value: 'delete_contact' },
	{ name: 'Contact Note Added', value: 'note_contact' },
	{ name: 'Contact Responsible User Changed', value: 'responsible_contact' },
	{ name: 'Contact Restored', value: 'restore_contact' },
	{ name: 'Contact Updated', value: 'update_contact' },
	{ name: 'Lead Added', value: 'add_lead' },
	{ name: 'Lead Deleted', value: 'delete_lead' },
	{ name: 'Lead Note Added', value: 'note_lead' },
	{ name: 'Lead Responsible User Changed', value: 'responsible_lead' },
	{ name: 'Lead Restored', value: 'restore_lead' },
	{ name: 'Lead Stage Changed', value: 'status_lead' },
	{ name: 'Lead Updated', value: 'update_lead' },
	{ name: 'Message Received', value: 'add_message' },
	{ name: 'Message Sent', value: 'add_outgoing_message' },
	{ name: 'Talk Added', value: 'add_talk' },
	{ name: 'Talk Deleted', value: 'delete_talk' },
	{ name: 'Talk Updated', value: 'update_talk' },
	{ name: 'Task Added', value: 'add_task' },
	{ name: 'Task Deleted', value: 'delete_task' },
	{ name: 'Task Responsible User Changed', value: 'responsible_task' },
	{ name: 'Task Updated', value: 'update_task' },
	{ name: 'Unsorted Lead Accepted or Declined', value: 'delete_unsorted' },
	{ name: 'Unsorted Lead Added', value: 'add_unsorted' },
	{ name: 'Unsorted Lead Updated', value: 'update_unsorted' },
];

export const triggerFields: INodeProperties[] = [
	{
		displayName:
			'The token must be of an administrator: only administrators may subscribe to webhooks. amoCRM must be able to reach n8n.',
		name: 'adminNotice',
		type: 'notice',
		default: '',
	},
	{
		displayName: 'Authentication',
		name: 'authentication',
		type: 'options',
		options: [
			{ name: 'Long-Lived Token', value: 'accessToken' },
			{ name: 'OAuth2', value: 'oAuth2' },
		],
		default: 'accessToken',
	},
	{
		displayName: 'Trigger On',
		name: 'events',
		type: 'multiOptions',
		required: true,
		options: EVENTS,
		default: ['add_lead', 'status_lead'],
	},
	{
		displayName: 'Ignore Changes by Robots and API',
		name: 'ignoreOwnChanges',
		type: 'boolean',
		default: true,
		description:
			'Whether changes and notes that were made by robots or through the API, this workflow included, start no run. What is added, deleted or restored always does.',
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			{
				displayName: 'Drop Repeats',
				name: 'dropRepeats',
				type: 'boolean',
				default: true,
				description:
					'Whether an event that is delivered again starts no further run. Kept in memory, per n8n process.',
			},
			{
				displayName: 'Get the Entity',
				name: 'refetch',
				type: 'boolean',
				default: false,
				description:
					'Whether to add the contact or lead as it is now (entity_now), with all its fields by type. When amoCRM does not give it within 1.5 seconds, the item comes without it (refetched: false).',
			},
		],
	},
];
