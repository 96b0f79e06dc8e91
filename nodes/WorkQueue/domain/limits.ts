import { DateTime } from 'luxon';

import type { KeyColumns } from './lanes';

/** A calendar day, any 60 minutes, or any so many seconds. */
export type Period = 'day' | 'hour' | { seconds: number };

/** How many rows with the same key may be sent in a period. */
export interface Limit {
	/** Counted by these columns together, or by lane. */
	by: 'lane' | KeyColumns;
	count: number;
	per: Period;
}

/** Length of a period that has no place on the clock. */
function lengthOf(per: Exclude<Period, 'day'>): number {
	return per === 'hour' ? 3_600_000 : per.seconds * 1000;
}

/** For people: `limit per hour`. */
export function limitReason(per: Period): string {
	return `limit per ${typeof per === 'string' ? per : `${per.seconds} s`}`;
}

/** The calendar day of the zone, or the last minutes. */
export function windowOf(per: Period, now: number, zone: string): { from: number; to: number } {
	if (per !== 'day') return { from: now - lengthOf(per), to: now + lengthOf(per) };
	const day = DateTime.fromMillis(now, { zone }).startOf('day');
	return { from: day.toMillis(), to: day.plus({ days: 1 }).startOf('day').toMillis() };
}

/** Counts what was sent in one period, by key. */
export class Tally {
	private known?: { from: number; to: number };
	private readonly times = new Map<string, number[]>();

	constructor(
		private readonly per: Period,
		private readonly now: number,
		private readonly zone: string,
	) {}

	/** Worked out when it is needed: the clocks of a zone are slow to read. */
	private get window(): { from: number; to: number } {
		return (this.known ??= windowOf(this.per, this.now, this.zone));
	}

	add(key: string, time: number): void {
		if (time < this.window.from) return;
		const times = this.times.get(key);
		if (times) times.push(time);
		else this.times.set(key, [time]);
	}

	/** @returns undefined when there is room for one more, else when there may be */
	fullUntil(key: string, count: number): number | undefined {
		const times = this.times.get(key) ?? [];
		if (times.length < count) return undefined;
		if (this.per === 'day' || count <= 0) return this.window.to;
		const inOrder = [...times].sort((a, b) => a - b);
		return inOrder[inOrder.length - count] + lengthOf(this.per) + 1;
	}
}
