import { setTimeout as delay } from 'node:timers/promises';

export interface WaitOptions {
	timeoutMs: number;
	everyMs?: number;
	/** Gives up with the signal's reason. */
	signal?: AbortSignal;
}

/**
 * Asks until the answer is there.
 *
 * @param what completes the sentence "Waited … s for", for the error
 * @param ask returns undefined or false while it is not; what it throws ends the waiting
 * @throws {Error} after `timeoutMs`
 */
export async function waitFor<T>(
	what: string,
	ask: () => Promise<T | undefined | false> | T | undefined | false,
	{ timeoutMs, everyMs = 100, signal }: WaitOptions,
): Promise<T> {
	const end = Date.now() + timeoutMs;
	for (;;) {
		signal?.throwIfAborted();
		const answer = await ask();
		if (answer !== undefined && answer !== false) return answer;
		if (Date.now() > end) throw new Error(`Waited ${timeoutMs / 1000} s for ${what}.`);
		await delay(everyMs, undefined, { signal });
	}
}
