import { InputError } from './errors';
import { storable } from './storable';

/**
 * A JSON field holds a value when it is an expression, and text when it is typed in.
 *
 * @throws {InputError}
 */
export function parseJson(value: unknown, displayName: string): unknown {
	if (typeof value !== 'string') return storable(value);
	try {
		return storable(JSON.parse(value));
	} catch {
		return notJson(displayName);
	}
}

function notJson(displayName: string): never {
	throw new InputError('this is not JSON', displayName, 'Check quotes, commas and brackets.');
}
