import { inventedPhone, SAMPLES } from './catalogue';
import { MASKED_PHONE, type Json } from './model';
import { DELIVERIES, parseOrderSpec, type EntrySpec, type OrderSpec } from './orderSpec';

const DAY = 86_400_000;

/** Kinds of phone that clients meet (kaspi sheet §5): 10 digits, 11 with 7 or 8, masked, none. */
const PHONES: Array<(n: number) => string | null> = [
	(n) => inventedPhone(n),
	(n) => `7${inventedPhone(n)}`,
	(n) => `8${inventedPhone(n)}`,
	() => MASKED_PHONE,
	() => null,
];

/** One step of the life of an order; the second is first seen as accepted (kaspi sheet §3.1). */
const STEPS: Json[] = [
	{ status: 'APPROVED_BY_BANK' },
	{ status: 'ACCEPTED_BY_MERCHANT' },
	{ status: 'APPROVED_BY_BANK' },
	{ status: 'COMPLETED' },
	{ status: 'APPROVED_BY_BANK', paymentMode: 'PAY_WITH_CREDIT', creditTerm: 12 },
	{ status: 'CANCELLED', cancellationReason: 'BUYER_CANCELLATION_BY_MERCHANT' },
	{ status: 'CANCELLING' },
];

export const UNKNOWN_STATUS = 'WAITING_FOR_DRONE';

export interface BulkSpec {
	count: number;
	stores: string[];
	/** The orders are spread evenly over the last so many days; 0 creates all of them now. */
	spreadDays: number;
	/** What all of them have in common, in place of the mix. */
	common: Json;
}

/** @throws {TypeError} that says what is wrong */
export function parseBulkSpec(body: Json): BulkSpec {
	const { count, stores = ['store-1'], spreadDays = 0, ...common } = body;
	if (!Number.isInteger(count) || Number(count) < 1 || Number(count) > 100_000) {
		throw new TypeError('count must be a whole number from 1 to 100000');
	}
	if (!Array.isArray(stores) || stores.length === 0 || stores.some((s) => typeof s !== 'string')) {
		throw new TypeError('stores must be a list of store names');
	}
	if (typeof spreadDays !== 'number' || !(spreadDays >= 0)) {
		throw new TypeError('spreadDays must be a number of 0 or more');
	}
	if ('code' in common) throw new TypeError('count and code cannot go together');
	return { count: Number(count), stores: stores as string[], spreadDays, common };
}

/**
 * Number `index` of a deterministic mix: the cycles have different lengths, so that their
 * combinations turn up, too.
 *
 * @param n running number of the order
 */
export function mixedOrder(bulk: BulkSpec, index: number, n: number, now: number): OrderSpec {
	const { order: commonOrder = {}, ...shorthands } = bulk.common;
	const fixed = { ...shorthands, ...(commonOrder as Json) };
	const spread = bulk.spreadDays * DAY;
	const creationDate = now - spread + Math.floor(((index + 1) * spread) / bulk.count);
	const mix: Json = {
		...('createdAt' in fixed || 'createdDaysAgo' in fixed ? {} : { creationDate }),
		...('state' in fixed || 'status' in fixed ? {} : mixedStep(bulk, index, creationDate)),
		...(index % 11 === 3 ? { sellerNote: { tag: 'extra key', since: creationDate } } : {}),
	};
	return parseOrderSpec({
		phone: PHONES[index % PHONES.length](n),
		delivery: DELIVERIES[index % DELIVERIES.length],
		store: bulk.stores[index % bulk.stores.length],
		entries: mixedEntries(index),
		...shorthands,
		order: {
			...Object.fromEntries(Object.entries(mix).filter(([key]) => !(key in fixed))),
			...(commonOrder as Json),
		},
	});
}

function mixedStep(bulk: BulkSpec, index: number, creationDate: number): Json {
	if (bulk.count >= 10 && index === Math.floor(bulk.count / 2)) return { status: UNKNOWN_STATUS };
	const step = STEPS[index % STEPS.length];
	return step.status === 'COMPLETED' ? { ...step, completionDate: creationDate + 2 * DAY } : step;
}

function mixedEntries(index: number): EntrySpec[] {
	return Array.from({ length: 1 + (index % 3) }, (_, i) => {
		const { name, price } = SAMPLES[(index + i) % SAMPLES.length];
		return { name, basePrice: price, quantity: 1 + (index % 2), offer: index % 6 !== 5 };
	});
}
