import { pause } from './pause';

/** At most `calls` in any `windowMs` milliseconds. */
export interface Budget {
	calls: number;
	windowMs: number;
	/**
	 * A call counts from its answer on (`answered`), not from its start: the vendor has got it at some
	 * moment between the two, so that the limit holds at the vendor, however long the way was.
	 */
	fromAnswer?: boolean;
	/** The call goes before those of others that wait; see `FIRST_IN_A_ROW`. */
	goesFirst?: boolean;
}

/** The vendor has blocked the key, and the call is not to wait for its end (any longer). */
export class KeyBlocked extends Error {
	/** @param waitMs how long the block still lasts */
	constructor(readonly waitMs: number) {
		super('the key is blocked');
		this.name = 'KeyBlocked';
	}
}

/** So many calls wait that this one would not get through in time: it was not let in. */
export class QueueFull extends Error {
	/** @param waitMs how long those that wait will take */
	constructor(readonly waitMs: number) {
		super('too many calls wait');
		this.name = 'QueueFull';
	}
}

interface Lane {
	/** Start times of the newest calls, oldest first; `fromAnswer`: times of answers, Infinity before. */
	starts: number[];
	/** One at a time waits for its slot. */
	isServing: boolean;
	/** Who comes next, first come, first served: those that go first, and the others. */
	first: Array<() => void>;
	others: Array<() => void>;
	/** How many of `first` were served in a row while others waited. */
	inARow: number;
	waiting: number;
	/** From then on none of `starts` counts any more. */
	idleAt: number;
	blockedUntil: number;
	/** How often the vendor has blocked the key. */
	blocks: number;
	/** Calls that give up after some blocks. */
	givingUp: Set<GivesUp>;
}

interface GivesUp {
	/** The number of the block at which it gives up. */
	givesUpAt: number;
	giveUp: AbortController;
}

/** While all calls of the budget are under way: how often to look for an answer. */
const LOOK_MS = 20;
/**
 * Longer than this nobody waits for a slot. Runs end after some minutes, and one that ends while it waits has used up
 * the calls that it has made: under a load that lasts, all of them would be made again and again for nothing.
 */
const LONGEST_WAIT_MS = 60_000;
const MAX_IDLE_LANES = 500;
/** After so many that go first one of the others is served: they are slower, and never stand still. */
export const FIRST_IN_A_ROW = 3;

/**
 * A sliding-window limiter. One instance serves all executions of the process, so that two workflows
 * on one account share its budget.
 */
export class RateLimiter {
	private lanes = new Map<string, Lane>();
	/** The process before this one, which was killed, may have used up every budget until then. */
	private usedUpUntil: number;

	/** @param isCold nobody knows what was called just before: a key's first window passes without calls */
	constructor(
		private readonly now: () => number = Date.now,
		private readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void> = pause,
		isCold = false,
	) {
		this.usedUpUntil = isCold ? now() : -Infinity;
	}

	/**
	 * Waits until a call on `key` fits the budget, and counts it.
	 *
	 * @param key host and credential; no secret in plain text
	 * @param maxBlocks for the end of how many blocks of the key to wait
	 * @throws the abort error when the execution is cancelled while waiting
	 * @throws {KeyBlocked}
	 * @throws {QueueFull}
	 */
	async take(
		key: string,
		budget: Budget,
		signal?: AbortSignal,
		maxBlocks = Infinity,
	): Promise<void> {
		const lane = this.lane(key);
		const queuedMs = waitIn(lane, budget);
		if (queuedMs > LONGEST_WAIT_MS) throw new QueueFull(queuedMs);
		if (maxBlocks === Infinity) return await this.queue(lane, budget, signal);
		const blockedMs = this.blockedMs(key);
		const givesUpAt = lane.blocks + maxBlocks + (blockedMs > 0 ? 0 : 1);
		if (givesUpAt <= lane.blocks) throw new KeyBlocked(blockedMs);
		const giveUp = new AbortController();
		const waiter = { givesUpAt, giveUp };
		lane.givingUp.add(waiter);
		const either = signal ? AbortSignal.any([signal, giveUp.signal]) : giveUp.signal;
		const givenUp = new Promise<never>((_, reject) => {
			giveUp.signal.addEventListener('abort', () => reject(giveUp.signal.reason as Error));
		});
		try {
			await Promise.race([this.queue(lane, budget, either), givenUp]);
		} finally {
			lane.givingUp.delete(waiter);
		}
	}

	/** A call on `key` that was let through has its answer, or will get none. See `Budget.fromAnswer`. */
	answered(key: string): void {
		const { starts = [] } = this.lanes.get(key) ?? {};
		const underWay = starts.indexOf(Infinity);
		if (underWay >= 0) starts[underWay] = this.now();
	}

