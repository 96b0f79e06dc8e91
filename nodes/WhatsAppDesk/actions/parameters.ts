import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { InputError } from '../../shared/errors';
import { rowsOf, textOf, timeOf, type Row } from '../../shared/rows';

type Show = NonNullable<NonNullable<INodeProperties['displayOptions']>['show']>;

/** A field that takes rows or one object, mostly by an expression. */
export function jsonField(
	displayName: string,
	name: string,
	defaultValue: string,
	description: string,
	show: Show,
): INodeProperties {
	const displayOptions = { show };
	return { displayName, name, type: 'json', default: defaultValue, description, displayOptions };
}

export function textField(
	displayName: string,
	name: string,
	defaultValue: string,
	description: string,
	show: Show,
): INodeProperties {
	const displayOptions = { show };
	return { displayName, name, type: 'string', default: defaultValue, description, displayOptions };
}

/** For tests: pages and rules reckon with the clock otherwise. */
export const nowOption: INodeProperties = {
	displayName: 'Now',
	name: 'now',
	type: 'string',
	default: '={{ $now.toISO() }}',
	description: 'The time to reckon with, for tests. Leave it out to use the clock.',
};

/** @throws {InputError} */
export function rowsIn(
	context: IExecuteFunctions,
	{ displayName, name }: INodeProperties,
	itemIndex: number,
): Row[] {
	return rowsOf(context.getNodeParameter(name, itemIndex), displayName);
}

/** The one object of a field; `{}` for an empty field. @throws {InputError} */
export function objectIn(
	context: IExecuteFunctions,
	field: INodeProperties,
	itemIndex: number,
): Row {
	const [object = {}, ...more] = rowsIn(context, field, itemIndex);
	if (more.length === 0) return object;
	throw new InputError('one object is needed', field.displayName, 'Give one item, not a list.');
}

export function textIn(
	context: IExecuteFunctions,
	{ name }: INodeProperties,
	itemIndex: number,
): string {
	return textOf(context.getNodeParameter(name, itemIndex));
}

/** The option *Now*, else the clock, in milliseconds since 1970. @throws {InputError} */
export function nowIn(context: IExecuteFunctions, itemIndex: number): number {
	const { now } = context.getNodeParameter('options', itemIndex, {}) as Row;
	if (textOf(now) === '') return Date.now();
	const time = timeOf(now);
	if (time !== undefined) return time;
	throw new InputError('this is no time', 'Now', 'Use an ISO time such as {{ $now.toISO() }}.');
}
