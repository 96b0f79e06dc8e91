import fc from 'fast-check';

import {
	ChatQuota,
	judgeMessage,
	perMinuteOf,
	type ChatState,
	type Verdict,
} from '../../../nodes/shared/chatQuota';

const MINUTE = 60_000;

/** What becomes of messages that come at these times. */
function verdicts(perMinute: number, times: number[]): Verdict[] {
	let state: ChatState = { passed: [] };
	return times.map((now) => {
		const judged = judgeMessage(state, perMinute, now);
		state = judged.state;
		return judged.verdict;
	});
}

test('what a person writes passes, ten messages in a second included', () => {
	const times = Array.from({ length: 10 }, (_, index) => 1000 + index * 100);
	expect(verdicts(30, times)).toEqual(times.map(() => 'pass'));
});

test('the first message over the quota is told, the others are dropped', () => {
	expect(verdicts(2, [0, 1, 2, 3, 4])).toEqual(['pass', 'pass', 'tell', 'drop', 'drop']);
});

test('a minute after the first messages others pass', () => {
	expect(verdicts(2, [0, 10, MINUTE - 1, MINUTE, MINUTE + 1, MINUTE + 10])).toEqual([
		...['pass', 'pass', 'tell'],
		...['pass', 'drop', 'pass'],
	]);
});

test('a chat that floods on is told of once, and again when it kept quiet for a minute', () => {
	const flood = Array.from({ length: 600 }, (_, index) => index * 1000);
	const told = (all: Verdict[]) => all.filter((one) => one === 'tell').length;
	expect(told(verdicts(5, flood))).toBe(1);
	const later = flood.map((at) => at + 600_000 + MINUTE);
	expect(told(verdicts(5, [...flood, ...later]))).toBe(2);
});

test('a quota of 0 lets everything pass', () => {
	expect(new Set(verdicts(0, Array(1000).fill(5) as number[]))).toEqual(new Set(['pass']));
});

test('a clock that was set back holds nobody up', () => {
	expect(verdicts(1, [10 * MINUTE, 0, MINUTE])).toEqual(['pass', 'pass', 'pass']);
});

test('never more than the quota passes in any minute, and nothing is told twice within one', () => {
	const gaps = fc.array(fc.integer({ min: 0, max: 20_000 }), { maxLength: 200 });
	fc.assert(
		fc.property(fc.integer({ min: 1, max: 10 }), gaps, (perMinute, waits) => {
			let now = 0;
			const times = waits.map((wait) => (now += wait));
			const all = verdicts(perMinute, times);
			const at = (verdict: Verdict) => times.filter((_, index) => all[index] === verdict);
			const passed = at('pass');
			const isWithin = passed.every((time, i) => {
				const before = passed[i - perMinute];
				return before === undefined || time - before >= MINUTE;
			});
			const told = at('tell');
			return isWithin && told.every((time, i) => i === 0 || time - told[i - 1] >= MINUTE);
		}),
	);
});

test('a message within the quota is never held back', () => {
	fc.assert(
		fc.property(fc.array(fc.integer({ min: 2000, max: 9000 }), { maxLength: 100 }), (waits) => {
			let now = 0;
			// At most 30 in any minute.
			return verdicts(
				30,
				waits.map((wait) => (now += wait)),
			).every((one) => one === 'pass');
		}),
	);
});

test.each([
	[undefined, 30],
	['', 30],
	['soon', 30],
	[5, 5],
	['7', 7],
	[0, 0],
	[-3, 0],
])('the option %j is a quota of %i', (chosen, expected) => {
	expect(perMinuteOf(chosen)).toBe(expected);
});

describe('the quotas of a process', () => {
	const over = (word: string) => `${word}!`;

	test('chats and triggers do not influence each other; what has no chat is not counted', () => {
		const quota = new ChatQuota();
		const taken = (scope: string, chat: string | undefined) =>
			quota.apply(scope, 'x', chat, 1, over);
		expect([taken('a', '1'), taken('a', '1'), taken('a', '1')]).toEqual([['x'], ['x!'], []]);
		expect([taken('a', '2'), taken('b', '1')]).toEqual([['x'], ['x']]);
		expect([1, 2, 3].map(() => taken('a', undefined))).toEqual([['x'], ['x'], ['x']]);
	});

	test('of very many chats the oldest are forgotten', () => {
		const quota = new ChatQuota();
		for (let chat = 0; chat < 20_000; chat++) quota.apply('a', 'x', String(chat), 1, over);
		const { size } = (quota as unknown as { chats: { size: number } }).chats;
		expect(size).toBe(10_000);
	});
});
