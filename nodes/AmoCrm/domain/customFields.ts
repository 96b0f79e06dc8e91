import { DateTime } from 'luxon';
import type { IDataObject } from 'n8n-workflow';

import { dayOfSeconds } from './calendarDay';
import type { Entity, Field } from '../api/schema';

export { fieldAddress, fieldEntry, isWritable, unixSeconds } from './fieldEntry';

/** A field's numeric id, or its code such as `PHONE` or `UTM_SOURCE`. */
export type FieldKey = number | string;

const MANY_VALUES = ['multiselect', 'multitext'];
const NUMBERS = ['numeric', 'price', 'monetary'];
const DAYS = ['date', 'birthday'];
const DATES = ['date_time'];

/**
 * The values of a custom field as text: of a choice its text, of a date its unix seconds. Empty when
 * the field is not filled (`custom_fields_values` is null then, amocrm sheet §6.2).
 */
export function valuesOf(entity: Entity, key: FieldKey): string[] {
	const text = String(key);
	const field = entity.custom_fields_values?.find(
		({ field_id, field_code }) => String(field_id) === text || field_code === text,
	);
	return field ? textsOf(field) : [];
}

/** The chosen entries of a select or multiselect. */
export function enumIdsOf(entity: Entity, key: number): number[] {
	const field = entity.custom_fields_values?.find(({ field_id }) => field_id === key);
	return (field?.values ?? []).flatMap(({ enum_id }) => enum_id ?? []);
}

/**
 * A contact or a lead with ten keys: what flows ask for. Custom fields by name, with numbers, dates and
 * lists as such; links as lists of ids; times in ISO 8601.
 */
export function simplified(entity: Entity): IDataObject {
	const { id, name, custom_fields_values: fields, _embedded: linked } = entity;
	const isLead = entity.status_id !== undefined;
	const about = {
		id,
		name: name ?? '',
		responsible_user_id: entity.responsible_user_id,
		updated_at: isoOf(entity.updated_at),
		tags: tagsOf(linked?.tags),
	};
	if (isLead) {
		return {
			...about,
			price: entity.price ?? 0,
			pipeline_id: entity.pipeline_id,
			status_id: entity.status_id,
			contact_ids: (linked?.contacts ?? []).map((contact) => contact.id),
			custom_fields: namedFields(fields ?? []),
		} as IDataObject;
	}
	return {
		...about,
		created_at: isoOf(entity.created_at),
		phones: valuesOf(entity, 'PHONE'),
		emails: valuesOf(entity, 'EMAIL'),
		lead_ids: (linked?.leads ?? []).map((lead) => lead.id),
		custom_fields: namedFields(
			(fields ?? []).filter(({ field_code }) => !['PHONE', 'EMAIL'].includes(field_code ?? '')),
		),
	} as IDataObject;
}

/** A contact or lead as an operation gives it: simplified, or as amoCRM has sent it. */
export function asChosen(entity: Entity, simplify: unknown): IDataObject {
	return simplify === false ? (entity as unknown as IDataObject) : simplified(entity);
}

function textsOf({ values }: Field): string[] {
	return (values ?? [])
		.map(({ value }) => value)
		.filter((value) => value !== null && value !== undefined && value !== '')
		.map((value) => (typeof value === 'object' ? JSON.stringify(value) : String(value)));
}

function namedFields(fields: Field[]): IDataObject {
	const seen = new Set<string>();
	return Object.fromEntries(
		fields.map((field) => {
			const name = field.field_name ?? String(field.field_id);
			// Accounts have text fields with the names of tracking fields (sheet §6.3).
			const key = seen.has(name) ? `${name} (${field.field_id})` : name;
			seen.add(name);
			return [key, typedValue(field)];
		}),
	) as IDataObject;
}

function typedValue(field: Field): IDataObject[string] {
	const texts = textsOf(field);
	const type = field.field_type ?? '';
	if (MANY_VALUES.includes(type)) return texts;
	const [first] = texts;
	if (first === undefined) return null;
	if (NUMBERS.includes(type)) return Number.isFinite(Number(first)) ? Number(first) : first;
	if (DAYS.includes(type)) return dayOfSeconds(Number(first)) ?? first;
	if (DATES.includes(type)) return isoOf(Number(first)) ?? first;
	if (type === 'checkbox') return first === 'true' || first === '1';
	return first;
}

function isoOf(seconds: number | null | undefined): string | undefined {
	if (typeof seconds !== 'number' || !Number.isFinite(seconds)) return undefined;
	return DateTime.fromSeconds(seconds, { zone: 'utc' }).toISO() ?? undefined;
}

function tagsOf(tags: unknown): unknown[] {
	return Array.isArray(tags) ? tags.map((tag: { name?: unknown }) => tag?.name) : [];
}
