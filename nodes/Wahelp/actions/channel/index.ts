import type { INodeProperties } from 'n8n-workflow';

import * as getAll from './getAll';

export const operations = { getAll };

export const description: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['channel'] } },
		options: [
			{
				name: 'Get Many',
				value: 'getAll',
				description: 'Get channels of a project',
				action: 'Get many channels',
			},
		],
		default: 'getAll',
	},
];

/** Fields of the operations, shown after the project. */
export const fields: INodeProperties[] = getAll.description;
