import type { INodeProperties } from 'n8n-workflow';

import * as askPage from './askPage';
import * as checkTest from './checkTest';
import { storesField, templatesField } from './lists';
import * as previewPage from './previewPage';
import * as readAnswers from './readAnswers';
import * as readTest from './readTest';
import * as resultPage from './resultPage';
import * as tellResult from './tellResult';

export const operations = {
	askPage,
	checkTest,
	previewPage,
	readAnswers,
	readTest,
	resultPage,
	tellResult,
};

export const description: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['test'] } },
		options: [
			{
				name: 'Check Test',
				value: 'checkTest',
				description: 'Tell whether a test may go out, or which field is wrong',
				action: 'Check a test message',
			},
			{
				name: 'Read Answers',
				value: 'readAnswers',
				description: 'Turn the answers of the page into a test',
				action: 'Read the answers of the test page',
			},
			{
				name: 'Read Test',
				value: 'readTest',
				description: 'Read the phone and the sample of a test and give it an ID',
				action: 'Read a test message',
			},
			{
				name: 'Tell Result',
				value: 'tellResult',
				description: 'Tell in words how a test went',
				action: 'Tell the result of a test message',
			},
			{
				name: 'Write Ask Page',
				value: 'askPage',
				description: 'Write the page that asks what to send',
				action: 'Write the page of a test message',
			},
			{
				name: 'Write Preview Page',
				value: 'previewPage',
				description: 'Write the page that shows what will go out',
				action: 'Write the preview of a test message',
			},
			{
				name: 'Write Result Page',
				value: 'resultPage',
				description: 'Write the page that tells how the test went',
				action: 'Write the result of a test message',
			},
		],
		default: 'askPage',
	},
];

export const fields: INodeProperties[] = [
	...Object.values(operations).flatMap((operation) => operation.description),
	storesField,
	templatesField,
];
