import { gapMs } from '../../../nodes/WorkQueue/domain/backoff';
import { selectDue } from '../../../nodes/WorkQueue/domain/due';
import type { DueRules } from '../../../nodes/WorkQueue/domain/selection';
import type { Row } from '../../../nodes/WorkQueue/domain/rows';
import { ago, HOUR, iso, MINUTE, NOW, row, RULES, SECOND, shops } from './rules';

/** As the outbox of WhatsApp works: a lane is a session, which several shops share. */
const STORE: Row = {
	store_id: 'store-1',
	waha_session_name: '',
	is_enabled: true,
	daily_limit: null,
	quiet_from: '',
	quiet_to: '',
	min_delay_seconds: 0,
	max_delay_seconds: 0,
	paused_until: null,
};
const DEFAULTS = {
	waha_session_name: 'default',
	daily_limit: 200,
	min_delay_seconds: 30,
	max_delay_seconds: 60,
};

function outbox(stores: Row[], more: Partial<DueRules> = {}): DueRules {
	return {
		...RULES,
		lanes: [['waha_session_name']],
		order: 'loose',
		settings: shops(
			stores.map((store) => ({ ...STORE, ...store })),
			DEFAULTS,
		),
		...more,
	};
}
const message = (id: number, more: Row = {}) =>
	row(id, { store_id: 'store-1', customer_phone: `+770100000${id}`, ...more });
const sent = (id: number, msAgo: number, more: Row = {}) =>
	message(id, { status: 'sent', sent_at: ago(msAgo), ...more });

function look(stores: Row[], rows: Row[], recent: Row[] = [], more: Partial<DueRules> = {}) {
	const { due, later } = selectDue(rows, recent, outbox(stores, more));
	return { due: due.map((one) => one.row.id), later };
}

test('shops of one session are one lane, shops of two are two', () => {
	const rows = [message(1), message(2, { store_id: 'store-2' })];
	const second = (session: string) => [{}, { store_id: 'store-2', waha_session_name: session }];
	expect(look(second('default'), rows).due).toEqual([1]);
	expect(look(second('other'), rows).due).toEqual([1, 2]);
});

test('a due message carries its settings with empty cells filled in', () => {
	const { due } = selectDue([message(1)], [], outbox([{}]));
	expect(due[0].settings).toMatchObject({ waha_session_name: 'default', daily_limit: 200 });
	expect(due[0].lane).toBe('waha_session_name=default');
});

test('a shop that is switched off or has no settings sends nothing, and others pass it', () => {
	const rows = [
		message(1),
		message(2, { store_id: 'store-2' }),
		message(3, { store_id: 'store-9' }),
	];
	const { due, later } = look([{ is_enabled: false }, { store_id: 'store-2' }], rows);
	expect(due).toEqual([2]);
	expect(later).toMatchObject({
		at: undefined,
		reasons: { 'switched off': 1, 'no settings': 1 },
		problems: ['There are no settings for store_id store-9'],
	});
});

test('a shop whose session does not work waits', () => {
	const table = outbox([{}, { store_id: 'store-2', waha_session_name: 'second' }]);
	const works = (...names: string[]) => {
		const available = { column: 'waha_session_name', values: new Set(names) };
		const rules = { ...table, settings: { ...table.settings!, available } };
		const rows = [message(1), message(2, { store_id: 'store-2' })];
		const { due, later } = selectDue(rows, [], rules);
		return { due: due.map((one) => one.row.id), reasons: later?.reasons };
	};
	expect(works('default', 'second').due).toEqual([1, 2]);
	expect(works('second')).toEqual({ due: [2], reasons: { 'not available': 1 } });
	expect(works()).toEqual({ due: [], reasons: { 'not available': 2 } });
});

test('a pause of one shop rests all shops of its session, and no other', () => {
	const pause = { store_id: 'store-2', paused_until: iso(NOW + HOUR) };
	const rows = [message(1), message(3, { store_id: 'store-3' })];
	const { due, later } = look([{}, pause, { store_id: 'store-3', waha_session_name: 'b' }], rows);
	expect(due).toEqual([3]);
	expect(later).toMatchObject({ at: NOW + HOUR, reasons: { paused: 1 } });
	expect(look([{}, { ...pause, paused_until: iso(NOW) }], rows.slice(0, 1)).due).toEqual([1]);
});

