import {
	buyerAddress,
	inventedPerson,
	inventedPhone,
	originAddress,
	SAMPLES,
	type Catalogue,
} from './catalogue';
import {
	isObject,
	MASKED_PHONE,
	opaqueId,
	stateFor,
	type Entry,
	type Json,
	type Order,
	type OrderAttributes,
} from './model';
import type { Delivery, EntrySpec, OrderSpec } from './orderSpec';

const MINUTE = 60_000;
const DAY = 86_400_000;

const MODES: Record<Delivery, { isKaspiDelivery: boolean; deliveryMode: string }> = {
	own: { isKaspiDelivery: false, deliveryMode: 'DELIVERY_LOCAL' },
	pickup: { isKaspiDelivery: false, deliveryMode: 'DELIVERY_PICKUP' },
	kaspi: { isKaspiDelivery: true, deliveryMode: 'DELIVERY_REGIONAL_TODOOR' },
	postomat: { isKaspiDelivery: true, deliveryMode: 'DELIVERY_PICKUP' },
};

/**
 * The order that a spec asks for, with everything else invented from its number.
 *
 * @param n running number of the order: the same `n` invents the same person, phone and goods
 * @param code used when the spec has none
 * @param now epoch milliseconds
 */
export function buildOrder(
	spec: OrderSpec,
	n: number,
	code: string,
	now: number,
	catalogue: Catalogue,
): Order {
	const given = { ...spec.order };
	given.code ??= code;
	const entries = buildEntries(spec, String(given.code), n, catalogue);
	const attributes = buildAttributes(spec, given, n, now);
	attributes.totalPrice ??= entries.reduce((sum, entry) => sum + entry.attributes.totalPrice, 0);
	for (const key of spec.without ?? []) delete attributes[key];
	return { id: opaqueId(attributes.code), attributes, entries };
}

function buildAttributes(spec: OrderSpec, given: Json, n: number, now: number): OrderAttributes {
	const delivery = spec.delivery ?? deliveryOf(given);
	const mode = { ...MODES[delivery], ...pick(given, ['isKaspiDelivery', 'deliveryMode']) };
	const signatureRequired = given.signatureRequired ?? given.state === 'SIGN_REQUIRED';
	const status = String(given.status ?? statusFor(given.state));
	const creationDate = Number(given.creationDate ?? creationOf(spec, now));
	const pickupPointId = String(given.pickupPointId ?? `${spec.store ?? 'store-1'}_PP1`);
	const origin = originAddress(pickupPointId);
	const pickup = mode.deliveryMode.endsWith('PICKUP');
	const defaults: Json = {
		code: given.code,
		paymentMode: 'PREPAID',
		creationDate,
		approvedByBankDate: creationDate + MINUTE,
		plannedDeliveryDate: creationDate + 3 * DAY,
		reservationDate: pickup && !mode.isKaspiDelivery ? creationDate + 5 * DAY : null,
		deliveryCost: 0,
		deliveryCostForSeller: mode.isKaspiDelivery ? 1250 : 0,
		...mode,
		...(pickup ? {} : { deliveryAddress: buyerAddress(n, cityOf(origin)) }),
		signatureRequired,
		creditTerm: null,
		preOrder: false,
		pickupPointId,
		state: stateFor(status, { ...mode, signatureRequired }),
		status,
		...(mode.isKaspiDelivery ? { assembled: false } : {}),
		originAddress: origin,
	};
	const nested: Json = {};
	if (given.customer !== null) {
		nested.customer = buildCustomer(spec, given, n, mode.isKaspiDelivery);
	}
	if (isObject(given.kaspiDelivery) || (mode.isKaspiDelivery && given.kaspiDelivery !== null)) {
		nested.kaspiDelivery = {
			waybill: null,
			waybillNumber: null,
			courierTransmissionDate: null,
			courierTransmissionPlanningDate: creationDate + DAY,
			express: false,
			returnedToWarehouse: false,
			firstMileCourier: null,
			...(given.kaspiDelivery as Json | undefined),
		};
	}
	return { ...defaults, ...given, ...nested } as OrderAttributes;
}

