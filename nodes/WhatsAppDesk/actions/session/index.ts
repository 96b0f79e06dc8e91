import type { INodeProperties } from 'n8n-workflow';

import * as qrNotice from './qrNotice';
import * as readAnswers from './readAnswers';
import * as writePage from './writePage';

export const operations = { qrNotice, readAnswers, writePage };

export const description: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['session'] } },
		options: [
			{
				name: 'QR Notice',
				value: 'qrNotice',
				description: 'Draw a picture that says why there is no QR code',
				action: 'Draw why there is no QR code',
			},
			{
				name: 'Read Answers',
				value: 'readAnswers',
				description: 'Decide from an answer of the form what comes next',
				action: 'Read an answer about a session',
			},
			{
				name: 'Write Page',
				value: 'writePage',
				description: 'Write the page with the state of a WAHA session and its QR code',
				action: 'Write a page about a session',
			},
		],
		default: 'writePage',
	},
];

export const fields: INodeProperties[] = [
	...qrNotice.description,
	...readAnswers.description,
	...writePage.description,
];
