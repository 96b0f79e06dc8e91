import { InputError } from '../../shared/errors';
import { parsePhone, PHONE_PROBLEMS } from '../../shared/phones';
import { isSupportedCountry, type CountryCode } from '../../shared/vendor';

const PERSON = /^\+?(\d+)(?::\d+)?@(?:c\.us|s\.whatsapp\.net)$/;
const LID = /^(\d+)(?::\d+)?@lid$/;
/** As engines write it inside: an agent or a device behind the number, or a device that Meta hosts. */
const INTERNAL = /^\+?(\d+)(?:[.:_]\d+)*@(c\.us|s\.whatsapp\.net|hosted|lid|hosted\.lid)$/;
/** Stories, broadcast lists and channels: an answer there is published. */
const PUBLIC = /@(?:broadcast|newsletter)$/;
const OTHER_CHAT = /^(?:[\d-]+@g\.us|\d+@newsletter|status@broadcast)$/;

const WHY = { ...PHONE_PROBLEMS, invalid: 'it is neither a phone nor a chat ID' };

/**
 * The chat to write to (waha sheet §5).
 *
 * @param raw a phone as people write it, or `…@c.us`, `…@lid`, `…@g.us`, `…@newsletter`;
 * WhatsApp's internal `…@s.whatsapp.net` becomes `…@c.us`
 * @param country of phones without a country code
 * @throws {InputError}
 */
export function parseChatId(
	raw: unknown,
	country: string = 'KZ',
	field = 'Phone or Chat ID',
): string {
	const text = typeof raw === 'string' || typeof raw === 'number' ? String(raw).trim() : '';
	if (!text.includes('@')) return `${phoneDigits(text, country, field)}@c.us`;
	const written = text.toLowerCase();
	const known = normalisedId(written);
	const person = PERSON.exec(known)?.[1];
	const chatId = person === undefined ? known : `${personDigits(person, code(country))}@c.us`;
	if (!/^0/.test(chatId) && (PERSON.test(chatId) || LID.test(chatId) || OTHER_CHAT.test(chatId))) {
		return chatId;
	}
	throw new InputError(
		'this is no chat ID',
		field,
		'Use digits with @c.us, @lid, @g.us or @newsletter, or a phone with its country code.',
	);
}

/** The digits of a phone with its country code, from a phone or a person's chat id. @throws {InputError} */
export function phoneDigits(raw: unknown, country: string, field: string): string {
	const digitsOfChat = PERSON.exec(typeof raw === 'string' ? raw.trim().toLowerCase() : '')?.[1];
	if (digitsOfChat !== undefined && !digitsOfChat.startsWith('0')) {
		return personDigits(digitsOfChat, code(country));
	}
	const phone = parsePhone(raw, code(country));
	if (phone.ok) return phone.digits;
	const isWord = phone.reason === 'empty' && typeof raw === 'string' && raw.trim() !== '';
	throw new InputError(
		WHY[isWord ? 'invalid' : phone.reason],
		field,
		'Give the phone with its country code.',
	);
}

/**
 * The digits of a person's id with the country code. WhatsApp itself writes it always, and some of its
 * ids are in no table (Mexico's 521…), so an id stays as it is unless people wrote it by hand: as a
 * number of the country without its code, or with Russia's 8.
 */
function personDigits(digits: string, country: CountryCode): string {
	const home = parsePhone(digits, country);
	const abroad = parsePhone(`+${digits}`, country);
	// Vietnam's 84 912 345 678 has eleven digits, too.
	const isAbroad = abroad.ok && abroad.digits === digits;
	const isTrunk = /^8\d{10}$/.test(digits) && home.ok && !isAbroad;
	const isShort = digits.length <= 10 && home.ok && !abroad.ok;
	return home.ok && (isTrunk || isShort) ? home.digits : digits;
}

/** An id as WAHA takes it: without the device of `7701…:12@…` and without WhatsApp's internal domain. */
export function normalisedId(id: string): string {
	const [, user, host] = INTERNAL.exec(id) ?? [];
	if (user === undefined) return id;
	return `${user}@${host.endsWith('lid') ? 'lid' : 'c.us'}`;
}

/** Whether what is written there is read by many: stories, broadcast lists, channels. */
export function isPublic(id: string): boolean {
	return PUBLIC.test(id);
}

export function isLid(id: string): boolean {
	return LID.test(id);
}

/** `+<digits>` of a person's chat id; '' for everything else, LIDs included. */
export function phoneOfChat(id: string): string {
	const digits = PERSON.exec(id)?.[1];
	return digits === undefined ? '' : `+${digits}`;
}

function code(country: string): CountryCode {
	const upper = country.trim().toUpperCase();
	if (isSupportedCountry(upper)) return upper;
	throw new InputError('this is no country', 'Country', 'Use two letters, such as KZ, RU or UA.');
}