/**
 * The buyer. Kaspi Delivery shows the placeholder for any phone unless the spec says `unmasked`; the
 * customer id still encodes the phone, which is why no client may decode it (kaspi sheet §3.3).
 */
function buildCustomer(spec: OrderSpec, given: Json, n: number, isKaspiDelivery: boolean): Json {
	const own = isObject(given.customer) ? given.customer : {};
	const explicit = 'cellPhone' in own ? own.cellPhone : spec.phone;
	const phone = explicit === undefined ? inventedPhone(n) : explicit;
	const digits = String(phone ?? '').replace(/\D/g, '');
	const shown = isKaspiDelivery && !spec.unmasked ? MASKED_PHONE : phone;
	const person = inventedPerson(n);
	const customer: Json = {
		id: opaqueId(digits || `buyer-${n}`),
		name: null,
		cellPhone: shown,
		firstName: spec.firstName ?? person.firstName,
		lastName: spec.lastName ?? (spec.firstName === undefined ? person.lastName : ''),
		...own,
	};
	customer.cellPhone = shown;
	if (shown === null && !('cellPhone' in own)) delete customer.cellPhone;
	return customer;
}

function buildEntries(spec: OrderSpec, code: string, n: number, catalogue: Catalogue): Entry[] {
	const price = spec.order.totalPrice;
	const example = SAMPLES[(n - 1) % SAMPLES.length];
	const invented: EntrySpec = {
		name: example.name,
		quantity: 1,
		basePrice: typeof price === 'number' ? price : example.price,
	};
	return (spec.entries ?? [invented]).map((entry, index) => {
		const sample = SAMPLES[(n - 1 + index) % SAMPLES.length];
		const {
			name = sample.name,
			quantity = 1,
			basePrice = sample.price,
			offer,
			sku,
			...rest
		} = entry;
		const product = catalogue.product(name, sku);
		// Sometimes isImeiRequired sits inside the offer (kaspi sheet §6).
		const imeiInOffer = product.imeiRequired && offer !== false;
		return {
			id: opaqueId(`${code}##${index}`),
			product,
			attributes: {
				entryNumber: index,
				quantity,
				basePrice,
				totalPrice: quantity * basePrice,
				deliveryCost: 0,
				unitType: 'PIECES',
				weight: 1.2,
				minAllowedWeight: null,
				...(imeiInOffer ? {} : { isImeiRequired: product.imeiRequired }),
				category: product.category,
				...(offer === false
					? {}
					: {
							offer: {
								code: product.sku,
								name: product.name,
								...(imeiInOffer ? { isImeiRequired: true } : {}),
							},
						}),
				...rest,
			},
		};
	});
}

/** The kind of delivery that the given attributes describe (kaspi sheet §4.4). */
function deliveryOf(given: Json): Delivery {
	const mode = String(given.deliveryMode ?? '');
	const kaspi =
		given.isKaspiDelivery ??
		(given.state === 'KASPI_DELIVERY' || mode === 'DELIVERY_REGIONAL_TODOOR');
	if (kaspi) return mode.endsWith('PICKUP') ? 'postomat' : 'kaspi';
	return mode.endsWith('PICKUP') || (!mode && given.state === 'PICKUP') ? 'pickup' : 'own';
}

function statusFor(state: unknown): string {
	if (state === 'ARCHIVE') return 'COMPLETED';
	const accepted = ['PICKUP', 'DELIVERY', 'KASPI_DELIVERY'].includes(String(state));
	return accepted ? 'ACCEPTED_BY_MERCHANT' : 'APPROVED_BY_BANK';
}

function creationOf(spec: OrderSpec, now: number): number {
	if (spec.createdAt !== undefined) return new Date(spec.createdAt).getTime();
	return now - Math.round((spec.createdDaysAgo ?? 0) * DAY);
}

function cityOf(origin: Json): string {
	return String((origin.city as Json).name);
}

function pick(from: Json, keys: string[]): Json {
	return Object.fromEntries(keys.filter((key) => key in from).map((key) => [key, from[key]]));
}
