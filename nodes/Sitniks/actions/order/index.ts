import type { INodeProperties } from 'n8n-workflow';

import * as create from './create';
import * as get from './get';
import * as getAll from './getAll';

export const operations = { create, get, getAll };

export const description: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['order'] } },
		options: [
			{
				name: 'Create',
				value: 'create',
				description: 'Create an order',
				action: 'Create order',
			},
			{
				name: 'Get',
				value: 'get',
				description: 'Get one order',
				action: 'Get order',
			},
			{
				name: 'Get Many',
				value: 'getAll',
				description: 'Get orders by the time they were made',
				action: 'Get many orders',
			},
		],
		default: 'create',
	},
];

/** Fields of the operations. */
export const fields: INodeProperties[] = Object.values(operations).flatMap(
	(operation) => operation.description,
);
