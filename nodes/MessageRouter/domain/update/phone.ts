import { parsePhone } from '../../../shared/phones';
import type { CountryCode } from '../../../shared/vendor';
import type { UpdateFacts } from './readUpdate';

/** Digits and what people put between them; a letter makes it a sentence. */
const NOTHING_BUT_A_PHONE = /^\+?[\d\s().\u2010-\u2015-]+$/;

/**
 * The phone that a message gives: of a shared contact, or typed with nothing around it. Telegram
 * writes a contact's phone with or without its plus, always with the country code (telegram sheet §7).
 *
 * @returns E.164, or empty when there is no usable phone
 */
export function phoneOf({ contact, text }: UpdateFacts, country: string): string {
	const typed = NOTHING_BUT_A_PHONE.test(text.trim()) ? text : '';
	const raw = contact ? contact.phone : typed;
	const phone = parsePhone(raw, country.trim().toUpperCase() as CountryCode);
	return phone.ok ? phone.e164 : '';
}
