import { pause } from './pause';

/** At most `calls` in any `windowMs` milliseconds. */
export interface Budget {
	calls: number;
	windowMs: number;
}

interface Lane {
	/** Start times of the newest calls, oldest first. */
	starts: number[];
	/** Waiters take turns, first come, first served. */
	tail: Promise<void>;
	waiting: number;
	/** From then on none of `starts` counts any more. */
	idleAt: number;
}

const MAX_IDLE_LANES = 500;

/**
 * A sliding-window limiter. One instance serves all executions of the process, so that two workflows
 * on one account share its budget (DESIGN §4).
 */
export class RateLimiter {
	private lanes = new Map<string, Lane>();

	constructor(
		private readonly now: () => number = Date.now,
		private readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void> = pause,
	) {}

	/**
	 * Waits until a call on `key` fits the budget, and counts it.
	 *
	 * @param key host and credential; no secret in plain text
	 * @throws the abort error when the execution is cancelled while waiting
	 */
	async take(key: string, budget: Budget, signal?: AbortSignal): Promise<void> {
		const lane = this.lane(key);
		lane.waiting += 1;
		const turn = lane.tail.then(() => this.waitForSlot(lane, budget, signal));
		// A cancelled waiter must not block those behind it.
		lane.tail = turn.catch(() => undefined);
		try {
			await turn;
		} finally {
			lane.waiting -= 1;
		}
	}

	/** Forgets all calls so far: the next ones start at once. */
	clear(): void {
		this.lanes.clear();
	}

	private async waitForSlot(lane: Lane, budget: Budget, signal?: AbortSignal): Promise<void> {
		for (;;) {
			// Cancelled while others were served: it must not use up a slot.
			signal?.throwIfAborted();
			const now = this.now();
			lane.starts = lane.starts.filter((start) => start > now - budget.windowMs);
			if (lane.starts.length < budget.calls) {
				lane.starts.push(now);
				lane.idleAt = Math.max(lane.idleAt, now + budget.windowMs);
				return;
			}
			// The slot frees when the oldest of the last `calls` leaves the window.
			const oldest = lane.starts[lane.starts.length - budget.calls];
			await this.sleep(Math.max(1, oldest + budget.windowMs - now), signal);
		}
	}

	private lane(key: string): Lane {
		let lane = this.lanes.get(key);
		if (!lane) {
			if (this.lanes.size >= MAX_IDLE_LANES) this.dropIdle();
			lane = { starts: [], tail: Promise.resolve(), waiting: 0, idleAt: 0 };
			this.lanes.set(key, lane);
		}
		return lane;
	}

	private dropIdle(): void {
		const now = this.now();
		for (const [key, { waiting, idleAt }] of this.lanes) {
			if (waiting === 0 && idleAt <= now) this.lanes.delete(key);
		}
	}
}

/** The budget of one worker when several share an account: the same calls over a longer window. */
export function shareBudget(budget: Budget, workers: number): Budget {
	const shares = Number.isFinite(workers) ? Math.max(1, Math.floor(workers)) : 1;
	return { calls: budget.calls, windowMs: budget.windowMs * shares };
}
