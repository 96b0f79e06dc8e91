import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { schemeFields } from '../shared/signingSecret';

const METHODS: INodePropertyOptions[] = ['DELETE', 'GET', 'HEAD', 'PATCH', 'POST', 'PUT'].map(
	(name) => ({ name, value: name }),
);

const hmac = { authentication: ['hmac'] };
const atEnd = { responseMode: ['lastNode'] };

export const triggerFields: INodeProperties[] = [
	{
		// For n8n, not for people: with it, and version 1, n8n hands the call on unread, see `readBody`.
		displayName: 'Raw Call',
		name: 'options',
		type: 'hidden',
		default: { binaryData: true },
	},
	{
		displayName: 'HTTP Methods',
		name: 'httpMethod',
		type: 'multiOptions',
		required: true,
		noDataExpression: true,
		options: METHODS,
		default: ['POST'],
	},
	{
		displayName: 'Path',
		name: 'path',
		type: 'string',
		required: true,
		noDataExpression: true,
		default: '',
		placeholder: 'e.g. payment',
		description:
			'What follows /webhook/ in the address. With a part such as ":order_id" the address begins with the ID of the webhook, as it does for the Webhook node.',
	},
	{
		displayName: 'Authentication',
		name: 'authentication',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'HMAC Signature',
				value: 'hmac',
				description: 'The sender signs the body with the secret of the credential',
			},
			{
				name: 'Key in a Header',
				value: 'key',
				description: 'The sender sends the secret of the credential itself',
			},
			{ name: 'None', value: 'none', description: 'Whoever knows the address may call' },
		],
		default: 'hmac',
	},
	{
		displayName:
			'Nothing is checked: whoever knows the address starts a run. For what everybody may see, such as a health check, or an address that holds a secret of its own.',
		name: 'openNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { authentication: ['none'] } },
	},
	{
		displayName: 'Signature Header',
		name: 'signatureHeader',
		type: 'string',
		required: true,
		default: 'X-Signature',
		placeholder: 'e.g. X-Signature',
		description: 'It may hold several signatures, separated by commas or spaces',
		displayOptions: { show: hmac },
	},
	...schemeFields(hmac),
	{
		displayName: 'Key Header',
		name: 'keyHeader',
		type: 'string',
		required: true,
		default: 'X-Api-Key, Authorization',
		placeholder: 'e.g. X-Api-Key',
		description:
			'Of several, separated by commas, the first one that the call has counts. In Authorization the word Bearer comes first.',
		displayOptions: { show: { authentication: ['key'] } },
	},
	{
		displayName: 'Check Time',
		name: 'checkTime',
		type: 'boolean',
		default: false,
		description: 'Whether a call that is too old, or from the future, is refused',
		displayOptions: { show: hmac },
	},
	{
		displayName: 'Timestamp Header',
		name: 'timestampHeader',
		type: 'string',
		required: true,
		default: 'X-Timestamp',
		placeholder: 'e.g. X-Timestamp',
		description:
			'Seconds, milliseconds, microseconds or nanoseconds since 1970, or an ISO date and time; without a zone it is UTC',
		displayOptions: { show: { ...hmac, checkTime: [true] } },
	},
	{
		displayName: 'Tolerance (Seconds)',
		name: 'toleranceSeconds',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 300,
		displayOptions: { show: { ...hmac, checkTime: [true] } },
	},
	{
		displayName: 'Timestamp Is Signed',
		name: 'timestampIsSigned',
		type: 'boolean',
		default: false,
		description: 'Whether the sender signs the timestamp, a dot and the body instead of the body',
		displayOptions: { show: { ...hmac, checkTime: [true] } },
	},
	{
		displayName: 'Respond',
		name: 'responseMode',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Immediately',
				value: 'onReceived',
				description: 'As soon as the run is registered; a run that fails is lost to the sender',
			},
			{
				name: "Using 'Respond to Webhook' Node",
				value: 'responseNode',
				description: 'With what that node says',
			},
			{
				name: 'When Last Node Finishes',
				value: 'lastNode',
				description: 'With what the last node gives; a run that fails is a 500',
			},
		],
		default: 'lastNode',
	},
	{
		displayName:
			"Insert a 'Respond to Webhook' node of version 1: later versions refuse every trigger but n8n's own. The node is on the canvas already in the workflows of this pack; copy it from there.",
		name: 'respondNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { responseMode: ['responseNode'] } },
	},
	{
		displayName: 'Response Data',
		name: 'responseData',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'All Entries', value: 'allEntries', description: 'A list of all items' },
			{ name: 'First Entry Binary', value: 'firstEntryBinary', description: 'A file' },
			{ name: 'First Entry JSON', value: 'firstEntryJson', description: 'The first item' },
			{ name: 'No Response Body', value: 'noData' },
		],
		default: 'firstEntryJson',
		displayOptions: { show: atEnd },
	},
	{
		displayName: 'Response Data Field Name',
		name: 'responseBinaryPropertyName',
		type: 'string',
		required: true,
		default: 'data',
		placeholder: 'e.g. data',
		hint: 'The name of the field that holds the file',
		displayOptions: { show: { ...atEnd, responseData: ['firstEntryBinary'] } },
	},
	{
		displayName: 'Options',
		// Not `options`: that name is taken, see above.
		name: 'settings',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			{
				displayName: 'Accept Legacy Secret',
				name: 'acceptLegacySecret',
				type: 'boolean',
				default: false,
				description:
					'Whether a call without a signature passes with the Legacy Shared Secret of the credential. Whoever sees one such call can forge others.',
				displayOptions: { show: { '/authentication': ['hmac'] } },
			},
			{
				displayName: 'Body Limit (KB)',
				name: 'bodyLimitKb',
				type: 'number',
				typeOptions: { minValue: 1 },
				default: 1024,
				description: 'What is larger is answered with a 413 and not read to the end',
			},
			{
				displayName: 'Include Body Text',
				name: 'includeText',
				type: 'boolean',
				default: false,
				description: 'Whether to add the body as it arrived, as a text named "text"',
			},
			{
				displayName: 'Include Query',
				name: 'includeQuery',
				type: 'boolean',
				default: false,
				description: 'Whether to add the query of the address as "query"',
			},
			{
				displayName: 'Legacy Header',
				name: 'legacyHeader',
				type: 'string',
				default: 'X-Webhook-Secret',
				placeholder: 'e.g. X-Webhook-Secret',
				displayOptions: { show: { '/authentication': ['hmac'] } },
			},
			{
				displayName: 'Refusal Bodies',
				name: 'refusalBodies',
				type: 'json',
				default: '{\n  "401": { "error": "Who are you?" }\n}',
				description:
					'What senders expect instead of "status" and "message", by HTTP status: 400 not JSON, 401 not allowed, 408 too slow, 413 too large, 415 compressed',
			},
			{
				displayName: 'Refusal Fields',
				name: 'refusalFields',
				type: 'json',
				default: '{ "payment_id": null }',
				description: 'Fields that every refusal has between "status" and "message"',
			},
			{
				displayName: 'Upload Limit (Seconds)',
				name: 'uploadSeconds',
				type: 'number',
				typeOptions: { minValue: 1 },
				default: 10,
				description: 'A body that takes longer to arrive is answered with a 408',
			},
		],
	},
];
