import type { INodeProperties } from 'n8n-workflow';

import * as plan from './plan';

export const operations = { plan };

export const description: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['stage'] } },
		options: [
			{
				name: 'Plan',
				value: 'plan',
				description:
					'Decide what to write down for a stage that a client has reached. Makes no call and needs no credential.',
				action: 'Plan a stage',
			},
		],
		default: 'plan',
	},
];

/** Fields of the operations. */
export const fields: INodeProperties[] = Object.values(operations).flatMap(
	(operation) => operation.description,
);
