import fc from 'fast-check';

import { confirmClaim } from '../../../nodes/WorkQueue/domain/claim';
import { selectEvent } from '../../../nodes/WorkQueue/domain/event';
import type { DueRules } from '../../../nodes/WorkQueue/domain/selection';
import type { Row } from '../../../nodes/WorkQueue/domain/rows';
import { ago, CLAIM, HOUR, row, RULES } from './rules';

/** As payments are worked on. */
const PAYMENTS: DueRules = {
	...RULES,
	order: 'loose',
	waiting: ['pending', 'failed'],
	doubles: [['payment_id']],
	backoff: { firstMs: 0, factor: 2, capMs: 0 },
};
const pay = (id: number, more: Row = {}) => row(id, { payment_id: 'pay_1', ...more });
const inWork = { status: 'sending', owner: 'run-2', updatedAt: ago(0) };

function select(rows: Row[], mine: Row) {
	const { due, close, inDoubt, later, known } = selectEvent(rows, mine, PAYMENTS);
	const ids = (list: Array<{ row: Row }>) => list.map((one) => one.row.id);
	return {
		due: ids(due),
		close: ids(close),
		inDoubt: ids(inDoubt),
		waits: later !== undefined,
		known,
	};
}
const NOTHING = { due: [], close: [], inDoubt: [], waits: false, known: undefined };

describe('one event', () => {
	test('my row is due when its lane is free, and nothing of others is given', () => {
		const stranger = row(1, { payment_id: 'pay_0', telegram_id: '200' });
		expect(select([stranger, pay(5)], pay(5))).toEqual({ ...NOTHING, due: [5] });
	});

	test.each([
		['in work', row(3, { ...inWork, payment_id: 'pay_0' })],
		['waiting before it', row(3, { payment_id: 'pay_0' })],
	])('my row waits while another of its lane is %s', (_case, other) => {
		expect(select([other, pay(5)], pay(5))).toEqual({ ...NOTHING, waits: true });
	});

	test('a failed row of its lane is left to whoever tries it again: mine does not wait for it', () => {
		const failed = row(3, { payment_id: 'pay_0', status: 'failed', attempts: 1 });
		expect(select([failed, pay(5)], pay(5))).toEqual({ ...NOTHING, due: [5] });
	});

	test('of doubles the lowest row is due and mine is closed', () => {
		expect(select([pay(4), pay(5)], pay(5))).toEqual({ ...NOTHING, due: [4], close: [5] });
	});

	test('a failed row is taken up again instead of mine', () => {
		const failed = pay(4, { status: 'failed', attempts: 3 });
		expect(select([failed, pay(5)], pay(5))).toEqual({ ...NOTHING, due: [4], close: [5] });
	});

	test('a row that waits for its lane closes mine, and mine is not known yet', () => {
		const other = row(3, { ...inWork, payment_id: 'pay_0' });
		expect(select([other, pay(4), pay(5)], pay(5))).toEqual({
			...NOTHING,
			close: [5],
			waits: true,
		});
	});

	test.each([
		['in work', pay(4, inWork), 'sending'],
		['done', pay(4, { status: 'success' }), 'success'],
		['in work though its id is higher', pay(6, inWork), 'sending'],
	])('it is known when a double is %s', (_case, other, known) => {
		expect(select([other, pay(5)], pay(5))).toEqual({ ...NOTHING, close: [5], known });
	});

	test('it is known when somebody else has taken my row', () => {
		const rows = [pay(5, { ...inWork })];
		expect(select(rows, pay(5))).toEqual({ ...NOTHING, close: [5], known: 'sending' });
	});

	test('a row whose lease has run out is in doubt, and mine is closed', () => {
		const dead = pay(4, { ...inWork, updatedAt: ago(HOUR) });
		expect(select([dead, pay(5)], pay(5))).toEqual({ ...NOTHING, close: [5], inDoubt: [4] });
	});

	test('a row that was withdrawn still names its event', () => {
		expect(select([pay(4)], pay(5))).toEqual({ ...NOTHING, due: [4] });
		const done = pay(4, { status: 'success' });
		expect(select([done], pay(5))).toEqual({ ...NOTHING, close: [5], known: 'success' });
	});

	test('an event without any row is not known: its sender must not be told that it is', () => {
		const stranger = row(1, { payment_id: 'pay_0', telegram_id: '200' });
		for (const rows of [[], [stranger]]) {
			expect(() => select(rows, pay(5))).toThrow(/Row 5 is gone, and no other row has its event/);
		}
	});

	test('whatever stands in the table, an event is due, in doubt, waits or is known: one of them', () => {
		const states = fc.constantFrom<Row>(
			{ status: 'pending' },
			{ status: 'failed', attempts: 2 },
			{ status: 'success' },
			inWork,
			{ ...inWork, updatedAt: ago(HOUR) },
			{ ...inWork, owner: '' },
		);
		const rows = fc.array(
			fc.tuple(states, fc.constantFrom('pay_1', 'pay_2'), fc.constantFrom('100', '200', '')),
			{ minLength: 1, maxLength: 6 },
		);
		fc.assert(
			fc.property(rows, fc.nat(5), (written, index) => {
				const all = written.map(([state, id, telegram], at) =>
					row(at + 1, { ...state, payment_id: id, telegram_id: telegram }),
				);
				const mine = all[index % all.length];
				const { due, close, inDoubt, waits, known } = select(all, mine);
				const verdicts = [due.length + inDoubt.length > 0, waits, known !== undefined];
				expect(verdicts.filter(Boolean)).toHaveLength(1);
				expect(close.every((id) => id === mine.id)).toBe(true);
				const standing = [...due, ...inDoubt].map((id) => all.find((one) => one.id === id));
				expect(standing.every((one) => one?.payment_id === mine.payment_id)).toBe(true);
			}),
			{ numRuns: 500, seed: 13 },
		);
	});
});

describe('a claim of a row that has doubles', () => {
	const mine = pay(5, { status: 'sending', owner: 'run-1', updatedAt: ago(0) });
	const confirm = (rows: Row[]) =>
		confirmClaim(rows, { ...CLAIM, order: 'loose', id: 5, doubles: [['payment_id']] });

	test('is superfluous for good when one is done', () => {
		const done = pay(9, { status: 'success', telegram_id: '200' });
		expect(confirm([mine, done])).toMatchObject({ isMine: false, isDouble: true });
	});

	test.each([
		['in work', inWork],
		['in doubt', { ...inWork, updatedAt: ago(HOUR) }],
	])('goes back when one is %s in another lane, but not for good', (_case, state) => {
		const verdict = confirm([mine, pay(4, { ...state, telegram_id: '200' })]);
		expect(verdict).toMatchObject({ isMine: false, lookAgain: true });
		expect(verdict.isDouble).toBeUndefined();
	});

	test('is mine when they only wait', () => {
		expect(confirm([pay(4), mine]).isMine).toBe(true);
	});
});
