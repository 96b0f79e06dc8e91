import type { INodeProperties } from 'n8n-workflow';

import * as add from './add';
import { entityFields } from './fields';
import * as getAll from './getAll';

export const operations = { add, getAll };

export const description: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['note'] } },
		options: [
			{
				name: 'Add',
				value: 'add',
				description: 'Add a note to a lead or contact',
				action: 'Add note',
			},
			{
				name: 'Get Many',
				value: 'getAll',
				description: 'Get notes of a lead or contact, newest first',
				action: 'Get many notes',
			},
		],
		default: 'add',
	},
];

export const fields: INodeProperties[] = [
	...entityFields,
	...add.description,
	...getAll.description,
];
