import type { INodeProperties } from 'n8n-workflow';

import * as answer from './answer';
import * as page from './page';
import * as qrNotice from './qrNotice';

export const operations = { answer, page, qrNotice };

export const description: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['session'] } },
		options: [
			{
				name: 'Answer',
				value: 'answer',
				description: 'Decide from an answer of the form what comes next',
				action: 'Read an answer about a session',
			},
			{
				name: 'Page',
				value: 'page',
				description: 'Write the page with the state of a WAHA session and its QR code',
				action: 'Write a page about a session',
			},
			{
				name: 'QR Notice',
				value: 'qrNotice',
				description: 'Draw a picture that says why there is no QR code',
				action: 'Draw why there is no QR code',
			},
		],
		default: 'page',
	},
];

export const fields: INodeProperties[] = [
	...answer.description,
	...page.description,
	...qrNotice.description,
];
