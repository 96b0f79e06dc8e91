import { OWNERS } from './fixtures';
import type { Json } from './model';
import { isObject, isTexts } from './query';

/** Fields of emit bodies; each throws a TypeError that says what it wants, undefined is a missing field. */

export function only(fields: Json, keys: string[]): void {
	const other = Object.keys(fields).find((key) => !keys.includes(key));
	if (other !== undefined) throw new TypeError(`unknown: ${other}; known: ${keys.join(', ')}`);
}

export function object(fields: Json, key: string): Json {
	const value = fields[key];
	if (!isObject(value)) throw new TypeError(`${key}: an object`);
	return value;
}

export function text(fields: Json, key: string): string | undefined {
	const value = fields[key];
	if (value === undefined || typeof value === 'string') return value;
	throw new TypeError(`${key}: a text`);
}

export function texts(fields: Json, key: string): string[] | undefined {
	const value = fields[key];
	if (value === undefined || isTexts(value)) return value;
	throw new TypeError(`${key}: a list of texts`);
}

export function whole(fields: Json, key: string): number | undefined {
	const value = fields[key];
	if (value === undefined || (Number.isInteger(value) && Number(value) >= 0)) {
		return value as number | undefined;
	}
	throw new TypeError(`${key}: a whole number`);
}

/** Null stays null. */
export function orNull<T>(fields: Json, key: string, read: (fields: Json, key: string) => T) {
	return fields[key] === null ? null : read(fields, key);
}

/** As the API writes it, in UTC with milliseconds. */
export function time(fields: Json, key: string): string | undefined {
	const value = text(fields, key);
	if (value === undefined) return undefined;
	if (Number.isNaN(Date.parse(value))) throw new TypeError(`${key}: a time in ISO 8601`);
	return new Date(value).toISOString();
}

export function source(fields: Json, key: string): string | undefined {
	const value = text(fields, key);
	if (value === undefined || Object.hasOwn(OWNERS, value)) return value;
	throw new TypeError(`${key} is one of ${Object.keys(OWNERS).join(', ')}`);
}

/** Digits; a number would have lost some of them. */
export function userId(fields: Json, key: string): string | undefined {
	const value = text(fields, key);
	if (value === undefined || /^\d+$/.test(value)) return value;
	throw new TypeError(`${key}: a text of digits`);
}
