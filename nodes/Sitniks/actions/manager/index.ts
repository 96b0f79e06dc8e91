import type { INodeProperties } from 'n8n-workflow';

import * as getAll from './getAll';

export const operations = { getAll };

export const description: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['manager'] } },
		options: [
			{
				name: 'Get Many',
				value: 'getAll',
				description: 'Get the managers of the account with their IDs',
				action: 'Get many managers',
			},
		],
		default: 'getAll',
	},
];

/** Fields of the operations. */
export const fields: INodeProperties[] = Object.values(operations).flatMap(
	(operation) => operation.description,
);
