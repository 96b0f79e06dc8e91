import { DateTime } from 'luxon';

/**
 * 10:00 UTC is the same day in all zones from -10:00 to +13:59, so that the account's zone need not be
 * known: amoCRM shows a `date` in it, and gives its midnight, which may be the day before in UTC.
 */
const WRITE_HOURS = 10;
/** Brings the midnight of any zone from -10:00 to +13:00 into its day, and 10:00 UTC, too. */
const READ_HOURS = 13;

/** `2021-10-19` of a value that stands for a day; undefined for a moment. */
export function calendarDay(value: unknown, zone: string): string | undefined {
	if (typeof value === 'string') {
		const text = value.trim().replace(' ', 'T');
		const written = /^(\d{4}-\d{2}-\d{2})(?:T00:00(?::00(?:\.0+)?)?(?:Z|[+-]\d\d:?\d\d)?)?$/i.exec(
			text,
		);
		if (written) return DateTime.fromISO(written[1]).isValid ? written[1] : undefined;
		if (!/^\d{4}-\d{2}-\d{2}T/.test(text)) return undefined;
		const isLocal = !/(?:Z|[+-]\d\d:?\d\d)$/i.test(text);
		const at = DateTime.fromISO(text, { zone });
		return at.isValid && (isLocal || isMidnight(at)) ? (at.toISODate() ?? undefined) : undefined;
	}
	if (DateTime.isDateTime(value))
		return isMidnight(value) ? (value.toISODate() ?? undefined) : undefined;
	if (!(value instanceof Date)) return undefined;
	const at = DateTime.fromJSDate(value, { zone });
	return at.isValid && isMidnight(at) ? (at.toISODate() ?? undefined) : undefined;
}

/** Whether `calendarDay` may give a day for it in some zone; offsets are whole quarters of an hour. */
export function mayBeDay(value: unknown): boolean {
	if (typeof value !== 'string') return typeof value === 'object';
	return /^\d{4}-\d{2}-\d{2}(?:[T ]\d\d:(?:00|15|30|45)(?::00(?:\.0+)?)?(?:Z|[+-]\d\d:?\d\d)?)?$/i.test(
		value.trim(),
	);
}

/** Unix seconds to write. */
export function secondsOfDay(day: string): number {
	return DateTime.fromISO(day, { zone: 'utc' }).plus({ hours: WRITE_HOURS }).toUnixInteger();
}

/** The day of a `date` or `birthday` as amoCRM gives it. */
export function dayOfSeconds(seconds: number): string | undefined {
	if (!Number.isFinite(seconds)) return undefined;
	const at = DateTime.fromSeconds(seconds, { zone: 'utc' }).plus({ hours: READ_HOURS });
	return at.toISODate() ?? undefined;
}

/** The first moment of its day: midnight itself does not exist where a clock goes forward then. */
function isMidnight(at: DateTime): boolean {
	return at.toMillis() === at.startOf('day').toMillis();
}
