import { InputError } from '../../shared/errors';
import { storable } from '../../shared/storable';

/**
 * The JSON value of a webhook's body: its bytes, its text, or the object that n8n made of it.
 * A byte order mark is skipped.
 *
 * @throws {InputError} `not_json`
 */
export function readBody(body: unknown): unknown {
	try {
		const text = body instanceof Uint8Array ? decode(body) : body;
		return storable(typeof text === 'string' ? JSON.parse(text.replace(/^\uFEFF/, '')) : text);
	} catch {
		return notJson();
	}
}

/** A body that `readBody` accepts, as text. */
export function bodyText(body: unknown): string {
	if (body instanceof Uint8Array) return decode(body);
	return typeof body === 'string' ? body : JSON.stringify(body);
}

/** @throws TypeError for bytes that are no UTF-8 */
function decode(bytes: Uint8Array): string {
	return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
}

function notJson(): never {
	const hint = 'Send the payment as a JSON object in UTF-8.';
	throw new InputError('is not JSON', 'body', hint, 'not_json');
}
