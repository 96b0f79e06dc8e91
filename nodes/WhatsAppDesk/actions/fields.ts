import type { IDisplayOptions, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { InputError } from '../../shared/errors';
import { optionsField } from '../../shared/optionFields';
import { rowsOf, textOf, timeOf, type Row } from '../../shared/rows';
import { isZone } from '../../shared/zones';
import { USUAL_ZONE } from '../domain/time';

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

export const settingsField = (show: Show) =>
	jsonField('Settings', 'settings', 'Rows of the table bot_settings', show, {
		default: "={{ $('Read Settings').all() }}",
	});
export const storesField = (show: Show) =>
	jsonField('Stores', 'stores', 'Rows of the table whatsapp_settings', show, {
		default: "={{ $('Read Stores').all() }}",
	});
export const templatesField = (show: Show) =>
	jsonField('Templates', 'templates', 'Rows of the table whatsapp_templates', show, {
		default: "={{ $('Read Templates').all() }}",
	});

export function zoneField(show: Show): INodeProperties {
	return {
		displayName: 'Time Zone',
		name: 'timeZone',
		type: 'string',
		default: '',
		placeholder: USUAL_ZONE,
		description: `Zone for times on the page; empty is ${USUAL_ZONE}`,
		displayOptions: { show },
	};
}

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

/** Rows of `whatsapp_settings`; the item without fields for "no shop yet" is none. */
export const isShop = (row: Row): boolean => textOf(row.store_id) !== '';

/** @throws {InputError} */
export function zoneIn(context: IExecuteFunctions, itemIndex: number): string {
	const zone = textOf(context.getNodeParameter('timeZone', itemIndex, '')) || USUAL_ZONE;
	if (isZone(zone)) return zone;
	throw new InputError(`there is no time zone "${zone}"`, 'Time Zone', `Use ${USUAL_ZONE}.`);
}

/** The option *Now*, else the clock, in milliseconds since 1970. @throws {InputError} */
export function nowIn(context: IExecuteFunctions, itemIndex = 0): number {
	const { now } = context.getNodeParameter('options', itemIndex, {}) as Row;
	if (textOf(now) === '') return Date.now();
	const time = timeOf(now);
	if (time !== undefined) return time;
	throw new InputError('this is no time', 'Now', 'Use an ISO time such as {{ $now.toISO() }}.');
}
