import type { INodeProperties } from 'n8n-workflow';

import { operationField } from '../../../shared/operationField';
import * as create from './create';
import * as get from './get';
import * as getAll from './getAll';
import * as match from './match';
import * as update from './update';
import * as upsert from './upsert';

export const operations = { create, get, getAll, match, update, upsert };

export const description = operationField('contact', 'match', {
	create: ['Create', 'Create contact', 'Create a contact, whoever is there already'],
	upsert: [
		'Create or Update',
		'Create or update contact',
		'Create a new record, or update the current one if it already exists (upsert)',
	],
	get: ['Get', 'Get contact', 'Get a contact with the IDs of its leads'],
	getAll: ['Get Many', 'Get many contacts', 'Get many contacts, or search them by any text'],
	match: [
		'Match',
		'Match contact',
		'Find the contact of a person by Telegram ID, phone or e-mail, compared exactly',
	],
	update: ['Update', 'Update contact', 'Change a contact, or fill its empty fields only'],
});

/** Fields of the operations. */
export const fields: INodeProperties[] = Object.values(operations).flatMap(
	(operation) => operation.description,
);
