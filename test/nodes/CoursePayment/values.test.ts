import { readBody } from '../../../nodes/CoursePayment/domain/body';
import { amountText, kopecksOf } from '../../../nodes/shared/money';
import { paidAt } from '../../../nodes/CoursePayment/domain/paidAt';
import { cut, oneLine } from '../../../nodes/CoursePayment/domain/text';

describe('amounts', () => {
	test.each([
		[5000, 500000],
		['5000', 500000],
		[' 5000.5 ', 500050],
		['5 000,50', 500050],
		['1 234 567', 123456700],
		['5\u00a0000,50', 500050],
		['5\u202f000', 500000],
		[0, 0],
		['0', 0],
		[4999.999999, 500000],
		[1.15, 115],
		[0.29, 29],
		[1e12, 1e14],
		["1'500", 150000],
		['1\u2009500,50', 150050],
		['1,234.56', 123456],
		['1.234,56', 123456],
		['1,234,567', 123456700],
		['0.500', 50],
	])('%j is %d kopecks', (written, kopecks) => {
		expect(kopecksOf(written)).toBe(kopecks);
	});

	test.each([
		-1,
		'-1',
		NaN,
		Infinity,
		1e12 + 1,
		'1000000000001',
		'',
		' ',
		'5,000',
		'5.000',
		'999.999',
		'1,234,56',
		'12,34,567',
		"15'00",
		'1.234.56',
		'.',
		'5 00',
		'50 000 0',
		'1e3',
		'0x10',
		'5000 ₽',
		'five',
		null,
		undefined,
		true,
		[5000],
		{},
	])('%j is none', (written) => {
		expect(kopecksOf(written)).toBeUndefined();
	});

	test.each([
		[10000, '10000'],
		[99.5, '99.50'],
		[0, '0'],
		[0.05, '0.05'],
		[1e12, '1000000000000'],
	])('%d reads %s', (roubles, text) => {
		expect(amountText(roubles)).toBe(text);
	});
});

