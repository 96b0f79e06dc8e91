import type { INodeProperties } from 'n8n-workflow';

import * as check from './check';

export const operations = { check };

export const description: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['shop'] } },
		options: [
			{
				name: 'Check',
				value: 'check',
				description: 'Check what was entered for a shop and make the row to save',
				action: 'Check a shop',
			},
		],
		default: 'check',
	},
];

export const fields: INodeProperties[] = [...check.description];
