import { exactJson, nestsAtMost } from '../shared/webhookJson';

/** What is nested deeper is no payload that a node could work on, and n8n could not store it. */
const MAX_DEPTH = 100;

export type BodyJson = { value: unknown; text: string } | { wrong: string };

/**
 * The JSON value of a body: any, not only an object. Whole numbers that a number cannot hold stay exact,
 * as text, and so does what is larger than every number; further digits of a fraction are lost, as
 * everywhere in JavaScript. `__proto__` is no name of a field.
 */
export function bodyJson(bytes: Buffer): BodyJson {
	const text = decoded(bytes);
	if (text === undefined) return { wrong: 'The body is not JSON: it is not UTF-8.' };
	if (text.trim() === '') return { wrong: 'The body is empty. Send JSON.' };
	const value = exactJson(text);
	if (value === undefined) return { wrong: 'The body is not JSON.' };
	if (!nestsAtMost(value, MAX_DEPTH)) return { wrong: 'The body is nested too deeply.' };
	return { value: plain(value), text };
}

/** Without a byte order mark; undefined when it is no UTF-8. */
function decoded(bytes: Buffer): string | undefined {
	try {
		return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
	} catch {
		return undefined;
	}
}

/** Without what would become the prototype of a copy that is made field by field. */
export function plain(value: unknown): unknown {
	if (typeof value !== 'object' || value === null) return value;
	if (Array.isArray(value)) return value.map(plain);
	const entries = Object.entries(value).filter(([name]) => name !== '__proto__');
	return Object.fromEntries(entries.map(([name, inner]) => [name, plain(inner)]));
}
