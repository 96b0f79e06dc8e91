import type { INodeProperties } from 'n8n-workflow';

import type { OperationExecute } from '../../../shared/runItems';
import * as accept from './accept';
import * as assemble from './assemble';
import * as cancel from './cancel';
import * as complete from './complete';
import { dryRunField, orderField, simplifyField } from './fields';
import * as get from './get';
import * as getEntries from './getEntries';
import * as getMany from './getMany';
import * as parse from './parse';

export const operations: Record<string, OperationExecute> = {
	accept: accept.execute,
	assemble: assemble.execute,
	cancel: cancel.execute,
	complete: complete.execute,
	get: get.execute,
	getEntries: getEntries.execute,
	getMany: getMany.execute,
	parse: parse.execute,
};

export const description: INodeProperties[] = [
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: ['order'] } },
		options: [
			{
				name: 'Accept',
				value: 'accept',
				description: 'Accept a new order',
				action: 'Accept an order',
			},
			{
				name: 'Assemble',
				value: 'assemble',
				description: 'Mark an order of Kaspi Delivery as packed',
				action: 'Assemble an order',
			},
			{
				name: 'Cancel',
				value: 'cancel',
				description: 'Cancel an order',
				action: 'Cancel an order',
			},
			{
				name: 'Complete',
				value: 'complete',
				description: 'Hand an order over to the buyer, in two steps',
				action: 'Complete an order',
			},
			{
				name: 'Get',
				value: 'get',
				description: 'Get one order with its products',
				action: 'Get an order',
			},
			{
				name: 'Get Entries',
				value: 'getEntries',
				description: 'Get the lines of an order, one item each',
				action: 'Get entries of an order',
			},
			{
				name: 'Get Many',
				value: 'getMany',
				description: 'Get the orders of any period',
				action: 'Get many orders',
			},
			{
				name: 'Parse',
				value: 'parse',
				description: 'Read an order that came from elsewhere, without asking Kaspi',
				action: 'Parse an order',
			},
		],
		default: 'getMany',
	},
	orderField,
	...parse.description,
	...getMany.description,
	...assemble.description,
	...cancel.description,
	...complete.description,
	dryRunField,
	simplifyField,
];
