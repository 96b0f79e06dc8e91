import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { InputError, VendorError } from '../../../shared/errors';
import type { OperationResult } from '../../../shared/runItems';
import type { KaspiApi } from '../../api/client';
import { changeOrder } from '../../api/changeOrder';
import { connect } from '../../api/connect';
import { withEntries } from '../../api/products';
import type { Order } from '../../api/schema';
import { simplifyOrder } from '../../domain/simpleOrder';
import type { Transition } from '../../domain/transitions';

/** The order that the operator chose. @throws {VendorError} `not_found` */
export async function chosenOrder(
	context: IExecuteFunctions,
	itemIndex: number,
	api: KaspiApi,
): Promise<Order> {
	const { mode, value } = context.getNodeParameter('orderId', itemIndex) as IDataObject;
	const given = String(value ?? '').trim();
	if (given === '') {
		throw new InputError('it is empty', 'Order', 'Choose an order, or give its ID or code.');
	}
	// Kaspi's ids always hold letters: digits alone are the number that people know.
	if (mode !== 'code' && !/^\d+$/.test(given)) return await api.order(given);
	const order = await api.orderByCode(given);
	if (order) return order;
	throw new VendorError('Kaspi has no order with this code', {
		code: 'not_found',
		outcome: 'rejected',
		hint: 'Check the order code and that the credential is of the right shop.',
	});
}

/** The order as the node gives it. @param note stands beside the order's own fields */
export function output(
	context: IExecuteFunctions,
	itemIndex: number,
	order: Order,
	note: object = {},
): IDataObject {
	const isSimple = context.getNodeParameter('simplify', itemIndex, true) as boolean;
	return { ...(isSimple ? simplifyOrder(order) : order), ...note } as unknown as IDataObject;
}

/** Runs one change of the chosen order. */
export async function runChange(
	context: IExecuteFunctions,
	itemIndex: number,
	transition: Transition,
): Promise<OperationResult> {
	const api = await connect(context);
	const before = await chosenOrder(context, itemIndex, api);
	const dryRun = context.getNodeParameter('dryRun', itemIndex, false) as boolean;
	const { order, note } = await changeOrder(api, before, transition, dryRun);
	// The change is made by now: names of products are not worth losing its result.
	const complete = await withEntries(api, order).catch((error: unknown) => {
		if (error instanceof VendorError) return order;
		throw error;
	});
	return output(context, itemIndex, complete, note);
}
