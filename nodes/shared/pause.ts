import { sleep } from 'n8n-workflow';

const STEP_MS = 1000;

/** Waits; a cancelled execution stops waiting within a second. @throws the signal's abort error */
export async function pause(ms: number, signal?: AbortSignal): Promise<void> {
	for (let left = ms; left > 0; left -= STEP_MS) {
		signal?.throwIfAborted();
		await sleep(Math.min(left, STEP_MS));
	}
	signal?.throwIfAborted();
}
