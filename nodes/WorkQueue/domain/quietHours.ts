import { DateTime } from 'luxon';

/** When nothing may be sent, by the clocks of a zone. */
export interface QuietTimes {
	/** Minutes after midnight. Both equal or undefined: no quiet hours. May run over midnight. */
	from?: number;
	to?: number;
	/** 1 is Monday, 7 is Sunday. */
	days: number[];
}

const CLOCK = /^(\d{1,2}):(\d{2})(?::\d{2})?$/;

/** @returns minutes after midnight; undefined for an empty text, null for what is no time */
export function parseClock(written: string): number | null | undefined {
	if (written === '') return undefined;
	const [, hours, minutes] = CLOCK.exec(written)?.map(Number) ?? [];
	return hours < 24 && minutes < 60 ? hours * 60 + minutes : null;
}

/** Whether the clocks of the zone show a quiet time. Clock changes cannot break it: it reads the clock. */
export function isQuiet(now: number, zone: string, { from, to, days }: QuietTimes): boolean {
	const hasHours = from !== undefined && to !== undefined && from !== to;
	if (!hasHours && days.length === 0) return false;
	const { weekday, hour, minute } = DateTime.fromMillis(now, { zone });
	if (days.includes(weekday)) return true;
	if (!hasHours) return false;
	const clock = hour * 60 + minute;
	return from < to ? clock >= from && clock < to : clock >= from || clock < to;
}

/**
 * The next moment that is not quiet.
 *
 * @returns undefined when there is none, such as with seven quiet days
 */
export function quietUntil(now: number, zone: string, times: QuietTimes): number | undefined {
	const today = DateTime.fromMillis(now, { zone }).startOf('day');
	for (let day = 0; day <= 8; day++) {
		const date = today.plus({ days: day });
		const { year, month } = date;
		const ends = [0, times.to ?? 0]
			// Built from the clock, not by adding: a day of a clock change has no 24 hours.
			.flatMap((to) => {
				const parts = { year, month, day: date.day, hour: Math.floor(to / 60), minute: to % 60 };
				// In an hour that comes twice the first end may have passed.
				const ends = DateTime.fromObject(parts, { zone }).getPossibleOffsets();
				return ends.map((end) => end.toMillis());
			})
			.filter((end) => end > now && !isQuiet(end, zone, times))
			.sort((a, b) => a - b);
		if (ends.length === 0) continue;
		// Clocks that are set back or on may leave quiet hours at once.
		const change = clockChange(now, ends[0], zone);
		return change !== undefined && !isQuiet(change, zone, times) ? change : ends[0];
	}
	return undefined;
}

/** The first moment with another offset than `from`; undefined when `to` has the same. */
function clockChange(from: number, to: number, zone: string): number | undefined {
	const offsetAt = (time: number) => DateTime.fromMillis(time, { zone }).offset;
	const offset = offsetAt(from);
	if (offsetAt(to) === offset) return undefined;
	let [before, after] = [from, to];
	while (after - before > 1) {
		const middle = Math.floor((before + after) / 2);
		if (offsetAt(middle) === offset) before = middle;
		else after = middle;
	}
	return after;
}
