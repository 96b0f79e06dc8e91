import type { FastifyInstance } from 'fastify';

import type { Simulator } from '../shared/simulator';
import { mixedOrder, parseBulkSpec } from './bulk';
import { entryResource, orderResource } from './documents';
import { Guard } from './guard';
import { isObject, type Json, type Order } from './model';
import { OrderBook } from './orderBook';
import { parseOrderSpec } from './orderSpec';
import { mountShopApi } from './routes';
import { changedSwitches, defaultSwitches } from './switches';

/**
 * The merchant Shop API of Kaspi.kz as the vendor sheet describes it; README.md lists the bodies of
 * `emit`, the switches and the shape of the state.
 */
export class KaspiSimulator implements Simulator {
	readonly vendor = 'kaspi';
	private readonly book = new OrderBook();
	private readonly guard: Guard;
	private switches = defaultSwitches();

	/** @param options.token value of `X-Auth-Token` that is let in */
	constructor(options: { token?: string } = {}) {
		this.guard = new Guard(options.token ?? 'sandbox-kaspi');
	}

	routes(app: FastifyInstance): void {
		mountShopApi(app, { book: this.book, guard: this.guard, switches: () => this.switches });
	}

	/** Orders as the API shows them, each with its `entries`, and everything that was done to them. */
	state(): object {
		const link = (path: string) => `/v2${path}`;
		return {
			orders: this.book.all().map((order) => ({
				...orderResource(order, link),
				entries: order.entries.map((entry) => entryResource(entry, order, link)),
			})),
			writes: this.book.writes,
			sentCodes: this.book.sentCodes,
			switches: this.switches,
		};
	}

	reset(): void {
		this.book.clear();
		this.switches = defaultSwitches();
		this.guard.reset();
	}

	close(): void {
		this.guard.reset();
	}

	configure(changes: Record<string, unknown>): void {
		this.switches = changedSwitches(this.switches, changes);
	}

	/**
	 * New orders (`{}`, `{order,entries}`, shorthands, `{orders:[…]}`, `{count,stores,spreadDays}`) or a
	 * change of one (`{change:{code,…}}`).
	 *
	 * @throws {TypeError} that says what is wrong
	 */
	emit(body: Record<string, unknown>): { orders: Array<{ id: string; code: string }> } {
		const now = Date.now();
		return {
			orders: this.carryOut(body, now).map(({ id, attributes: { code } }) => ({ id, code })),
		};
	}

	private carryOut(body: Json, now: number): Order[] {
		if ('change' in body) {
			return [body.change].flat().map((change) => {
				if (!isObject(change)) throw new TypeError('change must be an object with a code');
				return this.book.change(change);
			});
		}
		if ('count' in body) {
			const bulk = parseBulkSpec(body);
			return Array.from({ length: bulk.count }, (_, index) =>
				this.book.create(mixedOrder(bulk, index, this.book.next, now), now),
			);
		}
		const specs = 'orders' in body ? body.orders : [body];
		if (!Array.isArray(specs)) throw new TypeError('orders must be a list');
		return specs.map(parseOrderSpec).map((spec) => this.book.create(spec, now));
	}
}
