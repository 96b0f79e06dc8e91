import type { IHookFunctions, INodeProperties } from 'n8n-workflow';

import { answerField } from '../../shared/answerField';
import { InputError } from '../../shared/errors';
import { locatorText } from '../../shared/parameters';
import { projectField } from '../actions/fields';
import { inboundCountryOption } from '../actions/inbound/parse';

export const triggerFields: INodeProperties[] = [
	{
		displayName: 'Registration',
		name: 'registration',
		type: 'options',
		options: [
			{
				name: 'Automatic',
				value: 'automatic',
				description: 'The trigger adds and removes its webhook in Wahelp itself',
			},
			{
				name: 'Manual',
				value: 'manual',
				description: 'You enter the address in the settings of Wahelp',
			},
		],
		default: 'automatic',
		description: 'How Wahelp gets to know the address of this trigger',
	},
	{
		displayName:
			'Set <b>Webhook Secret</b> in the credential. In Wahelp enter the Production URL shown above and add <b>?secret=</b> and that secret to it. A call without it is refused.',
		name: 'manualNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { registration: ['manual'] } },
	},
	{
		...projectField,
		description: 'The project whose messages start the workflow, those of all its channels',
		displayOptions: { show: { registration: ['automatic'] } },
	},
	{
		displayName: 'Start On',
		name: 'kinds',
		type: 'multiOptions',
		required: true,
		options: [
			{ name: 'Message From a Client', value: 'client' },
			{ name: 'Message From an Operator', value: 'operator' },
			{ name: 'Other', value: 'other' },
			{ name: 'Status of a Message', value: 'status' },
		],
		default: ['client', 'operator', 'other', 'status'],
		description:
			'What starts a run. A message alone brings several statuses: leave out what the workflow does not use.',
	},
	answerField(
		'Answer Wahelp',
		'answer',
		'With a 500 if it fails, so that Wahelp can deliver again. For a short workflow that stores the message.',
	),
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			{
				displayName: 'Channels',
				name: 'channels',
				type: 'string',
				default: '',
				placeholder: 'e.g. clients_tg, 1234',
				description:
					'Names, UUIDs or IDs of channels, separated by commas; messages of others start nothing. With manual registration give IDs: a webhook holds nothing else.',
			},
			inboundCountryOption,
			{
				displayName: 'Drop Repeats',
				name: 'dropRepeats',
				type: 'boolean',
				default: true,
				description:
					'Whether a message that is delivered again within an hour starts no further run. Kept in memory, per n8n process. When not added: on if Wahelp is answered at once, off if it is answered at the end, as a failed run must be able to come again.',
			},
			{
				displayName: 'Ignore Own Messages',
				name: 'ignoreOwn',
				type: 'boolean',
				default: false,
				description:
					'Whether what the Wahelp node of this n8n process has sent starts no run. Wahelp may report a message before it answers the send; that one still comes through.',
			},
		],
	},
];

/** @throws {InputError} */
export function projectIdOf(context: IHookFunctions): string {
	const id = locatorText(context.getNodeParameter('projectId', '') as unknown);
	if (/^\d+$/.test(id)) return id;
	const hint = 'Choose a project from the list, or give its number.';
	throw new InputError(id === '' ? 'it is empty' : 'this is no project ID', 'Project', hint);
}
