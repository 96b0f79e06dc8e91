import type { INodeProperties } from 'n8n-workflow';

import type { OperationExecute } from '../../../shared/runItems';
import { assemble } from '../../domain/transitions';
import { runChange } from './run';

export const description: INodeProperties[] = [
	{
		displayName: 'Number of Parcels',
		name: 'numberOfSpace',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 1,
		description: 'How many parcels the courier gets',
		displayOptions: { show: { resource: ['order'], operation: ['assemble'] } },
	},
];

/** Marks an order of Kaspi Delivery as packed; its waybill appears some time later. */
export const execute: OperationExecute = async function (itemIndex) {
	const spaces = Number(this.getNodeParameter('numberOfSpace', itemIndex));
	return await runChange(this, itemIndex, assemble(spaces));
};
