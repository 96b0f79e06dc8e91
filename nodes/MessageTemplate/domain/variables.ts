import { DateTime, IANAZone } from 'luxon';

import { InputError } from '../../shared/errors';
import { readAmount } from '../../shared/money';
import { parsePhone } from '../../shared/phones';

/** Variables of a template by name, without braces. */
export type Variables = Record<string, string>;

export interface VariableOptions {
	/** IANA name; an order's day is the day there. */
	timeZone: string;
	/** Replaces the order's shop name when it is not empty. */
	shopName?: string;
	/** The operator's own variables; one with a built-in name replaces it. */
	extra?: Array<{ name: string; value: unknown }>;
	/** For "today", in milliseconds. */
	nowMs?: number;
}

type Order = Record<string, unknown>;

export const BUILT_IN_VARIABLES = [
	'user_name',
	'order_num',
	'product_name',
	'item_qty',
	'shop_name',
	'delivery_type',
	'order_date',
	'total_amount',
	'customer_phone',
] as const;

/** Shown where a template is checked: invented, and the same as in the seed of this flow. */
export const SAMPLE_ORDER: Order = {
	orderId: '12345',
	customerName: 'Иван Иванов',
	customerPhone: '+77010001122',
	products: [{ name: 'Тестовый товар', quantity: 2 }],
	totalPrice: 25990,
	deliveryType: 'PICKUP',
	shopName: 'Мой магазин',
};

const NO_BREAK_SPACE = '\u00a0';
const CONTROL = /\p{Cc}/gu;
/** These would turn the rest of the message around. */
const TEXT_DIRECTION = /[\u202a-\u202e\u2066-\u2069]/g;
const LINE_BREAK = /\r\n|[\n\r\v\f\u0085\u2028\u2029]/g;

/**
 * The variables of an order, with the seed's defaults for what is missing or blank.
 *
 * @param order the flat order of *Kaspi Shop*, the seed's snake_case names, or the variables' own names
 * @throws {InputError} for an unknown time zone or a name that no template can hold
 */
export function orderVariables(order: Order, options: VariableOptions): Variables {
	const products = productsOf(order);
	const variables: Record<(typeof BUILT_IN_VARIABLES)[number], string> = {
		user_name: text(order, ['user_name', 'customer_name', 'customerName']) || 'Клиент',
		order_num: text(order, ['order_num', 'order_id', 'orderId', 'code']) || 'N/A',
		product_name:
			text(order, ['product_name']) ||
			productList(products) ||
			text(order, ['productName']) ||
			'Товар',
		item_qty: quantityOf(order, products),
		shop_name: clean(options.shopName ?? '') || text(order, ['shop_name', 'shopName']) || 'Магазин',
		delivery_type:
			text(order, ['delivery_type']) ||
			(text(order, ['deliveryType']).toUpperCase() === 'DELIVERY' ? 'доставка' : 'самовывоз'),
		order_date: dateOf(order, options),
		total_amount: money(first(order, ['total_amount', 'totalPrice'])),
		customer_phone: phone(first(order, ['customer_phone', 'customerPhone'])),
	};
	const extra = (options.extra ?? []).map(({ name, value }) => [ownName(name), clean(value)]);
	return { ...variables, ...Object.fromEntries(extra) };
}

/** A value as it may stand in a message: one line, without control characters. */
export function clean(value: unknown): string {
	if (value === null || value === undefined) return '';
	return (typeof value === 'object' ? JSON.stringify(value) : String(value))
		.replace(LINE_BREAK, ' ')
		.replace(/\t/g, ' ')
		.replace(CONTROL, '')
		.replace(TEXT_DIRECTION, '')
		.trim();
}

/**
 * `25990.0` → `25 990` (no-break spaces), `1500.5` → `1 500,50`. What is no number stays as it is.
 *
 * @throws {InputError} for a number that can be read two ways, such as `5,000`
 */
