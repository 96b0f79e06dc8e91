import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { millisOf, optionsOf } from '../../../shared/parameters';
import { listFields } from '../../../shared/listFields';
import { simplifyOption } from '../../../shared/optionFields';
import type { OperationResult } from '../../../shared/runItems';
import { connectItem } from '../../api/connect';
import { simplifyOrder } from '../../domain/order';
import type { Order } from '../../api/schema';
import { timeOf } from '../../domain/time';
import { limitParameter, sitniksOptions } from '../fields';

const show = { resource: ['order'], operation: ['getAll'] };
const DAY_MS = 24 * 3_600_000;

export const description: INodeProperties[] = [
	...listFields(show),
	sitniksOptions(show, [
		{
			displayName: 'Created After',
			name: 'createdAfter',
			type: 'dateTime',
			default: '',
			description: 'Only orders that were made then or later',
		},
		{
			displayName: 'Created Before',
			name: 'createdBefore',
			type: 'dateTime',
			default: '',
			description: 'Only orders that were made then or before',
		},
		simplifyOption,
	]),
];

/** Orders of a time. @throws {InputError | VendorError} */
export async function execute(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<OperationResult> {
	const api = await connectItem(this, itemIndex);
	const { simplify = true, createdAfter, createdBefore } = optionsOf(this, itemIndex);
	const zone = this.getTimezone();
	const from = millisOf(createdAfter, zone, 'Created After');
	const to = millisOf(createdBefore, zone, 'Created Before');
	const limit = limitParameter(this, itemIndex);
	// Sitniks ignores the zone of these: a day more on both sides, and what is too much is left out here.
	const query = {
		createdAtFrom: from === undefined ? undefined : new Date(from - DAY_MS).toISOString(),
		createdAtTo: to === undefined ? undefined : new Date(to + DAY_MS).toISOString(),
	};
	const isExact = from === undefined && to === undefined;
	const orders: Order[] = [];
	for await (const page of api.orders(query, isExact ? limit : Infinity)) {
		orders.push(...page.filter(({ createdAt }) => isBetween(createdAt, from, to)));
		if (orders.length >= limit) break;
	}
	return orders
		.slice(0, limit)
		.map((order) => (simplify ? simplifyOrder(order) : (order as IDataObject)));
}

/** An order whose time cannot be read is kept. */
function isBetween(iso: string, from = -Infinity, to = Infinity): boolean {
	const time = timeOf(iso);
	return Number.isNaN(time) || (time >= from && time <= to);
}
