import type { INodeProperties } from 'n8n-workflow';

import * as parse from './parse';

export const operations = { parse };

export const description: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['inbound'] } },
		options: [
			{
				name: 'Parse',
				value: 'parse',
				description: 'Read the body of a webhook of Wahelp, whatever its form',
				action: 'Parse inbound webhook',
			},
		],
		default: 'parse',
	},
];

export const fields: INodeProperties[] = parse.description;
