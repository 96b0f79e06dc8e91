import { DateTime } from 'luxon';

import { InputError } from '../../shared/errors';
import type { Body } from '../api/client';
import { calendarDay, secondsOfDay } from './calendarDay';
import { cutText, MAX_LONG_TEXT, MAX_TEXT } from '../../shared/amoCrmLimits';
import { isReadTwoWays } from '../../shared/money';
import type { FieldDefinition } from '../api/schema';

/** One element of a field's `values`. */
type Value = Body;
type Writer = (definition: FieldDefinition, value: unknown, zone: string) => Value[];

/** How many choices an error lists. */
const MAX_LISTED = 20;
/** Unix seconds stay below this for 3000 years; more are milliseconds. */
const MAX_SECONDS = 1e11;

const text: Writer = ({ name }, value) => [{ value: cutText(plainText(name, value)) }];

const longText: Writer = ({ name }, value) => [
	{ value: cutText(plainText(name, value), MAX_LONG_TEXT) },
];

/** Half an address leads nowhere: a field that cannot take it stays as it is. */
const url: Writer = ({ name }, value) => {
	const whole = plainText(name, value);
	return whole.length > MAX_TEXT ? [] : [{ value: whole }];
};

const number: Writer = ({ name }, value) => {
	const parsed = typeof value === 'number' ? value : numberFrom(value);
	// JSON makes null of NaN, and amoCRM would silently empty the field (amocrm sheet §6.2).
	if (!Number.isFinite(parsed))
		throw new InputError('this is no number', name, 'Write it as 1500.5.');
	return [{ value: parsed }];
};

const checkbox: Writer = ({ name }, value) => {
	const said = typeof value === 'object' ? '' : String(value).trim().toLowerCase();
	if (['true', '1', 'yes'].includes(said)) return [{ value: true }];
	if (['false', '0', 'no'].includes(said)) return [{ value: false }];
	throw new InputError('this is neither true nor false', name, 'Give true or false.');
};

const date: Writer = ({ name }, value, zone) => [{ value: unixSeconds(value, zone, name) }];

/** A calendar day is written so that it is this day in the account, wherever n8n runs. */
const day: Writer = ({ name }, value, zone) => {
	const known = calendarDay(value, zone);
	return [{ value: known ? secondsOfDay(known) : unixSeconds(value, zone, name) }];
};

const choice: Writer = (definition, value) => {
	const given = Array.isArray(value) ? (value as unknown[]) : [value];
	if (given.length > 1) {
		throw new InputError('only one choice is possible', definition.name, 'Give one value.');
	}
	return [{ enum_id: enumIdOf(definition, given[0]) }];
};

const choices: Writer = (definition, value) => {
	const ids = choiceList(definition, value).map((one) => enumIdOf(definition, one));
	return [...new Set(ids)].map((enum_id) => ({ enum_id }));
};

const multitext: Writer = ({ name, enums }, value) => {
	const labels = (enums ?? []).map((one) => one.code || one.value);
	const enum_code = labels.find((label) => label === 'WORK') ?? labels[0];
	return listFrom(value).map((one) => ({ value: cutText(plainText(name, one)), enum_code }));
};

/** Types that a plain value can be written to (sheet §6.2). */
const WRITERS: Record<string, Writer> = {
	text,
	textarea: longText,
	url,
	streetaddress: text,
	tracking_data: text,
	numeric: number,
	price: number,
	monetary: number,
	checkbox,
	date: day,
	date_time: date,
	birthday: day,
	select: choice,
	radiobutton: choice,
	multiselect: choices,
	multitext,
};

/** Whether the pack can write this type: not files, linked entities, legal entities and the like. */
export function isWritable({ type }: FieldDefinition): boolean {
	return Object.hasOwn(WRITERS, type);
}

/**
 * An entry of `custom_fields_values` (sheet §6.2), in the shape of the field's type.
 *
 * @param value as a user or an expression gives it; an empty text or list clears the field, 0 and false
 *   are values. A choice is an enum id or its exact text, several of them a list or one text with commas.
 * @param zone of dates without one
 * @throws {InputError} that names the field
 */
