import { VendorError } from './errors';
import { pause } from './pause';

/** Before a write is repeated that may be done twice. */
const REPEAT_PAUSES_MS = [500, 1500];

/** A write that must be done once. */
export interface Write<T> {
	write(): Promise<T>;
	/**
	 * What the vendor shows of it after a lost answer; undefined when it is not there. When it throws, nobody
	 * can tell. Without it a lost answer is the end.
	 */
	look?: () => Promise<T | undefined>;
	/** Before each look; as many looks as pauses. */
	pausesMs: number[];
	/** Whether a write that a look does not show is sent again before the next look. */
	again: boolean;
	signal?: AbortSignal;
}

/**
 * Writes, and when the answer is lost looks before anything is sent again.
 *
 * @returns `confirmed`: the answer was lost, and a look has shown that it was done
 * @throws {VendorError} outcome `unknown` when nobody can tell whether it was done
 */
export async function writeOnce<T>({
	write,
	look,
	pausesMs,
	again,
	signal,
}: Write<T>): Promise<{ value: T; confirmed: boolean }> {
	let lost: VendorError | undefined;
	for (const pauseMs of pausesMs) {
		if (lost === undefined || again) {
			// A repeat that was not let through says nothing of the first one.
			const answer = await orLost(lost === undefined ? write() : afterLost(lost, write()));
			if (!(answer instanceof VendorError)) return { value: answer, confirmed: false };
			lost = answer;
			if (!look) break;
		}
		await pause(pauseMs, signal);
		const found = await afterLost(lost, look!());
		if (found !== undefined) return { value: found, confirmed: true };
	}
	throw lost;
}

/**
 * Repeats a write whose answer was lost. Only for writes that may be done twice: those that set values.
 *
 * @param isAgain which errors are worth another try
 * @throws {VendorError} outcome `unknown` when no try was answered
 */
export async function repeatLost<T>(
	write: () => Promise<T>,
	signal?: AbortSignal,
	isAgain = isLost,
): Promise<T> {
	for (const pauseMs of REPEAT_PAUSES_MS) {
		const answer = await orLost(write(), isAgain);
		if (!(answer instanceof VendorError)) return answer;
		await pause(pauseMs, signal);
	}
	return await write();
}

/**
 * What a write answered, or its error when the answer was lost: it may have been done, so look before it
 * is repeated. Any other error is thrown.
 */
export async function orLost<T>(
	write: Promise<T>,
	isWanted: (error: VendorError) => boolean = isLost,
): Promise<T | VendorError> {
	return await write.catch(async (error: unknown) => {
		if (error instanceof VendorError && isWanted(error)) return error;
		return await Promise.reject(error);
	});
}

/** What is done after a lost answer: when it fails, the outcome of the write stays unknown. */
export async function afterLost<T>(lost: VendorError, next: Promise<T>): Promise<T> {
	return await next.catch(
		async (error: unknown) => await Promise.reject(error instanceof VendorError ? lost : error),
	);
}

function isLost({ outcome }: VendorError): boolean {
	return outcome === 'unknown';
}
