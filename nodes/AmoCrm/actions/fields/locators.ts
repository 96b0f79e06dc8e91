import type { IDisplayOptions, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { InputError } from '../../../shared/errors';
import { textOf } from '../../../shared/values';
import type { EntityType } from '../../api/client';

type Show = NonNullable<IDisplayOptions['show']>;

interface LocatorOptions {
	name?: string;
	displayName?: string;
	required?: boolean;
}

/** A contact, chosen from a list, by its ID or by the address of its card. */
export function contactLocator(
	show: Show,
	{ name = 'contactId', displayName = 'Contact', required = true }: LocatorOptions = {},
): INodeProperties {
	return locator(show, { name, displayName, required }, 'contacts', 'searchContacts', '7000001');
}

/** A lead, chosen from a list, by its ID or by the address of its card. */
export function leadLocator(
	show: Show,
	{ name = 'leadId', displayName = 'Lead', required = true }: LocatorOptions = {},
): INodeProperties {
	return locator(show, { name, displayName, required }, 'leads', 'searchLeads', '8000001');
}

/**
 * The id that a locator names.
 *
 * @throws {InputError} that names the field: it is empty, no id, or the address of something else
 */
export function idParameter(context: IExecuteFunctions, itemIndex: number, name: string): number {
	const raw = context.getNodeParameter(name, itemIndex, '') as unknown;
	return idOf(
		raw,
		fieldName(name),
		/lead/i.test(name) ? 'leads' : /contact/i.test(name) ? 'contacts' : undefined,
	);
}

/**
 * A positive whole number as an id, or the address of a card.
 *
 * @param type refuses the address of another kind of card
 * @throws {InputError}
 */
export function idOf(raw: unknown, field: string, type?: EntityType): number {
	const value = isLocator(raw) ? raw.value : raw;
	const text = textOf(value);
	const hint =
		type === undefined ? 'Give the number of it.' : `Choose one, or give its ID or address.`;
	if (text === '') throw new InputError('it is empty', field, hint);
	const [, kind, inAddress] = /\/(contacts|leads)\/detail\/(\d+)/.exec(text) ?? [];
	if (kind !== undefined && type !== undefined && kind !== type) {
		throw new InputError(`this is the address of one of the ${kind}`, field, hint);
	}
	const id = Number(inAddress ?? (/^\d+$/.test(text) ? text : NaN));
	if (!Number.isSafeInteger(id) || id <= 0) throw new InputError('this is no ID', field, hint);
	return id;
}

/** As `idOf`; undefined for what a table has where nothing is known. @throws {InputError} */
export function knownIdOf(value: unknown, field: string, type: EntityType): number | undefined {
	const isNone = value === undefined || value === null || ['', '0'].includes(String(value).trim());
	return isNone ? undefined : idOf(value, field, type);
}

function locator(
	show: Show,
	about: { name: string; displayName: string; required: boolean },
	type: EntityType,
	searchListMethod: string,
	example: string,
): INodeProperties {
	return {
		...about,
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		displayOptions: { show },
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				typeOptions: { searchListMethod, searchable: true },
			},
			{ displayName: 'ID', name: 'id', type: 'string', placeholder: `e.g. ${example}` },
			{
				displayName: 'URL',
				name: 'url',
				type: 'string',
				placeholder: `e.g. https://example.amocrm.ru/${type}/detail/${example}`,
				extractValue: { type: 'regex', regex: `/${type}/detail/(\\d+)` },
			},
		],
	};
}

function isLocator(raw: unknown): raw is { value: unknown } {
	return typeof raw === 'object' && raw !== null && '__rl' in raw && 'value' in raw;
}

/** `contactId` is shown as "Contact". */
function fieldName(name: string): string {
	const words = name
		.replace(/Id$/, '')
		.replace(/([A-Z])/g, ' $1')
		.trim();
	return words.charAt(0).toUpperCase() + words.slice(1);
}
