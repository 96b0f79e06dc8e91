import { parsePhone } from '../../../shared/phones';
import { textOf, type Row } from '../../../shared/rows';

/** Who is to be forgotten, as it was typed and read. */
export interface Question extends Record<string, string> {
	/** With country code and plus; `''` when none was typed or it is none. */
	phone: string;
	/** `''` when none was typed or it is no number. */
	telegram_id: string;
	/** What `phone` of `clients` is searched for. `-` finds nothing. */
	phone_pattern: string;
	/** For the column `telegram_id`. `-` finds nothing. */
	telegram_pattern: string;
	/** What cannot be read, in words for the page. */
	problem: string;
}

/** How phones may end alike: whoever wrote them left out at most the country code. */
const COMPARED_DIGITS = 10;
export const lastDigits = (phone: string) => phone.slice(-COMPARED_DIGITS);
export const phonePattern = (phone: string) => `%${lastDigits(phone)}`;

/** As dialogues name the account. */
export const userOf = (telegramId: string) => `telegram:${telegramId}`;

export function phoneOf(written: unknown): string {
	const phone = parsePhone(written);
	return phone.ok ? phone.e164 : '';
}

/** @param answer the form's `phone` and `telegram_id`; one of them is enough */
export function questionOf(answer: Row): Question {
	const typed = textOf(answer.phone);
	const typedId = textOf(answer.telegram_id);
	const phone = phoneOf(typed);
	const telegram_id = /^\d{3,20}$/.test(typedId) ? typedId : '';
	return {
		phone,
		telegram_id,
		phone_pattern: phone ? phonePattern(phone) : '-',
		telegram_pattern: telegram_id || '-',
		problem: problemOf({ typed, typedId, phone, telegram_id }),
	};
}

function problemOf(read: Record<'typed' | 'typedId' | 'phone' | 'telegram_id', string>): string {
	if (read.typed && !read.phone) return `«${read.typed}» не читается как телефон.`;
	if (read.typedId && !read.telegram_id) {
		return `«${read.typedId}» не номер в Telegram: он состоит из одних цифр.`;
	}
	return read.typed || read.typedId ? '' : 'Впишите телефон или номер в Telegram.';
}

/** By what rows of a person are known. */
export interface Identity {
	phones: string[];
	telegramIds: string[];
	usernames: string[];
	/** Contacts of amoCRM. */
	contacts: string[];
}

/**
 * Whether a card of `clients` is the person's own. A phone that somebody has only typed makes a card with a
 * Telegram account nobody's: it is another person's card with this phone in it, see *Only a proved phone is a key*.
 */
export function isOwnCard(card: Row, { phone, telegram_id }: Question): boolean {
	const account = textOf(card.telegram_id);
	if (telegram_id !== '' && account === telegram_id) return true;
	if (phone === '' || phoneOf(card.phone) !== phone) return false;
	return account === '' || isProved(card);
}

/** A card without the mark was entered by a person of the shop. */
const isProved = (card: Row) => card.phone_confirmed !== false;

/** The same for a card that was found by what the own cards add: another one of the account, a bare phone. */
export function isTheirCard(card: Row, question: Question, identity: Identity): boolean {
	const account = textOf(card.telegram_id);
	if (account !== '' && identity.telegramIds.includes(account)) return true;
	const isBare = account === '' && identity.phones.includes(phoneOf(card.phone));
	return isBare || isOwnCard(card, question);
}

/** What the own cards add to what was asked for. @param cards rows of `clients` */
export function identityOf(question: Question, cards: Row[]): Identity {
	const own = cards.filter((card) => isOwnCard(card, question));
	const proved = own.filter(isProved);
	const all = (values: string[]) => [...new Set(values.filter(Boolean))];
	return {
		phones: all([question.phone, ...proved.map((card) => phoneOf(card.phone))]),
		telegramIds: all([question.telegram_id, ...own.map((card) => textOf(card.telegram_id))]),
		usernames: all(own.map((card) => textOf(card.telegram_username))),
		contacts: all(own.map((card) => textOf(card.amo_contact_id))).filter((id) => id !== '0'),
	};
}
