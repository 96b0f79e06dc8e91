import type { IExecuteFunctions, INodeProperties, ResourceMapperField } from 'n8n-workflow';

import { InputError } from '../../../shared/errors';
import { phoneCountryOption } from '../../../shared/optionFields';
import type { CountryCode } from '../../../shared/vendor';
import type { AmoApi, Body } from '../../api/client';
import type { ContactValues, LabelledField } from '../../domain/contactValues';
import { fieldDefinitions } from '../../api/dictionaries';
import { readIdentities, type Identity, type IdentityKind } from '../../domain/matching';
import {
	columnsOf,
	contactValues,
	customFieldsMapper,
	customFieldsParameter,
	fieldIdOf,
	fieldParameter,
	optionalIdOf,
	optionsOf,
	tagsParameter,
} from '../fields';

type Show = { resource: string[]; operation: string[] };

const phoneField: INodeProperties = {
	displayName: 'Phone',
	name: 'phone',
	type: 'string',
	default: '',
	placeholder: 'e.g. 8 999 000 00 01',
	description: 'As people write it',
};

const emailField: INodeProperties = {
	displayName: 'Email',
	name: 'email',
	type: 'string',
	default: '',
	placeholder: 'e.g. name@example.com',
};

/** Telegram ID with its field, phone, e-mail: what a contact is known by. */
export function identityFields(show: Show): INodeProperties[] {
	return [
		{
			displayName: 'Telegram ID',
			name: 'telegramId',
			type: 'string',
			default: '',
			placeholder: 'e.g. 123456789',
			description: 'Looked for first, then the phone, then the e-mail; any of them may be empty',
			displayOptions: { show },
		},
		fieldParameter(show, {
			displayName: 'Telegram ID Field',
			name: 'telegramIdField',
			method: 'getContactTextFields',
			description: 'The contact field with Telegram IDs, needed when one is given',
		}),
		...contactFields(show),
	];
}

/** Phone and e-mail. */
export function contactFields(show: Show): INodeProperties[] {
	return [phoneField, emailField].map((field) => ({ ...field, displayOptions: { show } }));
}

export function nameField(show: Show): INodeProperties {
	return {
		displayName: 'Name',
		name: 'name',
		type: 'string',
		default: '',
		placeholder: 'e.g. Anna Example',
		displayOptions: { show },
	};
}

export const mapper = (show: Show): INodeProperties => customFieldsMapper(show, 'contacts');

export const addPhonesOption: INodeProperties = {
	displayName: 'Keep Existing Phones and E-Mails',
	name: 'addPhones',
	type: 'boolean',
	default: true,
	description:
		'Whether a new phone or e-mail is added to those that the contact has, instead of taking their place',
};

export const countryOption = phoneCountryOption('RU');

export const firstNameOption: INodeProperties = {
	displayName: 'First Name',
	name: 'firstName',
	type: 'string',
	default: '',
};

export const lastNameOption: INodeProperties = {
	displayName: 'Last Name',
	name: 'lastName',
	type: 'string',
	default: '',
};

const FIELD_NAMES: Record<IdentityKind, string> = {
	telegram_id: 'Telegram ID',
	phone: 'Phone',
	email: 'Email',
};

export function countryOf(context: IExecuteFunctions, itemIndex: number): CountryCode {
	const { country } = optionsOf(context, itemIndex);
	return String(country || 'RU')
		.trim()
		.toUpperCase() as CountryCode;
}

/**
 * What the contact is looked for by.
 *
 * @param mayBeNothing for a contact that is known otherwise
 * @throws {InputError} when nothing is given that can be looked for
 */
export function identitiesParameter(
	context: IExecuteFunctions,
	itemIndex: number,
	{ mayBeNothing = false } = {},
): { identities: Identity[]; unusable: IdentityKind[] } {
	const parameter = (name: string) => context.getNodeParameter(name, itemIndex, '') as unknown;
	const isNothing = ['telegramId', 'phone', 'email'].every((name) => !textOf(parameter(name)));
	if (mayBeNothing && isNothing) return { identities: [], unusable: [] };
	const found = readIdentities({
		telegramId: parameter('telegramId'),
		telegramIdField: fieldIdOf(parameter('telegramIdField'), 'Telegram ID Field'),
		phone: parameter('phone'),
		email: parameter('email'),
		country: countryOf(context, itemIndex),
	});
	if (found.identities.length === 0 && !mayBeNothing) throw unusableInput(found.unusable[0]);
	return found;
}

export function unusableInput(kind: IdentityKind): InputError {
	const hint = 'Correct it, or leave it empty.';
	return new InputError('a contact cannot be looked for by this', FIELD_NAMES[kind], hint);
}

/** What is to be written. @throws {InputError | VendorError} */
export async function valuesParameter(
	context: IExecuteFunctions,
	itemIndex: number,
	api: AmoApi,
): Promise<ContactValues> {
	const { firstName, lastName, responsibleUserId, tags } = optionsOf(context, itemIndex);
	const parameter = (name: string) => context.getNodeParameter(name, itemIndex, '') as unknown;
	const lists = contactValues(
		{ phone: parameter('phone'), email: parameter('email') },
		countryOf(context, itemIndex),
	);
	const custom = await customFieldsParameter(context, itemIndex, api, 'contacts');
	return {
		name: textOf(parameter('name')) || undefined,
		firstName: textOf(firstName),
		lastName: textOf(lastName),
		responsibleUserId: optionalIdOf(responsibleUserId, 'Responsible User'),
		tags: tagsParameter(tags) ?? [],
		fields: [
			...lists.map((entry) => ({ label: String(entry.field_code).toLowerCase(), entry })),
			...(await labelled(api, custom, columnsOf(context, itemIndex))),
		],
	};
}

/** With the names of the mapper's columns, else those that the account gives its fields. */
async function labelled(
	api: AmoApi,
	entries: Body[],
	columns: ResourceMapperField[],
): Promise<LabelledField[]> {
	const known = entries.flatMap((entry) => {
		const key = String(entry.field_id ?? entry.field_code);
		const column = columns.find(({ id }) => id === key);
		return column ? [{ label: column.displayName, entry }] : [];
	});
	if (known.length === entries.length) return known;
	const definitions = await fieldDefinitions(api, 'contacts');
	return entries.map((entry) => {
		const definition = definitions.find(
			({ id, code }) => id === entry.field_id || (code && code === entry.field_code),
		);
		return { label: definition?.name ?? String(entry.field_id ?? entry.field_code), entry };
	});
}

/** Undefined when it was not chosen; a chosen empty text stays. */
function textOf(value: unknown): string | undefined {
	return value === undefined || value === null ? undefined : String(value).trim();
}
