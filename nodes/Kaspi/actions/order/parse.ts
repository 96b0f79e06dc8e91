import { jsonParse, type IDataObject, type INodeProperties } from 'n8n-workflow';

import type { OperationExecute } from '../../../shared/runItems';
import { parseOrder } from '../../domain/order';

export const description: INodeProperties[] = [
	{
		displayName: 'Order',
		name: 'order',
		type: 'json',
		required: true,
		default: '={{ $json }}',
		description:
			'An order as the Shop API or the merchant cabinet writes it. Nothing is asked of Kaspi.',
		displayOptions: { show: { resource: ['order'], operation: ['parse'] } },
	},
];

/** The order in the form of the other operations. @throws {InputError} */
export const execute: OperationExecute = async function (itemIndex) {
	const given = this.getNodeParameter('order', itemIndex) as unknown;
	const order =
		typeof given === 'string' ? jsonParse<unknown>(given, { fallbackValue: null }) : given;
	return parseOrder(order) as unknown as IDataObject;
};
