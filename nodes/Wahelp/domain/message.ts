import { DateTime } from 'luxon';

import { fieldsOf, firstText } from '../../shared/values';

/** One message of the history or of a webhook's payload, as Wahelp gives it. */
export type RawMessage = Record<string, unknown>;

/** `created_at` comes without a zone and is Moscow time (wahelp sheet §9). */
const WAHELP_ZONE = 'Europe/Moscow';
/** Epoch seconds have ten digits until the year 2286. */
const EPOCH_MS_FROM = 1e11;

/** The message's id as text, '' when there is none (sheet §9: field search order). */
export function idOf(message: RawMessage): string {
	const inner = fieldsOf(message.message);
	return firstText(
		...idsIn(message, 'message_id', 'id', 'wahelp_id'),
		...idsIn(inner, 'message_id', 'id'),
		...idsIn(fieldsOf(inner.payload), 'message_id', 'id'),
	);
}

/** The text, '' when there is none: `message` as text or object, else `text`, else `body`. */
export function textOf(message: RawMessage): string {
	const inner = fieldsOf(message.message);
	const places = [message.message, inner.text, inner.message, message.text, message.body];
	return places.find((value): value is string => typeof value === 'string' && value !== '') ?? '';
}

/** `destination`, lower-cased, '' when there is none. */
export function directionOf(message: RawMessage): string {
	const found = [message.destination, message.direction].find((value) => typeof value === 'string');
	return String(found ?? '')
		.trim()
		.toLowerCase();
}

/** The channel user's id as text, '' when there is none. */
export function userIdOf(message: RawMessage): string {
	return firstText(message.user_id, fieldsOf(message.user).id);
}

/** A time of Wahelp in ISO (UTC), '' when it is none; epoch seconds and milliseconds are tolerated. */
export function isoTime(value: unknown): string {
	// A JSON object may have a `toString` of its own, so nothing but text and numbers is converted.
	if (typeof value !== 'string' && typeof value !== 'number') return '';
	if (typeof value === 'number' || /^\d{9,13}$/.test(value.trim())) {
		const epoch = Number(value);
		return isoOf(DateTime.fromMillis(epoch < EPOCH_MS_FROM ? epoch * 1000 : epoch));
	}
	if (value.length > 40) return '';
	const text = value.trim().replace(' ', 'T');
	return isoOf(DateTime.fromISO(text, { zone: WAHELP_ZONE }));
}

/** Ids as they are compared: numbers, as texts of different length sort wrongly (sheet §10). */
export function idNumber(id: string): number {
	return /^\d+$/.test(id) ? Number(id) : NaN;
}

function idsIn(fields: Record<string, unknown>, ...names: string[]): unknown[] {
	return names.map((name) => fields[name]);
}

function isoOf(time: DateTime): string {
	return time.isValid ? (time.toUTC().toISO() ?? '') : '';
}
