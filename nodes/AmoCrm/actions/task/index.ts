import type { INodeProperties } from 'n8n-workflow';

import * as create from './create';

export const operations = { create };

export const description: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['task'] } },
		options: [
			{
				name: 'Create',
				value: 'create',
				description: 'Create a task, for a lead or contact or on its own',
				action: 'Create task',
			},
		],
		default: 'create',
	},
];

export const fields: INodeProperties[] = create.description;
