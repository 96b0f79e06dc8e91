import type { INodeProperties } from 'n8n-workflow';

import * as answer from './answer';
import * as page from './page';

export const operations = { answer, page };

export const description: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['general'] } },
		options: [
			{
				name: 'Answer',
				value: 'answer',
				description: 'Check the answer of the form and decide what comes next',
				action: 'Read an answer about general settings',
			},
			{
				name: 'Page',
				value: 'page',
				description: 'Write the page with the settings of all shops',
				action: 'Write the page of general settings',
			},
		],
		default: 'page',
	},
];

export const fields: INodeProperties[] = [...answer.description, ...page.description];
