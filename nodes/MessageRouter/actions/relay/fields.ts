import type { IDisplayOptions, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { InputError } from '../../../shared/errors';
import { optionsField } from '../../../shared/optionFields';
import { rowsOf, textOf, timeOf, type Row } from '../../../shared/rows';

export type Show = NonNullable<IDisplayOptions['show']>;

/** A field that takes rows of other nodes by an expression. */
export function rowsField(
	displayName: string,
	name: string,
	value: string,
	description: string,
	show: Show,
): INodeProperties {
	const displayOptions = { show };
	return { displayName, name, type: 'json', default: value, description, displayOptions };
}

export const messageField = (show: Show) =>
	rowsField(
		'Message',
		'message',
		"={{ $('Select Due').first().json }}",
		'The row of relay_messages, as it was before the claim',
		show,
	);
export const clientField = (show: Show) =>
	rowsField(
		'Client',
		'client',
		"={{ $('Read the Client').all() }}",
		'The rows of clients with the Telegram ID of the message; none for a stranger',
		show,
	);
export const settingsField = (show: Show) =>
	rowsField(
		'Settings',
		'settings',
		"={{ $('Read Settings').all() }}",
		'Rows of the table bot_settings',
		show,
	);
export const earlierField = (show: Show, value: string, description: string) =>
	rowsField('Earlier Messages', 'earlier', value, description, show);

export const reportsField = (show: Show, value: string) =>
	rowsField('Reports', 'reports', value, 'What Read Reports gave', show);

/** The only option of operations that reckon with the clock. */
export const nowField = (show: Show) =>
	optionsField(show, [
		{
			displayName: 'Now',
			name: 'now',
			type: 'string',
			default: '={{ $now.toISO() }}',
			description: 'The time to reckon with, for tests. Leave it out to use the clock.',
		},
	]);

/** The rows of one of these fields. @throws {InputError} */
export function rowsIn(
	context: IExecuteFunctions,
	{ displayName, name }: INodeProperties,
	itemIndex: number,
): Row[] {
	return rowsOf(context.getNodeParameter(name, itemIndex, ''), displayName);
}

/** The one row of a field. @throws {InputError} */
export function rowIn(context: IExecuteFunctions, field: INodeProperties, itemIndex: number): Row {
	const [row, ...more] = rowsIn(context, field, itemIndex);
	if (row !== undefined && more.length === 0) return row;
	throw new InputError('one row is needed', field.displayName, 'Give one item, not a list.');
}

/** The option *Now*, else the clock, in milliseconds since 1970. @throws {InputError} */
export function nowIn(context: IExecuteFunctions, itemIndex: number): number {
	const { now } = context.getNodeParameter('options', itemIndex, {}) as Row;
	if (textOf(now) === '') return Date.now();
	const time = timeOf(now);
	if (time !== undefined) return time;
	throw new InputError('this is no time', 'Now', 'Use an ISO time such as {{ $now.toISO() }}.');
}
