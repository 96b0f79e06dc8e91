import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { locatorText, optionsOf } from '../../../shared/parameters';
import { InputError } from '../../../shared/errors';
import { simplifyOption } from '../../../shared/optionFields';
import type { OperationResult } from '../../../shared/runItems';
import { connectItem } from '../../api/connect';
import { simplifyOrder } from '../../domain/order';
import { sitniksOptions } from '../fields';

const show = { resource: ['order'], operation: ['get'] };

export const description: INodeProperties[] = [
	{
		displayName: 'Order',
		name: 'orderId',
		type: 'resourceLocator',
		required: true,
		default: { mode: 'list', value: '' },
		description: 'The ID of the order, which is not its number',
		displayOptions: { show },
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				typeOptions: { searchListMethod: 'searchOrders', searchable: true },
			},
			{ displayName: 'By ID', name: 'id', type: 'string', placeholder: 'e.g. 70001' },
		],
	},
	sitniksOptions(show, [simplifyOption]),
];

/** One order. @throws {InputError | VendorError} */
export async function execute(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<OperationResult> {
	const api = await connectItem(this, itemIndex);
	const id = locatorText(this.getNodeParameter('orderId', itemIndex, '') as unknown);
	if (!/^[\w-]+$/.test(id)) {
		const hint = 'Choose it from the list, or give the ID that Order: Create answers.';
		throw new InputError(id === '' ? 'it is empty' : 'this is no ID', 'Order', hint);
	}
	const order = await api.order(id);
	const { simplify = true } = optionsOf(this, itemIndex);
	return simplify ? simplifyOrder(order) : (order as IDataObject);
}
