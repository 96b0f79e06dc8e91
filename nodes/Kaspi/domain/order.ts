import { InputError } from '../../shared/errors';
import { PHONE_PROBLEMS } from '../../shared/phones';
import { fieldsOf, isObject, textOf } from '../../shared/values';
import {
	deliveryKindOf,
	deliveryTypeOf,
	isKaspiDelivery,
	storeIdOf,
	type DeliveryKind,
} from './delivery';
import { almatyTime, timeOf } from './period';
import {
	flatOrder,
	flatProduct,
	readResource,
	type Entry,
	type FlatOrder,
	type Json,
} from '../api/schema';
import {
	phoneFields,
	productFields,
	simplifyOrder,
	type Product,
	type SimpleOrder,
} from './simpleOrder';
import { kindsOf, stageOf } from './stage';

const DELIVERY_KINDS: string[] = ['kaspi_delivery', 'kaspi_postomat', 'pickup', 'own_delivery'];
const NO_PHONE: string[] = Object.keys(PHONE_PROBLEMS);

/**
 * A simple order from any form that an order comes in: a resource of the API (with or without its
 * `entries`), the flat order of the cabinet, or a simple order itself.
 *
 * @throws {InputError} when it is none of them, naming what is missing
 */
export function parseOrder(input: unknown): SimpleOrder {
	if (!isObject(input)) throw new InputError('an order is a JSON object', 'Order');
	if (!isObject(input.attributes)) return parseFlatOrder(input);
	const code = textOf(input.attributes.code);
	const resource = readResource({ ...input, id: textOf(input.id) || code });
	if (!resource || code === '') {
		throw new InputError('this order of the API has no attributes.code', 'Order');
	}
	return simplifyOrder({ ...resource, entries: entriesOf(input.entries) });
}

/** An order as exports of the cabinet have it: `orderId`, `customerName` …; its date in ms, seconds or ISO. */
function parseFlatOrder(input: Json): SimpleOrder {
	const flat = flatOrder.parse(input);
	const orderId = flat.orderId || flat.code;
	if (orderId === '') {
		throw new InputError(
			'this is no Kaspi order: it has neither attributes (Shop API) nor orderId (cabinet)',
			'Order',
			'Give it one order as the Kaspi nodes, the Shop API or the merchant cabinet write it.',
		);
	}
	const { shopName, merchantUid, productName, quantity, phoneStatus, ...same } = flat;
	const createDate = timeOf(input.createDate) ?? timeOf(input.createdAt);
	const deliveryKind = flatDeliveryKind(flat);
	const products = flatProducts(flat);
	const stage = stageOf(flat);
	const preOrder = flat.preOrder ?? false;
	const phone = phoneFields(input.customerPhone);
	return {
		...same,
		orderId,
		code: flat.code || orderId,
		stage,
		kinds: kindsOf({ stage, preOrder, deliveryKind }),
		...phone,
		// A simple order already lost the placeholder that told why it has no phone.
		...(phone.phoneStatus === 'empty' && NO_PHONE.includes(phoneStatus)
			? { phoneStatus: phoneStatus as SimpleOrder['phoneStatus'] }
			: {}),
		...productFields(products),
		...(products.length === 0 ? { productName, quantity } : {}),
		deliveryType:
			flat.deliveryType || (deliveryKind === 'unknown' ? '' : deliveryTypeOf(deliveryKind)),
		deliveryKind,
		isKaspiDelivery: isKaspiDelivery(flat),
		createDate,
		createdAt: almatyTime(createDate),
		storeId: storeIdOf({ ...same, merchantUid }),
		preOrder,
		assembled: flat.assembled ?? false,
		...(shopName ? { shopName } : {}),
	};
}

function flatDeliveryKind(flat: FlatOrder): DeliveryKind {
	if (DELIVERY_KINDS.includes(flat.deliveryKind)) return flat.deliveryKind as DeliveryKind;
	const kind = deliveryKindOf(flat);
	// The cabinet's DELIVERY does not say whose courier comes.
	return kind === 'unknown' && flat.deliveryType === 'PICKUP' ? 'pickup' : kind;
}

function flatProducts({ products, productName, quantity }: FlatOrder): Product[] {
	const lines = products
		.map((product) => flatProduct.parse(product))
		.map((product) => ({ ...product, quantity: product.quantity ?? 1 }));
	if (lines.length > 0 || productName === '') return lines;
	const unknown = { sku: '', price: null, totalPrice: null, unitType: '' };
	return [{ name: productName, quantity: quantity ?? 1, ...unknown }];
}

function entriesOf(value: unknown): Entry[] | undefined {
	if (!Array.isArray(value)) return undefined;
	return value.filter(isObject).map((entry, index) => ({
		...entry,
		id: textOf(entry.id) || String(index),
		attributes: fieldsOf(entry.attributes),
		relationships: fieldsOf(entry.relationships),
	}));
}
