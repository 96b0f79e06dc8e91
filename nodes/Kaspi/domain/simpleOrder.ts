import { parsePhone, type PhoneProblem } from '../../shared/phones';
import { fieldsOf, textOf } from '../../shared/values';
import {
	addressText,
	deliveryKindOf,
	deliveryTypeOf,
	isKaspiDelivery,
	storeIdOf,
	type DeliveryKind,
} from './delivery';
import { almatyTime, timeOf } from './period';
import { entryAttributes, orderAttributes, type Entry, type Order } from '../api/schema';
import { kindsOf, stageOf, type OrderStage } from './stage';

/** One line of an order. Money in tenge. */
export interface Product {
	name: string;
	quantity: number;
	/** The merchant's own number. */
	sku: string;
	price: number | null;
	totalPrice: number | null;
	unitType: string;
}

/**
 * An order under the names of the merchant's cabinet, as templates use them. Money in tenge, dates in
 * epoch milliseconds. The customer's id is left out: it may encode the phone (kaspi sheet §3.3).
 */
export interface SimpleOrder {
	id: string;
	/** The order number; the same as `code`. */
	orderId: string;
	code: string;
	state: string;
	status: string;
	stage: OrderStage;
	/** Kinds of templates, the most special first: see `kindsOf`. */
	kinds: string[];
	customerName: string;
	/** E.164, or empty: see `phoneStatus`. */
	customerPhone: string;
	phoneStatus: 'ok' | PhoneProblem;
	productName: string;
	products: Product[];
	/** Of all lines; null when the lines were not read. */
	quantity: number | null;
	totalPrice: number | null;
	/** `DELIVERY` or `PICKUP`; a flat order keeps its own. */
	deliveryType: string;
	deliveryKind: DeliveryKind;
	deliveryMode: string;
	isKaspiDelivery: boolean;
	createDate: number | null;
	/** ISO 8601 with the offset of Almaty. */
	createdAt: string;
	pickupPointId: string;
	storeId: string;
	deliveryAddress: string;
	paymentMode: string;
	preOrder: boolean;
	assembled: boolean;
	plannedDeliveryDate: number | null;
	courierTransmissionDate: number | null;
	cancellationReason: string;
	/** Only of a flat order that has one. */
	shopName?: string;
}

/** An order of the API as a simple one. Never throws: what is missing is empty. */
export function simplifyOrder(order: Order): SimpleOrder {
	const attributes = orderAttributes.parse(order.attributes);
	const { code, customer } = attributes;
	const products = (order.entries ?? []).map(simplifyEntry);
	const deliveryKind = deliveryKindOf(attributes);
	const createDate = timeOf(attributes.creationDate);
	const { courierTransmissionDate } = attributes.kaspiDelivery;
	const preOrder = attributes.preOrder ?? false;
	const stage = stageOf({ ...attributes, courierTransmissionDate });
	return {
		id: order.id,
		orderId: code,
		code,
		state: attributes.state,
		status: attributes.status,
		stage,
		kinds: kindsOf({ stage, preOrder, deliveryKind }),
		customerName:
			[customer.firstName, customer.lastName].filter(Boolean).join(' ') || customer.name,
		...phoneFields(customer.cellPhone),
		...productFields(products),
		totalPrice: attributes.totalPrice,
		deliveryType: deliveryTypeOf(deliveryKind),
		deliveryKind,
		deliveryMode: attributes.deliveryMode,
		isKaspiDelivery: isKaspiDelivery(attributes),
		createDate,
		createdAt: almatyTime(createDate),
		pickupPointId: attributes.pickupPointId,
		storeId: storeIdOf(attributes),
		deliveryAddress: addressText(attributes.deliveryAddress),
		paymentMode: attributes.paymentMode,
		preOrder,
		assembled: attributes.assembled ?? false,
		plannedDeliveryDate: attributes.plannedDeliveryDate,
		courierTransmissionDate,
		cancellationReason: attributes.cancellationReason,
	};
}

/** One line of an order. Never throws. */
export function simplifyEntry(entry: Entry): Product {
	const { offer, quantity, basePrice, totalPrice, unitType } = entryAttributes.parse(
		entry.attributes,
	);
	const read = fieldsOf(entry.product);
	return {
		name: offer.name || textOf(read.name),
		quantity: quantity ?? 1,
		sku: offer.code || textOf(read.sku),
		price: basePrice,
		totalPrice,
		unitType,
	};
}

/** Kaspi's ten digits are whole, even of a range that no table knows yet (kaspi sheet §5). */
export function phoneFields(raw: unknown): Pick<SimpleOrder, 'customerPhone' | 'phoneStatus'> {
	const text = textOf(raw);
	const phone = parsePhone(/^\d{10}$/.test(text) ? `+7${text}` : raw, 'KZ');
	return phone.ok
		? { customerPhone: phone.e164, phoneStatus: 'ok' }
		: { customerPhone: '', phoneStatus: phone.reason };
}

export function productFields(
	products: Product[],
): Pick<SimpleOrder, 'productName' | 'products' | 'quantity'> {
	const names = products.map(({ name }) => name).filter(Boolean);
	const sum = products.reduce((total, { quantity }) => total + quantity, 0);
	return {
		productName: names.join('; '),
		products,
		// Goods sold by weight have fractions: 0.1 + 0.2 is 0.3.
		quantity: products.length > 0 ? Number(sum.toFixed(3)) : null,
	};
}
