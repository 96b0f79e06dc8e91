import { InputError } from '../../shared/errors';
import { isReadTwoWays } from '../../shared/money';
import { parsePhone } from '../../shared/phones';
import { fieldsOf, textOf } from '../../shared/values';
import type { CountryCode } from '../../shared/vendor';
import type { Body } from '../api/calls';

/** What an order may say of itself, as the node's fields give it. Nothing that is not chosen is a key. */
export interface OrderFields {
	fullname: string;
	/** As people write it; '' for none. */
	phone: string;
	/** Two letters, of phones without a country code. */
	country: string;
	products: ProductFields[];
	/** The collection of further fields; only what was chosen. */
	more: Record<string, unknown>;
}

export interface ProductFields {
	productVariationId?: unknown;
	quantity?: unknown;
	/** '' for none. */
	price?: unknown;
	title?: unknown;
	isUpsale?: unknown;
}

const MIN_NAME = 3;
const IDS = { statusId: 'Status', salesChannelId: 'Sales Channel', responsibleId: 'Responsible' };
const AMOUNTS = { discountAmount: 'Discount Amount', discountPercent: 'Discount Percent' };
const TEXTS = ['externalId', 'clientComment', 'managerComment'];
const UTM = ['source', 'medium', 'campaign', 'term', 'content'];

/** The body of `POST /orders` (sitniks sheet §4). @throws {InputError} that names the field */
export function orderBody(fields: OrderFields): Body {
	const { more } = fields;
	const body: Body = { client: clientOf(fields) };
	if (fields.products.length > 0) body.products = fields.products.map(productOf);
	for (const [name, label] of Object.entries(IDS)) {
		if (isChosen(more[name])) body[name] = wholeNumber(more[name], label);
	}
	for (const [name, label] of Object.entries(AMOUNTS)) {
		if (more[name] !== undefined) body[name] = amount(more[name], label);
	}
	for (const name of TEXTS) if (more[name] !== undefined) body[name] = textOf(more[name]);
	const utm = UTM.filter((name) => more[`utm_${name}`] !== undefined);
	if (utm.length > 0) {
		body.utm = Object.fromEntries(utm.map((name) => [name, textOf(more[`utm_${name}`])]));
	}
	return body;
}

/** The body with the user's JSON over it; fields of the client are merged. @throws {InputError} */
export function withJson(body: Body, json: unknown, field: string): Body {
	const more = asObject(json, field);
	const client = { ...fieldsOf(body.client), ...fieldsOf(more.client) };
	return { ...body, ...more, client };
}

/** A body that the user wrote alone. @throws {InputError} */
export function jsonBody(json: unknown, field: string): Body {
	const body = asObject(json, field);
	const name = textOf(fieldsOf(body.client).fullname);
	if (name.length >= MIN_NAME) return body;
	const hint = 'Sitniks needs {"client": {"fullname": …}} with at least three characters.';
	throw new InputError('client.fullname is too short', field, hint);
}

function clientOf({ fullname, phone, country, more }: OrderFields): Body {
	const name = fullname.trim();
	if (name.length < MIN_NAME) {
		const hint = 'Sitniks asks for at least three characters.';
		throw new InputError(name === '' ? 'it is empty' : 'it is too short', 'Client Name', hint);
	}
	const client: Body = { fullname: name };
	if (phone.trim() !== '') {
		const parsed = parsePhone(phone, (country.trim().toUpperCase() || 'UA') as CountryCode);
		if (!parsed.ok) {
			const hint = 'Give it with its country code, or set the option Country.';
			throw new InputError('this is no phone', 'Client Phone', hint);
		}
		client.phone = parsed.e164;
	}
	if (more.email !== undefined) client.email = textOf(more.email);
	return client;
}

/** `productVariationId` and `isUpsale` are required (sitniks sheet §4). */
function productOf(product: ProductFields, index: number): Body {
	const of = (label: string) => `Products, ${label} of row ${index + 1}`;
	const { quantity, price, title } = product;
	return {
		productVariationId: wholeNumber(product.productVariationId, of('Variation ID')),
		isUpsale: product.isUpsale === true,
		...(isChosen(quantity) ? { quantity: positive(quantity, of('Quantity')) } : {}),
		...(isChosen(price) ? { price: amount(price, of('Price')) } : {}),
		...(isChosen(title) ? { title: textOf(title) } : {}),
	};
}

function isChosen(value: unknown): boolean {
	return value !== undefined && value !== null && value !== '';
}

function wholeNumber(value: unknown, field: string): number {
	const text = textOf(value);
	const number = /^\d+$/.test(text) ? Number(text) : NaN;
	if (Number.isSafeInteger(number) && number > 0) return number;
	throw new InputError('this is no ID', field, 'It is a whole number, as Sitniks shows it.');
}

function positive(value: unknown, field: string): number {
	const number = amount(value, field);
	if (number > 0) return number;
	throw new InputError('it must be more than 0', field, 'Leave the row out instead.');
}

function amount(value: unknown, field: string): number {
	const text = textOf(value);
	const number = text === '' || isReadTwoWays(value) ? NaN : Number(text.replace(',', '.'));
	if (Number.isFinite(number) && number >= 0) return number;
	throw new InputError('this is no amount', field, 'Write a number such as 450 or 99.50.');
}

function asObject(json: unknown, field: string): Body {
	if (json === undefined || json === null || json === '') return {};
	if (typeof json === 'object' && !Array.isArray(json)) return json as Body;
	throw new InputError('this is no object', field, 'Write it in braces: {"client": …}.');
}
