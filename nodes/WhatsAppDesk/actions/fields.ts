import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { InputError } from '../../shared/errors';
import { jsonField, type Show } from '../../shared/rowFields';
import { textOf, type Row } from '../../shared/rows';
import { isZone } from '../../shared/zones';
import { USUAL_ZONE } from '../domain/time';

export * from '../../shared/rowFields';

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

/** Rows of `whatsapp_settings`; the item without fields for "no shop yet" is none. */
export const isShop = (row: Row): boolean => textOf(row.store_id) !== '';

/** @throws {InputError} */
export function zoneIn(context: IExecuteFunctions, itemIndex: number): string {
	const zone = textOf(context.getNodeParameter('timeZone', itemIndex, '')) || USUAL_ZONE;
	if (isZone(zone)) return zone;
	throw new InputError(`there is no time zone "${zone}"`, 'Time Zone', `Use ${USUAL_ZONE}.`);
}
