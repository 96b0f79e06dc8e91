/** A JSON object whose shape is the vendor's business. */
export type Json = Record<string, unknown>;

export const STATES = [
	'NEW',
	'SIGN_REQUIRED',
	'PICKUP',
	'DELIVERY',
	'KASPI_DELIVERY',
	'ARCHIVE',
] as const;

/** Statuses that the filter knows (kaspi sheet §4.2); an order may carry any other text. */
export const STATUSES = [
	'APPROVED_BY_BANK',
	'ACCEPTED_BY_MERCHANT',
	'COMPLETED',
	'CANCELLED',
	'CANCELLING',
	'KASPI_DELIVERY_RETURN_REQUESTED',
	'RETURNED',
	'ASSEMBLE',
	'ARRIVED',
	'RETURN_ACCEPTED_BY_MERCHANT',
	'SUSPENDED',
];

/** What Kaspi shows instead of the buyer's phone (kaspi sheet §5). */
export const MASKED_PHONE = '+0(000)-000-00-00';

export interface OrderAttributes extends Json {
	code: string;
	state: string;
	status: string;
	/** Epoch milliseconds. */
	creationDate: number;
	/** Tenge. */
	totalPrice: number;
	customer?: Json;
	kaspiDelivery?: Json;
}

export interface EntryAttributes extends Json {
	entryNumber: number;
	quantity: number;
	/** Tenge for one piece. */
	basePrice: number;
	totalPrice: number;
}

export interface Product {
	/** Kaspi's own number of the product. */
	code: string;
	name: string;
	manufacturer: string;
	category: { code: string; title: string };
	/** The merchant's number of it. */
	sku: string;
	imeiRequired: boolean;
}

export interface Entry {
	id: string;
	attributes: EntryAttributes;
	product: Product;
}

export interface Order {
	id: string;
	attributes: OrderAttributes;
	entries: Entry[];
	/** When the waybill of an assembled order appears, epoch milliseconds. */
	waybillAt?: number;
	/** Code that the buyer got, between the two steps of COMPLETED. */
	securityCode?: string;
}

/** A change that was carried out; refused ones are only in the list of requests. */
export interface Write extends Json {
	/** Epoch milliseconds. */
	at: number;
	code: string;
	/** The requested status, or `PARTIAL_CANCEL`. */
	status: string;
}

export interface SentCode {
	at: number;
	/** Code of the order. */
	code: string;
	securityCode: string;
}

/** An answer of the vendor other than 200: `{"errors":[{"title":…}]}` (kaspi sheet §8). */
export class KaspiError extends Error {
	constructor(
		readonly status: number,
		title: string,
		readonly headers: Record<string, string> = {},
	) {
		super(title);
	}
}

/** Kaspi's ids: base64 without padding of a text that the vendor knows (kaspi sheet §3.3). */
export function opaqueId(text: string): string {
	return Buffer.from(text, 'utf8').toString('base64').replace(/=+$/, '');
}

export function isObject(value: unknown): value is Json {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The cabinet's tab for an order of this status (kaspi sheet §4.1, §4.3). */
export function stateFor(status: string, order: Json): string {
	if (status === 'APPROVED_BY_BANK') return order.signatureRequired ? 'SIGN_REQUIRED' : 'NEW';
	if (['COMPLETED', 'CANCELLED', 'RETURNED'].includes(status)) return 'ARCHIVE';
	if (order.isKaspiDelivery) return 'KASPI_DELIVERY';
	return String(order.deliveryMode).endsWith('PICKUP') ? 'PICKUP' : 'DELIVERY';
}
