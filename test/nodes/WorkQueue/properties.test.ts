import fc from 'fast-check';

import { selectDue } from '../../../nodes/WorkQueue/domain/due';
import type { DueRules } from '../../../nodes/WorkQueue/domain/selection';
import { groupLanes, keysOf, parseKeyColumns } from '../../../nodes/WorkQueue/domain/lanes';
import { isQuiet, quietUntil } from '../../../nodes/WorkQueue/domain/quietHours';
import type { Row } from '../../../nodes/WorkQueue/domain/rows';
import { HOUR, iso, MINUTE, NOW, row, RULES, SECOND, shops } from './rules';

const ZONES = [
	'Asia/Almaty',
	'Europe/Moscow',
	'Europe/Kyiv',
	'America/New_York',
	'America/Sao_Paulo',
	'Africa/Cairo',
	'Asia/Beirut',
	'Asia/Kathmandu',
	'Australia/Lord_Howe',
	'Pacific/Apia',
	'America/St_Johns',
	'UTC',
];
const zone = fc.constantFrom(...ZONES);
/** Nights of clock changes as often as all others. */
const CHANGES = [
	'2026-03-29T01:00Z',
	'2026-10-25T01:00Z',
	'2026-03-08T07:00Z',
	'2026-11-01T06:00Z',
	'2026-04-24T00:00Z',
	'2011-12-30T10:00Z',
];
const moment = fc.oneof(
	fc.integer({ min: Date.parse('2010-01-01'), max: Date.parse('2030-01-01') }),
	fc
		.tuple(fc.constantFrom(...CHANGES), fc.integer({ min: -12 * 60, max: 12 * 60 }))
		.map(([change, minutes]) => Date.parse(change) + minutes * MINUTE),
);
const clock = fc.integer({ min: 0, max: 24 * 60 - 1 });
const written = (minutes: number) =>
	`${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;

const formats = new Map<string, Intl.DateTimeFormat>();
/** What the clocks on the wall show, by the browser's own means. */
function wall(time: number, timeZone: string): { minutes: number; weekday: string; date: string } {
	const parts = { weekday: 'long', year: 'numeric', month: '2-digit', day: '2-digit' } as const;
	const hours = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
	let format = formats.get(timeZone);
	if (!format) {
		format = new Intl.DateTimeFormat('en-US', { timeZone, ...parts, ...hours });
		formats.set(timeZone, format);
	}
	const read = Object.fromEntries(
		format.formatToParts(time).map(({ type, value }) => [type, value]),
	);
	return {
		minutes: Number(read.hour) * 60 + Number(read.minute),
		weekday: read.weekday,
		date: `${read.year}-${read.month}-${read.day}`,
	};
}

/** Counts every minute of the day round the clock: slow, and hard to get wrong. */
function isQuietByTheMinute(minutes: number, from: number, to: number): boolean {
	for (let minute = from; minute !== to; minute = (minute + 1) % (24 * 60)) {
		if (minute === minutes) return true;
	}
	return false;
}

test('nothing is due while the clocks on the wall show quiet hours, and everything is when not', () => {
	fc.assert(
		fc.property(zone, moment, clock, clock, (timeZone, now, from, to) => {
			const store = { store_id: 'a', quiet_from: written(from), quiet_to: written(to) };
			const rules = { ...RULES, now, zone: timeZone, settings: shops([store]) };
			const { due } = selectDue([row(1, { store_id: 'a' })], [], rules);
			const { minutes } = wall(now, timeZone);
			expect(due.length).toBe(isQuietByTheMinute(minutes, from, to) ? 0 : 1);
		}),
	);
});

test('the end of quiet hours is not quiet, and no moment long before it would have done', () => {
	const days = fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { maxLength: 6 });
	fc.assert(
		fc.property(zone, moment, clock, clock, days, (timeZone, now, from, to, quietDays) => {
			const times = { from, to, days: quietDays };
			if (!isQuiet(now, timeZone, times)) return;
			const end = quietUntil(now, timeZone, times)!;
			expect(end).toBeGreaterThan(now);
			expect(isQuiet(end, timeZone, times)).toBe(false);
			expect(end - now).toBeLessThan(9 * 24 * HOUR);
			// Only an hour that the clocks leave out may cost its length.
			const pace = Math.max(15 * MINUTE, (end - now) / 20);
			for (let before = now; before < end - HOUR; before += pace) {
				if (!isQuiet(before, timeZone, times)) throw new Error(`${iso(before)} is not quiet`);
			}
		}),
	);
});

test('clocks that are set back out of quiet hours end them at once', () => {
	const now = Date.parse('2026-10-25T00:19:00Z');
	const end = quietUntil(now, 'Europe/Kyiv', { from: 195, to: 255, days: [] });
	expect(iso(end!)).toBe('2026-10-25T01:00:00.000Z');
});

test('seven quiet days have no end', () => {
	expect(quietUntil(NOW, 'UTC', { days: [1, 2, 3, 4, 5, 6, 7] })).toBeUndefined();
});

test('two rows are in one lane exactly when a chain of shared keys joins them', () => {
	const value = fc.constantFrom('', '1', '2', '3');
	const member = fc.record({ a: value, b: value, c: value });
	const columns = parseKeyColumns('a, b + c');
	fc.assert(
		fc.property(fc.array(member, { maxLength: 9 }), (rows) => {
			const members = rows.map((one) => ({ keys: keysOf(one, columns) }));
			const laneOf = new Map(
				groupLanes(members).flatMap((lane, index) => lane.map((one) => [one, index])),
			);
			// Reachability, by walking.
			members.forEach((start) => {
				const reached = new Set([start]);
				for (const one of reached) {
					for (const other of members) {
						if (other.keys.some((key) => one.keys.includes(key))) reached.add(other);
					}
				}
				for (const other of members)
					expect(laneOf.get(other) === laneOf.get(start)).toBe(reached.has(other));
			});
		}),
	);
});

test('joined columns with a plus in their values are not mixed up', () => {
	const columns = parseKeyColumns('a+b');
	expect(keysOf({ a: '1+2', b: '3' }, columns)).not.toEqual(keysOf({ a: '1', b: '2+3' }, columns));
});

/** Sends what is due until nothing is left, each time when it says to look again. */
function sendAll(table: Row[], rules: DueRules): Array<{ row: Row; at: number }> {
	const sent: Array<{ row: Row; at: number }> = [];
	let { now } = rules;
	for (let round = 0; round < 400; round++) {
		const open = table.filter(({ status }) => status === 'pending');
		const recent = table.filter(({ status }) => status === 'sent');
		const { due, later } = selectDue(open, recent, { ...rules, now });
		for (const { row: one } of due) {
			sent.push({ row: one, at: now });
			Object.assign(one, { status: 'sent', sent_at: iso(now), updatedAt: iso(now) });
		}
		if (!later) return sent;
		if (later.at === undefined) throw new Error(JSON.stringify(later));
		now = Math.max(later.at, now + (due.length > 0 ? 0 : 1));
	}
	throw new Error('It does not end');
}

test('an outbox keeps every limit, gap and quiet hour, and still sends everything', () => {
	const message = fc.record({
		store: fc.constantFrom('a', 'b', 'c'),
		phone: fc.constantFrom('+7701', '+7702', '+7703'),
	});
	const world = fc.record({
		messages: fc.array(message, { minLength: 1, maxLength: 14 }),
		timeZone: zone,
		now: moment,
		from: clock,
		to: clock,
		gap: fc.constantFrom(0, 0, 30),
		shop: fc.integer({ min: 1, max: 5 }),
		session: fc.integer({ min: 1, max: 6 }),
		contact: fc.integer({ min: 1, max: 3 }),
		perLane: fc.integer({ min: 1, max: 9 }),
	});
	fc.assert(
		fc.property(world, ({ messages, timeZone, now, from, to, gap, ...count }) => {
			const session = (store: unknown) => (store === 'c' ? 'second' : 'first');
			const stores = ['a', 'b', 'c'].map((store) => ({
				store_id: store,
				session: session(store),
				quiet_from: written(from),
				quiet_to: written(to),
				daily_limit: count.shop,
				min_delay_seconds: gap,
				max_delay_seconds: gap * 2,
			}));
			const table = messages.map(({ store, phone }, index) =>
				row(index + 1, { store_id: store, customer_phone: phone }),
			);
			const sent = sendAll(table, {
				...RULES,
				now,
				zone: timeZone,
				order: 'loose',
				lanes: [['session']],
				settings: shops(stores),
				perLane: count.perLane,
				limits: [
					{ by: 'lane', count: count.session, per: 'day' },
					{ by: [['customer_phone']], count: count.contact, per: 'hour' },
				],
			});
			expect(sent).toHaveLength(messages.length);
			const most = new Map<string, number>();
			const add = (key: string) => most.set(key, (most.get(key) ?? 0) + 1).get(key)!;
			const last = new Map<string, number>();
			for (const { row: one, at } of sent) {
				const { minutes, date } = wall(at, timeZone);
				const lane = session(one.store_id);
				expect(isQuietByTheMinute(minutes, from, to)).toBe(false);
				expect(add(`${one.store_id as string} ${date}`)).toBeLessThanOrEqual(count.shop);
				expect(add(`${lane} ${date}`)).toBeLessThanOrEqual(count.session);
				const hour = sent.filter(
					(other) =>
						other.row.customer_phone === one.customer_phone &&
						other.at > at - HOUR &&
						other.at <= at,
				);
				expect(hour.length).toBeLessThanOrEqual(count.contact);
				const before = last.get(lane);
				if (before !== undefined) expect(at - before).toBeGreaterThanOrEqual(gap * SECOND);
				last.set(lane, at);
			}
		}),
	);
});

test('the same look twice gives the same, and leaves the rows as they were', () => {
	const any = fc.record({
		id: fc.integer({ min: 1, max: 9 }),
		status: fc.constantFrom('pending', 'sending', 'failed', 'sent'),
		owner: fc.constantFrom('', null, 'run-1'),
		telegram_id: fc.constantFrom('', '1', '2'),
		attempts: fc.nat(4),
		minutes: fc.nat(20),
	});
	const rowsOf = fc.uniqueArray(any, { selector: ({ id }) => id, maxLength: 9 });
	fc.assert(
		fc.property(rowsOf, fc.constantFrom('strict' as const, 'loose' as const), (list, order) => {
			const rows = list.map(({ minutes, ...one }) => {
				const at = iso(NOW - minutes * MINUTE);
				return Object.freeze({ ...one, updatedAt: at, createdAt: at, sent_at: at });
			});
			const rules = { ...RULES, order };
			const first = selectDue(rows, [], rules);
			expect(selectDue([...rows].reverse(), [], rules)).toEqual(first);
			// Every unfinished row is somewhere, and in one place.
			const { due, close, inDoubt, later } = first;
			const named = [...due, ...close, ...inDoubt].map(({ row: { id } }) => id as number);
			expect(new Set(named).size).toBe(named.length);
			const waiting = rows.filter(({ status }) => status === 'pending');
			const given = waiting.filter(({ id }) => named.includes(id)).length;
			const resting = rows.filter(
				({ status, id }) => status === 'sending' && !named.includes(id),
			).length;
			expect(waiting.length - given).toBeLessThanOrEqual(later?.waiting ?? 0);
			expect(later?.waiting ?? 0).toBeLessThanOrEqual(waiting.length - given + resting);
		}),
	);
});