test.each([
	['14:00', '15:00', false],
	['13:00', '14:00', true],
	['22:00', '9:00', true],
	['13:59', '9:00', false],
	['', '15:00', true],
	['14:00', '', true],
	['14:00', '14:00', true],
])('at 14:00, quiet from "%s" to "%s": due %s', (from, to, isDue) => {
	const { due } = look([{ quiet_from: from, quiet_to: to }], [message(1)]);
	expect(due).toEqual(isDue ? [1] : []);
});

test('a quiet time that cannot be read stops its shop and is told', () => {
	const rows = [message(1), message(2, { store_id: 'store-2' })];
	const { due, later } = look([{ quiet_from: 'nine' }, { store_id: 'store-2' }], rows);
	expect(due).toEqual([2]);
	expect(later?.problems).toEqual(['quiet_from of store-1 is no time such as 21:00']);
});

test('nothing is sent on a quiet day', () => {
	const { due, later } = look([{}], [message(1)], [], { quietDays: [1] });
	expect(due).toEqual([]);
	expect(later?.at).toBe(Date.parse('2026-03-02T19:00:00.000Z'));
});

test('without a status for it, what is too old is neither sent nor closed', () => {
	const old = message(1, { createdAt: ago(73 * HOUR) });
	const rules = outbox([{}], { maxAgeMs: 72 * HOUR, tooOldStatus: '' });
	expect(selectDue([old, message(2)], [], rules)).toMatchObject({
		due: [{ row: { id: 2 } }],
		close: [],
		later: { at: undefined, reasons: { 'too old': 1 } },
	});
});

test.each([
	['2026-03-01T19:00:00Z', 'Asia/Almaty', 1, 'its first moment there'],
	['2026-03-02T18:59:59Z', 'Asia/Almaty', 1, 'its last moment there'],
	['2026-03-01T18:59:59Z', 'Asia/Almaty', 7, 'the day before, although UTC says the same'],
	['2026-03-02T19:00:00Z', 'Asia/Almaty', 2, 'the day after, although UTC says Monday'],
	['2026-03-02T05:00:00Z', 'America/New_York', 1, 'another zone: its first moment'],
	['2026-03-02T04:59:59Z', 'America/New_York', 7, 'another zone: the day before'],
])('at %s in %s it is day %s of the week: %s', (moment, zone, day) => {
	const now = Date.parse(moment);
	const at = { createdAt: iso(now), updatedAt: iso(now) };
	const dueOn = (quietDays: number[]) =>
		look([{}], [message(1, at)], [], { now, zone, quietDays }).due;
	expect(dueOn([day])).toEqual([]);
	expect(dueOn([1, 2, 3, 4, 5, 6, 7].filter((other) => other !== day))).toEqual([1]);
});

test('after a Sunday without messages they go at the first moment of Monday', () => {
	// Sunday noon in Almaty.
	const now = Date.parse('2026-03-01T07:00:00Z');
	const at = { createdAt: iso(now), updatedAt: iso(now) };
	const { due, later } = look([{}], [message(1, at)], [], { now, quietDays: [7] });
	expect(due).toEqual([]);
	expect(later).toMatchObject({
		at: Date.parse('2026-03-01T19:00:00Z'),
		reasons: { 'quiet hours': 1 },
	});
});

test("a shop's daily limit begins anew at its midnight", () => {
	// Midnight in Almaty was 14 hours ago.
	const recent = [sent(1, 14 * HOUR + 1), sent(2, 14 * HOUR), sent(3, HOUR)];
	expect(look([{ daily_limit: 3 }], [message(9)], recent).due).toEqual([9]);
	const full = look([{ daily_limit: 2 }], [message(9)], recent);
	expect(full.due).toEqual([]);
	expect(full.later).toMatchObject({ at: Date.parse('2026-03-02T19:00:00Z') });
});

test('the daily limit of a session counts all its shops', () => {
	const limits: DueRules['limits'] = [{ by: 'lane', count: 2, per: 'day' }];
	const recent = [sent(1, HOUR), sent(2, HOUR, { store_id: 'store-2' })];
	const stores = [{}, { store_id: 'store-2' }, { store_id: 'store-3', waha_session_name: 'b' }];
	const rows = [message(8), message(9, { store_id: 'store-3' })];
	expect(look(stores, rows, recent, { limits }).due).toEqual([9]);
});

