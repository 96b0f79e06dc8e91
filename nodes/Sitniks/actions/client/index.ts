import type { INodeProperties } from 'n8n-workflow';

import * as find from './find';

export const operations = { find };

export const description: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['client'] } },
		options: [
			{
				name: 'Find',
				value: 'find',
				description: 'Find clients by phone, e-mail or text',
				action: 'Find client',
			},
		],
		default: 'find',
	},
];

/** Fields of the operations. */
export const fields: INodeProperties[] = Object.values(operations).flatMap(
	(operation) => operation.description,
);
