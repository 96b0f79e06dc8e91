import type { CountryCode } from '../../shared/vendor';
import type { Body } from '../api/client';
import { valuesOf, type FieldKey } from './customFields';
import { cutText } from '../../shared/amoCrmLimits';
import { comparable } from './matching';
import type { Entity } from '../api/schema';

/** What a user chose for a contact; what is undefined or an empty list is not written. */
export interface ContactValues {
	name?: string;
	firstName?: string;
	lastName?: string;
	responsibleUserId?: number;
	tags: Body[];
	fields: LabelledField[];
}

/** An entry of `custom_fields_values` with the name that people know the field by. */
export interface LabelledField {
	label: string;
	entry: Body;
}

/** The element of a create (amocrm sheet §7.4). */
export function createBody(values: ContactValues): Body {
	const { tags } = values;
	return { ...commonBody(values), ...(tags.length > 0 ? { _embedded: { tags } } : {}) };
}

/** The element of an update, without `id`; tags are added to those that are there (sheet §7.5). */
export function updateBody(values: ContactValues): Body {
	const { tags } = values;
	return { ...commonBody(values), ...(tags.length > 0 ? { tags_to_add: tags } : {}) };
}

/** What an update with these values changes. Empty when there is nothing to write. */
export function labelsOf(values: ContactValues): string[] {
	const { tags, fields, ...plain } = values;
	const labels = Object.entries(plain).filter(([, value]) => value !== undefined);
	return [
		...labels.map(([name]) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)),
		...(tags.length > 0 ? ['tags'] : []),
		...fields.map(({ label }) => label),
	];
}

/** How an existing contact is changed. */
export interface ChangeRules {
	/** Leave alone what the contact has. */
	onlyEmpty: boolean;
	/** Add to the phones and e-mails that the contact has; without a choice where `onlyEmpty` is off. */
	addToLists?: boolean;
	country: CountryCode;
}

/** Whether the contact must be read before these values can be written. */
export function needsReading({ fields }: ContactValues, rules: ChangeRules): boolean {
	return rules.onlyEmpty || (rules.addToLists !== false && fields.some(isList));
}

/** What is to be written to this contact. */
export function changesFor(
	contact: Entity,
	values: ContactValues,
	{ onlyEmpty, addToLists = !onlyEmpty, country }: ChangeRules,
): ContactValues {
	const missing = onlyEmpty ? onlyMissing(contact, values) : values;
	if (!addToLists) return missing;
	const lists = values.fields.filter(isList).flatMap((list) => added(contact, list, country));
	return { ...missing, fields: [...missing.fields.filter((field) => !isList(field)), ...lists] };
}

/**
 * Only what the contact lacks now; amoCRM has no such update (sheet §7.5). A contact always has a
 * responsible user. Parts of the name are written only to a contact without any: they would change it.
 */
function onlyMissing(contact: Entity, values: ContactValues): ContactValues {
	const isNameless = (contact.name ?? '').trim() === '';
	return {
		name: isNameless ? values.name : undefined,
		firstName: isNameless ? values.firstName : undefined,
		lastName: isNameless ? values.lastName : undefined,
		tags: values.tags.filter((tag) => !hasTag(contact, tag)),
		fields: values.fields.filter(
			({ entry }) =>
				writesSomething(entry) && valuesOf(contact, keyOf(entry)).join('').trim() === '',
		),
	};
}

/**
 * A list with what is new in it after what the contact has: amoCRM replaces the whole list (sheet §6.2).
 * Nothing when nothing is new.
 */
function added(contact: Entity, field: LabelledField, country: CountryCode): LabelledField[] {
	const key = keyOf(field.entry);
	const stored = contact.custom_fields_values?.find(({ field_code }) => field_code === key);
	const old = (stored?.values ?? []).map(({ value, enum_code }) =>
		enum_code ? { value, enum_code } : { value },
	);
	const known = new Set(old.map(({ value }) => comparable(key, value, country)));
	const fresh = valuesIn(field.entry).filter(
		({ value }) => !known.has(comparable(key, value, country)),
	);
	if (fresh.length === 0) return [];
	return [{ ...field, entry: { ...field.entry, values: [...old, ...fresh] } }];
}

/** Phones and e-mails, of which a contact may have several. */
function isList({ entry }: LabelledField): boolean {
	return entry.field_code === 'PHONE' || entry.field_code === 'EMAIL';
}

function keyOf({ field_code, field_id }: Body): FieldKey {
	return (field_code ?? field_id) as FieldKey;
}

function commonBody({ name, firstName, lastName, responsibleUserId, fields }: ContactValues): Body {
	const body: Body = {
		name: name && cutText(name),
		first_name: firstName && cutText(firstName),
		last_name: lastName && cutText(lastName),
		responsible_user_id: responsibleUserId,
		custom_fields_values: fields.length > 0 ? fields.map(({ entry }) => entry) : undefined,
	};
	return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
}

function valuesIn({ values }: Body): Array<{ value?: unknown; enum_id?: unknown }> {
	return Array.isArray(values) ? (values as Array<{ value?: unknown; enum_id?: unknown }>) : [];
}

/** False for an entry that clears its field. */
function writesSomething(entry: Body): boolean {
	return valuesIn(entry).length > 0;
}

function hasTag({ _embedded }: Entity, { id, name }: Body): boolean {
	const tags = (_embedded?.tags ?? []) as Array<{ id?: unknown; name?: unknown }>;
	return tags.some((tag) => (id === undefined ? tag.name === name : tag.id === id));
}
