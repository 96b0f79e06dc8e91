import type { INodeProperties } from 'n8n-workflow';

import * as checkNumber from './checkNumber';
import * as resolveLid from './resolveLid';

export const operations = { checkNumber, resolveLid };

export const description: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['contact'] } },
		options: [
			{
				name: 'Check Number',
				value: 'checkNumber',
				description: 'Look whether a phone is on WhatsApp; not for long lists, which risk a ban',
				action: 'Check number',
			},
			{
				name: 'Resolve LID',
				value: 'resolveLid',
				description: 'Get the phone behind a hidden ID, or the hidden ID of a phone',
				action: 'Resolve LID',
			},
		],
		default: 'checkNumber',
	},
];

/** Fields of the operations, shown after the session. */
export const fields: INodeProperties[] = Object.values(operations).flatMap(
	(operation) => operation.description,
);
