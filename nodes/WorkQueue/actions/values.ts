import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { InputError } from '../../shared/errors';
import { rowsOf, valuesOf } from '../../shared/rows';
import type { Row } from '../domain/rows';
import { idOf, textOf, timeOf } from '../domain/rows';

/** What the user filled into a collection; never what is hidden. */
export function collectionOf(context: IExecuteFunctions, name: string, itemIndex = 0): IDataObject {
	return context.getNodeParameter(name, itemIndex, {}) as IDataObject;
}

/** A chosen text, or what it is when nobody chose one. */
export function textFrom(options: IDataObject, name: string, fallback: string): string {
	return options[name] === undefined ? fallback : textOf(options[name]);
}

/** @throws {InputError} when it is no number from 0 on */
export function numberFrom(
	options: IDataObject,
	name: string,
	displayName: string,
	fallback: number,
): number {
	const written = options[name];
	const text = textOf(written);
	if (text === '') return fallback;
	const value = Number(text);
	if (value >= 0 && Number.isFinite(value)) return value;
	const hint = 'Enter a number, or leave the field out.';
	throw new InputError(`${text} is no number from 0 on`, displayName, hint);
}

/** The one row of a JSON field, with its id. @throws {InputError} */
export function claimedRow(
	context: IExecuteFunctions,
	name: string,
	displayName: string,
	itemIndex = 0,
): Row {
	const row = claimedRowOf(context.getNodeParameter(name, itemIndex), displayName);
	if (row) return row;
	throw oneRowNeeded(displayName);
}

/** The same from a value; undefined for an empty one. @throws {InputError} */
export function claimedRowOf(value: unknown, displayName: string): Row | undefined {
	const [row, ...more] = rowsOf(value, displayName);
	if (row === undefined) return undefined;
	if (more.length === 0 && idOf(row) !== undefined) return row;
	throw oneRowNeeded(displayName);
}

function oneRowNeeded(displayName: string): InputError {
	const hint = "Give the claimed row, such as {{ $('Loop Over Messages').item.json }}.";
	return new InputError('one row with its id is needed', displayName, hint);
}

/** The texts of a list of values, or of rows with them in a column. @throws {InputError} */
export function textsOf(value: unknown, displayName: string, column: string): Set<string> {
	const texts = valuesOf(value, displayName).map((one) =>
		textOf(typeof one === 'object' ? (one as Row)[column] : one),
	);
	return new Set(texts.filter(Boolean));
}

/** The option *Now*, else the clock. In milliseconds since 1970. @throws {InputError} */
export function nowOf(options: IDataObject): number {
	if (textOf(options.now) === '') return Date.now();
	const now = timeOf(options.now);
	if (now !== undefined) return now;
	throw new InputError('this is no time', 'Now', 'Use an ISO time such as {{ $now.toISO() }}.');
}

/** In the form that tables take. */
export function isoOf(time: number): string;
export function isoOf(time: number | undefined): string | null;
export function isoOf(time: number | undefined): string | null {
	return time === undefined ? null : new Date(time).toISOString();
}
