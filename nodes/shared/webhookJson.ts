import type { IDataObject } from 'n8n-workflow';

import { storable } from './storable';

/** From here on a JSON number may have lost its last digits, or be larger than every number. */
const LONG_NUMBER = /\d{16}|(?:^|[:,[\s])-?[\d.]+e\+?\d{3}/i;
const WHOLE = /^-?\d+$/;
/** Deeper ones are no webhook of a vendor, and n8n could not store them. */
const MAX_DEPTH = 32;

/**
 * A webhook's body from its text: JSON, else the text itself. Whole numbers beyond 2^53 stay exact, as
 * text: two ids that differ in the last digit must not become one. What no database takes is dropped.
 * Never throws.
 */
export function readJson(text: string): unknown {
	const value = exactJson(text.replace(/^\uFEFF/, ''));
	return storable(value ?? text);
}

/** The JSON value of a text, whole numbers kept exact as above; undefined when it is no JSON. */
export function exactJson(json: string): unknown {
	const exactly = LONG_NUMBER.test(json) ? parsed(json, exact) : undefined;
	return exactly === undefined ? parsed(json) : exactly;
}

/** What an item carries of a body; null for what is nested too deeply to be stored. */
export function rawOf(raw: unknown): IDataObject[string] {
	return nestsAtMost(raw, MAX_DEPTH) ? (raw as IDataObject[string]) : null;
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
	if (typeof value !== 'number' || Number.isSafeInteger(value)) return value;
	return WHOLE.test(source) || !Number.isFinite(value) ? source : value;
}

/** Whether no list or object stands deeper than so many others. */
export function nestsAtMost(value: unknown, depth: number): boolean {
	if (typeof value !== 'object' || value === null) return true;
	return depth > 0 && Object.values(value).every((inner) => nestsAtMost(inner, depth - 1));
}
