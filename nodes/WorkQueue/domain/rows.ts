import { textOf, type Row } from '../../shared/rows';

export { textOf, timeOf, type Row } from '../../shared/rows';

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

/** The code at the start of an error's text: `timeout` of `timeout: no answer`. */
export function causeOf(value: unknown): string {
	return textOf(value).split(':')[0].trim();
}
