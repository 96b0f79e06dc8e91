/** From here on a JSON number may have lost its last digits. */
const LONG_NUMBER = /\d{16}/;
const WHOLE = /^-?\d+$/;

/**
 * A webhook's body from its text: JSON, else the text itself. Whole numbers beyond 2^53 stay exact, as
 * text: two ids that differ in the last digit must not become one. Never throws.
 */
export function readJson(text: string): unknown {
	const json = text.replace(/^\uFEFF/, '');
	return (LONG_NUMBER.test(json) ? parsed(json, exact) : undefined) ?? parsed(json) ?? text;
}

function parsed(json: string, reviver?: typeof exact): unknown {
	try {
		return JSON.parse(json, reviver);
	} catch {
		return undefined;
	}
}

/** Node 20 does not give the source; numbers stay as they are there. */
function exact(_key: string, value: unknown, context?: { source?: string }): unknown {
	const source = context?.source ?? '';
	return typeof value === 'number' && !Number.isSafeInteger(value) && WHOLE.test(source)
		? source
		: value;
}
