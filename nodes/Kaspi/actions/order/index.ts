import type { INodeProperties } from 'n8n-workflow';

import { operationField } from '../../../shared/operationField';
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
	...operationField('order', 'getMany', {
		accept: ['Accept', 'Accept an order', 'Accept a new order'],
		assemble: ['Assemble', 'Assemble an order', 'Mark an order of Kaspi Delivery as packed'],
		cancel: ['Cancel', 'Cancel an order', 'Cancel an order'],
		complete: ['Complete', 'Complete an order', 'Hand an order over to the buyer, in two steps'],
		get: ['Get', 'Get an order', 'Get one order with its products'],
		getEntries: [
			'Get Entries',
			'Get entries of an order',
			'Get the lines of an order, one item each',
		],
		getMany: ['Get Many', 'Get many orders', 'Get the orders of any period'],
		parse: [
			'Parse',
			'Parse an order',
			'Read an order that came from elsewhere, without asking Kaspi',
		],
	}),
	orderField,
	...parse.description,
	...getMany.description,
	...assemble.description,
	...cancel.description,
	...complete.description,
	dryRunField,
	simplifyField,
];
