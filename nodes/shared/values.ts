import { storableText } from './storable';

/** Readers of values whose shape nobody knows: of vendors' answers, webhooks and expressions. None throws. */

const MAX_DEPTH = 6;

/** An object; lists and null are none. */
export function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An object's fields; of anything else none. */
export function fieldsOf(value: unknown): Record<string, unknown> {
	return isObject(value) ? value : {};
}

/** A text as it is; '' for anything else. */
export function stringOf(value: unknown): string {
	return typeof value === 'string' ? value : '';
}

/** Text or a number as text, trimmed; '' for anything else. */
export function textOf(value: unknown): string {
	const isText = typeof value === 'string' || typeof value === 'bigint' || Number.isFinite(value);
	return isText ? String(value).trim() : '';
}

/** The first value that is text or a number, '' when none is. */
export function firstText(...values: unknown[]): string {
	return values.map(textOf).find((text) => text !== '') ?? '';
}

/** The parts of a list that is written with commas (or another sign), or of an array, whose parts may hold commas. */
export function listOf(value: unknown, separator = ','): string[] {
	const parts: unknown[] = Array.isArray(value) ? value : textOf(value).split(separator);
	return parts.map(textOf).filter((one) => one !== '');
}

/** Every text of a value, however deep. */
export function textsIn(value: unknown, depth = 0): string[] {
	if (typeof value === 'string') return [value];
	if (typeof value !== 'object' || value === null || depth >= MAX_DEPTH) return [];
	return Object.values(value).flatMap((inner) => textsIn(inner, depth + 1));
}

/**
 * A text to compare with one from a vendor's answer: as messengers keep it, with neither the kind of line break
 * nor blanks at the ends, and without what `storable` takes out of every answer.
 */
export function messageText(text: string): string {
	return storableText(text).replace(/\r\n?/g, '\n').trim();
}
