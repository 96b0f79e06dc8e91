import type { INodeProperties } from 'n8n-workflow';

import { chatQuotaOption } from '../../shared/chatQuota';

export const triggerFields: INodeProperties[] = [
	{
		displayName:
			'A bot has one webhook. Publishing this workflow takes it over from whatever uses the bot now. Telegram repeats an update that failed for up to a day, so let the workflow claim update_id before it does something that must not happen twice.',
		name: 'webhookNotice',
		type: 'notice',
		default: '',
	},
	{
		displayName: 'Trigger On',
		name: 'updates',
		type: 'multiOptions',
		required: true,
		options: [
			{
				name: 'Bot Blocked or Added',
				value: 'my_chat_member',
				description: 'A client blocked or unblocked the bot, or a group added or removed it',
			},
			{
				name: 'Button Under a Message',
				value: 'callback_query',
				description: 'A client pressed an inline button; answer it with Callback: Answer',
			},
			{ name: 'Channel Post', value: 'channel_post' },
			{ name: 'Edited Message', value: 'edited_message' },
			{
				name: 'Message',
				value: 'message',
				description: 'A client wrote, shared a contact, or sent a file',
			},
		],
		default: ['message', 'callback_query', 'my_chat_member'],
	},
	{
		displayName: 'Answer Telegram',
		name: 'answer',
		type: 'options',
		options: [
			{
				name: 'At Once',
				value: 'atOnce',
				description:
					'As soon as the run is registered. What fails is lost, and messages of one client run in parallel.',
			},
			{
				name: 'When the Workflow Ends',
				value: 'whenDone',
				description:
					'A failed run comes again, and the messages of a chat wait for each other. The run must end within a minute, or Telegram sends the update once more meanwhile.',
			},
		],
		default: 'whenDone',
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			{
				displayName: 'Max Connections',
				name: 'maxConnections',
				type: 'number',
				typeOptions: { minValue: 1, maxValue: 100 },
				default: 40,
				description: 'How many chats Telegram may deliver updates of at the same time',
			},
			chatQuotaOption,
			{
				displayName: 'Replace Foreign Webhook',
				name: 'replaceForeign',
				type: 'boolean',
				default: true,
				description:
					'Whether to take the bot over when another server, such as the connector of a CRM, receives its updates now',
			},
		],
	},
];
