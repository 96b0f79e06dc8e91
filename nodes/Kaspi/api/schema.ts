import { fieldsOf, isObject, textOf } from '../../shared/values';
import { z } from '../../shared/vendor';

/** A JSON object whose shape is Kaspi's business. */
export type Json = Record<string, unknown>;

/** Kaspi leaves attributes out, adds some, and nobody promises their types: read what is there. */
const text = z.unknown().transform(textOf);
const amount = z.unknown().transform(asNumber);
const flag = z.unknown().transform(asFlag);

/** What is no object is read as an empty one. */
function part<T extends z.ZodRawShape>(shape: T) {
	return z.preprocess((value) => (isObject(value) ? value : {}), z.object(shape));
}

const resource = z
	.object({
		id: z.unknown(),
		attributes: z.unknown().transform(fieldsOf),
		relationships: z.unknown().transform(fieldsOf),
	})
	.passthrough();

/** A JSON:API document with a list: `{data, included, meta}` (kaspi sheet §3.2). */
export const listDocument = z.object({
	data: z.array(z.unknown()),
	included: z.array(z.unknown()).catch([]),
	meta: part({ pageCount: amount }),
});

export const oneDocument = z.object({ data: resource });

export const orderAttributes = part({
	code: text,
	state: text,
	status: text,
	totalPrice: amount,
	paymentMode: text,
	creationDate: z.unknown(),
	plannedDeliveryDate: amount,
	isKaspiDelivery: flag,
	deliveryMode: text,
	deliveryAddress: part({
		formattedAddress: text,
		town: text,
		streetName: text,
		streetNumber: text,
		apartment: text,
	}),
	signatureRequired: flag,
	preOrder: flag,
	assembled: flag,
	pickupPointId: text,
	storeId: text,
	merchantUid: text,
	cancellationReason: text,
	customer: part({ name: text, firstName: text, lastName: text, cellPhone: z.unknown() }),
	kaspiDelivery: part({ courierTransmissionDate: amount }),
});
export type OrderAttributes = z.infer<typeof orderAttributes>;

export const entryAttributes = part({
	entryNumber: amount,
	quantity: amount,
	basePrice: amount,
	totalPrice: amount,
	unitType: text,
	category: part({ title: text }),
	offer: part({ code: text, name: text }),
});

/** Of `masterproducts` and `merchantproducts`. */
export const productAttributes = part({ code: text, name: text });

/** The flat order of the merchant's cabinet, and a simple order. */
export const flatOrder = part({
	id: text,
	orderId: text,
	code: text,
	state: text,
	status: text,
	customerName: text,
	phoneStatus: text,
	productName: text,
	products: z.unknown().transform((value) => (Array.isArray(value) ? value : []) as unknown[]),
	quantity: amount,
	totalPrice: amount,
	deliveryType: text,
	deliveryKind: text,
	deliveryMode: text,
	isKaspiDelivery: flag,
	pickupPointId: text,
	storeId: text,
	merchantUid: text,
	deliveryAddress: text,
	paymentMode: text,
	preOrder: flag,
	assembled: flag,
	plannedDeliveryDate: amount,
	courierTransmissionDate: amount,
	cancellationReason: text,
	shopName: text,
});
export type FlatOrder = z.infer<typeof flatOrder>;

export const flatProduct = part({
	name: text,
	quantity: amount,
	sku: text,
	price: amount,
	totalPrice: amount,
	unitType: text,
});

/** A resource as Kaspi sent it, with what we rely on made sure of. */
export interface Resource extends Json {
	id: string;
	attributes: Json;
	relationships: Json;
}

export interface Entry extends Resource {
	/** Read from the product when the entry has no offer (kaspi sheet §6). */
	product?: { name: string; sku: string };
}

export interface Order extends Resource {
	/** Absent when they were not read. */
	entries?: Entry[];
}

/** The resource, or undefined when it has no id to tell it from others. */
export function readResource(value: unknown): Resource | undefined {
	const parsed = resource.safeParse(value);
	if (!parsed.success) return undefined;
	const id = textOf(parsed.data.id);
	return id === '' ? undefined : { ...parsed.data, id };
}

/** Id of a relationship to one resource. */
export function relatedId(from: Resource, name: string): string {
	return textOf(fieldsOf(fieldsOf(from.relationships[name]).data).id);
}

/** Ids of a relationship to many; undefined when the answer does not name them. */
export function relatedIds(from: Resource, name: string): string[] | undefined {
	const { data } = fieldsOf(from.relationships[name]);
	return Array.isArray(data) ? data.map((item) => textOf(fieldsOf(item).id)) : undefined;
}

export function asNumber(value: unknown): number | null {
	if (typeof value !== 'number' && typeof value !== 'string') return null;
	const written = String(value).trim().replace(/\s/g, '').replace(',', '.');
	const number = Number(written);
	return written !== '' && Number.isFinite(number) ? number : null;
}

function asFlag(value: unknown): boolean | null {
	if (value === true || value === 'true') return true;
	return value === false || value === 'false' ? false : null;
}
