import { isFromSpreadsheet, plainText, runsIn, type Run } from './phoneText';
import { isSupportedCountry, parsePhoneNumberFromString, type CountryCode } from './vendor';

/** Why a text is no usable phone. `several`: two numbers; `spreadsheet`: digits are lost. */
export type PhoneProblem = 'empty' | 'masked' | 'too_short' | 'invalid' | 'several' | 'spreadsheet';

/** A usable phone, or why there is none. */
export type Phone =
	| { ok: true; e164: string; digits: string; extension?: string }
	| { ok: false; reason: PhoneProblem };

/** The reasons in words, to follow a "this cannot be used:". */
export const PHONE_PROBLEMS: Record<PhoneProblem, string> = {
	empty: 'it is empty',
	masked: 'the number is hidden behind a placeholder',
	too_short: 'it has too few digits for a phone',
	invalid: 'it is not surely a phone',
	several: 'there is more than one number in it',
	spreadsheet: 'a spreadsheet has changed the number',
};

/** One reading of a run: the number, or why it is none. */
type Reading = { e164: string } | { reason: PhoneProblem };

/** Countries whose national numbers have ten digits and are dialled with a leading 8. */
const TEN_DIGITS_OF_SEVEN = new Set<CountryCode>(['KZ', 'RU']);
/** Where people still dial the 8 of the old network in front of the 0: `8 029 …`, `8-050-…`. */
const EIGHT_AND_ZERO = new Map<CountryCode, string>([
	['BY', '+375'],
	['UA', '+380'],
]);
/** A longer text is a letter. */
const MAX_LENGTH = 1000;
/** More digits than the rest of a sentence has: this may be a number, too. */
const DIGITS_OF_ANOTHER = 6;

/**
 * Reads a phone as people and shops write it. The one reader of the package.
 *
 * A number is one stretch of digits with blanks, brackets, dashes, points and slashes between them.
 * Digits of different stretches are never put together: a comma, a word, a second plus parts them. An
 * extension (`доб. 5`, `#5`, `;ext=5`) is given apart. A text with two numbers, or with a number that
 * can be read in two ways, is refused.
 *
 * Kazakhstan and Russia (kaspi sheet §5): 10 digits get `+7`, 11 digits that start with 7 or 8 become
 * `+7` and the last 10. `00`, and there `8 10`, stand for the plus (ITU-T E.123). A number of another
 * country without its plus must be valid by the tables of libphonenumber; with its plus it must have a
 * possible length, because the tables lag behind. A placeholder (all zero, one digit repeated) is no
 * phone: Kaspi hides numbers behind `+0(000)-000-00-00`, and every order with it would be the same
 * "customer".
 *
 * @param raw anything; never throws
 * @param country of numbers without a country code
 * @returns `e164` with its plus, `digits` without it
 */
export function parsePhone(raw: unknown, country: CountryCode = 'KZ'): Phone {
	if (typeof raw === 'number' && Number.isFinite(raw) && !Number.isSafeInteger(raw)) {
		return { ok: false, reason: 'spreadsheet' };
	}
	const text = textOf(raw);
	const digits = digitsOf(text);
	if (digits === '') return { ok: false, reason: 'empty' };
	if (text.length > MAX_LENGTH) return { ok: false, reason: 'invalid' };
	if (isFromSpreadsheet(text)) return { ok: false, reason: 'spreadsheet' };

	const runs = runsIn(text);
	const readings = runs.map((run) => readRun(run, country));
	const numbers = readings.map((reading, index) => ({ ...reading, run: runs[index] }));
	const found = numbers.filter((one) => 'e164' in one);
	const [first] = found;
	if (!first || !('e164' in first)) {
		const reason = whyNone(text, runs, readings, country);
		const [same, ...others] = reason === 'several' ? split(runs, country) : [];
		// One number, written twice.
		if (same !== undefined && others.length === 0) {
			return { ok: true, e164: same, digits: same.slice(1) };
		}
		return { ok: false, reason };
	}
	const isAlone = numbers.every((one) =>
		'e164' in one ? one.e164 === first.e164 : digitsOf(one.run.text).length < DIGITS_OF_ANOTHER,
	);
	if (!isAlone) return { ok: false, reason: 'several' };
	const { extension } = first.run;
	return {
		ok: true,
		e164: first.e164,
		digits: first.e164.slice(1),
		...(extension === undefined ? {} : { extension }),
	};
}

