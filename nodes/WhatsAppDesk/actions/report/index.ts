import type { INodeProperties } from 'n8n-workflow';

import * as alert from './alert';
import * as count from './count';
import * as explain from './explain';
import * as file from './file';
import * as list from './list';
import * as period from './period';
import * as split from './split';
import * as tableSize from './tableSize';
import * as write from './write';

export const operations = { alert, count, explain, file, list, period, split, tableSize, write };

export const description: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['report'] } },
		options: [
			{
				name: 'Count Messages',
				value: 'count',
				description: 'Count rows of the log by day, store, kind, template and outcome',
				action: 'Count messages of a report',
			},
			{
				name: 'Estimate Table Size',
				value: 'tableSize',
				description: 'Tell from the ends of all tables when they come near the cap of n8n',
				action: 'Estimate the size of tables',
			},
			{
				name: 'Explain Result',
				value: 'explain',
				description: 'Say in words whether the report was sent',
				action: 'Explain the result of a report',
			},
			{
				name: 'Find Failing Stores',
				value: 'alert',
				description: 'Tell from the counts which stores fail too often, and what to say',
				action: 'Find failing stores of a report',
			},
			{
				name: 'List Messages',
				value: 'list',
				description: 'Write rows of the log as lines of a CSV file',
				action: 'List messages of a report',
			},
			{
				name: 'Make File',
				value: 'file',
				description: 'Make a CSV file of the lines of all parts',
				action: 'Make a file of a report',
			},
			{
				name: 'Split Period',
				value: 'split',
				description: 'Split the rows of a period into parts that fit into memory',
				action: 'Split the period of a report',
			},
			{
				name: 'Work Out Period',
				value: 'period',
				description: 'Turn the answer of a form, or yesterday, into the first and last moment',
				action: 'Work out the period of a report',
			},
			{
				name: 'Write Report',
				value: 'write',
				description: 'Write the page and the short text from the counts of all parts',
				action: 'Write a report',
			},
		],
		default: 'count',
	},
];

export const fields: INodeProperties[] = Object.values(operations).flatMap(
	(operation) => operation.description,
);
