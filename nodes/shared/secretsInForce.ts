import { DateTime } from 'luxon';

/** Between day and time, as n8n's and other fields and people write it instead of a `T`. */
const BLANK = /(?<=^\d{4}-\d{2}-\d{2})\s+(?=\d)/;

/**
 * The secrets that a call may have, the new one first; empty ones left out. While a secret is changed the
 * sender has the old one for some time. Credentials of older versions say no time: theirs counts until it is
 * emptied, so that no call is lost over an update; their test asks for the time.
 *
 * @param until ISO; when it cannot be read, the previous secret does not count
 * @param zone of a time without one
 */
export function secretsInForce(
	secret: unknown,
	previous: unknown,
	until: unknown,
	zone: string,
	now = Date.now(),
): string[] {
	const isEndless = until === undefined || until === null || until === '';
	const counts = isEndless || untilMs(until, zone) > now;
	const all = [secret, counts ? previous : ''].map((one) => String(one ?? ''));
	return all.filter((one) => one !== '');
}

/** In milliseconds since 1970; NaN when there is no time, or none that can be read. */
export function untilMs(until: unknown, zone: string): number {
	const text = String(until ?? '').trim();
	return DateTime.fromISO(text.replace(BLANK, 'T'), { zone }).toMillis();
}

/** What is wrong with the end of a previous secret; undefined when nothing is, or no such secret is set. */
export function endProblem(previous: unknown, until: unknown): string | undefined {
	if (!previous || !Number.isNaN(untilMs(until, 'utc'))) return undefined;
	return 'Enter until when the previous secret counts: a day is enough for most senders';
}
