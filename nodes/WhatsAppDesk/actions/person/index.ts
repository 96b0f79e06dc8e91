import type { INodeProperties } from 'n8n-workflow';

import * as question from './question';
import * as steps from './steps';
import * as traces from './traces';
import * as writePage from './writePage';

export const operations = { question, steps, traces, writePage };

export const description: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['person'] } },
		options: [
			{
				name: 'List Steps',
				value: 'steps',
				description: 'Tell from the answer to the page what to do with each row',
				action: 'List the steps to forget a person',
			},
			{
				name: 'List Traces',
				value: 'traces',
				description: 'Tell in which tables and columns rows of the person may stand',
				action: 'List the traces of a person',
			},
			{
				name: 'Take Question',
				value: 'question',
				description: 'Read a phone in any spelling or a Telegram ID, and how to search for it',
				action: 'Take the question about a person',
			},
			{
				name: 'Write Page',
				value: 'writePage',
				description: 'Write the page that tells what would be deleted and what stays',
				action: 'Write the page about a person',
			},
		],
		default: 'question',
	},
];

export const fields: INodeProperties[] = Object.values(operations).flatMap(
	(operation) => operation.description,
);
