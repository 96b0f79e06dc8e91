import type {
	IDisplayOptions,
	IExecuteFunctions,
	INodeProperties,
	ResourceMapperField,
} from 'n8n-workflow';

import { InputError } from '../../../shared/errors';
import { MAX_TEXT } from '../../../shared/amoCrmLimits';
import { parsePhone, PHONE_PROBLEMS } from '../../../shared/phones';
import type { CountryCode } from '../../../shared/vendor';
import type { AmoApi, Body, EntityType } from '../../api/client';
import { fieldEntry } from '../../domain/customFields';
import { fieldDefinitions } from '../../api/dictionaries';
import type { FieldDefinition } from '../../api/schema';
import { fieldOfColumn } from './columns';

type Show = NonNullable<IDisplayOptions['show']>;

/** Many items with a wrong value must not ask for the fields each time. */
const FRESH_MS = 5000;

/** Custom fields of a contact or lead, each by its type and choices. */
export function customFieldsMapper(
	show: Show,
	entity: EntityType,
	{ name = 'customFields', displayName = 'Custom Fields' } = {},
): INodeProperties {
	return {
		displayName,
		name,
		type: 'resourceMapper',
		noDataExpression: true,
		default: { mappingMode: 'defineBelow', value: null },
		typeOptions: {
			resourceMapper: {
				resourceMapperMethod: entity === 'contacts' ? 'getContactFields' : 'getLeadFields',
				mode: 'add',
				fieldWords: { singular: 'field', plural: 'fields' },
				addAllFields: false,
				supportAutoMap: false,
				noFieldsError: 'This account has no custom fields here.',
			},
		},
		description: 'Only chosen fields are sent; a chosen empty text clears the field',
		displayOptions: { show },
	};
}

/**
 * The chosen fields of a mapper as `custom_fields_values`. Asks amoCRM for its fields only when the
 * node's own column list does not say enough.
 *
 * A removed field is not sent, nor one whose value is null or undefined; an empty text clears.
 *
 * @throws {InputError | VendorError}
 */
export async function customFieldsParameter(
	context: IExecuteFunctions,
	itemIndex: number,
	api: AmoApi,
	entity: EntityType,
	name = 'customFields',
): Promise<Body[]> {
	// n8n's own check knows the fields as they were when the node was opened; amoCRM's are read below.
	const raw = context.getNodeParameter(`${name}.value`, itemIndex, null, {
		skipValidation: true,
	}) as unknown;
	const value = typeof raw === 'object' && raw !== null ? (raw as Record<string, unknown>) : {};
	const chosen = Object.entries(value).filter(([, one]) => one !== null && one !== undefined);
	if (chosen.length === 0) return [];
	const zone = context.getTimezone();
	const columns = columnsOf(context, itemIndex, name);
	const known = chosen.map(([key, one]) => fieldOfColumn(columns, key, one));
	if (known.every((field) => field !== undefined)) {
		return written(chosen.map(([, one], index) => fieldEntry(known[index], one, zone)));
	}
	const entries = (definitions: FieldDefinition[]) =>
		written(
			chosen.map(([key, one]) => fieldEntry(definitionOf(definitions, key, entity), one, zone)),
		);
	const definitions = await fieldDefinitions(api, entity);
	try {
		return entries(definitions);
	} catch {
		// The field or the choice may have been added since: one fresh look.
		return entries(await fieldDefinitions(api, entity, FRESH_MS));
	}
}

/** Without fields whose value amoCRM would not take; an empty list would clear them. */
function written(entries: Body[]): Body[] {
	return entries.filter(({ values }) => !Array.isArray(values) || values.length > 0);
}

/** The columns of a mapper as they were when the node was edited. */
export function columnsOf(
	context: IExecuteFunctions,
	itemIndex: number,
	name = 'customFields',
): ResourceMapperField[] {
	const options = { skipValidation: true };
	const schema = context.getNodeParameter(`${name}.schema`, itemIndex, [], options) as unknown;
	return Array.isArray(schema) ? (schema as ResourceMapperField[]) : [];
}

/** PHONE and EMAIL as `custom_fields_values`; empty ones are left out. @throws {InputError} */
export function contactValues(
	{ phone, email }: { phone?: unknown; email?: unknown },
	country = 'RU',
): Body[] {
	const phones = textsOf(phone).map((one) => phoneOf(one, country));
	// amoCRM refuses a contact with a longer one, and half an address is none.
	const emails = textsOf(email)
		.filter((one) => one.length <= MAX_TEXT)
		.map(emailOf);
	return [...multitextEntry('PHONE', phones), ...multitextEntry('EMAIL', emails)];
}

/** A list that amoCRM puts in place of the old one (amocrm sheet §6.2); none for no values. */
export function multitextEntry(field_code: 'PHONE' | 'EMAIL', values: string[]): Body[] {
	if (values.length === 0) return [];
	const unique = [...new Set(values)];
	return [{ field_code, values: unique.map((value) => ({ value, enum_code: 'WORK' })) }];
}

/** By id or by code. */
function definitionOf(
	definitions: FieldDefinition[],
	key: string,
	entity: EntityType,
): FieldDefinition {
	const found =
		definitions.find(({ id }) => String(id) === key) ??
		definitions.find(({ code }) => code === key);
	if (found) return found;
	throw new InputError(
		`this account has no field ${key} for ${entity}`,
		'Custom Fields',
		'Open the node, remove the field and choose it again from the list.',
	);
}

function textsOf(value: unknown): string[] {
	const list: unknown[] = Array.isArray(value) ? value : [value];
	return list.map((one) => String(one ?? '').trim()).filter((one) => one !== '');
}

function phoneOf(text: string, country: string): string {
	const phone = parsePhone(text, country.trim().toUpperCase() as CountryCode);
	if (phone.ok) return phone.e164;
	const hint = 'Give it with its country code, such as +7 701 000 00 01.';
	throw new InputError(`this is no usable phone: ${PHONE_PROBLEMS[phone.reason]}`, 'Phone', hint);
}

function emailOf(text: string): string {
	if (/^[^\s@]+@[^\s@]+$/.test(text)) return text;
	throw new InputError('this is no e-mail address', 'Email', 'Write it as name@example.com.');
}
