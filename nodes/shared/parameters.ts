import { DateTime } from 'luxon';
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { InputError } from './errors';
import { fieldsOf, isObject, textOf } from './values';

/** What the user chose of the collection *Options*, and nothing else. */
export function optionsOf<T = IDataObject>(context: IExecuteFunctions, itemIndex: number): T {
	return context.getNodeParameter('options', itemIndex, {}) as T;
}

/** A text parameter; an expression may give a number or nothing. Blanks at its ends stay. */
export function textParameter(context: IExecuteFunctions, name: string, itemIndex: number): string {
	return plainText(context.getNodeParameter(name, itemIndex, '') as unknown);
}

/** What a text field holds, blanks included; an object would go out to a client as "[object Object]". */
export function plainText(value: unknown): string {
	const isEmpty = value === null || value === undefined || typeof value === 'object';
	return isEmpty ? '' : String(value);
}

/** A locator's value; an expression may give the plain text or number. */
export function locatorText(raw: unknown): string {
	return textOf(isObject(raw) ? fieldsOf(raw).value : raw);
}

/**
 * A time as the editor or an expression gives it, in milliseconds; undefined when it is not set.
 *
 * @throws {InputError}
 */
export function millisOf(value: unknown, zone: string, field: string): number | undefined {
	if (value === undefined || value === null || value === '') return undefined;
	const ms =
		value instanceof Date || DateTime.isDateTime(value)
			? value.valueOf()
			: DateTime.fromISO(textOf(value).replace(' ', 'T'), { zone }).toMillis();
	if (Number.isFinite(ms)) return ms;
	throw new InputError('this is no date', field, 'Write it as 2026-07-01T10:00:00.');
}
