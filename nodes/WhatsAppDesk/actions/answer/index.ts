import type { INodeProperties } from 'n8n-workflow';

import * as settings from './settings';
import * as templates from './templates';
import * as testMessage from './testMessage';

export const operations = { settings, templates, test: testMessage };

export const description: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['answer'] } },
		options: [
			{
				name: 'List Templates',
				value: 'templates',
				description: 'Answer with the templates of a shop',
				action: 'Answer a program with templates',
			},
			{
				name: 'Show Settings',
				value: 'settings',
				description: 'Answer with the settings of a shop and the state of its session',
				action: 'Answer a program with settings',
			},
			{
				name: 'Tell Test Result',
				value: 'test',
				description: 'Answer how a test message went',
				action: 'Answer a program how a test went',
			},
		],
		default: 'templates',
	},
];

export const fields: INodeProperties[] = [
	...templates.description,
	...settings.description,
	...testMessage.description,
];
