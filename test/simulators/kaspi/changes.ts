import { isObject, KaspiError, stateFor, type Json, type Order } from './model';
import type { OrderBook } from './orderBook';
import type { Switches } from './switches';

export const CANCELLATION_REASONS = [
	'BUYER_CANCELLATION_BY_MERCHANT',
	'BUYER_NOT_REACHABLE',
	'MERCHANT_OUT_OF_STOCK',
];

/** A change as it was asked for: the order, the attributes sent, and the two headers of COMPLETED. */
interface Change {
	order: Order;
	sent: Json;
	securityCode: string;
	sendCode: boolean;
	switches: Switches;
	book: OrderBook;
}

/** Carries one status out and returns the attributes of the answer (kaspi sheet §7). */
type Transition = (change: Change) => Json;

const TRANSITIONS: Record<string, Transition> = {
	ACCEPTED_BY_MERCHANT: (change) => {
		requireStatus(change, ['APPROVED_BY_BANK']);
		return moveTo(change, 'ACCEPTED_BY_MERCHANT');
	},
	ASSEMBLE: assemble,
	CANCELLED: cancel,
	COMPLETED: complete,
	ARRIVED: (change) => {
		requireStatus(change, ['ACCEPTED_BY_MERCHANT']);
		if (!change.order.attributes.preOrder) refuse('Order is not a pre-order.');
		return moveTo(change, 'ARRIVED');
	},
	ARRIVED_BACKWARD: (change) => {
		requireStatus(change, ['CANCELLING', 'KASPI_DELIVERY_RETURN_REQUESTED']);
		const cancelling = change.order.attributes.status === 'CANCELLING';
		return moveTo(change, cancelling ? 'CANCELLED' : 'RETURNED');
	},
};

/**
 * `POST /orders`: checks and carries out a change of status; the log of writes gets what was done.
 *
 * @param headers lower-case names, as Node gives them
 * @returns id of the order and the attributes to echo
 * @throws {KaspiError} 400 or 404; nothing is changed then
 */
export function changeOrder(
	book: OrderBook,
	body: unknown,
	headers: Record<string, unknown>,
	switches: Switches,
): { id: string; attributes: Json } {
	const data = isObject(body) && isObject(body.data) ? body.data : {};
	if (data.type !== 'orders' || !isObject(data.attributes)) {
		throw new KaspiError(400, 'A document of the type [orders] with attributes is expected.');
	}
	const order = book.byId(String(data.id));
	if (!order) throw new KaspiError(404, `Order with id [${String(data.id)}] not found.`);
	const sent = data.attributes;
	if (sent.code !== undefined && sent.code !== order.attributes.code) {
		refuse(`Code [${String(sent.code)}] is not of the order [${order.id}].`);
	}
	const transition = TRANSITIONS[String(sent.status)];
	if (!transition) refuse(`Unknown status [${String(sent.status)}].`);
	const attributes = transition({
		order,
		sent,
		securityCode: String(headers['x-security-code'] ?? ''),
		sendCode: headers['x-send-code'] === 'true',
		switches,
		book,
	});
	return { id: order.id, attributes };
}

function assemble(change: Change): Json {
	const { order, sent, switches } = change;
	requireStatus(change, ['ACCEPTED_BY_MERCHANT']);
	if (!order.attributes.isKaspiDelivery) refuse('Order is not of Kaspi Delivery.');
	if (order.attributes.assembled) refuse('Order already has been assembled.');
	if (typeof sent.numberOfSpace !== 'string' || !/^[1-9]\d*$/.test(sent.numberOfSpace)) {
		refuse('Required attribute [numberOfSpace] is empty or wrong.');
	}
	log(change);
	order.attributes.assembled = true;
	order.waybillAt = Date.now() + switches.waybillDelayMs;
	return { ...sent, status: 'ASSEMBLED', numberOfSpace: Number(sent.numberOfSpace) };
}

function cancel(change: Change): Json {
	const { order, sent } = change;
	requireStatus(change, ['APPROVED_BY_BANK', 'ACCEPTED_BY_MERCHANT']);
	if (!CANCELLATION_REASONS.includes(String(sent.cancellationReason))) {
		refuse('Required attribute [cancellationReason] is empty or wrong.');
	}
	if (String(sent.cancellationComment ?? '').length > 1000) {
		refuse('Attribute [cancellationComment] is longer than 1000 characters.');
	}
	const echo = moveTo(change, 'CANCELLED');
	order.attributes.cancellationReason = sent.cancellationReason;
	delete echo.code;
	return echo;
}

/** Step 1, an empty code: the buyer gets one and the order stays. Step 2, that code: it is completed. */
function complete(change: Change): Json {
	const { order, sent, securityCode, switches, book } = change;
	const { code, status, state, signatureRequired, isKaspiDelivery } = order.attributes;
	if (status === 'CANCELLED') refuse("Order is cancelled, so it can't be completed.");
	if (status === 'COMPLETED') {
		refuse("Order already has been completed, so it can't be completed again.");
	}
	if (signatureRequired || state === 'SIGN_REQUIRED') refuse('Order is not may complete allowed');
	requireStatus(change, ['ACCEPTED_BY_MERCHANT']);
	if (isKaspiDelivery) refuse('Order of Kaspi Delivery is completed by the courier.');
	if (securityCode === '' && change.sendCode) {
		order.securityCode = switches.securityCode;
		book.sentCodes.push({ at: Date.now(), code, securityCode: order.securityCode });
		return { ...sent };
	}
	if (securityCode === '' || securityCode !== order.securityCode) {
		refuse('Security code is not valid. And the order cannot be completed without it');
	}
	order.securityCode = undefined;
	return moveTo(change, 'COMPLETED');
}

function moveTo(change: Change, status: string): Json {
	log(change);
	const { attributes } = change.order;
	attributes.status = status;
	attributes.state = stateFor(status, attributes);
	return { ...change.sent };
}

function log({ order, sent, book }: Change): void {
	const { code } = order.attributes;
	book.writes.push({ ...sent, at: Date.now(), code, status: String(sent.status) });
}

function requireStatus({ order, sent }: Change, allowed: string[]): void {
	const { status } = order.attributes;
	if (allowed.includes(status)) return;
	refuse(`Order status cannot be changed from [${status}] to [${String(sent.status)}].`);
}

function refuse(title: string): never {
	throw new KaspiError(400, title);
}
