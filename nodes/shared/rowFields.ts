import type { IDisplayOptions, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { InputError } from './errors';
import { optionsField } from './optionFields';
import { rowsOf, textOf, timeOf, type Row } from './rows';

export type Show = NonNullable<IDisplayOptions['show']>;

/** A field that takes rows or one object of other nodes, by an expression. */
export function jsonField(
	displayName: string,
	name: string,
	description: string,
	show: Show,
	more: Partial<INodeProperties> = {},
): INodeProperties {
	const displayOptions = { show };
	return { displayName, name, type: 'json', default: '', description, displayOptions, ...more };
}

export function textField(
	displayName: string,
	name: string,
	description: string,
	show: Show,
	value = '',
): INodeProperties {
	const displayOptions = { show };
	return { displayName, name, type: 'string', default: value, description, displayOptions };
}

/** An option of operations that reckon with the clock. */
export const nowOption: INodeProperties = {
	displayName: 'Now',
	name: 'now',
	type: 'string',
	default: '={{ $now.toISO() }}',
	description: 'The time to reckon with, for tests. Leave it out to use the clock.',
};

/** The only option of operations that reckon with the clock. */
export const nowField = (show: Show) => optionsField(show, [nowOption]);

/** The rows of a field of `jsonField`. @throws {InputError} */
export function rowsIn(
	context: IExecuteFunctions,
	{ displayName, name }: INodeProperties,
	itemIndex = 0,
): Row[] {
	return rowsOf(context.getNodeParameter(name, itemIndex, ''), displayName);
}

/** The one object of a field; `{}` for an empty field. @throws {InputError} */
export function objectIn(context: IExecuteFunctions, field: INodeProperties, itemIndex = 0): Row {
	const [object = {}, ...more] = rowsIn(context, field, itemIndex);
	if (more.length === 0) return object;
	throw new InputError('one object is needed', field.displayName, 'Give one item, not a list.');
}

export function textIn(
	context: IExecuteFunctions,
	{ name }: INodeProperties,
	itemIndex: number,
): string {
	return textOf(context.getNodeParameter(name, itemIndex, ''));
}

/** The option *Now*, else the clock, in milliseconds since 1970. @throws {InputError} */
export function nowIn(context: IExecuteFunctions, itemIndex = 0): number {
	const { now } = context.getNodeParameter('options', itemIndex, {}) as Row;
	if (textOf(now) === '') return Date.now();
	const time = timeOf(now);
	if (time !== undefined) return time;
	throw new InputError('this is no time', 'Now', 'Use an ISO time such as {{ $now.toISO() }}.');
}
