import type { INodeProperties } from 'n8n-workflow';

import * as findByPhone from './findByPhone';

export const operations = { findByPhone };

export const description: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['contact'] } },
		options: [
			{
				name: 'Find by Phone',
				value: 'findByPhone',
				description: 'Find a person and the users in all channels; nobody is created',
				action: 'Find contact by phone',
			},
		],
		default: 'findByPhone',
	},
];

/** Fields of the operations, shown after the project. */
export const fields: INodeProperties[] = findByPhone.description;
