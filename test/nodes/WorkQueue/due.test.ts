import { selectDue } from '../../../nodes/WorkQueue/domain/due';
import type { DueRules, Selection } from '../../../nodes/WorkQueue/domain/selection';
import type { Row } from '../../../nodes/WorkQueue/domain/rows';
import { ago, HOUR, iso, MINUTE, NOW, row, RULES, SECOND } from './rules';

function select(rows: Row[], more: Partial<DueRules> = {}, recent: Row[] = []): Selection {
	return selectDue(rows, recent, { ...RULES, ...more });
}
const ids = (list: Array<{ row: Row }>) => list.map(({ row: { id } }) => id);
const due = (...args: Parameters<typeof select>) => ids(select(...args).due);

describe('lanes, as relay messages have them', () => {
	test('the lowest row of each client is due, whatever the order of reading', () => {
		expect(
			due([row(4, { telegram_id: '200' }), row(3), row(2), row(5, { telegram_id: '200' })]),
		).toEqual([2, 4]);
	});

	describe('with a column for the order', () => {
		const orderBy = 'source_id';
		const all = (rows: Row[]) => due(rows, { orderBy, perLane: 10 });

		test("the service's numbers count before the rows', whatever their length", () => {
			const rows = [
				row(1, { source_id: '100' }),
				row(2, { source_id: '99' }),
				row(3, { source_id: 101 }),
			];
			expect(all(rows)).toEqual([2, 1, 3]);
		});

		test('a row without a number keeps its place', () => {
			const rows = [
				row(1, { source_id: '9' }),
				row(2, { source_id: 'ask' }),
				row(3, { source_id: '8' }),
			];
			expect(all(rows)).toEqual([3, 2, 1]);
			expect(all([row(1, { source_id: '' }), row(2), row(3, { source_id: null })])).toEqual([
				1, 2, 3,
			]);
		});

		test('equal numbers are in the order of the rows', () => {
			expect(all([row(1, { source_id: '9' }), row(2, { source_id: '9' })])).toEqual([1, 2]);
		});
	});

	test('two targets of one client are two lanes', () => {
		const lanes = [['target', 'telegram_id']];
		const rows = [
			row(1, { target: 'wahelp' }),
			row(2, { target: 'amocrm' }),
			row(3, { target: 'amocrm' }),
		];
		expect(due(rows, { lanes })).toEqual([1, 2]);
	});

	test('payments of one person wait for each other by Telegram, phone or e-mail', () => {
		const lanes = [['telegram_id'], ['phone'], ['email']];
		const rows = [
			row(1, { telegram_id: '100' }),
			row(2, { telegram_id: '', phone: '+7701', email: 'a@b.example' }),
			row(3, { telegram_id: '100', phone: '+7701' }),
			row(4, { telegram_id: '', email: 'c@d.example' }),
		];
		expect(due(rows, { lanes })).toEqual([1, 4]);
		expect(due([rows[0], rows[1], rows[3]], { lanes })).toEqual([1, 2, 4]);
	});

	test('rows without any key wait for nobody', () => {
		expect(due([row(1, { telegram_id: '' }), row(2, { telegram_id: null })])).toEqual([1, 2]);
	});

	test('without lane columns all rows are one lane', () => {
		expect(due([row(1), row(2, { telegram_id: '200' })], { lanes: [] })).toEqual([1]);
	});

	test('a row in work keeps its lane busy until its lease is over', () => {
		const held = row(2, { status: 'sending', owner: 'run-9', updatedAt: ago(MINUTE) });
		const { due: heads, inDoubt, later } = select([row(1), held, row(3, { telegram_id: '200' })]);
		expect(ids(heads)).toEqual([3]);
		expect(inDoubt).toEqual([]);
		expect(later).toMatchObject({
			at: NOW + 6 * MINUTE,
			waiting: 1,
			reasons: { 'another row of the lane is in work': 1 },
		});
	});

	test('a row whose lease is over is in doubt and never due', () => {
		const dead = row(2, { status: 'sending', owner: 'run-9', updatedAt: ago(7 * MINUTE) });
		const { due: heads, inDoubt } = select([dead]);
		expect(heads).toEqual([]);
		expect(inDoubt).toMatchObject([{ lane: 'telegram_id=100', isTooOld: false }]);
	});

	test('a row in doubt holds up a strict lane and no loose one', () => {
		const rows = [row(1, { status: 'sending', owner: 'a', updatedAt: ago(HOUR) }), row(2)];
		expect(due(rows)).toEqual([]);
		expect(due(rows, { order: 'loose' })).toEqual([2]);
	});

	test('an owner that let go leaves its row in doubt after ten seconds, not after the lease', () => {
		const released = (ms: number) => [row(1, { status: 'sending', owner: '', updatedAt: ago(ms) })];
		expect(select(released(9 * SECOND))).toMatchObject({
			inDoubt: [],
			later: { at: NOW + SECOND },
		});
		expect(ids(select(released(10 * SECOND)).inDoubt)).toEqual([1]);
	});

	test('a table that knows no owners has leases all the same', () => {
		const unknown = row(1, { status: 'sending', owner: null, updatedAt: ago(MINUTE) });
		expect(select([unknown, row(2)], { order: 'loose' })).toMatchObject({ due: [], inDoubt: [] });
	});

	test('a row in doubt that could not be cleared up rests like any other', () => {
		const asked = row(1, {
			status: 'sending',
			owner: '',
			attempts: 3,
			updatedAt: ago(50 * SECOND),
		});
		expect(select([asked])).toMatchObject({ inDoubt: [], later: { at: NOW + 10 * SECOND } });
	});

	test('who waits longest since its last try goes first, and a busy lane starves nobody', () => {
		const rows = [
			row(1, { updatedAt: ago(MINUTE) }),
			row(2, { updatedAt: ago(HOUR) }),
			row(3, { telegram_id: '200', updatedAt: ago(2 * MINUTE) }),
			row(4, { telegram_id: '300', updatedAt: ago(3 * MINUTE) }),
		];
		expect(due(rows, { perLane: 2 })).toEqual([4, 3, 1, 2]);
		expect(due(rows, { perLane: 2, most: 2 })).toEqual([4, 3]);
	});

	test('what has to wait for another run is counted, and asks for a look at once', () => {
		const { later } = select([row(1), row(2), row(3)]);
		expect(later).toMatchObject({ at: NOW, waiting: 2, reasons: { 'other rows go first': 2 } });
	});

	test('when nothing waits there is no Later', () => {
		expect(select([row(1)]).later).toBeUndefined();
		expect(select([row(1, { status: 'sending', owner: 'a' })]).later).toBeUndefined();
	});

	test('a claim that came between two readings counts', () => {
		const claimed = row(1, { status: 'sending', owner: 'a', updatedAt: ago(SECOND) });
		expect(due([row(1), row(2)], {}, [claimed])).toEqual([]);
	});
});

