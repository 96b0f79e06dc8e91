import { managersOf, ORDER_STATUSES, SALES_CHANNELS } from './fixtures';
import type { Client, Json, Order } from './model';
import { badRequest, Checks } from './problems';
import { isObject } from './query';
import type { World } from './world';

const PHONE = /^\+380\d{9}$/;
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

/**
 * An order from a posted body; fields that it does not know are let through, because the full list is not public.
 * There is no idempotency: the same `externalId` makes another order.
 *
 * @throws {SitniksError} 400
 */
export function createOrder(world: World, body: Json): Order {
	check(body);
	const status = ORDER_STATUSES.find(({ id }) => id === (body.statusId ?? ORDER_STATUSES[0].id));
	if (!status) throw badRequest('Order status not found');
	const channel = SALES_CHANNELS.find(({ id }) => id === body.salesChannelId);
	if (!isNothing(body.salesChannelId) && !channel) throw badRequest('Sales channel not found');
	const isManager = managersOf(world.switches).some(({ id }) => id === body.responsibleId);
	if (!isNothing(body.responsibleId) && !isManager) throw badRequest('Manager not found');

	const products = (body.products ?? []) as Json[];
	const totalPrice = products.reduce(
		(sum, { price, quantity }) => sum + Number(price ?? 0) * Number(quantity ?? 1),
		0,
	);
	const percent = Number(body.discountPercent ?? 0);
	const now = new Date().toISOString();
	return {
		id: world.ids.number(),
		orderNumber: world.ids.number(),
		status,
		client: clientOf(world, body.client as Json),
		totalPrice,
		totalPriceDiscount: totalPrice * (1 - percent / 100) - Number(body.discountAmount ?? 0),
		cashOnDelivery: 0,
		createdAt: now,
		updatedAt: now,
		source: channel?.title ?? 'API',
		chatId: null,
		externalId: isNothing(body.externalId) ? null : String(body.externalId),
		products: products.map(({ productVariationId, quantity = 1, title = '' }) => ({
			quantity,
			title,
			productVariation: {
				sku: `SKU-${String(productVariationId)}`,
				productId: productVariationId,
				systemTitle: title,
			},
		})),
		body,
	};
}

function check({ client, products, discountPercent, discountAmount }: Json): void {
	const checks = new Checks();
	const { fullname, phone, email } = isObject(client) ? client : {};
	checks.need(
		typeof fullname === 'string' && fullname.length >= 3,
		'client.fullname must be longer than or equal to 3 characters',
	);
	checks.need(
		isNothing(phone) || PHONE.test(String(phone)),
		'client.phone must be a valid phone number',
	);
	checks.need(isNothing(email) || EMAIL.test(String(email)), 'client.email must be an email');
	for (const [name, value] of Object.entries({ discountPercent, discountAmount })) {
		checks.need(isNothing(value) || typeof value === 'number', `${name} must be a number`);
	}
	checks.need(isNothing(products) || Array.isArray(products), 'products must be an array');
	for (const [index, item] of (Array.isArray(products) ? products : []).entries()) {
		const product = isObject(item) ? item : {};
		const need = (isRight: boolean, text: string) =>
			checks.need(isRight, `products.${index}.${text}`);
		need(
			Number.isInteger(product.productVariationId),
			'productVariationId must be an integer number',
		);
		need(typeof product.isUpsale === 'boolean', 'isUpsale must be a boolean value');
		for (const name of ['quantity', 'price']) {
			const value = product[name];
			need(isNothing(value) || typeof value === 'number', `${name} must be a number`);
		}
	}
	checks.done();
}

/** The client with that phone, as he is; otherwise a new one. */
function clientOf(world: World, { fullname, phone, email }: Json): Client {
	const known = world.clients.find((client) => !isNothing(phone) && client.phone === phone);
	if (known) return known;
	const client = {
		id: world.ids.number(),
		fullname: String(fullname),
		phone: isNothing(phone) ? null : String(phone),
		email: isNothing(email) ? null : String(email),
	};
	world.clients.push(client);
	return client;
}

function isNothing(value: unknown): boolean {
	return value === undefined || value === null;
}
