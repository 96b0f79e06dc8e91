import type { INodeProperties } from 'n8n-workflow';

import * as get from './get';

export const operations = { get };

export const description: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['server'] } },
		options: [
			{
				name: 'Get',
				value: 'get',
				description: 'Get the address, version and engine of WAHA',
				action: 'Get server',
			},
		],
		default: 'get',
	},
];
