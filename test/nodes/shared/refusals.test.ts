import { Refusals } from '../../../nodes/shared/refusals';

const NOW = Date.parse('2026-11-30T10:00:00Z');

const delays = (refusals: Refusals, count: number, now: number) =>
	Array.from({ length: count }, () => refusals.delay(now));

test('a sender with a wrong secret is answered at once', () => {
	expect(delays(new Refusals(), 10, NOW)).toEqual(Array(10).fill(0));
});

test('who goes on knocking is answered ten times a second', () => {
	const refusals = new Refusals();
	delays(refusals, 10, NOW);
	expect(delays(refusals, 3, NOW)).toEqual([100, 200, 300]);
});

test('twenty callers who knock again after each answer get about ten answers a second', () => {
	const refusals = new Refusals();
	const answersAt: number[] = [];
	const next = Array<number>(20).fill(NOW);
	while (Math.min(...next) < NOW + 30_000) {
		const caller = next.indexOf(Math.min(...next));
		next[caller] += refusals.delay(next[caller]);
		answersAt.push(next[caller]);
		next[caller] += 1;
	}
	const inTheLastSecond = answersAt.filter((at) => at > NOW + 29_000 && at <= NOW + 30_000);
	expect(inTheLastSecond.length).toBeGreaterThan(8);
	expect(inTheLastSecond.length).toBeLessThan(13);
});

test('nobody waits longer than five seconds', () => {
	const refusals = new Refusals();
	expect(Math.max(...delays(refusals, 500, NOW))).toBe(5000);
});

test('a second later ten refusals are quick again', () => {
	const refusals = new Refusals();
	delays(refusals, 10, NOW);
	expect(delays(refusals, 10, NOW + 1000)).toEqual(Array(10).fill(0));
});

test('a clock that was set back slows nobody for long', () => {
	const refusals = new Refusals();
	delays(refusals, 30, NOW + 3_600_000);
	expect(refusals.delay(NOW)).toBe(0);
});
