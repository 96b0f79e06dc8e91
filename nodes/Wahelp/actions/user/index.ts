import type { INodeProperties } from 'n8n-workflow';

import * as ensure from './ensure';

export const operations = { ensure };

export const description: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['user'] } },
		options: [
			{
				name: 'Ensure',
				value: 'ensure',
				description: 'Find the user of a phone in a channel, or create it',
				action: 'Ensure user',
			},
		],
		default: 'ensure',
	},
];

/** Fields of the operations, shown after project and channel. */
export const fields: INodeProperties[] = ensure.description;
