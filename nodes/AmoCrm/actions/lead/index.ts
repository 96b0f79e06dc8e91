import type { INodeProperties } from 'n8n-workflow';

import * as create from './create';
import * as findActive from './findActive';
import * as get from './get';
import * as getAll from './getAll';
import * as linkContact from './linkContact';
import * as recordPayment from './recordPayment';
import * as update from './update';

export const operations = { create, findActive, get, getAll, linkContact, recordPayment, update };

export const description: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['lead'] } },
		options: [
			{
				name: 'Create',
				value: 'create',
				description: 'Create a lead, with a contact if you like',
				action: 'Create lead',
			},
			{
				name: 'Find Active',
				value: 'findActive',
				description: 'Find the lead of a contact that is in work, over all pipelines',
				action: 'Find active lead',
			},
			{
				name: 'Get',
				value: 'get',
				description: 'Get a lead by its ID',
				action: 'Get lead',
			},
			{
				name: 'Get Many',
				value: 'getAll',
				description: 'Get a list of leads',
				action: 'Get many leads',
			},
			{
				name: 'Link Contact',
				value: 'linkContact',
				description: 'Link a contact to a lead',
				action: 'Link contact to lead',
			},
			{
				name: 'Record Payment',
				value: 'recordPayment',
				description: 'Add a payment to the totals of a lead, once',
				action: 'Record payment in lead',
			},
			{
				name: 'Update',
				value: 'update',
				description: 'Change fields or the stage of a lead',
				action: 'Update lead',
			},
		],
		default: 'findActive',
	},
];

/** Fields of the operations. */
export const fields: INodeProperties[] = Object.values(operations).flatMap(
	(operation) => operation.description,
);
