import { Refusals } from '../../../nodes/shared/refusals';

const NOW = Date.parse('2026-11-30T10:00:00Z');

test('a sender with a wrong secret is answered at once', () => {
	const refusals = new Refusals();
	expect(Array.from({ length: 10 }, (_, i) => refusals.delay(NOW + i))).toEqual(Array(10).fill(0));
});

test('who goes on knocking within the second waits one', () => {
	const refusals = new Refusals();
	for (let i = 0; i < 10; i++) refusals.delay(NOW);
	expect([refusals.delay(NOW), refusals.delay(NOW + 999)]).toEqual([1000, 1000]);
});

test('a second later refusals are quick again, though others were made to wait meanwhile', () => {
	const refusals = new Refusals();
	for (let i = 0; i < 30; i++) refusals.delay(NOW);
	expect(refusals.delay(NOW + 1000)).toBe(0);
});

test('a clock that was set back slows nobody for long', () => {
	const refusals = new Refusals();
	for (let i = 0; i < 10; i++) refusals.delay(NOW + 3_600_000);
	expect(refusals.delay(NOW)).toBe(0);
});
