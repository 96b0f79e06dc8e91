import type { INodeProperties } from 'n8n-workflow';

import * as nextStep from './nextStep';
import * as readAnswer from './readAnswer';

export const operations = { nextStep, readAnswer };

export const description: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['consent'] } },
		options: [
			{
				name: 'Read Answer',
				value: 'readAnswer',
				description: 'Tell whether a message is a stop word or a start word',
				action: 'Read the answer of a buyer',
			},
			{
				name: 'Say Next Step',
				value: 'nextStep',
				description:
					'Tell which of the words of a buyer counts and what to do: opt out, opt in, confirm',
				action: 'Say the next step for a word',
			},
		],
		default: 'readAnswer',
	},
];

export const fields: INodeProperties[] = Object.values(operations).flatMap(
	(operation) => operation.description,
);
