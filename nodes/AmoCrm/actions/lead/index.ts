import type { INodeProperties } from 'n8n-workflow';

import { operationField } from '../../../shared/operationField';
import * as create from './create';
import * as findActive from './findActive';
import * as get from './get';
import * as getAll from './getAll';
import * as linkContact from './linkContact';
import * as recordPayment from './recordPayment';
import * as update from './update';

export const operations = { create, findActive, get, getAll, linkContact, recordPayment, update };

export const description = operationField('lead', 'findActive', {
	create: ['Create', 'Create lead', 'Create a lead, with a contact if you like'],
	findActive: [
		'Find Active',
		'Find active lead',
		'Find the lead of a contact that is in work, over all pipelines',
	],
	get: ['Get', 'Get lead', 'Get a lead by its ID'],
	getAll: ['Get Many', 'Get many leads', 'Get a list of leads'],
	linkContact: ['Link Contact', 'Link contact to lead', 'Link a contact to a lead'],
	recordPayment: [
		'Record Payment',
		'Record payment in lead',
		'Add a payment to the totals of a lead, once',
	],
	update: ['Update', 'Update lead', 'Change fields or the stage of a lead'],
});

/** Fields of the operations. */
export const fields: INodeProperties[] = Object.values(operations).flatMap(
	(operation) => operation.description,
);
