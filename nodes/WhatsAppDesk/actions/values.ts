import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { InputError } from '../../shared/errors';
import { rowsOf, textOf, type Row } from '../../shared/rows';
import { isZone, USUAL_ZONE } from '../domain/time';

type Show = NonNullable<INodeProperties['displayOptions']>['show'];

/** A field for one item or a list of rows, filled by an expression. */
export function jsonField(
	displayName: string,
	name: string,
	description: string,
	show: Show,
	more: Partial<INodeProperties> = {},
): INodeProperties {
	const type = 'json' as const;
	return { displayName, name, type, default: '', description, displayOptions: { show }, ...more };
}

/** The rows of a field of `jsonField`. @throws {InputError} */
export function rowsIn(
	context: IExecuteFunctions,
	{ name, displayName }: { name: string; displayName: string },
	itemIndex: number,
): Row[] {
	return rowsOf(context.getNodeParameter(name, itemIndex, ''), displayName);
}

/** Rows of `whatsapp_settings`; the item without fields for "no shop yet" is none. */
export const isShop = (row: Row): boolean => textOf(row.store_id) !== '';

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

/** @throws {InputError} */
export function zoneOf(context: IExecuteFunctions, itemIndex: number): string {
	const zone = textOf(context.getNodeParameter('timeZone', itemIndex, '')) || USUAL_ZONE;
	if (isZone(zone)) return zone;
	throw new InputError(`there is no time zone "${zone}"`, 'Time Zone', `Use ${USUAL_ZONE}.`);
}
