import type { Switches } from './switches';

/**
 * 10 requests in any 10 s, then a block of the key for a minute (sitniks sheet §1). There is one key, so one of these.
 * Requests within the block are refused, but neither prolong it nor count for the time after it.
 */
export class RateLimit {
	/** How many times the limit was exceeded. */
	overruns = 0;
	/** How many requests were answered 429. */
	blocked = 0;
	/** Milliseconds. */
	blockedUntil = 0;
	private taken: number[] = [];

	/** Counts a request; false when it has to be refused. */
	take({ limit, limitRequests, limitWindowMs, blockMs }: Switches): boolean {
		if (!limit) return true;
		const now = Date.now();
		if (now < this.blockedUntil) return false;
		this.taken = this.taken.filter((at) => at > now - limitWindowMs);
		if (this.taken.length < limitRequests) {
			this.taken.push(now);
			return true;
		}
		this.overruns += 1;
		this.block(blockMs);
		return false;
	}

	/** Starts a block now; 0 ends a running one. */
	block(ms: number): void {
		this.blockedUntil = Date.now() + ms;
		this.taken = [];
	}

	reset(): void {
		this.block(0);
		this.overruns = 0;
		this.blocked = 0;
	}
}
