import type {
	IDataObject,
	IDisplayOptions,
	IExecuteFunctions,
	INodeProperties,
} from 'n8n-workflow';

import { InputError } from '../../shared/errors';
import { optionsField } from '../../shared/optionFields';
import { rowsOf, textOf, timeOf, type Row } from '../../shared/rows';

type Show = NonNullable<IDisplayOptions['show']>;

/** A field that takes what other nodes gave. */
export function jsonField(
	show: Show,
	displayName: string,
	name: string,
	value: string,
	description: string,
): INodeProperties {
	return {
		displayName,
		name,
		type: 'json',
		default: value,
		description,
		displayOptions: { show },
	};
}

export const settingsField = (show: Show) =>
	jsonField(
		show,
		'Settings',
		'settings',
		"={{ $('Read Settings').all() }}",
		'Rows of the table bot_settings',
	);
export const storesField = (show: Show) =>
	jsonField(
		show,
		'Stores',
		'stores',
		"={{ $('Read Stores').all() }}",
		'Rows of the table whatsapp_settings',
	);
export const templatesField = (show: Show) =>
	jsonField(
		show,
		'Templates',
		'templates',
		"={{ $('Read Templates').all() }}",
		'Rows of the table whatsapp_templates',
	);

/** The only option of operations that reckon with the clock. */
export const nowOption = (show: Show) =>
	optionsField(show, [
		{
			displayName: 'Now',
			name: 'now',
			type: 'string',
			default: '={{ $now.toISO() }}',
			description: 'The time to reckon with, for tests. Leave it out to use the clock.',
		},
	]);

/** Rows of a JSON field. @throws {InputError} */
export function rowsIn(
	context: IExecuteFunctions,
	name: string,
	displayName: string,
	itemIndex = 0,
): Row[] {
	return rowsOf(context.getNodeParameter(name, itemIndex, ''), displayName);
}

/** The one row of a JSON field; an empty one when there is none. @throws {InputError} */
export function rowIn(
	context: IExecuteFunctions,
	name: string,
	displayName: string,
	itemIndex = 0,
): Row {
	return rowsIn(context, name, displayName, itemIndex)[0] ?? {};
}

/** The option *Now*, else the clock. In milliseconds since 1970. @throws {InputError} */
export function nowIn(context: IExecuteFunctions, itemIndex = 0): number {
	const { now } = context.getNodeParameter('options', itemIndex, {}) as IDataObject;
	if (textOf(now) === '') return Date.now();
	const time = timeOf(now);
	if (time !== undefined) return time;
	throw new InputError('this is no time', 'Now', 'Use an ISO time such as {{ $now.toISO() }}.');
}
