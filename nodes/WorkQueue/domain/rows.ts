import { DateTime } from 'luxon';

/** A row of a table, as it was read. */
export type Row = Record<string, unknown>;

/** What a cell says, without spaces at its ends; `''` for an empty one. */
export function textOf(value: unknown): string {
	return value === null || value === undefined ? '' : String(value).trim();
}

/** The row's number; undefined when it has none. Rows are ordered by it. */
export function idOf(row: Row): number | undefined {
	const id = Number(textOf(row.id) || NaN);
	return Number.isSafeInteger(id) && id > 0 ? id : undefined;
}

/** A count such as the tries so far; an empty or unreadable cell is 0. */
export function countOf(value: unknown): number {
	const count = Math.floor(Number(textOf(value)));
	return count > 0 ? count : 0;
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

/** The code at the start of an error's text: `timeout` of `timeout: no answer`. */
export function causeOf(value: unknown): string {
	return textOf(value).split(':')[0].trim();
}