export function money(value: unknown): string {
	const written = clean(value);
	if (written === '') return '0';
	const amount = typeof value === 'number' ? value : amountOf(written);
	if (amount === undefined || !Number.isFinite(amount) || Math.abs(amount) >= 1e15) return written;
	const [whole, cents] = Math.abs(amount).toFixed(2).split('.');
	const grouped = whole.replace(/\B(?=(\d{3})+$)/g, NO_BREAK_SPACE);
	const isNegative = amount < 0 && (whole !== '0' || cents !== '00');
	return `${isNegative ? '-' : ''}${grouped}${cents === '00' ? '' : `,${cents}`}`;
}

function amountOf(written: string): number | undefined {
	const reading = readAmount(written);
	if (reading.ok) return reading.amount;
	if (reading.reason === 'none') return undefined;
	throw new InputError(
		`the amount "${written.slice(0, 40)}" can be read in more than one way`,
		'Order',
		'Give the amount as a number, or as text without groups, such as 5000 or 5000.50.',
	);
}

/** The first value that is neither missing nor blank. */
function first(order: Order, names: string[]): unknown {
	return names.map((name) => order[name]).find((value) => clean(value) !== '');
}

function text(order: Order, names: string[]): string {
	return clean(first(order, names));
}

function productsOf(order: Order): Array<{ name: string; quantity: number }> {
	const list = Array.isArray(order.products) ? (order.products as unknown[]) : [];
	return list
		.filter((product): product is Order => typeof product === 'object' && product !== null)
		.map((product) => {
			const written = clean(product.quantity);
			const quantity = Number(written);
			return {
				name: clean(product.name) || 'Товар',
				quantity: written !== '' && Number.isFinite(quantity) ? quantity : 1,
			};
		});
}

function productList(products: Array<{ name: string; quantity: number }>): string {
	if (products.length < 2) return products[0]?.name ?? '';
	return products.map(({ name, quantity }) => `${name} × ${amountText(quantity)}`).join(', ');
}

function quantityOf(order: Order, products: Array<{ quantity: number }>): string {
	const own = text(order, ['item_qty']);
	if (own) return own;
	if (products.length > 0) return amountText(products.reduce((sum, p) => sum + p.quantity, 0));
	return text(order, ['quantity']) || '1';
}

/** Goods sold by weight have fractions: 0.1 + 0.2 is 0,3. */
function amountText(quantity: number): string {
	return String(Number(quantity.toFixed(3))).replace('.', ',');
}

/**
 * The order's day as dd.MM.yyyy, from milliseconds or seconds since 1970, an ISO or an SQL date. A text
 * that is no date, such as "01.02.2025", stays as it is.
 */
function dateOf(order: Order, { timeZone, nowMs = Date.now() }: VariableOptions): string {
	if (!IANAZone.isValidZone(timeZone)) {
		throw new InputError(`there is no time zone "${timeZone}"`, 'Time Zone', 'Use Asia/Almaty.');
	}
	const written = text(order, ['order_date', 'createDate', 'createdAt', 'creationDate']);
	const zone = { zone: timeZone };
	// The seed reads a missing createDate as 0, which is the year 1970: today is meant.
	if (Number(written) === 0) return DateTime.fromMillis(nowMs, zone).toFormat('dd.MM.yyyy');
	const date = /^\d{10,}(\.\d+)?$/.test(written)
		? DateTime.fromMillis(milliseconds(Number(written)), zone)
		: DateTime.fromISO(written.replace(' ', 'T'), zone);
	return date.isValid ? date.toFormat('dd.MM.yyyy') : written;
}

/** Seconds until the year 5138 have at most 11 digits; more digits are milliseconds. */
function milliseconds(time: number): number {
	return time < 1e11 ? time * 1000 : time;
}

/** Kaspi hides some phones behind a placeholder (kaspi sheet §5): then there is none. */
function phone(value: unknown): string {
	const parsed = parsePhone(value);
	if (parsed.ok) return parsed.e164;
	return parsed.reason === 'masked' || parsed.reason === 'empty' ? '' : clean(value);
}

function ownName(name: string): string {
	const bare = name.trim().replace(/^\{\s*|\s*\}$/g, '');
	if (/^[\p{L}_][\p{L}\p{N}_]*$/u.test(bare)) return bare;
	throw new InputError(
		`"${name}" cannot be the name of a variable`,
		'Extra Variables',
		'Use letters, digits and underscores, starting with a letter, such as promo_code.',
	);
}
