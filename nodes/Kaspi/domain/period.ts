import { DateTime } from 'luxon';

import { InputError } from '../../shared/errors';

/** Days are those of Almaty: UTC+5 since March 2024, UTC+6 before (kaspi sheet §3.1). */
export const TIME_ZONE = 'Asia/Almaty';
export const DAY_MS = 86_400_000;

/** Kaspi answers at most so long a window of creation dates (kaspi sheet §2). */
const MAX_SLICE_MS = 14 * DAY_MS;
/** Seconds until the year 5138 have at most 11 digits; more digits are milliseconds. */
const SECONDS_BELOW = 1e11;
/** The year 2000: a smaller number is no time of an order. */
const EARLIEST_SECONDS = 946_684_800;

/** Both ends in epoch milliseconds and included. */
export interface Period {
	from: number;
	to: number;
}

/** The period in slices of at most 14 days, newest first, that neither overlap nor leave a gap. */
export function slicesOf({ from, to }: Period): Period[] {
	const slices: Period[] = [];
	for (let end = to; end >= from;) {
		const start = Math.max(from, end - MAX_SLICE_MS);
		slices.push({ from: start, to: end });
		end = start - 1;
	}
	return slices;
}

/**
 * The period of an operator's two fields. Without a time zone they are Almaty time; a bare day is
 * meant whole; an empty *from* is 14 days before *to*, an empty *to* is now.
 *
 * @throws {InputError}
 */
export function periodOf(from: unknown, to: unknown, nowMs: number): Period {
	const end = boundOf(to, 'To', true) ?? nowMs;
	const start = boundOf(from, 'From', false) ?? end - MAX_SLICE_MS;
	if (start > end) {
		throw new InputError('the period ends before it begins', 'From', 'Set From before To.');
	}
	return { from: start, to: end };
}

/** Milliseconds of a date as the API (ms), the cabinet (ms, seconds) or a person (ISO) writes it. */
export function timeOf(value: unknown): number | null {
	if (value instanceof Date || DateTime.isDateTime(value)) return usable(value.valueOf());
	if (typeof value !== 'number' && typeof value !== 'string') return null;
	const written = String(value).trim();
	if (/^\d+(\.\d+)?$/.test(written)) {
		const number = Number(written);
		if (number < EARLIEST_SECONDS) return null;
		return usable(number < SECONDS_BELOW ? number * 1000 : number);
	}
	return usable(DateTime.fromISO(written.replace(' ', 'T'), { zone: TIME_ZONE }).toMillis());
}

/** Such as `2026-01-31T09:15:00.000+05:00`; empty for no time. */
export function almatyTime(ms: number | null): string {
	return ms === null ? '' : (DateTime.fromMillis(ms, { zone: TIME_ZONE }).toISO() ?? '');
}

function usable(ms: number): number | null {
	return DateTime.fromMillis(Math.trunc(ms)).isValid ? Math.trunc(ms) : null;
}

function boundOf(value: unknown, field: string, isEnd: boolean): number | undefined {
	if (value === undefined || value === null || value === '') return undefined;
	const at = timeOf(value);
	if (at === null) {
		throw new InputError('this is no date', field, 'Write it as 2026-01-31 or 2026-01-31T09:00.');
	}
	const isBareDay = typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value.trim());
	if (!isEnd || !isBareDay) return at;
	return DateTime.fromMillis(at, { zone: TIME_ZONE }).endOf('day').toMillis();
}
