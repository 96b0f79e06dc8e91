import { secretsInForce, untilMs } from '../../../nodes/shared/secretsInForce';

const UNTIL = '2026-12-01T12:00:00';
const at = (time: string) => Date.parse(time);
const inForce = (until: unknown, now: number, zone = 'utc') =>
	secretsInForce('new', 'old', until, zone, now);

describe('while a secret is changed', () => {
	test('both count until the time, and the new one alone from then on', () => {
		expect(inForce(UNTIL, at('2026-12-01T11:59:59Z'))).toEqual(['new', 'old']);
		expect(inForce(UNTIL, at('2026-12-01T12:00:00Z'))).toEqual(['new']);
	});

	test("a time without a zone is the workflow's", () => {
		const almaty = 'Asia/Almaty';
		expect(inForce(UNTIL, at('2026-12-01T06:59:59Z'), almaty)).toEqual(['new', 'old']);
		expect(inForce(UNTIL, at('2026-12-01T07:00:00Z'), almaty)).toEqual(['new']);
	});

	test('a time with a blank instead of the T counts as it is written', () => {
		const until = '2026-12-01 10:00';
		expect(inForce(until, at('2026-12-01T09:59:59Z'))).toEqual(['new', 'old']);
		expect(inForce(until, at('2026-12-01T10:00:00Z'))).toEqual(['new']);
		expect(untilMs('2026-12-01 10:00:00.000+05:00', 'utc')).toBe(at('2026-12-01T05:00:00Z'));
	});

	test.each(['', undefined, null])(
		'a credential of an older version (%p) loses no call: the previous one counts',
		(until) => {
			expect(inForce(until, 0)).toEqual(['new', 'old']);
		},
	);

	test.each(['tomorrow', '32.13.2026', {}])('a time that is none (%p) ends it', (until) => {
		expect(inForce(until, 0)).toEqual(['new']);
		expect(untilMs(until, 'utc')).toBeNaN();
	});

	test('an empty secret is none', () => {
		expect(secretsInForce('', '', '', 'utc')).toEqual([]);
		expect(secretsInForce(undefined, 'old', UNTIL, 'utc', 0)).toEqual(['old']);
	});
});
