import type { INodeProperties } from 'n8n-workflow';

import * as answer from './answer';
import * as check from './check';
import * as page from './page';

export const operations = { answer, check, page };

export const description: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['shop'] } },
		options: [
			{
				name: 'Answer',
				value: 'answer',
				description: 'Decide from an answer of the form what comes next',
				action: 'Read an answer about a shop',
			},
			{
				name: 'Check',
				value: 'check',
				description: 'Check what was entered for a shop and make the row to save',
				action: 'Check a shop',
			},
			{
				name: 'Page',
				value: 'page',
				description: 'Write the page with the shops, with one shop, or with its pause',
				action: 'Write a page about shops',
			},
		],
		default: 'page',
	},
];

export const fields: INodeProperties[] = [
	...answer.description,
	...check.description,
	...page.description,
];
