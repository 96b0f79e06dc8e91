import fc from 'fast-check';

import { parsePhone, phonesIn } from '../../../nodes/shared/phones';
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

	test('ten digits of a range that the tables do not know are no shorter number', () => {
		expect(parsePhone('7040001122')).toEqual(phone('+77040001122'));
		expect(parsePhone('7040001122', 'RU')).toEqual(phone('+77040001122'));
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

describe('a number is read as a whole', () => {
	test.each<[unknown, CountryCode, string]>([
		['9161234567.0', 'RU', '+79161234567'],
		['7771234567.0', 'KZ', '+77771234567'],
		['79161234567.0', 'RU', '+79161234567'],
		['9161234567,00', 'RU', '+79161234567'],
		['0077011234567', 'KZ', '+77011234567'],
		['8~10 380 50 111 22 33', 'RU', '+380501112233'],
		['38 (050) 111-22-33', 'RU', '+380501112233'],
		['998 90 123 45 67', 'RU', '+998901234567'],
		['+7 916 123-45-67 (мама)', 'RU', '+79161234567'],
		['тел. 8 916 123-45-67', 'RU', '+79161234567'],
		['8 916 123-45-67 до 18:00', 'RU', '+79161234567'],
		['8 916 123-45-67, кв. 12', 'RU', '+79161234567'],
		['+79161234567; 8 916 123-45-67', 'RU', '+79161234567'],
		['79161234567 / 89161234567', 'RU', '+79161234567'],
		['９１６１２３４５６７', 'RU', '+79161234567'],
		['+٧٩١٦١٢٣٤٥٦٧', 'RU', '+79161234567'],
		['\u200e+7\u00a0916 123\u200b\u201145\u201267\u202c', 'RU', '+79161234567'],
		['https://wa.me/77011234567', 'KZ', '+77011234567'],
		["'9161234567", 'RU', '+79161234567'],
		['=+79161234567', 'RU', '+79161234567'],
		['80291234567', 'BY', '+375291234567'],
		['8 (029) 123-45-67', 'BY', '+375291234567'],
		['тел. 8029 123 45 67', 'BY', '+375291234567'],
		['8-050-123-45-67', 'UA', '+380501234567'],
		['80501234567', 'UA', '+380501234567'],
		['+8 (050) 123-45-67', 'UA', '+380501234567'],
		['4915123456789', 'DE', '+4915123456789'],
		['49 151 23456789', 'DE', '+4915123456789'],
		['Давид 87001234567', 'KZ', '+77001234567'],
		['David: 87001234567', 'KZ', '+77001234567'],
		['Айгерим Картаева 87001234567', 'KZ', '+77001234567'],
		['Март 87001234567', 'KZ', '+77001234567'],
		['87001234567 Рубен', 'KZ', '+77001234567'],
		['87001234567 Сумая', 'KZ', '+77001234567'],
		['т.87001234567', 'KZ', '+77001234567'],
		['сот.87001234567', 'KZ', '+77001234567'],
		['Иван 9161234567', 'RU', '+79161234567'],
		['Айгуль 7011234567', 'KZ', '+77011234567'],
		['Aziz 901234567', 'UZ', '+998901234567'],
		['John 4155552671', 'US', '+14155552671'],
	])('%j in %s is %s', (raw, country, e164) => {
		expect(parsePhone(raw, country)).toEqual(phone(e164));
	});

	test.each<[string, CountryCode, string, string]>([
		['(843) 123-45-67 доб. 5', 'RU', '+78431234567', '5'],
		['9161234567 доб 5', 'RU', '+79161234567', '5'],
		['8-916-123-45-67, доп. 4', 'RU', '+79161234567', '4'],
		['(843) 123-45-67, внутр. 12', 'RU', '+78431234567', '12'],
		['(843) 123-45-67 x5', 'RU', '+78431234567', '5'],
		['(843) 123-45-67;ext=5', 'RU', '+78431234567', '5'],
		['(843) 123-45-67,5', 'RU', '+78431234567', '5'],
		['044 123-45-67 дод. 5', 'UA', '+380441234567', '5'],
		['8 727 123 45 67 ішкі 5', 'KZ', '+77271234567', '5'],
		['+78129999331#404812', 'RU', '+78129999331', '404812'],
	])('%j: the extension is apart', (raw, country, e164, extension) => {
		expect(parsePhone(raw, country)).toEqual({ ...phone(e164), extension });
	});

	test.each<[unknown, CountryCode, string]>([
		['9.161234567E+09', 'RU', 'spreadsheet'],
		['7.7012E+10', 'KZ', 'spreadsheet'],
		['9,16Е+09', 'RU', 'spreadsheet'],
		[9161234567.5, 'RU', 'spreadsheet'],
		['+910000000000000.1', 'RU', 'spreadsheet'],
		['8 (800) 555-3-35', 'RU', 'too_short'],
		['8 701 123 45 6', 'KZ', 'too_short'],
		['+7 701 123 45 6', 'KZ', 'too_short'],
		['8916123456', 'RU', 'too_short'],
		['+7 701 *** ** 67', 'KZ', 'masked'],
		['9161234567 12', 'RU', 'invalid'],
		['916 123-45-67 12', 'RU', 'invalid'],
		['1 9161234567', 'RU', 'invalid'],
		['4951234567 1', 'RU', 'invalid'],
		['+9161234567', 'RU', 'invalid'],
		['9161234567@c.us', 'RU', 'invalid'],
		['31.12.2024 15:30', 'UA', 'invalid'],
		['4276 1234 5678 9012', 'RU', 'invalid'],
		['ИНН 7707083893', 'RU', 'invalid'],
		['заказ № 89161234567', 'RU', 'invalid'],
		['9 500 000 000 тг', 'KZ', 'invalid'],
		['95.161.234.56', 'RU', 'invalid'],
		['50.4501234', 'UA', 'invalid'],
		['8 9l6 123 45 67', 'RU', 'invalid'],
		['(843) 123-45-67 (5)', 'RU', 'invalid'],
		['(843) 123-45-67 - 5', 'RU', 'invalid'],
		['(777) 123-45-67 (5)', 'KZ', 'invalid'],
		['777 123 45 67 5', 'KZ', 'invalid'],
		['9 161 234 567.00', 'RU', 'invalid'],
		['49151234567', 'DE', 'invalid'],
		['8 916 123 45 67 доп 8 903 123 45 67', 'RU', 'several'],
		['паспорт серия 9161 234567', 'RU', 'invalid'],
		['id 89161234567', 'RU', 'invalid'],
		['чек № 9161234567', 'RU', 'invalid'],
		['карта 89161234567', 'RU', 'invalid'],
		['89161234567 руб.', 'RU', 'invalid'],
		['ООО Ромашка 7715123456', 'RU', 'invalid'],
	])('%j in %s is refused: %s', (raw, country, reason) => {
		expect(parsePhone(raw, country)).toEqual(none(reason));
	});

	test.each([', ', ';', ' / ', '\n', ' или ', ' и ', ' '])('two numbers with %j between', (gap) => {
		const text = `+7 916 123-45-67${gap}8 903 123-45-67`;
		expect(parsePhone(text, 'RU')).toEqual(none('several'));
		expect(phonesIn(text, 'RU')).toEqual(['+79161234567', '+79031234567']);
	});
});

describe('for no text a number that does not stand in it', () => {
	const national = fc.nat(99_999_999).map((tail) => `91${String(tail).padStart(8, '0')}`);

	test('a number with anything around it is that number, or refused', () => {
		const noise = fc.constantFrom(
			'',
			'.0',
			' доб. 5',
			' x12',
			' 12',
			', кв. 7',
			' (мама)',
			'-1',
			'/68',
			' до 18:00',
			' 5 Иван',
			'#4',
			'E+09',
		);
		const front = fc.constantFrom(
			'',
			'+7',
			'8',
			'7',
			'8 ',
			'+7 ',
			'007',
			'тел. ',
			'1 ',
			'2) ',
			'кв 12 ',
		);
		fc.assert(
			fc.property(
				national,
				front,
				noise,
				fc.constantFrom('', ' ', '-', '.'),
				(digits, before, after, gap) => {
					fc.pre(!/^(\d)\1+$/.test(digits));
					const parts = [
						digits.slice(0, 3),
						digits.slice(3, 6),
						digits.slice(6, 8),
						digits.slice(8),
					];
					const read = parsePhone(before + parts.join(gap) + after, 'RU');
					if (read.ok) expect(read.e164).toBe(`+7${digits}`);
				},
			),
		);
	});

	test('the digits stand together, with 8, 00, 810 or nothing for the plus and the code', () => {
		const text = fc.string({
			unit: fc.constantFrom(...'0123456789789+() .,;/-x'.split(''), 'доб. ', 'кв '),
			minLength: 8,
			maxLength: 26,
		});
		fc.assert(
			fc.property(text, fc.constantFrom<CountryCode>('KZ', 'RU', 'UA', 'US'), (raw, country) => {
				const read = parsePhone(raw, country);
				if (!read.ok) return;
				const runs = raw.split(/[^\d ()./-]+/).map((run) => run.replace(/\D/g, ''));
				const ends = [1, 2, 3, 4].map((code) => read.digits.slice(code));
				expect(runs.some((run) => ends.some((end) => run.includes(end)))).toBe(true);
			}),
		);
	});
});
