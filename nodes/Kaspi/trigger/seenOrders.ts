import { createHash } from 'crypto';

import { z } from '../../shared/vendor';
import { DAY_MS } from '../domain/period';
import type { Order } from '../api/schema';
import { simplifyOrder } from '../domain/simpleOrder';

/** What is kept of an order between polls, in n8n's static data: no name, no phone. */
const seenOrder = z.object({
	code: z.string(),
	/** Epoch milliseconds. */
	createdAt: z.number(),
	/** See `fingerprintOf`; the name is that of data that older versions kept. */
	print: z.string(),
	/** Not archived yet: it may change at any age. */
	isOpen: z.boolean(),
	/** It was there before the trigger and was never emitted. */
	isSkipped: z.boolean().optional(),
	/** To be emitted as soon as there is time for it. */
	isWaiting: z.boolean().optional(),
	/** Absent in what older versions of this node kept. */
	stage: z.string().optional(),
	/** When the stage was first met, epoch milliseconds; absent when nobody knows. */
	stageSeenAt: z.number().optional(),
});
export type SeenOrder = z.infer<typeof seenOrder>;

/** The settings whose widening brings old orders into view. */
const scope = z.object({ states: z.array(z.string()), lookBackDays: z.number() });
export type Scope = z.infer<typeof scope>;

const memory = z.object({
	/** By Kaspi's id of the order. */
	orders: z.record(seenOrder),
	scope,
	/** Open orders were read at every poll wherever they were; absent in what older versions kept. */
	followsOpen: z.boolean().optional(),
	/** Orders created before this are too many to be remembered and are let go, epoch milliseconds. */
	floor: z.number().catch(0),
});
/** Undefined before the first poll. */
export type SeenOrders = z.infer<typeof memory>;

/** An order stays remembered a little longer than it can be found: clocks differ. */
const MARGIN_MS = DAY_MS;
/** An open order is followed at most so long; a pre-order takes up to 30 days (kaspi sheet §9). */
const MAX_FOLLOWED_MS = 90 * DAY_MS;
export const MAX_SEEN = 10_000;

/** What an earlier poll left in the static data; unreadable data counts as none. */
export function readSeen(staticData: unknown): SeenOrders | undefined {
	const parsed = memory.safeParse(staticData);
	return parsed.success ? parsed.data : undefined;
}

/**
 * What to keep of an order as it was just read.
 *
 * @param known what was kept of it before
 * @param wasOutOfView nobody knows since when it has been as it is: see `wasOutOfView`
 */
export function remember(
	order: Order,
	known: SeenOrder | undefined,
	facts: { wasOutOfView: boolean; now: number },
): SeenOrder {
	const { code, createDate, status, state, stage } = simplifyOrder(order);
	let stageSeenAt = facts.wasOutOfView ? undefined : facts.now;
	// What an older version kept does not tell which stage it was.
	if (known && (known.stage ?? stage) === stage) stageSeenAt = known.stageSeenAt;
	return {
		code,
		createdAt: known?.createdAt ?? createDate ?? facts.now,
		print: fingerprintOf(order),
		isOpen: state !== 'ARCHIVE' && !['COMPLETED', 'CANCELLED', 'RETURNED'].includes(status),
		stage,
		...(stageSeenAt === undefined ? {} : { stageSeenAt }),
	};
}

/** Short hash of what makes an order "changed"; whatever changes its stage does. */
export function fingerprintOf(order: Order): string {
	const { status, state, assembled, courierTransmissionDate } = simplifyOrder(order);
	const facts = JSON.stringify([status, state, assembled, courierTransmissionDate]);
	return createHash('sha256').update(facts).digest('base64url').slice(0, 10);
}

/**
 * Whether an order may have been as it is for long, as the trigger could not see it then: at its first
 * poll, when it looks at more than before, and when it begins to follow open orders.
 *
 * @param isMet the sweep met it, it was not read by its code
 */
export function wasOutOfView(
	order: Order,
	before: SeenOrders | undefined,
	{ scope, isMet, now }: { scope: Scope; isMet: boolean; now: number },
): boolean {
	if (!before) return true;
	if (before.followsOpen && before.orders[order.id]?.isOpen) return false;
	return !isMet || isNewlyInScope(order, before.scope, scope, now);
}

function isNewlyInScope(order: Order, before: Scope, scope: Scope, now: number): boolean {
	const added = scope.states.filter((state) => !before.states.includes(state));
	const { state, createDate } = simplifyOrder(order);
	const isOlder = createDate !== null && createDate < now - before.lookBackDays * DAY_MS;
	return isOlder || added.includes(state);
}

/**
 * Forgets the orders that cannot be found any more. Open ones that are followed beyond the window stay.
 * When all of them are too many, the oldest go, and orders of that age are not taken for new ones.
 *
 * @param met ids that the last poll read: an order in view is never forgotten by age
 * @param from start of the window, epoch milliseconds
 */
export function forgetOld(
	seen: SeenOrders,
	met: Set<string>,
	{ from, now, followsOpen }: { from: number; now: number; followsOpen: boolean },
): SeenOrders {
	const followedFrom = now - MAX_FOLLOWED_MS;
	const byAge = Object.entries(seen.orders)
		.filter(
			([id, order]) =>
				met.has(id) ||
				order.createdAt >= from - MARGIN_MS ||
				(followsOpen && isFollowed(order) && order.createdAt >= followedFrom),
		)
		.sort(([, a], [, b]) => b.createdAt - a.createdAt);
	const newestGone = byAge[MAX_SEEN]?.[1];
	return {
		...seen,
		floor: newestGone ? newestGone.createdAt + 1 : seen.floor,
		orders: Object.fromEntries(byAge.slice(0, MAX_SEEN)),
	};
}

/** Known open orders that a sweep did not meet: too old for it, or moved to other states. */
export function missedOpenOrders(seen: SeenOrders, met: Set<string>): Array<[string, SeenOrder]> {
	return Object.entries(seen.orders).filter(
		([id, order]) => isFollowed(order) && order.code !== '' && !met.has(id),
	);
}

function isFollowed({ isOpen, isWaiting }: SeenOrder): boolean {
	return isOpen || isWaiting === true;
}
