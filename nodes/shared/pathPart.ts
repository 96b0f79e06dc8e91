import { InputError } from './errors';

/** `URL` reads these as "here" and "one up": `/sessions/..` is another call. */
const LEADS_AWAY = /^\.{0,2}$/;

/**
 * An id from outside as one part of a path: whatever it holds, it stays one part.
 *
 * @param what the kind of id, for the error
 * @throws {InputError} for what is empty or leads elsewhere
 */
export function pathPart(id: string, what = 'ID'): string {
	if (!LEADS_AWAY.test(id)) return encodeURIComponent(id);
	throw new InputError('it is empty or only dots', what, 'Give it as the vendor shows it.');
}
