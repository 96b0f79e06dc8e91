import { CANCELLATION_REASONS } from './changes';
import { isObject, KaspiError, opaqueId, type Entry, type Json, type Order } from './model';
import type { OrderBook } from './orderBook';

interface Cut {
	order: Order;
	entry: Entry;
	/** Pieces that stay; 0 takes the line out of the order. */
	remained: number;
	reason: string;
	notes?: unknown;
}

/**
 * `POST /orderEntryCancelOperation`: fewer pieces of one line (kaspi sheet §7).
 *
 * @returns id and attributes of the operation
 * @throws {KaspiError} 400 or 404; nothing is changed then
 */
export function cancelEntry(book: OrderBook, body: unknown): { id: string; attributes: Json } {
	const data = isObject(body) && isObject(body.data) ? body.data : {};
	if (data.type !== 'orderEntryCancelOperation' || !isObject(data.attributes)) {
		throw new KaspiError(
			400,
			'A document of the type [orderEntryCancelOperation] with attributes is expected.',
		);
	}
	const entryId = dig(data, ['relationships', 'entry', 'data', 'id']);
	const cut = parseCut(book, data.attributes, entryId, CANCELLATION_REASONS);
	refuseEmptyOrder([cut]);
	carryOut(book, cut);
	return {
		id: operationId(book),
		attributes: { remainedQuantity: cut.remained, status: 'SUCCESSFULL' },
	};
}

/**
 * `PUT /shop/api/orderPartialCancel/{orderId}`: several lines of one order, all or none.
 *
 * @throws {KaspiError} 400 or 404; nothing is changed then
 */
export function cancelEntries(book: OrderBook, orderId: string, body: unknown): Json {
	const order = book.byId(orderId);
	if (!order) throw new KaspiError(404, `Order with id [${orderId}] not found.`);
	if (!Array.isArray(body) || body.length === 0 || !body.every(isObject)) {
		throw new KaspiError(400, 'An array of order entries is expected.');
	}
	const reasons = [...CANCELLATION_REASONS, 'PRODUCT_UNDERWEIGHT'];
	const cuts = body.map((item) => parseCut(book, item, dig(item, ['entry', 'id']), reasons));
	if (cuts.some((cut) => cut.order !== order)) {
		throw new KaspiError(400, `An entry is not of the order [${orderId}].`);
	}
	if (new Set(cuts.map((cut) => cut.entry)).size < cuts.length) {
		throw new KaspiError(400, 'An entry is named twice.');
	}
	refuseEmptyOrder(cuts);
	const orderCancelEntries = cuts.map((cut) => {
		carryOut(book, cut);
		return {
			id: operationId(book),
			entry: { id: cut.entry.id },
			remainedQuantity: cut.remained,
			remainedWeight: 0,
			reason: cut.reason,
			notes: cut.notes ?? null,
		};
	});
	return { orderCancelEntries, status: 'INPROGRESS' };
}

function parseCut(book: OrderBook, item: Json, entryId: unknown, reasons: string[]): Cut {
	const found = book.entryById(String(entryId));
	if (!found) throw new KaspiError(404, `Order entry with id [${String(entryId)}] not found.`);
	const { status } = found.order.attributes;
	if (!['APPROVED_BY_BANK', 'ACCEPTED_BY_MERCHANT'].includes(status)) {
		throw new KaspiError(400, `Order entries cannot be cancelled in the status [${status}].`);
	}
	const { remainedQuantity: remained, reason, notes } = item;
	const quantity = found.entry.attributes.quantity;
	if (!Number.isInteger(remained) || Number(remained) < 0 || Number(remained) >= quantity) {
		throw new KaspiError(400, `Attribute [remainedQuantity] must be less than [${quantity}].`);
	}
	if (!reasons.includes(String(reason))) {
		throw new KaspiError(400, 'Required attribute [reason] is empty or wrong.');
	}
	return { ...found, remained: Number(remained), reason: String(reason), notes };
}

/** The last line cannot go: that is a cancellation of the order. */
function refuseEmptyOrder(cuts: Cut[]): void {
	const gone = cuts.filter((cut) => cut.remained === 0).length;
	if (gone > 0 && gone === cuts[0].order.entries.length) {
		throw new KaspiError(400, 'All entries of the order cannot be cancelled partially.');
	}
}

function carryOut(book: OrderBook, { order, entry, remained, reason, notes }: Cut): void {
	const line = entry.attributes;
	order.attributes.totalPrice -= (line.quantity - remained) * line.basePrice;
	line.quantity = remained;
	line.totalPrice = remained * line.basePrice;
	if (remained === 0) book.removeEntry(order, entry);
	book.writes.push({
		at: Date.now(),
		code: order.attributes.code,
		status: 'PARTIAL_CANCEL',
		entryId: entry.id,
		remainedQuantity: remained,
		reason,
		...(notes === undefined ? {} : { notes }),
	});
}

function operationId(book: OrderBook): string {
	return opaqueId(`operation-${book.writes.length}`);
}

function dig(value: unknown, path: string[]): unknown {
	return path.reduce((inner, key) => (isObject(inner) ? inner[key] : undefined), value);
}
