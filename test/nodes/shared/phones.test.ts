import fc from 'fast-check';

import { parsePhone } from '../../../nodes/shared/phones';
import type { CountryCode } from '../../../nodes/shared/vendor';

const phone = (e164: string) => ({ ok: true, e164, digits: e164.slice(1) });
const none = (reason: string) => ({ ok: false, reason });

describe('phones as shops and people write them', () => {
	test.each<[unknown, CountryCode, string]>([
		['7011234567', 'KZ', '+77011234567'],
		['77011234567', 'KZ', '+77011234567'],
		['87011234567', 'KZ', '+77011234567'],
		[77011234567, 'KZ', '+77011234567'],
		['+7 (701) 123-45-67', 'KZ', '+77011234567'],
		['+8 (701) 123-45-67', 'KZ', '+77011234567'],
		['8 701 123 45 67', 'KZ', '+77011234567'],
		['  7011234567\n', 'KZ', '+77011234567'],
		['89991234567', 'RU', '+79991234567'],
		['9991234567', 'RU', '+79991234567'],
		['89991234567', 'KZ', '+79991234567'],
		['380501112233', 'KZ', '+380501112233'],
		['380501112233', 'UA', '+380501112233'],
		['+380501112233', 'KZ', '+380501112233'],
		['+380 (50) 111-22-33', 'RU', '+380501112233'],
		['050 111 22 33', 'UA', '+380501112233'],
		['77011234567', 'UA', '+77011234567'],
	])('%p in %s is %s', (raw, country, e164) => {
		expect(parsePhone(raw, country)).toEqual(phone(e164));
	});

	test('Kazakhstan is the country of a number without a code', () => {
		expect(parsePhone('7011234567')).toEqual(phone('+77011234567'));
	});

	test.each([
		['Japan', '+81312345678'],
		['Vietnam', '+84951234567'],
	])('a number of %s with its plus stays abroad', (_name, e164) => {
		expect(parsePhone(e164, 'KZ')).toEqual(phone(e164));
	});

	test('an extension is given apart', () => {
		const read = { ...phone('+380501112233'), extension: '12' };
		expect(parsePhone('+380501112233 ext. 12', 'UA')).toEqual(read);
	});
});

describe('what is no phone', () => {
	test.each<[unknown, string]>([
		['+0(000)-000-00-00', 'masked'],
		['0000000000', 'masked'],
		['00', 'masked'],
		['7777777777', 'masked'],
		['+7 (000) 000-00-00', 'masked'],
		['8 999 999 99 99', 'masked'],
		[0, 'masked'],
		['+7000000000 0 ext. 5', 'masked'],
		['', 'empty'],
		['   ', 'empty'],
		['no phone', 'empty'],
		[null, 'empty'],
		[undefined, 'empty'],
		[{ phone: '77011234567' }, 'empty'],
		[['77011234567'], 'empty'],
		[true, 'empty'],
		[NaN, 'empty'],
		['12345', 'too_short'],
		['701123456', 'too_short'],
		['372512345', 'too_short'],
		['1234567890123456', 'invalid'],
		['87011234567, 87021234567', 'several'],
	])('%p is %s', (raw, reason) => {
		expect(parsePhone(raw)).toEqual(none(reason));
	});

	test('a national number that its country code makes too long', () => {
		expect(parsePhone('123456789012345', 'DE')).toEqual(none('invalid'));
	});

	test('an extension does not make a short number long', () => {
		expect(parsePhone('+6834002 ext 12345', 'UA')).toEqual(none('invalid'));
	});
});

describe('any input', () => {
	const country = fc.constantFrom<CountryCode>('KZ', 'RU', 'UA', 'DE', 'US', 'NU', 'JP');
	const phoneLike = fc.string({
		unit: fc.constantFrom(...'00112345678890+-() .,;/x٣７'.split(''), ' ext. '),
		maxLength: 24,
	});
	const anything = fc.oneof(fc.anything(), fc.string(), phoneLike, fc.bigInt(), fc.double());
	const REASON = /^(empty|masked|too_short|invalid|several|spreadsheet)$/;

	test('gives an E.164 number or a reason, and never throws', () => {
		fc.assert(
			fc.property(anything, country, (raw, home) => {
				const result = parsePhone(raw, home);
				if (!result.ok) return expect(result).toEqual(none(expect.stringMatching(REASON)));
				expect(result.e164).toMatch(/^\+\d{8,15}$/);
				expect(result.digits).toBe(result.e164.slice(1));
			}),
			{ numRuns: 1000 },
		);
	});

	test('every Ukrainian mobile number reads the same in all its spellings', () => {
		fc.assert(
			fc.property(fc.nat(9_999_999), (tail) => {
				const number = `50${String(tail).padStart(7, '0')}`;
				const expected = phone(`+380${number}`);
				expect(parsePhone(`0${number}`, 'UA')).toEqual(expected);
				for (const country of ['KZ', 'RU', 'UA'] as const) {
					expect(parsePhone(`380${number}`, country)).toEqual(expected);
					expect(parsePhone(`+380${number}`, country)).toEqual(expected);
				}
			}),
		);
	});

	test('every Kazakh mobile number reads the same in all its spellings', () => {
		fc.assert(
			fc.property(fc.constantFrom('701', '747', '777'), fc.nat(9_999_999), (code, tail) => {
				const number = code + String(tail).padStart(7, '0');
				fc.pre(new Set(number).size > 1);
				for (const spelling of [number, `7${number}`, `8${number}`, `+7${number}`]) {
					expect(parsePhone(spelling)).toEqual(phone(`+7${number}`));
				}
			}),
		);
	});

	test('a country code that does not exist is no country', () => {
		expect(parsePhone('+77011234567', 'XX' as CountryCode)).toEqual(phone('+77011234567'));
		expect(parsePhone('12345678901234', '' as CountryCode).ok).toBe(false);
	});
});
