import type { INodeProperties } from 'n8n-workflow';

import * as phone from './phone';
import * as question from './question';
import * as writePage from './writePage';

export const operations = { phone, question, writePage };

export const description: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['history'] } },
		options: [
			{
				name: 'Find Phone',
				value: 'phone',
				description: 'Tell whose phone it is: the one asked for, else that of the order',
				action: 'Find the phone of a history',
			},
			{
				name: 'Take Question',
				value: 'question',
				description: 'Read a phone in any spelling or an order number, and how to search for it',
				action: 'Take the question of a history',
			},
			{
				name: 'Write Page',
				value: 'writePage',
				description: 'Write the page with the messages of a phone or order',
				action: 'Write the page of a history',
			},
		],
		default: 'question',
	},
];

export const fields: INodeProperties[] = Object.values(operations).flatMap(
	(operation) => operation.description,
);
