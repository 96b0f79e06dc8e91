import type { INodeProperties } from 'n8n-workflow';

import * as choosePage from './choosePage';
import * as readAnswers from './readAnswers';
import * as writePage from './writePage';

export const operations = { choosePage, readAnswers, writePage };

export const description: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['template'] } },
		options: [
			{
				name: 'Choose Page',
				value: 'choosePage',
				description: 'Tell which page follows what was done with a template',
				action: 'Choose the next page of templates',
			},
			{
				name: 'Read Answers',
				value: 'readAnswers',
				description: 'Tell from the answers of a page what is to be done',
				action: 'Read the answers of a page of templates',
			},
			{
				name: 'Write Page',
				value: 'writePage',
				description: 'Write the list, the edit page, the preview or the question before deleting',
				action: 'Write a page of templates',
			},
		],
		default: 'writePage',
	},
];

export const fields: INodeProperties[] = [
	...writePage.description,
	...readAnswers.description,
	...choosePage.description,
];
