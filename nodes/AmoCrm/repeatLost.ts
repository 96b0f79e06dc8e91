import { VendorError } from '../shared/errors';
import { pause } from '../shared/pause';
import { orLost } from './lostAnswer';

const PAUSES_MS = [500, 1500];

/**
 * Repeats a write whose answer was lost. Only for writes that may be done twice: those that set values.
 *
 * @throws {VendorError} outcome `unknown` when no try was answered
 */
export async function repeatLost<T>(write: () => Promise<T>, signal?: AbortSignal): Promise<T> {
	for (const pauseMs of PAUSES_MS) {
		const answer = await orLost(write());
		if (!(answer instanceof VendorError)) return answer;
		await pause(pauseMs, signal);
	}
	return await write();
}
