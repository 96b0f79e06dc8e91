import type { INodeProperties } from 'n8n-workflow';

import * as applyAck from './applyAck';
import * as sessionAlert from './sessionAlert';

export const operations = { applyAck, sessionAlert };

export const description: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['delivery'] } },
		options: [
			{
				name: 'Apply Ack',
				value: 'applyAck',
				description: 'Tell what an ack changes in the row of its message; a status never falls',
				action: 'Apply an ack',
			},
			{
				name: 'Write Session Alert',
				value: 'sessionAlert',
				description: 'Tell the admin in words that a session does not work',
				action: 'Write a session alert',
			},
		],
		default: 'applyAck',
	},
];

export const fields: INodeProperties[] = Object.values(operations).flatMap(
	(operation) => operation.description,
);
