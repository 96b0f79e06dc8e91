import { VendorError } from '../../shared/errors';
import type { KaspiApi } from '../api/client';
import { createdAt, searchOrders } from '../api/orderSearch';
import { DAY_MS } from '../domain/period';
import { withEntries } from '../api/products';
import type { Order } from '../api/schema';
import {
	forgetOld,
	missedOpenOrders,
	fingerprintOf,
	remember,
	wasOutOfView,
	type Scope,
	type SeenOrder,
	type SeenOrders,
} from './seenOrders';

export interface PollSettings extends Scope {
	event: 'newOrder' | 'orderChanged';
	existingOrders: 'skip' | 'emit';
	/** 0: never. */
	repeatMinutes: number;
	includeProducts: boolean;
}

/** What a process knows of a trigger beside its static data; a new process starts with none. */
export interface ProcessMemory {
	/** When the orders of the window were last repeated, epoch milliseconds. */
	repeatedAt?: number;
	/** Ids that a repetition has not come to yet. */
	toRepeat: Set<string>;
	/** Where to go on among the open orders that the sweep does not meet. */
	followFrom: number;
}

export interface EmittedOrder {
	order: Order;
	/** When this trigger first met the order in its stage, epoch milliseconds; null when nobody knows. */
	stageSeenAt: number | null;
}

export interface PollResult {
	/** To be emitted, oldest first. */
	emitted: EmittedOrder[];
	seen: SeenOrders;
	memory: ProcessMemory;
}

/** One call each, at four calls a second. */
export const MAX_FOLLOWED = 50;

/**
 * One poll: sweeps the whole window, as Kaspi shows some orders late and dates no change (kaspi sheet
 * §3.1), and tells what is new. Changes nothing itself: when a call fails, nothing is lost.
 *
 * @param before what the last poll left; undefined at the first
 * @param clock `deadline`: after it the orders that are not complete yet are left to the next poll
 * @throws {VendorError}
 */
export async function pollOrders(
	api: KaspiApi,
	settings: PollSettings,
	before: SeenOrders | undefined,
	memory: ProcessMemory,
	{ now, deadline }: { now: number; deadline: number },
): Promise<PollResult> {
	const { states, lookBackDays, includeProducts } = settings;
	const from = now - lookBackDays * DAY_MS;
	const search = { from, to: now, states, withEntries: includeProducts };
	const found = await searchOrders(api, search);
	const met = new Set(found.map(({ id }) => id));
	const followsOpen = settings.event === 'orderChanged';
	const missed = followsOpen && before ? missedOpenOrders(before, met) : [];
	const followed = await follow(api, missed, memory.followFrom);

	const { toRepeat, repeatedAt } = repetition(settings, found, before, memory, now);
	const isUnwatched = (order: Order) =>
		wasOutOfView(order, before, { scope: settings, isMet: met.has(order.id), now });
	const fates = new Map<Order, Fate>();
	for (const order of [...found, ...followed.orders]) {
		fates.set(order, fateOf(order, settings, before, toRepeat, isUnwatched(order)));
	}
	const wanted = [...fates.keys()]
		.filter((order) => fates.get(order) === 'emit')
		.sort((a, b) => createdAt(a) - createdAt(b));
	const orders = includeProducts ? await complete(api, wanted, deadline) : wanted;

	const emitted = new Set(orders.map(({ id }) => id));
	const known = new Map(Object.entries(before?.orders ?? {}));
	for (const [id, order] of followed.gone) {
		known.set(id, { ...order, isOpen: false, isWaiting: false });
	}
	for (const [order, fate] of fates) {
		if (fate === 'tooOld') continue;
		const old = known.get(order.id);
		const isSkipped = fate === 'skip' || (fate === 'keep' && old?.isSkipped === true);
		const isWaiting = fate === 'emit' && !emitted.has(order.id);
		known.set(order.id, {
			...remember(order, old, { wasOutOfView: isUnwatched(order), now }),
			...(isSkipped ? { isSkipped } : {}),
			...(isWaiting ? { isWaiting } : {}),
		});
	}
	const seen: SeenOrders = {
		orders: Object.fromEntries(known),
		scope: { states, lookBackDays },
		followsOpen,
		floor: before?.floor ?? 0,
	};
	return {
		emitted: orders.map((order) => ({
			order,
			stageSeenAt: known.get(order.id)?.stageSeenAt ?? null,
		})),
		seen: forgetOld(seen, met, { from, now, followsOpen }),
		memory: {
			repeatedAt,
			toRepeat: new Set([...toRepeat].filter((id) => !emitted.has(id))),
			followFrom: followed.next,
		},
	};
}

/** `keep`: nothing to tell. `skip`: known from now on, but never told. */
type Fate = 'emit' | 'skip' | 'keep' | 'tooOld';

function fateOf(
	order: Order,
	settings: PollSettings,
	before: SeenOrders | undefined,
	toRepeat: Set<string>,
	isUnwatched: boolean,
): Fate {
	const known = before?.orders[order.id];
	if (known) {
		const hasChanged = settings.event === 'orderChanged' && fingerprintOf(order) !== known.print;
		return hasChanged || known.isWaiting || toRepeat.has(order.id) ? 'emit' : 'keep';
	}
	if (before && createdAt(order) < before.floor) return 'tooOld';
	return isUnwatched ? settings.existingOrders : 'emit';
}

/** Orders to emit again: all that were ever emitted, when a repetition is due. */
function repetition(
	{ repeatMinutes }: PollSettings,
	found: Order[],
	before: SeenOrders | undefined,
	memory: ProcessMemory,
	now: number,
): Pick<ProcessMemory, 'toRepeat' | 'repeatedAt'> {
	if (repeatMinutes <= 0) return { toRepeat: new Set() };
	const { repeatedAt } = memory;
	const isDue = repeatedAt === undefined || now - repeatedAt >= repeatMinutes * 60_000;
	if (!isDue) return { toRepeat: memory.toRepeat, repeatedAt };
	const wasEmitted = ({ id }: Order) => before?.orders[id] && !before.orders[id].isSkipped;
	return { toRepeat: new Set(found.filter(wasEmitted).map(({ id }) => id)), repeatedAt: now };
}

/** Reads by code the orders that the sweep did not meet: some at every poll, all of them in turn. */
async function follow(
	api: KaspiApi,
	missed: Array<[string, SeenOrder]>,
	followFrom: number,
): Promise<{ orders: Order[]; gone: Array<[string, SeenOrder]>; next: number }> {
	const start = missed.length > MAX_FOLLOWED ? followFrom % missed.length : 0;
	const next = [...missed.slice(start), ...missed.slice(0, start)].slice(0, MAX_FOLLOWED);
	const orders: Order[] = [];
	const gone: Array<[string, SeenOrder]> = [];
	for (const [id, known] of next) {
		const order = await api.orderByCode(known.code);
		if (order?.id === id) orders.push(order);
		else gone.push([id, known]);
	}
	return { orders, gone, next: start + next.length };
}

/** The orders with their products, as many as there is time for, but one at least. */
async function complete(api: KaspiApi, wanted: Order[], deadline: number): Promise<Order[]> {
	const orders: Order[] = [];
	for (const order of wanted) {
		if (orders.length > 0 && Date.now() > deadline) break;
		const whole = await withEntries(api, order).catch((error: unknown) => {
			// One order whose lines Kaspi refuses must not hold back all others for ever.
			if (error instanceof VendorError && REFUSED.has(error.code)) return { ...order, entries: [] };
			throw error;
		});
		orders.push(whole);
	}
	return orders;
}

const REFUSED = new Set(['not_found', 'invalid_request']);
