import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { toNodeError } from '../shared/errors';
import { OPEN_STATES } from './api/client';
import { connect } from './api/connect';
import { searchOrders as search } from './api/orderSearch';
import { DAY_MS } from './domain/period';
import { simplifyOrder, type SimpleOrder } from './domain/simpleOrder';

const MAX_SHOWN = 100;

/** Drop-down of the open orders of 14 days; a whole order code finds older and closed ones, too. */
export async function searchOrders(
	this: ILoadOptionsFunctions,
	filter = '',
): Promise<INodeListSearchResult> {
	try {
		const api = await connect(this);
		const text = filter.trim();
		const byCode = /^\d{6,}$/.test(text) ? await api.orderByCode(text) : undefined;
		if (byCode) return { results: [listed(simplifyOrder(byCode))] };
		const now = Date.now();
		const period = { from: now - 14 * DAY_MS, to: now };
		const orders = await search(api, { ...period, states: OPEN_STATES });
		const results = orders
			.map((order) => listed(simplifyOrder(order)))
			.filter(({ name }) => name.toLowerCase().includes(text.toLowerCase()));
		return { results: results.slice(0, MAX_SHOWN) };
	} catch (error) {
		throw toNodeError(this.getNode(), error);
	}
}

function listed({ id, code, customerName, createdAt, status }: SimpleOrder) {
	const parts = [code, customerName, createdAt.slice(0, 10), status];
	return { name: parts.filter(Boolean).join(' · '), value: id };
}