describe('dates', () => {
	test.each([
		['2025-01-20 14:49:20', 'Europe/Moscow', '2025-01-20T11:49:20Z', '2025-01-20 14:49:20'],
		['2025-01-20T14:49:20', 'Europe/Moscow', '2025-01-20T11:49:20Z', '2025-01-20 14:49:20'],
		['2025-01-20T11:49:20Z', 'Europe/Moscow', '2025-01-20T11:49:20Z', '2025-01-20 14:49:20'],
		['2025-01-20t11:49:20.000000z', 'Europe/Moscow', '2025-01-20T11:49:20Z', '2025-01-20 14:49:20'],
		['2025-01-20 16:49:20+05:00', 'Europe/Moscow', '2025-01-20T11:49:20Z', '2025-01-20 14:49:20'],
		['2025-01-20 16:49:20+05', 'Europe/Moscow', '2025-01-20T11:49:20Z', '2025-01-20 14:49:20'],
		['2025-01-20 14:49:20.9', 'Europe/Moscow', '2025-01-20T11:49:20Z', '2025-01-20 14:49:20'],
		// Moscow was at UTC+4 until October 2014.
		['2014-07-01 12:00:00', 'Europe/Moscow', '2014-07-01T08:00:00Z', '2014-07-01 12:00:00'],
		// Almaty went from UTC+6 to UTC+5 in March 2024.
		['2024-02-01 12:00:00', 'Asia/Almaty', '2024-02-01T06:00:00Z', '2024-02-01 12:00:00'],
		['2024-04-01 12:00:00', 'Asia/Almaty', '2024-04-01T07:00:00Z', '2024-04-01 12:00:00'],
		// Summer and winter time.
		['2025-07-01 12:00:00', 'Europe/Berlin', '2025-07-01T10:00:00Z', '2025-07-01 12:00:00'],
		['2025-12-01 12:00:00', 'Europe/Berlin', '2025-12-01T11:00:00Z', '2025-12-01 12:00:00'],
		// An hour that there is not: one hour on.
		['2025-03-30 02:30:00', 'Europe/Berlin', '2025-03-30T01:30:00Z', '2025-03-30 03:30:00'],
		// An hour that there is twice: the first one, unless the offset says which.
		['2025-10-26 02:30:00', 'Europe/Berlin', '2025-10-26T00:30:00Z', '2025-10-26 02:30:00'],
		['2025-10-26T01:30:00Z', 'Europe/Berlin', '2025-10-26T01:30:00Z', '2025-10-26 02:30:00'],
		['2024-02-29 00:00:00', 'UTC', '2024-02-29T00:00:00Z', '2024-02-29 00:00:00'],
	])('%s in %s is %s', (written, zone, utc, local) => {
		const moment = paidAt(written, zone);

		expect(moment).toMatchObject({ paid_at_utc: utc, paid_at_local: local, time_zone: zone });
		expect(moment?.paid_at_unix).toBe(Date.parse(utc) / 1000);
	});

	test('an hour that comes twice is the same one in summer and in winter', () => {
		const at = (today: string) => {
			jest.useFakeTimers({ now: Date.parse(today) });
			try {
				return paidAt('2025-10-26 02:30:00', 'Europe/Berlin')?.paid_at_utc;
			} finally {
				jest.useRealTimers();
			}
		};

		expect(at('2026-01-15')).toBe('2025-10-26T00:30:00Z');
		expect(at('2026-07-15')).toBe('2025-10-26T00:30:00Z');
	});

	test.each([
		['Europe/Moscow', 'Moscow'],
		['America/Argentina/Buenos_Aires', 'Buenos Aires'],
		['UTC', 'UTC'],
	])('%s is called %s', (zone, label) => {
		expect(paidAt('2025-01-20 14:49:20', zone)?.zone_label).toBe(label);
	});

	test.each([
		'2025-02-30 10:00:00',
		'2025-02-29 10:00:00',
		'2025-13-01 10:00:00',
		'2025-01-20 25:00:00',
		'2025-01-20 10:60:00',
		'2025-01-20 10:00:00+99:00',
		'0000-00-00 00:00:00',
		'0001-01-01T00:00:00Z',
		'2025-01-20',
		'20.01.2025 14:49:20',
		'2025-01-20 14:49',
		'1737373760',
		'yesterday',
	])('%s is none', (written) => {
		expect(paidAt(written, 'Europe/Moscow')).toBeUndefined();
	});
});

describe('the body', () => {
	const bytes = (text: string) => Buffer.from(text, 'utf8');

	test.each([
		['text', '{"a":"я"}'],
		['text with a byte order mark', '\uFEFF{"a":"я"}'],
		['bytes', bytes('{"a":"я"}')],
		['bytes with a byte order mark', bytes('\uFEFF{"a":"я"}')],
		['an object', { a: 'я' }],
	])('%s', (_case, body) => {
		expect(readBody(body)).toEqual({ a: 'я' });
	});

	test.each([
		['nothing', ''],
		['no bytes', Buffer.alloc(0)],
		['a cut text', '{"a":'],
		['a form', 'payment_id=1&status=A'],
		['bytes of another encoding', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])],
	])('%s is not JSON', (_case, body) => {
		expect(() => readBody(body)).toThrow(
			expect.objectContaining({ name: 'InputError', field: 'body', code: 'not_json' }) as Error,
		);
	});
});

describe('text', () => {
	test.each([
		[' a\r\nb\tc\u2028d\u0000 ', 'a b c d'],
		['\u202eabc', 'abc'],
		[12.5, '12.5'],
		[NaN, ''],
		[true, ''],
		[['a'], ''],
		[null, ''],
	])('%j on one line is "%s"', (value, text) => {
		expect(oneLine(value)).toBe(text);
	});

	test('a cut never halves a character', () => {
		expect(cut('a😀😀😀', 3)).toBe('a😀😀');
		expect(cut('abc', 3)).toBe('abc');
	});
});