/** All numbers of a text that can be read surely, each once. For values that hold several. */
export function phonesIn(raw: unknown, country: CountryCode = 'KZ'): string[] {
	const one = parsePhone(raw, country);
	if (one.ok) return [one.e164];
	if (one.reason !== 'several') return [];
	return split(runsIn(textOf(raw)), country);
}

/** Each number that can be read surely in the runs, once. */
function split(runs: Run[], country: CountryCode): string[] {
	const numbers = runs.flatMap((run) => {
		const reading = readRun(run, country);
		return 'e164' in reading ? [reading.e164] : splitRun(run, country);
	});
	return [...new Set(numbers)];
}

function textOf(raw: unknown): string {
	// A negative number is a sum or a group chat.
	const isText = typeof raw === 'string' || (typeof raw === 'number' && raw >= 0);
	return isText ? plainText(String(raw)) : '';
}

function digitsOf(text: string): string {
	return text.replace(/\D/g, '');
}

/** The reason that helps most: of the run with the most digits. */
function whyNone(
	text: string,
	runs: Run[],
	readings: Reading[],
	country: CountryCode,
): PhoneProblem {
	if (/^0+$/.test(digitsOf(text))) return 'masked';
	if (/[*•●]{2,}/.test(text)) return 'masked';
	if (runs.some((run) => splitRun(run, country).length > 0)) return 'several';
	const reasons = readings.map((reading) => ('reason' in reading ? reading.reason : 'invalid'));
	const order = ['masked', 'invalid', 'too_short'] as const;
	return order.find((reason) => reasons.includes(reason)) ?? 'invalid';
}

function readRun(run: Run, country: CountryCode): Reading {
	const digits = digitsOf(run.text);
	if (isPlaceholder(digits)) return { reason: 'masked' };
	if (run.isOther) return { reason: 'invalid' };
	const reading = readNumber(run.text, country);
	if ('reason' in reading) return reading;
	// In a sentence, bare digits may be any number: of an order, of a card.
	const isBare = /^\d+$/.test(run.text);
	const isSure = hasCode(digits, reading.e164) || isMobileAtHome(reading.e164, country);
	if (run.isInProse && isBare && !isSure) return { reason: 'invalid' };
	return reading;
}

function isMobileAtHome(e164: string, country: CountryCode): boolean {
	const number = parsePhoneNumberFromString(e164);
	return number?.country === country && isMobile(number.getType());
}

function isMobile(type: string | undefined): boolean {
	return type === 'MOBILE' || type === 'FIXED_LINE_OR_MOBILE';
}

function hasCode(digits: string, e164: string): boolean {
	return digits.length > 10 || e164.slice(1) === digits || digits.startsWith('0');
}

function readNumber(text: string, country: CountryCode): Reading {
	const seven = TEN_DIGITS_OF_SEVEN.has(country);
	const international = withPlus(text, seven);
	const reading = international
		? readInternational(international, country)
		: readBare(text, country);
	if ('reason' in reading) return reading;
	const { e164 } = reading;
	if (!/^\+\d{8,15}$/.test(e164)) return { reason: 'invalid' };
	if (isPlaceholder(e164)) return { reason: 'masked' };
	// No number of Russia or Kazakhstan begins so: a number of another country without its code.
	if (/^\+7[0125]/.test(e164)) return { reason: 'invalid' };
	return reading;
}

