import { Catalogue } from './catalogue';
import {
	isObject,
	opaqueId,
	stateFor,
	type Entry,
	type Json,
	type Order,
	type SentCode,
	type Write,
} from './model';
import { buildOrder } from './orderFactory';
import type { OrderSpec } from './orderSpec';

const FIRST_CODE = 900000001;

/** All orders of the merchant and what was done to them, in memory. */
export class OrderBook {
	readonly catalogue = new Catalogue();
	readonly writes: Write[] = [];
	readonly sentCodes: SentCode[] = [];
	private orders = new Map<string, Order>();
	private entries = new Map<string, { order: Order; entry: Entry }>();
	private made = 0;
	private codes = 0;

	/** Running number of the next order. */
	get next(): number {
		return this.made + 1;
	}

	/** @throws {TypeError} when the code is taken */
	create(spec: OrderSpec, now: number): Order {
		const order = buildOrder(spec, this.next, this.freeCode(spec.order.code), now, this.catalogue);
		if (this.orders.has(order.id)) {
			throw new TypeError(`order ${order.attributes.code} exists; use "change" to change it`);
		}
		this.made += 1;
		this.orders.set(order.id, order);
		for (const entry of order.entries) this.entries.set(entry.id, { order, entry });
		return order;
	}

	/**
	 * Changes attributes as time passes at the vendor: no date moves. A new status takes the order to
	 * its tab unless the state is given, too; an unknown status leaves it where it is.
	 *
	 * @throws {TypeError} when there is no such order
	 */
	change(changes: Json): Order {
		const { code, ...attributes } = changes;
		const order = this.byId(opaqueId(String(code)));
		if (!order) throw new TypeError(`no order with the code ${String(code)}`);
		const before = order.attributes;
		for (const key of ['customer', 'kaspiDelivery']) {
			const [old, changed] = [before[key], attributes[key]];
			if (isObject(old) && isObject(changed)) attributes[key] = { ...old, ...changed };
		}
		const next = { ...before, ...attributes };
		const known = [
			'APPROVED_BY_BANK',
			'ACCEPTED_BY_MERCHANT',
			'COMPLETED',
			'CANCELLED',
			'RETURNED',
		];
		if (!('state' in attributes) && known.includes(String(attributes.status))) {
			next.state = stateFor(next.status, next);
		}
		order.attributes = next;
		return order;
	}

	all(): Order[] {
		return [...this.orders.values()].map(withWaybill);
	}

	byId(id: string): Order | undefined {
		const order = this.orders.get(id);
		return order && withWaybill(order);
	}

	entryById(id: string): { order: Order; entry: Entry } | undefined {
		return this.entries.get(id);
	}

	removeEntry(order: Order, entry: Entry): void {
		order.entries = order.entries.filter((other) => other !== entry);
		this.entries.delete(entry.id);
	}

	/** `originAddress` of an order of that point. */
	pointById(id: string): Json | undefined {
		for (const order of this.orders.values()) {
			const point = order.attributes.originAddress;
			if (isObject(point) && point.id === id) return point;
		}
		return undefined;
	}

	clear(): void {
		this.orders.clear();
		this.entries.clear();
		this.catalogue.clear();
		this.writes.length = 0;
		this.sentCodes.length = 0;
		this.made = 0;
		this.codes = 0;
	}

	/** The next code that no order has; none is used up when the order brings its own. */
	private freeCode(given: unknown): string {
		if (given !== undefined) return String(given);
		let code: string;
		do {
			code = String(FIRST_CODE + this.codes++);
		} while (this.orders.has(opaqueId(code)));
		return code;
	}
}

/** The waybill comes some time after ASSEMBLE; reading the order later shows it (kaspi sheet §7). */
function withWaybill(order: Order): Order {
	if (order.waybillAt === undefined || Date.now() < order.waybillAt) return order;
	const number = `1${order.attributes.code}`;
	order.waybillAt = undefined;
	order.attributes.kaspiDelivery = {
		...order.attributes.kaspiDelivery,
		waybill: `https://kaspi.example/waybill/${number}.pdf`,
		waybillNumber: number,
	};
	return order;
}
