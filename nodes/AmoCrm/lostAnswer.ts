import { VendorError } from '../shared/errors';

/**
 * What a write answered, or its error when the answer was lost: it may have been done, so look before
 * it is repeated. Any other error is thrown.
 */
export async function orLost<T>(write: Promise<T>): Promise<T | VendorError> {
	return await write.catch((error: unknown) => {
		if (error instanceof VendorError && error.outcome === 'unknown') return error;
		throw error;
	});
}

/** A read after a lost answer: when it fails, the outcome of the write stays unknown. */
export async function afterLost<T>(lost: VendorError, read: Promise<T>): Promise<T> {
	return await read.catch((error: unknown) => {
		throw error instanceof VendorError ? lost : error;
	});
}
