import type { INodeProperties } from 'n8n-workflow';

import * as request from './request';

export const operations = { request };

export const description: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['api'] } },
		options: [
			{
				name: 'Request',
				value: 'request',
				description: 'Call any other method of the Open API with plain JSON',
				action: 'Make API request',
			},
		],
		default: 'request',
	},
];

/** Fields of the operations. */
export const fields: INodeProperties[] = Object.values(operations).flatMap(
	(operation) => operation.description,
);
