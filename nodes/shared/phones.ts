import { isSupportedCountry, parsePhoneNumberFromString, type CountryCode } from './vendor';

/** A usable phone, or why there is none. */
export type Phone =
	| { ok: true; e164: string; digits: string }
	| { ok: false; reason: 'empty' | 'masked' | 'too_short' | 'invalid' };

/** Countries whose national numbers have ten digits and are dialled with a leading 8. */
const TEN_DIGITS_OF_SEVEN = new Set<CountryCode>(['KZ', 'RU']);

/**
 * Reads a phone as people and shops write it.
 *
 * Kazakhstan and Russia (kaspi sheet §5): 10 digits get `+7`, 11 digits that start with 7 or 8 become
 * `+7` and the last 10. A placeholder (all zero, one digit repeated) is no phone: Kaspi hides numbers
 * behind `+0(000)-000-00-00`, and every order with it would be the same "customer".
 *
 * @param raw anything; never throws
 * @param country of numbers without a country code
 * @returns `e164` with its plus, `digits` without it
 */
export function parsePhone(raw: unknown, country: CountryCode = 'KZ'): Phone {
	const text = typeof raw === 'number' || typeof raw === 'string' ? String(raw).trim() : '';
	const digits = text.replace(/\D/g, '');
	if (digits === '') return { ok: false, reason: 'empty' };
	if (isPlaceholder(digits)) return { ok: false, reason: 'masked' };
	const isSevenZone = TEN_DIGITS_OF_SEVEN.has(country);
	if (digits.length < (isSevenZone ? 10 : 9)) return { ok: false, reason: 'too_short' };
	if (digits.length > 15) return { ok: false, reason: 'invalid' };

	const seven = isSevenZone ? sevenZone(text, digits) : undefined;
	const home = isSupportedCountry(country) ? country : undefined;
	const parsed =
		parsePhoneNumberFromString(seven ?? text, home) ?? parsePhoneNumberFromString(`+${digits}`);
	const candidate =
		parsed?.isPossible() || text.startsWith('+')
			? parsed
			: parsePhoneNumberFromString(`+${digits}`);
	if (!candidate?.isPossible()) return { ok: false, reason: 'invalid' };
	// The library drops an extension and adds a country code: what is left is checked again.
	const e164: string = candidate.number;
	if (!/^\+\d{8,15}$/.test(e164)) return { ok: false, reason: 'invalid' };
	if (isPlaceholder(e164)) return { ok: false, reason: 'masked' };
	// No number of Russia or Kazakhstan begins so: a number of another country without its code.
	if (/^\+7[0125]/.test(e164)) return { ok: false, reason: 'invalid' };
	return { ok: true, e164, digits: e164.slice(1) };
}

function sevenZone(text: string, digits: string): string | undefined {
	if (digits.length === 10 && !text.startsWith('+')) return `+7${digits}`;
	// `+81…` and `+84…` are Japan and Vietnam; `+8 701 …` is a slip for `+7`.
	if (text.startsWith('+8') && parsePhoneNumberFromString(text)?.isPossible()) return undefined;
	// Telegram's anonymous numbers: +888 and eight digits.
	if (digits.length === 11 && digits.startsWith('888')) return `+${digits}`;
	if (digits.length === 11 && /^[78]/.test(digits)) return `+7${digits.slice(1)}`;
	return undefined;
}

/** All zero, or a ten-digit part that repeats one digit (kaspi sheet §5). */
function isPlaceholder(number: string): boolean {
	const digits = number.replace(/\D/g, '');
	return /^0+$/.test(digits) || (digits.length >= 9 && /^(\d)\1+$/.test(digits.slice(-10)));
}
