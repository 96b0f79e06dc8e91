import type { INodeProperties } from 'n8n-workflow';

import * as send from './send';

export const operations = { send };

export const description: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['message'] } },
		options: [
			{
				name: 'Send',
				value: 'send',
				description: 'Send a text, with buttons if you like',
				action: 'Send message',
			},
		],
		default: 'send',
	},
	...send.description,
];