	/** The vendor has blocked the key: no call is let through for so long from now. */
	block(key: string, ms: number): void {
		const lane = this.lane(key);
		if (this.blockedMs(key) === 0) lane.blocks += 1;
		lane.blockedUntil = Math.max(lane.blockedUntil, this.now() + ms);
		for (const { givesUpAt, giveUp } of lane.givingUp) {
			if (lane.blocks >= givesUpAt) giveUp.abort(new KeyBlocked(ms));
		}
	}

	/** How long the key is still blocked; 0 when it is not. */
	blockedMs(key: string): number {
		return Math.max(0, (this.lanes.get(key)?.blockedUntil ?? 0) - this.now());
	}

	/** Forgets all calls so far: the next ones start at once. */
	clear(): void {
		this.lanes.clear();
		this.usedUpUntil = -Infinity;
	}

	private async queue(lane: Lane, budget: Budget, signal?: AbortSignal): Promise<void> {
		lane.waiting += 1;
		await new Promise<void>((serve) => {
			(budget.goesFirst ? lane.first : lane.others).push(serve);
			if (!lane.isServing) serveNext(lane);
		});
		try {
			await this.waitForSlot(lane, budget, signal);
		} finally {
			lane.waiting -= 1;
			// A cancelled one, too, must not block those behind it.
			serveNext(lane);
		}
	}

	private async waitForSlot(lane: Lane, budget: Budget, signal?: AbortSignal): Promise<void> {
		for (;;) {
			// Cancelled while others were served: it must not use up a slot.
			signal?.throwIfAborted();
			const now = this.now();
			if (lane.blockedUntil > now) {
				await this.sleep(lane.blockedUntil - now, signal);
				continue;
			}
			const coldMs = this.usedUpUntil + budget.windowMs - now;
			if (coldMs > 0) {
				await this.sleep(coldMs, signal);
				continue;
			}
			lane.starts = lane.starts.filter((start) => start > now - budget.windowMs);
			if (lane.starts.length < budget.calls) {
				lane.starts.push(budget.fromAnswer ? Infinity : now);
				lane.idleAt = Math.max(lane.idleAt, now + budget.windowMs);
				return;
			}
			// The slot frees when the oldest of the last `calls` leaves the window.
			const oldest = lane.starts[lane.starts.length - budget.calls];
			const waitMs = oldest === Infinity ? LOOK_MS : oldest + budget.windowMs - now;
			await this.sleep(Math.max(1, waitMs), signal);
		}
	}

	private lane(key: string): Lane {
		let lane = this.lanes.get(key);
		if (!lane) {
			if (this.lanes.size >= MAX_IDLE_LANES) this.dropIdle();
			lane = {
				starts: [],
				isServing: false,
				first: [],
				others: [],
				inARow: 0,
				waiting: 0,
				idleAt: 0,
				blockedUntil: 0,
				blocks: 0,
				givingUp: new Set(),
			};
			this.lanes.set(key, lane);
		}
		return lane;
	}

	private dropIdle(): void {
		const now = this.now();
		for (const [key, { starts, waiting, idleAt, blockedUntil }] of this.lanes) {
			if (waiting > 0 || starts.includes(Infinity)) continue;
			if (Math.max(idleAt, blockedUntil) <= now) this.lanes.delete(key);
		}
	}
}

/** How long those take that are served before a new call. */
function waitIn({ first, others }: Lane, { calls, windowMs, goesFirst }: Budget): number {
	const ahead = first.length + (goesFirst ? 0 : others.length);
	return (ahead / calls) * windowMs;
}

function serveNext(lane: Lane): void {
	const { first, others } = lane;
	const isTheirTurn = others.length > 0 && (first.length === 0 || lane.inARow >= FIRST_IN_A_ROW);
	const next = (isTheirTurn ? others : first).shift();
	lane.inARow = isTheirTurn || others.length === 0 ? 0 : lane.inARow + 1;
	lane.isServing = next !== undefined;
	next?.();
}

/**
 * The part of one process when several share an account, such that all of them together never make more calls in a
 * window than the budget: they do not know of each other, so none may use another one's part. The same calls over a
 * longer window would not do, for all may begin at once. More processes than calls can only be slowed down.
 */
export function shareBudget(budget: Budget, workers: number): Budget {
	const shares = Number.isFinite(workers) ? Math.max(1, Math.floor(workers)) : 1;
	const calls = Math.max(1, Math.floor(budget.calls / shares));
	return { ...budget, calls, windowMs: budget.windowMs * Math.ceil(shares / budget.calls) };
}
