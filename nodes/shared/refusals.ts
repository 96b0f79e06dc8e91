/** Refusals within a second that are answered at once: a sender with a wrong secret learns it without a wait. */
const AT_ONCE = 10;
const SECOND_MS = 1000;
/** How long every further one waits for its answer. */
const WAIT_MS = 1000;

/**
 * Slows strangers down. n8n reads a workflow anew for every call, which takes it some ten milliseconds: who knocks
 * twenty times at once, again and again, would leave it no time for the others. A caller that has to wait for its
 * answer knocks less often.
 */
export class Refusals {
	private times: number[] = [];

	/** @returns milliseconds to wait before this refusal is answered */
	delay(now = Date.now()): number {
		this.times = this.times.filter((time) => time > now - SECOND_MS && time <= now);
		if (this.times.length >= AT_ONCE) return WAIT_MS;
		this.times.push(now);
		return 0;
	}
}

/** Of this process. */
export const processRefusals = new Refusals();
