import type { INodeProperties } from 'n8n-workflow';

import * as create from './create';
import * as get from './get';
import * as getAll from './getAll';
import * as match from './match';
import * as update from './update';
import * as upsert from './upsert';

export const operations = { create, get, getAll, match, update, upsert };

export const description: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['contact'] } },
		options: [
			{
				name: 'Create',
				value: 'create',
				description: 'Create a contact, whoever is there already',
				action: 'Create contact',
			},
			{
				name: 'Create or Update',
				value: 'upsert',
				description: 'Create a new record, or update the current one if it already exists (upsert)',
				action: 'Create or update contact',
			},
			{
				name: 'Get',
				value: 'get',
				description: 'Get a contact with the IDs of its leads',
				action: 'Get contact',
			},
			{
				name: 'Get Many',
				value: 'getAll',
				description: 'Get many contacts, or search them by any text',
				action: 'Get many contacts',
			},
			{
				name: 'Match',
				value: 'match',
				description:
					'Find the contact of a person by Telegram ID, phone or e-mail, compared exactly',
				action: 'Match contact',
			},
			{
				name: 'Update',
				value: 'update',
				description: 'Change a contact, or fill its empty fields only',
				action: 'Update contact',
			},
		],
		default: 'match',
	},
];

/** Fields of the operations. */
export const fields: INodeProperties[] = Object.values(operations).flatMap(
	(operation) => operation.description,
);
