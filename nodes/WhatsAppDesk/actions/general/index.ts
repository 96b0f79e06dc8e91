import type { INodeProperties } from 'n8n-workflow';

import * as readAnswers from './readAnswers';
import * as writePage from './writePage';

export const operations = { readAnswers, writePage };

export const description: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['general'] } },
		options: [
			{
				name: 'Read Answers',
				value: 'readAnswers',
				description: 'Check the answer of the form and decide what comes next',
				action: 'Read an answer about general settings',
			},
			{
				name: 'Write Page',
				value: 'writePage',
				description: 'Write the page with the settings of all shops',
				action: 'Write the page of general settings',
			},
		],
		default: 'writePage',
	},
];

export const fields: INodeProperties[] = [...readAnswers.description, ...writePage.description];
