import type { INodeProperties } from 'n8n-workflow';

import * as check from './check';
import * as readAnswers from './readAnswers';
import * as writePage from './writePage';

export const operations = { check, readAnswers, writePage };

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
			{
				name: 'Read Answers',
				value: 'readAnswers',
				description: 'Decide from an answer of the form what comes next',
				action: 'Read an answer about a shop',
			},
			{
				name: 'Write Page',
				value: 'writePage',
				description: 'Write the page with the shops, with one shop, or with its pause',
				action: 'Write a page about shops',
			},
		],
		default: 'writePage',
	},
];

export const fields: INodeProperties[] = [
	...check.description,
	...readAnswers.description,
	...writePage.description,
];
