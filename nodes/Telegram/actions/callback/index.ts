import type { INodeProperties } from 'n8n-workflow';

import * as answer from './answer';

export const operations = { answer };

export const description: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['callback'] } },
		options: [
			{
				name: 'Answer',
				value: 'answer',
				description: 'Answer the press of a button under a message, so that it stops waiting',
				action: 'Answer callback query',
			},
		],
		default: 'answer',
	},
	...answer.description,
];
