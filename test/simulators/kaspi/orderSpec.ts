import { isObject, type Json } from './model';

export const DELIVERIES = ['own', 'pickup', 'kaspi', 'postomat'] as const;
export type Delivery = (typeof DELIVERIES)[number];

export interface EntrySpec extends Json {
	name?: string;
	quantity?: number;
	basePrice?: number;
	/** false leaves `offer` out, as old answers do: the name is only in the product then. */
	offer?: boolean;
	sku?: string;
}

/** An order as `POST /__sim/emit` asks for it; all of it is optional. */
export interface OrderSpec {
	/** Attributes that replace the invented ones; unknown keys are kept. */
	order: Json;
	entries?: EntrySpec[];
	firstName?: string;
	lastName?: string;
	/** null: the order has no phone at all. */
	phone?: string | null;
	delivery?: Delivery;
	createdDaysAgo?: number;
	createdAt?: string | number;
	store?: string;
	/** Show the phone of a Kaspi Delivery order. */
	unmasked?: boolean;
	/** Attributes to leave out. */
	without?: string[];
}

const SHORTHANDS: Record<string, (value: unknown) => boolean> = {
	order: isObject,
	entries: (value) => Array.isArray(value) && value.length > 0 && value.every(isEntry),
	firstName: isString,
	lastName: isString,
	phone: (value) => value === null || isString(value),
	delivery: (value) => DELIVERIES.includes(value as Delivery),
	createdDaysAgo: (value) => typeof value === 'number',
	createdAt: isDate,
	store: isString,
	unmasked: (value) => typeof value === 'boolean',
	without: (value) => Array.isArray(value) && value.every(isString),
};

/** Attributes that may stand beside `order` as well as in it. */
const ATTRIBUTES: Record<string, (value: unknown) => boolean> = {
	code: isString,
	state: isString,
	status: isString,
	creationDate: (value) => typeof value === 'number',
	totalPrice: (value) => typeof value === 'number',
	customer: isObject,
	deliveryMode: isString,
	isKaspiDelivery: (value) => typeof value === 'boolean',
	pickupPointId: isString,
	paymentMode: isString,
	preOrder: (value) => typeof value === 'boolean',
	signatureRequired: (value) => typeof value === 'boolean',
	assembled: (value) => typeof value === 'boolean',
	kaspiDelivery: isObject,
};

/** In `order` every other attribute may be null. */
const NEVER_NULL = ['code', 'state', 'status', 'creationDate', 'totalPrice'];

/** @throws {TypeError} that names the key and what is allowed */
export function parseOrderSpec(body: unknown): OrderSpec {
	if (!isObject(body)) throw new TypeError('an order to emit must be an object, {} at the least');
	const spec: Json = {};
	const order: Json = {};
	for (const [key, value] of Object.entries(body)) {
		const allowed = SHORTHANDS[key] ?? ATTRIBUTES[key];
		if (!allowed) {
			const known = [...Object.keys(SHORTHANDS), ...Object.keys(ATTRIBUTES)].join(', ');
			throw new TypeError(
				`unknown key of an order: ${key}; known: ${known}; any other attribute goes into "order"`,
			);
		}
		if (!allowed(value)) throw new TypeError(`wrong value of ${key}: ${JSON.stringify(value)}`);
		if (key in ATTRIBUTES) order[key] = value;
		else if (key !== 'order') spec[key] = value;
	}
	if (isObject(body.order)) Object.assign(order, body.order);
	for (const [key, value] of Object.entries(order)) {
		const nullable = value === null && !NEVER_NULL.includes(key);
		if (key in ATTRIBUTES && !nullable && !ATTRIBUTES[key](value)) {
			throw new TypeError(`wrong value of order.${key}: ${JSON.stringify(value)}`);
		}
	}
	return { ...spec, order };
}

function isString(value: unknown): value is string {
	return typeof value === 'string';
}

function isDate(value: unknown): boolean {
	const dateLike = typeof value === 'string' || typeof value === 'number';
	return dateLike && Number.isFinite(new Date(value).getTime());
}

function isEntry(value: unknown): boolean {
	if (!isObject(value)) return false;
	const { name, quantity, basePrice, offer, sku } = value;
	return (
		[name, sku].every((text) => text === undefined || isString(text)) &&
		[quantity, basePrice].every((n) => n === undefined || typeof n === 'number') &&
		['undefined', 'boolean'].includes(typeof offer)
	);
}
