import { DateTime } from 'luxon';

import { InputError } from './errors';
import { parseJson } from './jsonField';
import { fieldsOf, isObject } from './values';

/** A row of a table, as it was read. */
export type Row = Record<string, unknown>;

/** What a cell says, without spaces at its ends; `''` for an empty one. */
export function textOf(value: unknown): string {
	return value === null || value === undefined ? '' : String(value).trim();
}

const STAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,3})?Z$/;

/** A cell with a moment, in milliseconds since 1970; undefined when it holds none. */
export function timeOf(value: unknown): number | undefined {
	if (value instanceof Date) return Number.isNaN(value.getTime()) ? undefined : value.getTime();
	if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
	const text = textOf(value);
	if (text === '') return undefined;
	// What tables give; tables are long, and luxon takes its time.
	if (STAMP.test(text)) return timeOf(Date.parse(text));
	for (const read of [DateTime.fromISO, DateTime.fromSQL]) {
		const moment = read(text, { zone: 'utc' });
		if (moment.isValid) return moment.toMillis();
	}
	return undefined;
}

/**
 * Rows of a JSON field: a list of rows, of n8n's items, or one row; empty is none. What has no id or
 * name, such as n8n's item without fields for "nothing found", counts nowhere.
 *
 * @throws {InputError}
 */
export function rowsOf(value: unknown, displayName: string): Row[] {
	return valuesOf(value, displayName).map((one) => {
		if (isObject(one)) return one;
		throw rowsNeeded(displayName);
	});
}

/** The same for a field that must hold something, if only an empty list. @throws {InputError} */
export function givenRowsOf(value: unknown, displayName: string): Row[] {
	const parsed = parseJson(value, displayName);
	if (parsed === undefined || parsed === null) throw rowsNeeded(displayName);
	return rowsOf(parsed, displayName);
}

function rowsNeeded(displayName: string): InputError {
	const hint = "Give the rows of a table, such as {{ $('Read the Rows').all() }}.";
	return new InputError('a list of rows is needed', displayName, hint);
}

/** As `rowsOf`, with values of any kind. @throws {InputError} */
export function valuesOf(value: unknown, displayName: string): unknown[] {
	if (value === undefined || (typeof value === 'string' && value.trim() === '')) return [];
	const parsed = parseJson(value, displayName);
	const list: unknown[] = Array.isArray(parsed) ? parsed : [parsed];
	return list.map(unwrap).filter((one) => one !== null && one !== '');
}

/** What `$('Some Node').all()` gives are items with their fields under `json`. */
function unwrap(one: unknown): unknown {
	const { json } = fieldsOf(one);
	return isObject(json) ? json : one;
}
