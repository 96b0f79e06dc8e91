import { STATES, type KaspiApi } from './client';
import { slicesOf, timeOf, type Period } from '../domain/period';
import type { Order } from './schema';

export interface OrderSearch extends Period {
	states: string[];
	status?: string;
	withEntries?: boolean;
	/** Orders to keep; all of them when it is left out. */
	keep?: (order: Order) => boolean;
	/** Stop after the slice that has enough. */
	limit?: number;
}

/**
 * The orders of any period and of several states, each once, newest first: one series of calls per
 * state and slice of 14 days (kaspi sheet §3.1).
 *
 * @throws {VendorError} when any page could not be read: half a result would look like a whole one
 */
export async function searchOrders(api: KaspiApi, search: OrderSearch): Promise<Order[]> {
	const { states, status, withEntries, keep, limit = Infinity } = search;
	// In life-cycle order: an order that moves on meanwhile is then met twice instead of never, and the
	// later reading counts.
	const inOrder = [...new Set(states)].sort((a, b) => STATES.indexOf(a) - STATES.indexOf(b));
	const found = new Map<string, Order>();
	for (const slice of slicesOf(search)) {
		for (const state of inOrder) {
			for (const order of await api.orders({ ...slice, state, status, withEntries })) {
				if (!keep || keep(order)) found.set(order.id, order);
			}
		}
		if (found.size >= limit) break;
	}
	const newestFirst = [...found.values()].sort((a, b) => createdAt(b) - createdAt(a));
	return newestFirst.slice(0, limit);
}

/** Epoch milliseconds; 0 when the order does not say. */
export function createdAt(order: Order): number {
	return timeOf(order.attributes.creationDate) ?? 0;
}