/** `00`, and `8 10` in Russia and Kazakhstan, stand for the plus. Undefined when there is none. */
function withPlus(text: string, isSevenZone: boolean): string | undefined {
	const rest = /^\+?00[ -]*(?=[1-9])(.*)$/.exec(text)?.[1];
	if (rest !== undefined) return `+${rest}`;
	if (text.startsWith('+')) return text;
	const abroad = isSevenZone ? /^8[ -]*10[ -]*(?=[1-9])(.*)$/.exec(text)?.[1] : undefined;
	return abroad !== undefined && digitsOf(abroad).length > 9 ? `+${abroad}` : undefined;
}

function readInternational(text: string, country: CountryCode): Reading {
	const digits = digitsOf(text);
	const isSevenZone = TEN_DIGITS_OF_SEVEN.has(country);
	const parsed = parsePhoneNumberFromString(`+${digits}`);
	// `+81…` and `+84…` are Japan and Vietnam; `+8 701 …` is a slip for `+7`.
	const isSlip = isSevenZone && /^8(?!88)\d{10}$/.test(digits) && !parsed?.isPossible();
	if (isSlip) return { e164: `+7${digits.slice(1)}` };
	const old = parsed?.isPossible() ? undefined : oldDialling(digits, country);
	if (old !== undefined) return { e164: old };
	if (!parsed?.isPossible()) {
		const isShort = digits.startsWith('7') && digits.length < 11;
		return { reason: isShort ? 'too_short' : 'invalid' };
	}
	// A number of the country with a plus but without its code: +9161234567 is not in India.
	if (!parsed.isValid() && isValidAtHome(digits, country)) return { reason: 'invalid' };
	const shorter = headsOf(text).map((head) => parsePhoneNumberFromString(head));
	if (!parsed.isValid() && shorter.some((number) => number?.isValid())) {
		return { reason: 'invalid' };
	}
	return standsIn(parsed.number, parsed.nationalNumber, digits);
}

/** A number without its plus: of the country, or with another country's code in front. */
function readBare(text: string, country: CountryCode): Reading {
	const digits = digitsOf(text);
	const isSevenZone = TEN_DIGITS_OF_SEVEN.has(country);
	const national = nationalOf(text, country);
	if (national !== undefined) return { e164: national };
	if (isSevenZone && digits.length <= 10) {
		return { reason: isShortOfSeven(text, digits) ? 'too_short' : 'invalid' };
	}
	if (digits.length < 9) return { reason: 'too_short' };
	const parsed = parsePhoneNumberFromString(`+${digits}`);
	if (!parsed?.isValid()) return { reason: 'invalid' };
	if (isReadTwice(text, country, parsed.number, parsed.countryCallingCode)) {
		return { reason: 'invalid' };
	}
	return standsIn(parsed.number, parsed.nationalNumber, digits);
}

function isShortOfSeven(text: string, digits: string): boolean {
	return digits.length < 10 || /^[78]/.test(text);
}

/** A number as it is dialled at home. */
function nationalOf(text: string, country: CountryCode): string | undefined {
	const digits = digitsOf(text);
	if (TEN_DIGITS_OF_SEVEN.has(country)) return nationalOfSeven(text, digits);
	if (!isSupportedCountry(country)) return undefined;
	const old = oldDialling(digits, country);
	if (old !== undefined) return old;
	const parsed = parsePhoneNumberFromString(digits, country);
	if (!parsed?.isValid()) return undefined;
	// With the code of the country in front, the library reads `4915123456789` as a longer number at home.
	const abroad = parsePhoneNumberFromString(`+${digits}`);
	const hasOwnCode = abroad?.countryCallingCode === parsed.countryCallingCode;
	if (hasOwnCode && abroad?.isPossible() && !isMobile(parsed.getType())) {
		return abroad.isValid() ? abroad.number : undefined;
	}
	const reading = standsIn(parsed.number, parsed.nationalNumber, digits);
	return 'e164' in reading ? reading.e164 : undefined;
}

/** The number behind `80`, where that is dialled. */
function oldDialling(digits: string, country: CountryCode): string | undefined {
	const code = EIGHT_AND_ZERO.get(country);
	const national = /^80(\d{9})$/.exec(digits)?.[1];
	const number = code && national && parsePhoneNumberFromString(`${code}${national}`);
	return number && number.isValid() ? number.number : undefined;
}