describe('pauses', () => {
	test.each([
		[0, 0],
		[1, 15],
		[2, 30],
		[3, 60],
		[7, 960],
		[20, 3600],
	])('after %i tries a row rests %i seconds', (attempts, seconds) => {
		const tried = (ms: number) => [row(1, { attempts, updatedAt: ago(ms) })];
		expect(due(tried(seconds * SECOND))).toEqual([1]);
		if (seconds === 0) return;
		const { due: heads, later } = select(tried(seconds * SECOND - 1));
		expect(heads).toEqual([]);
		expect(later).toMatchObject({ at: NOW + 1, reasons: { 'back-off': 1 } });
	});

	test('a resting row holds up a strict lane; later rows of a loose lane pass it', () => {
		const rows = [row(1, { attempts: 4, updatedAt: ago(SECOND) }), row(2)];
		const strict = select(rows);
		expect(strict).toMatchObject({ due: [], later: { at: NOW + 119 * SECOND, waiting: 2 } });
		expect(due(rows, { order: 'loose' })).toEqual([2]);
	});

	test("a row's own time counts instead of the pauses", () => {
		const at = (time: number) => row(1, { attempts: 5, updatedAt: ago(0), next_try: iso(time) });
		expect(due([at(NOW)])).toEqual([1]);
		expect(select([at(NOW + HOUR)]).later?.at).toBe(NOW + HOUR);
	});
});