test('who had enough messages in an hour waits, and the next buyer goes', () => {
	const limits: DueRules['limits'] = [{ by: [['customer_phone']], count: 2, per: 'hour' }];
	const buyer = { customer_phone: '+7701' };
	const recent = [sent(1, 59 * MINUTE, buyer), sent(2, MINUTE, buyer), sent(3, 61 * MINUTE, buyer)];
	const { due, later } = look([{}], [message(8, buyer), message(9)], recent, { limits });
	expect(due).toEqual([9]);
	expect(later).toMatchObject({ at: NOW + MINUTE + 1, reasons: { 'limit per hour': 1 } });
});

test('an hour that is overfull opens when enough of its messages have left it', () => {
	const limits: DueRules['limits'] = [{ by: [['customer_phone']], count: 2, per: 'hour' }];
	const buyer = { customer_phone: '+7701' };
	const recent = [59, 30, 1].map((minutes, index) => sent(index + 1, minutes * MINUTE, buyer));
	const { later } = look([{}], [message(8, buyer)], recent, { limits });
	expect(later?.at).toBe(NOW + 30 * MINUTE + 1);
});

test('a limit of some seconds opens when the last message is so old', () => {
	const limits: DueRules['limits'] = [{ by: [['customer_phone']], count: 1, per: { seconds: 60 } }];
	const buyer = { customer_phone: '+7701' };
	const recent = [sent(1, 20_000, buyer), sent(2, 2 * MINUTE, buyer)];
	const { due, later } = look([{}], [message(8, buyer), message(9)], recent, { limits });
	expect(due).toEqual([9]);
	expect(later).toMatchObject({ at: NOW + 40_001, reasons: { 'limit per 60 s': 1 } });
});

test('messages of one run count for the limits, too', () => {
	const limits: DueRules['limits'] = [{ by: 'lane', count: 3, per: 'day' }];
	const rows = [1, 2, 3, 4, 5].map((id) => message(id));
	expect(look([{}], rows, [], { limits, perLane: 50 }).due).toEqual([1, 2, 3]);
});

test('a message in doubt counts as sent, one that was not sent does not', () => {
	const lost = message(1, { status: 'sending', owner: '', updatedAt: ago(MINUTE) });
	const failed = message(2, { status: 'failed', sent_at: null });
	const rows = [lost, message(9)];
	expect(look([{ daily_limit: 1 }], rows, [failed]).due).toEqual([]);
	expect(look([{ daily_limit: 2 }], rows, [failed]).due).toEqual([9]);
});

test('a message in doubt counts from the last moment at which it can have been sent', () => {
	// Claimed a minute before midnight in Almaty, and never heard of again.
	const midnight = Date.parse('2026-03-01T19:00:00Z');
	const dead = { status: 'sending', owner: 'run-9', updatedAt: iso(midnight - MINUTE) };
	expect(look([{ daily_limit: 1 }], [message(1, dead), message(9)]).due).toEqual([]);
	const earlier = { ...dead, updatedAt: iso(midnight - 8 * MINUTE) };
	expect(look([{ daily_limit: 1 }], [message(1, earlier), message(9)]).due).toEqual([9]);
});

test('the gap runs from the last message of the session, and each row has its own', () => {
	const gaps = { min_delay_seconds: 30, max_delay_seconds: 60 };
	const gap = gapMs(9, 30, 60);
	expect(gap).toBeGreaterThanOrEqual(30 * SECOND);
	expect(gap).toBeLessThanOrEqual(60 * SECOND);
	const other = { store_id: 'store-2' };
	const at = (msAgo: number) => look([gaps, other], [message(9)], [sent(1, msAgo, other)]);
	expect(at(gap).due).toEqual([9]);
	expect(at(gap - 1)).toMatchObject({ due: [], later: { at: NOW + 1 } });
});

test('with a gap one message of a session is due, without one as many as may be', () => {
	const rows = [message(1), message(2), message(3)];
	const one = { min_delay_seconds: 1, max_delay_seconds: 1 };
	expect(look([one], rows, [], { perLane: 50 }).due).toEqual([1]);
	expect(look([{}], rows, [], { perLane: 50 }).due).toEqual([1, 2, 3]);
});

test('gaps of many rows spread evenly between the two', () => {
	const gaps = Array.from({ length: 1000 }, (_, index) => gapMs(index + 1, 30, 60));
	const tenths = new Array<number>(10).fill(0);
	for (const gap of gaps) tenths[Math.min(9, Math.floor((gap - 30_000) / 3000))]++;
	for (const count of tenths) expect(count).toBeGreaterThan(60);
	expect(gapMs(7, 60, 30)).toBe(60 * SECOND);
});
