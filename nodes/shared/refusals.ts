/** Refusals that are answered at once: a sender with a wrong secret learns it without a wait. */
const BURST = 10;
/** From then on one is answered in this time, whoever knocks and however often. */
const INTERVAL_MS = 100;
/** A longer wait would keep connections open for nothing. */
const LONGEST_WAIT_MS = 5000;

/**
 * Slows strangers down. n8n reads a workflow anew for every call, which takes it some thirty milliseconds: who knocks
 * twenty times at once, again and again, would leave it no time for the others. A caller that has to wait for its
 * answer knocks less often. The rule is the generic cell rate algorithm: a queue with a burst.
 */
export class Refusals {
	/** When the queue is empty again. */
	private emptyAt = 0;

	/** @returns milliseconds to wait before this refusal is answered */
	delay(now = Date.now()): number {
		// A queue that ends later than any wait is a clock that was set back.
		const isFromAnotherClock = this.emptyAt > now + LONGEST_WAIT_MS + (BURST + 1) * INTERVAL_MS;
		const begin = isFromAnotherClock ? now : Math.max(now, this.emptyAt);
		const wait = begin - now - (BURST - 1) * INTERVAL_MS;
		if (wait > LONGEST_WAIT_MS) return LONGEST_WAIT_MS;
		this.emptyAt = begin + INTERVAL_MS;
		return Math.max(0, wait);
	}
}

/** Of this process. */
export const processRefusals = new Refusals();
