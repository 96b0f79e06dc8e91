import fc from 'fast-check';

import { almatyTime, DAY_MS, periodOf, slicesOf, timeOf } from '../../../nodes/Kaspi/domain/period';

const NOW = Date.UTC(2026, 10, 21, 5);

describe('slices of a period', () => {
	test('14 days are one slice, one millisecond more is two', () => {
		expect(slicesOf({ from: 0, to: 14 * DAY_MS })).toEqual([{ from: 0, to: 14 * DAY_MS }]);
		expect(slicesOf({ from: 0, to: 14 * DAY_MS + 1 })).toEqual([
			{ from: 1, to: 14 * DAY_MS + 1 },
			{ from: 0, to: 0 },
		]);
	});

	test('they cover every moment once, and none is too long', () => {
		fc.assert(
			fc.property(fc.nat(1e12), fc.nat(400 * DAY_MS), (from, length) => {
				const slices = slicesOf({ from, to: from + length });
				expect(slices[0].to).toBe(from + length);
				expect(slices[slices.length - 1].from).toBe(from);
				slices.forEach((slice, index) => {
					expect(slice.to).toBeGreaterThanOrEqual(slice.from);
					expect(slice.to - slice.from).toBeLessThanOrEqual(14 * DAY_MS);
					if (index > 0) expect(slice.to).toBe(slices[index - 1].from - 1);
				});
			}),
		);
	});
});

describe('the period of the fields', () => {
	test('empty fields mean the last 14 days', () => {
		expect(periodOf('', undefined, NOW)).toEqual({ from: NOW - 14 * DAY_MS, to: NOW });
	});

	test('a bare day is a whole day of Almaty', () => {
		expect(periodOf('2026-01-31', '2026-01-31', NOW)).toEqual({
			from: Date.parse('2026-01-31T00:00:00+05:00'),
			to: Date.parse('2026-01-31T23:59:59.999+05:00'),
		});
	});

	test('a time without a zone is Almaty time, one with a zone is kept', () => {
		const period = periodOf('2026-01-31T09:00:00', '2026-01-31T09:00:00Z', NOW);
		expect(period.from).toBe(Date.parse('2026-01-31T04:00:00Z'));
		expect(period.to).toBe(Date.parse('2026-01-31T09:00:00Z'));
	});

	test('before March 2024 Almaty was at UTC+6', () => {
		expect(periodOf('2024-02-01', '', NOW).from).toBe(Date.parse('2024-01-31T18:00:00Z'));
		expect(almatyTime(Date.parse('2024-01-31T18:00:00Z'))).toBe('2024-02-01T00:00:00.000+06:00');
	});

	test('a wrong order and a wrong date are refused with the name of the field', () => {
		expect(() => periodOf('2026-02-01', '2026-01-01', NOW)).toThrow('the period ends before');
		expect(() => periodOf('soon', '', NOW)).toThrow(expect.objectContaining({ field: 'From' }));
		expect(() => periodOf('', 'later', NOW)).toThrow(expect.objectContaining({ field: 'To' }));
	});
});

describe('the time of an order', () => {
	test('milliseconds, seconds, their texts, ISO with and without a zone', () => {
		const at = Date.parse('2025-10-09T13:53:20+05:00');
		for (const written of [
			at,
			at / 1000,
			String(at),
			String(at / 1000),
			'2025-10-09T13:53:20+05:00',
			'2025-10-09T08:53:20Z',
			'2025-10-09 13:53:20',
			new Date(at),
		]) {
			expect(timeOf(written)).toBe(at);
		}
	});

	test('what is no time is none', () => {
		for (const written of [
			null,
			undefined,
			'',
			0,
			'0',
			0.001,
			1,
			'2025',
			'soon',
			{},
			[],
			NaN,
			Infinity,
			1e300,
		]) {
			expect(timeOf(written)).toBeNull();
		}
		expect(almatyTime(null)).toBe('');
	});
});
