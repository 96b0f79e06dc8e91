import type { INodeProperties } from 'n8n-workflow';

import { operationField } from '../../../shared/operationField';
import * as answer from './answer';

export const operations = { answer };

export const description: INodeProperties[] = [
	...operationField('callback', 'answer', {
		answer: [
			'Answer',
			'Answer callback query',
			'Answer the press of a button under a message, so that it stops waiting',
		],
	}),
	...answer.description,
];