export function fieldEntry(definition: FieldDefinition, value: unknown, zone = 'utc'): Body {
	const writer = Object.hasOwn(WRITERS, definition.type) ? WRITERS[definition.type] : undefined;
	if (!writer) {
		const problem = `a field of the type ${definition.type} cannot be set here`;
		throw new InputError(problem, definition.name, 'Remove the field from the node.');
	}
	const address = fieldAddress(definition);
	if (isEmpty(value)) return { ...address, values: null };
	return { ...address, values: writer(definition, value, zone) };
}

/** How a write names the field: tracking fields by code, all others by id (sheet §6.2, §6.3). */
export function fieldAddress({ id, code, type }: FieldDefinition): Body {
	return type === 'tracking_data' && code ? { field_code: code } : { field_id: id };
}

/**
 * Whole unix seconds of a date, as amoCRM takes them.
 *
 * @param value a DateTime, a Date, ISO text, or unix seconds or milliseconds
 * @throws {InputError}
 */
export function unixSeconds(value: unknown, zone: string, field: string): number {
	const ms = milliseconds(value, zone);
	if (Number.isFinite(ms)) return Math.floor(ms / 1000);
	throw new InputError('this is no date', field, 'Write it as 2026-07-01T10:00:00.');
}

function milliseconds(value: unknown, zone: string): number {
	if (value instanceof Date || DateTime.isDateTime(value)) return value.valueOf();
	if (typeof value !== 'number' && typeof value !== 'string') return NaN;
	if (typeof value === 'number' || /^\d{9,13}$/.test(value.trim())) {
		const number = Number(value);
		return Math.abs(number) < MAX_SECONDS ? number * 1000 : number;
	}
	return DateTime.fromISO(value.trim().replace(' ', 'T'), { zone }).toMillis();
}

function isEmpty(value: unknown): boolean {
	if (typeof value === 'string') return value.trim() === '';
	return value === null || value === undefined || (Array.isArray(value) && value.length === 0);
}

function plainText(field: string, value: unknown): string {
	if (typeof value !== 'object' || value === null) return String(value);
	if (value instanceof Date) return value.toISOString();
	if (DateTime.isDateTime(value)) return value.toISO() ?? '';
	throw new InputError('this is no text', field, 'Choose one value of the object.');
}

/** "1 500,50" is how people write it. */
function numberFrom(value: unknown): number {
	// The point of `1.500` is what amoCRM itself writes; the comma of `1,500` may group thousands.
	if (typeof value !== 'string' || (value.includes(',') && isReadTwoWays(value))) return NaN;
	const plain = value.replace(/[\s\u00a0]/g, '').replace(',', '.');
	return /^[-+]?\d+(\.\d+)?$/.test(plain) ? Number(plain) : NaN;
}

function choiceList(definition: FieldDefinition, value: unknown): unknown[] {
	// A choice's own text may have a comma.
	if (typeof value === 'string' && findChoice(definition, value) !== undefined) return [value];
	return listFrom(value);
}

/** A list, one text with commas, or the JSON text that n8n's field for lists gives. */
function listFrom(value: unknown): unknown[] {
	if (Array.isArray(value)) return (value as unknown[]).filter((one) => !isEmpty(one));
	if (typeof value !== 'string') return [value];
	if (value.trim().startsWith('[')) {
		try {
			const parsed: unknown = JSON.parse(value);
			if (Array.isArray(parsed)) return (parsed as unknown[]).filter((one) => !isEmpty(one));
		} catch {
			// It only looks like JSON.
		}
	}
	return value.split(',').filter((part) => part.trim() !== '');
}

function enumIdOf(definition: FieldDefinition, value: unknown): number {
	const found = findChoice(definition, value);
	if (found !== undefined) return found;
	const known = (definition.enums ?? []).map((one) => one.value);
	const more = known.length > MAX_LISTED ? ' …' : '';
	const listed = known.slice(0, MAX_LISTED).join(', ');
	throw new InputError(
		'this is none of its choices',
		definition.name,
		`Choose of: ${listed}${more}`,
	);
}

function findChoice({ enums }: FieldDefinition, value: unknown): number | undefined {
	if (typeof value === 'object') return undefined;
	const said = String(value).trim();
	const found =
		enums?.find(({ id }) => String(id) === said) ?? enums?.find((one) => one.value.trim() === said);
	return found?.id;
}
