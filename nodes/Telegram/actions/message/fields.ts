import type { INodeProperties } from 'n8n-workflow';

import { optionsField } from '../../../shared/optionFields';

const show = { resource: ['message'], operation: ['send'] };

export const sendFields: INodeProperties[] = [
	{
		displayName: 'Chat ID',
		name: 'chatId',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. 500000123',
		description:
			'ID of the chat as the updates of the trigger have it, or the @name of a channel. A person must have pressed Start first.',
		displayOptions: { show },
	},
	{
		displayName: 'Text',
		name: 'text',
		type: 'string',
		typeOptions: { rows: 4 },
		required: true,
		default: '',
		placeholder: 'e.g. Your order is ready',
		description: 'Above 4096 characters it goes out in several messages, unless it has markup',
		displayOptions: { show },
	},
	{
		displayName: 'Keyboard',
		name: 'keyboard',
		type: 'options',
		options: [
			{
				name: 'Buttons',
				value: 'buttons',
				description: 'Buttons in place of the keyboard; a press sends the label as a message',
			},
			{
				name: 'Contact Button',
				value: 'contact',
				description: 'A button with which the client shares the phone. Private chats only.',
			},
			{
				name: 'No Change',
				value: 'none',
				description: 'The client keeps the buttons of an earlier message',
			},
			{
				name: 'Remove',
				value: 'remove',
				description: 'Takes the buttons of earlier messages away',
			},
		],
		default: 'none',
		displayOptions: { show },
	},
	{
		displayName: 'Contact Label',
		name: 'contactLabel',
		type: 'string',
		required: true,
		default: '',
		placeholder: 'e.g. Share my phone',
		description: 'Text on the button that asks for the phone',
		displayOptions: { show: { ...show, keyboard: ['contact'] } },
	},
	{
		displayName: 'Button Rows',
		name: 'buttonRows',
		type: 'string',
		typeOptions: { rows: 3 },
		default: '',
		placeholder: 'e.g. My bonuses | Order',
		description: 'One row of buttons per line, | between the buttons of a row',
		displayOptions: { show: { ...show, keyboard: ['buttons', 'contact'] } },
	},
	optionsField(show, [
		{
			displayName: 'Callback Query ID',
			name: 'callbackQueryId',
			type: 'string',
			default: '',
			placeholder: 'e.g. {{ $json.callback_query_id }}',
			description:
				'The press of an inline button that this text answers: its waiting sign stops, too. Empty is none.',
		},
		{
			displayName: 'Link Preview',
			name: 'linkPreview',
			type: 'boolean',
			default: false,
			description: 'Whether the first link of the text comes with a preview',
		},
		{
			displayName: 'One-Time Keyboard',
			name: 'oneTimeKeyboard',
			type: 'boolean',
			default: false,
			description: 'Whether the buttons hide after a press',
		},
		{
			displayName: 'Parse Mode',
			name: 'parseMode',
			type: 'options',
			options: [
				{ name: 'HTML', value: 'HTML' },
				{ name: 'MarkdownV2', value: 'MarkdownV2' },
				{ name: 'None', value: 'none' },
			],
			default: 'none',
			description:
				'Markup of the text. What clients wrote must be escaped in it, or be sent with None.',
		},
		{
			displayName: 'Plain Text on Markup Error',
			name: 'plainOnMarkupError',
			type: 'boolean',
			default: true,
			description:
				'Whether the text is sent as it is, tags included, when Telegram cannot read its markup',
		},
		{
			displayName: 'Protect Content',
			name: 'protectContent',
			type: 'boolean',
			default: false,
			description: 'Whether the client cannot forward or save the message',
		},
		{
			displayName: 'Reply To Message ID',
			name: 'replyToMessageId',
			type: 'string',
			default: '',
			placeholder: 'e.g. 512',
			description: 'The message of this chat that is answered. When it is gone, there is no quote.',
		},
		{
			displayName: 'Silent',
			name: 'silent',
			type: 'boolean',
			default: false,
			description: 'Whether the message arrives without a sound',
		},
		{
			displayName: 'Skip Empty Text',
			name: 'skipEmpty',
			type: 'boolean',
			default: false,
			description:
				'Whether an empty text is no error: nothing is sent, and the waiting sign of the button stops all the same',
		},
	]),
];