function nationalOfSeven(text: string, digits: string): string | undefined {
	// Telegram's anonymous numbers: +888 and eight digits.
	if (/^[78]\d{10}$/.test(digits) && !digits.startsWith('888')) {
		// `(843) 123-45-67 (5)`: ten digits and one more.
		const tens = headsOf(text).filter((head) => digitsOf(head).length === 10);
		const isOneMore = tens.some((head) => isValidAtHome(head, 'RU'));
		return isOneMore ? undefined : `+7${digits.slice(1)}`;
	}
	// `9 161 234 567` is a sum; `8 701 123 45 6` is a number that lacks a digit.
	if (digits.length !== 10 || /^[0125]/.test(digits) || /^\d[^\d]/.test(text)) return undefined;
	const e164 = `+7${digits}`;
	// With a digit lost at its end, the number behind the code would begin as all numbers here do.
	const isShort = /^[78][346789]/.test(digits) && !parsePhoneNumberFromString(e164)?.isValid();
	return isShort ? undefined : e164;
}

/** Whether a part of it, from a gap to an end, is a number of the country that says otherwise. */
function isReadTwice(text: string, country: CountryCode, e164: string, code: string): boolean {
	const tails = tailsOf(text).map((tail) => nationalOf(tail, country));
	if (tails.some((tail) => tail !== undefined && tail !== e164)) return true;
	const first = /^\d+/.exec(text)?.[0];
	if (first === code) return false;
	const digits = digitsOf(text);
	// One digit too many is a slip, no foreign country.
	const isOneTooMany = TEN_DIGITS_OF_SEVEN.has(country) && digits.length === 11;
	const heads = [...headsOf(text).map(digitsOf), ...(isOneTooMany ? [digits.slice(0, 10)] : [])];
	return heads.some((head) => isValidAtHome(head, country));
}

function isValidAtHome(text: string, country: CountryCode): boolean {
	const national = nationalOf(text, country);
	return national !== undefined && parsePhoneNumberFromString(national)?.isValid() === true;
}

/** The text up to each gap. */
function headsOf(text: string): string[] {
	return [...text.matchAll(/\d(?=[^\d]+\d)/g)].map(({ index }) => text.slice(0, index + 1));
}

/** The text behind each gap. */
function tailsOf(text: string): string[] {
	return [...text.matchAll(/(?<=\d[^\d]+)\d+/g)].map(({ index }) => text.slice(index));
}

/** Several numbers with nothing but gaps between them; empty unless they can be parted in one way. */
function splitRun(run: Run, country: CountryCode): string[] {
	if (run.isOther) return [];
	const ways = headsOf(run.text).flatMap((head) => {
		const reading = readNumber(head, country);
		if (!('e164' in reading)) return [];
		const tail = run.text.slice(head.length).replace(/^[^\d]+/, '');
		const rest = readNumber(tail, country);
		const more = 'e164' in rest ? [rest.e164] : splitRun({ ...run, text: tail }, country);
		return more.length > 0 ? [[reading.e164, ...more]] : [];
	});
	return ways.length === 1 ? ways[0] : [];
}

/**
 * The library may drop or add digits in the middle (Argentina's 15). Then the number does not stand in
 * the text. In front of the national number there may be the code, a trunk prefix, or both.
 */
function standsIn(e164: string, national: string, digits: string): Reading {
	const code = e164.slice(1, e164.length - national.length);
	const front = digits.endsWith(national) ? digits.slice(0, -national.length || undefined) : '-';
	const isFront =
		front === code || /^[018]?$/.test(front.startsWith(code) ? front.slice(code.length) : front);
	return isFront ? { e164 } : { reason: 'invalid' };
}

/** All zero, or a ten-digit part that repeats one digit (kaspi sheet §5). */
function isPlaceholder(number: string): boolean {
	const digits = digitsOf(number);
	return /^0+$/.test(digits) || (digits.length >= 9 && /^(\d)\1+$/.test(digits.slice(-10)));
}