describe('what is closed', () => {
	test('a double of a lower row, even of a finished one', () => {
		const doubles = [['order_id', 'order_kind']];
		const order = { order_id: '900000777', order_kind: 'new' };
		const { due: heads, close } = select(
			[row(1, order), row(2, order), row(3, { ...order, order_kind: 'done' })],
			{
				doubles,
				perLane: 9,
			},
		);
		expect(ids(heads)).toEqual([1, 3]);
		expect(close).toMatchObject([{ status: 'duplicate', reason: 'duplicate: row 1 is the same' }]);
		const sent = row(1, { ...order, status: 'sent' });
		expect(ids(select([row(2, order)], { doubles }, [sent]).close)).toEqual([2]);
	});

	test('a lower row that appeared when its double had been sent', () => {
		const doubles = [['event_key']];
		const sent = row(2, { event_key: 'a', status: 'sent', sent_at: ago(MINUTE) });
		const { due: heads, close } = select([row(1, { event_key: 'a' })], { doubles }, [sent]);
		expect(heads).toEqual([]);
		expect(ids(close)).toEqual([1]);
	});

	test('rows without a key are no doubles', () => {
		const rows = [row(1, { event_key: '' }), row(2, { event_key: '', telegram_id: '200' })];
		expect(due(rows, { doubles: [['event_key']] })).toEqual([1, 2]);
	});

	test('messages to who opted out', () => {
		const refused = { column: 'phone', values: new Set(['+7701']), status: 'opted_out' };
		const { due: heads, close } = select([row(1, { phone: '+7701' }), row(2, { phone: '+7702' })], {
			refused,
		});
		expect(ids(heads)).toEqual([2]);
		expect(close).toMatchObject([{ row: { id: 1 }, status: 'opted_out' }]);
	});

	test('rows that waited too long, also while their lane is busy', () => {
		const old = row(1, { createdAt: ago(72 * HOUR + 1) });
		const held = row(2, { status: 'sending', owner: 'a' });
		const { close } = select([old, held, row(3, { createdAt: ago(72 * HOUR) })], {
			maxAgeMs: 72 * HOUR,
		});
		expect(close).toMatchObject([
			{ row: { id: 1 }, status: 'failed', reason: 'too_old: it waited too long' },
		]);
	});

	test('a row that waits is not closed for its tries: the service may have been down', () => {
		expect(
			due([row(1, { attempts: 99 })], { mostTries: 5, backoff: { ...RULES.backoff, firstMs: 0 } }),
		).toEqual([1]);
	});

	test('a row in work is nobody to close; in doubt it says that it is too old', () => {
		const refused = { column: 'telegram_id', values: new Set(['100']), status: 'opted_out' };
		const old = { createdAt: ago(99 * HOUR), status: 'sending', owner: 'a' };
		const rules = { refused, maxAgeMs: 72 * HOUR };
		expect(select([row(1, old)], rules)).toMatchObject({ close: [], inDoubt: [] });
		const dead = row(1, { ...old, updatedAt: ago(HOUR) });
		expect(select([dead], rules)).toMatchObject({ close: [], inDoubt: [{ isTooOld: true }] });
	});
});

describe('a second waiting status, as payments and failed messages have it', () => {
	const failed = (id: number, more: Row) =>
		row(id, { status: 'failed', updatedAt: ago(HOUR), ...more });
	const waiting = ['pending', 'failed'];

	test('failed rows are tried again up to the most tries, and then stay as they are', () => {
		const rows = [failed(1, { attempts: 10 }), failed(2, { attempts: 3 })];
		expect(select(rows, { waiting, mostTries: 10 })).toMatchObject({
			due: [{ row: { id: 2 } }],
			close: [],
		});
	});

	test('only failures worth a try are tried again', () => {
		const rows = [
			failed(1, { error_message: 'number_not_on_whatsapp: unknown' }),
			failed(2, { error_message: 'timeout: no answer' }),
		];
		expect(due(rows, { waiting, retryCauses: ['timeout', 'network'] })).toEqual([2]);
		expect(
			due([row(3, { error_message: 'number_not_on_whatsapp: unknown' })], {
				retryCauses: ['timeout'],
			}),
		).toEqual([3]);
	});

	test('what was closed as failed is not opened again, and old failures are left alone', () => {
		const rows = [
			failed(1, { error_message: 'duplicate: row 7 is the same' }),
			failed(2, { error_message: 'too_old: it waited too long' }),
			failed(3, { createdAt: ago(99 * HOUR), error_message: 'timeout: no answer' }),
		];
		expect(select(rows, { waiting, maxAgeMs: 72 * HOUR })).toMatchObject({ due: [], close: [] });
	});
});
