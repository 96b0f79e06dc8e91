import type { INodeProperties } from 'n8n-workflow';

import * as getAll from './getAll';
import * as send from './send';

export const operations = { getAll, send };

export const description: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['message'] } },
		options: [
			{
				name: 'Get Many',
				value: 'getAll',
				description: 'Get messages of a channel, newest first',
				action: 'Get many messages',
			},
			{
				name: 'Send',
				value: 'send',
				description: 'Send a text to a client as an operator does',
				action: 'Send message',
			},
		],
		default: 'send',
	},
];

/** Fields of the operations, shown after project and channel. */
export const fields: INodeProperties[] = Object.values(operations).flatMap(
	(operation) => operation.description,
);
