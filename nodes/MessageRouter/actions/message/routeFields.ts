import type { INodeProperties } from 'n8n-workflow';

import { nowOption } from '../../../shared/rowFields';
import { phoneCountryOption } from '../../../shared/optionFields';

const displayOptions = { show: { resource: ['message'], operation: ['route'] } };

export const clientRows: INodeProperties = {
	displayName: 'Client Rows',
	name: 'clientRows',
	type: 'json',
	default: "={{ $('Read the Client').all() }}",
	description:
		'With Setting Rows: rows of the table clients with the Telegram ID of the sender. Step and manager chat are read from them.',
};
export const settingRows: INodeProperties = {
	displayName: 'Setting Rows',
	name: 'settingRows',
	type: 'json',
	default: "={{ $('Read the Settings').all() }}",
	description:
		'Rows of the table bot_settings. Buttons are its rows button_…; the output also has way, scene and kept_text: what to do about the message, and what to answer.',
};

/** Fields of *Route*. */
export const description: INodeProperties[] = [
	{
		displayName: 'Update',
		name: 'update',
		type: 'json',
		required: true,
		default: '={{ $json }}',
		description: 'What Telegram sent: the update, the item of a Webhook node, or JSON text',
		displayOptions,
	},
	{
		displayName: 'Step the Client Is In',
		name: 'dialogStep',
		type: 'string',
		default: '',
		placeholder: 'e.g. {{ $json.dialog_step }}',
		description: 'The step of a dialog that waits for an answer. Leave empty for none.',
		displayOptions,
	},
	{
		displayName: 'Manager Chat Is On',
		name: 'inManagerChat',
		type: 'boolean',
		default: false,
		description:
			'Whether a manager talks with the client: only buttons with their emoji and the chosen commands work, all else goes to Manager Chat',
		displayOptions,
	},
	{
		displayName: 'Commands',
		name: 'commands',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, sortable: true },
		placeholder: 'Add Command',
		default: {
			command: [
				{ command: 'start', inDialogStep: true, inManagerChat: true },
				{ command: 'cancel', inDialogStep: true, inManagerChat: false },
				{ command: 'info', inDialogStep: false, inManagerChat: false },
			],
		},
		description: 'Any other command also goes to Command, with "known" false',
		options: [
			{
				displayName: 'Command',
				name: 'command',
				values: [
					{
						displayName: 'Command',
						name: 'command',
						type: 'string',
						default: '',
						placeholder: 'e.g. start',
						description: 'With or without the slash',
					},
					{
						displayName: 'Works in a Dialog Step',
						name: 'inDialogStep',
						type: 'boolean',
						default: false,
						description: 'Whether it goes to Command although a step waits for an answer',
					},
					{
						displayName: 'Works in a Manager Chat',
						name: 'inManagerChat',
						type: 'boolean',
						default: false,
						description: 'Whether it goes to Command although a manager talks with the client',
					},
				],
			},
		],
		displayOptions,
	},
	{
		displayName: 'Buttons',
		name: 'buttons',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, sortable: true },
		placeholder: 'Add Button',
		default: {},
		description:
			'A message is a button when it is its label, with or without emoji, in any case. In a manager chat the emoji is needed.',
		options: [
			{
				displayName: 'Button',
				name: 'button',
				values: [
					{
						displayName: 'Label',
						name: 'label',
						type: 'string',
						default: '',
						placeholder: 'e.g. 💰 Прайс',
						description: 'The text on the button',
					},
					{
						displayName: 'Name',
						name: 'name',
						type: 'string',
						default: '',
						placeholder: 'e.g. price',
						description: 'What the flow branches on. Empty takes the label.',
					},
					{
						displayName: 'Works in a Dialog Step',
						name: 'inDialogStep',
						type: 'boolean',
						default: false,
						description: 'Whether it goes to Button although a step waits for an answer',
					},
				],
			},
		],
		displayOptions,
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			{
				displayName: 'Bot Username',
				name: 'botUsername',
				type: 'string',
				default: '',
				placeholder: 'e.g. shop_bot',
				description: 'A command that is addressed to another bot goes to Other',
			},
			{
				displayName: 'Buttons List',
				name: 'buttonsList',
				type: 'string',
				typeOptions: { rows: 4 },
				default: '',
				placeholder: 'e.g. Прайс = price',
				description:
					'More buttons as text, one "label = name" a line, for labels that are kept in a table. List a button that works in a dialog step in Buttons.',
			},
			clientRows,
			phoneCountryOption('RU'),
			{
				displayName: 'Include Input Fields',
				name: 'includeInputFields',
				type: 'boolean',
				default: false,
				description: "Whether to keep the input's fields and binary data next to the result",
			},
			nowOption,
			{
				displayName: 'One Output',
				name: 'oneOutput',
				type: 'boolean',
				default: false,
				description:
					'Whether all messages leave by one output, for a Switch node that knows more routes',
			},
			settingRows,
		],
		displayOptions,
	},
];
