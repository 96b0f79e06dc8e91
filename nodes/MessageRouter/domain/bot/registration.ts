import { textOf, type Row } from '../../../shared/rows';
import { isProved, numberOf, trustsTyped } from './card';
import { placesFor } from './plan';
import { rowsForManager, type RelayRow } from './relayRows';

/** A phone that a client gave. */
export interface GivenPhone {
	telegramId: string;
	/** How Telegram names the client. */
	name: string;
	/** Of the message; the kept words have the same with `:kept` behind it. */
	eventKey: string;
	/** E.164; empty when there is no usable one. */
	phone: string;
	/** `own`: Telegram's own contact of the sender; `foreign`: another contact; `typed`: a text. */
	by: 'own' | 'foreign' | 'typed';
}

/** What one row of `clients` becomes. */
export interface CardChange {
	/** The row is known by this column and value; where there is none, it is new. */
	key: 'id' | 'telegram_id';
	key_value: number | string;
	telegram_id: string;
	phone: string;
	phone_confirmed: boolean;
	full_name: string;
	bonus_balance: number;
	amo_contact_id: number;
	amo_lead_id: number;
	wahelp_user_id: string;
	pending_text: string;
	bot_blocked: boolean;
}

export interface Registration {
	/** `taken`: somebody else's, and not proved; `foreign`: not the sender's; `bad`: no phone. */
	outcome: 'saved' | 'taken' | 'foreign' | 'bad';
	/** The client's own card first; the others lose what is no longer theirs. Empty unless it is saved. */
	cards: CardChange[];
	/** Kept words that may go to a manager now, as rows of `relay_messages`. */
	rows: RelayRow[];
	/** Whether the phone is surely the client's now. */
	isProved: boolean;
	bonus: number;
}

/**
 * Decides whose card a phone leads to. Telegram's own contact proves it: then the card with that phone
 * becomes the client's, unless somebody else only typed it there: that one loses the phone, and nothing of
 * theirs becomes the client's. A typed phone that is on any other card leads nowhere.
 *
 * @param cards rows of `clients` with this Telegram id or this phone
 * @param settings rows of `bot_settings`
 */
export function register(given: GivenPhone, cards: Row[], settings: Row[]): Registration {
	const { telegramId, phone, by, name } = given;
	if (by === 'foreign') return refused('foreign');
	if (phone === '') return refused('bad');
	const known = cards.filter(({ id }) => Number(id) > 0);
	const mine = known.filter((row) => textOf(row.telegram_id) === telegramId);
	const withPhone = known.filter((row) => textOf(row.phone) === phone);
	const others = withPhone.filter((row) => !mine.includes(row));
	if (by === 'typed' && others.length > 0) return refused('taken');

	const before = mine.find((row) => textOf(row.phone) !== '') ?? mine.at(0) ?? {};
	const own = mine.find((row) => withPhone.includes(row));
	const brought = own ? undefined : bringable(others);
	const target = own ?? brought ?? before;
	// What is known of a typed phone was never looked up by it: the proof opens its real contact.
	const isSame = textOf(target.phone) === phone && isProved(target);
	const proved = by === 'own' || isSame;
	const isKept = isSame || (textOf(target.phone) === phone && !proved);
	const pendingText = textOf(before.pending_text);
	const key = { phone, isProved: proved || trustsTyped(settings) };
	const passesOn = pendingText !== '' && placesFor(key, settings).length > 0;
	const bonus = target.bonus_balance ?? numberOf(settings, 'bonus_on_registration', 0);
	const card: CardChange = {
		...changeOf(target),
		...(Number(target.id) > 0 ? {} : { key: 'telegram_id', key_value: telegramId }),
		telegram_id: telegramId,
		phone,
		phone_confirmed: proved,
		full_name: textOf(target.full_name) || textOf(before.full_name) || name,
		bonus_balance: Number(bonus) || 0,
		pending_text: passesOn ? '' : pendingText,
		bot_blocked: false,
		...(isKept ? {} : NOBODY),
	};
	const left = [...mine, ...others].filter((row) => row !== target);
	return {
		outcome: 'saved',
		cards: [card, ...left.flatMap((row) => leftBehind(row, given))],
		rows: passesOn ? rowsForManager(words(given, pendingText), key, settings) : [],
		isProved: proved,
		bonus: card.bonus_balance,
	};
}

function words({ telegramId, eventKey }: GivenPhone, text: string) {
	return { telegramId, text, eventKey: `${eventKey}:kept` };
}

const NOBODY = { amo_contact_id: 0, amo_lead_id: 0, wahelp_user_id: '' };

function refused(outcome: Registration['outcome']): Registration {
	return { outcome, cards: [], rows: [], isProved: false, bonus: 0 };
}

/** A card that the owner of its phone may have: one of the shop first. */
function bringable(others: Row[]): Row | undefined {
	const proved = others.filter(isProved);
	return proved.find((row) => textOf(row.telegram_id) === '') ?? proved.at(0);
}

/** Another card keeps its own: this client leaves it, and a phone that was only typed leaves it, too. */
function leftBehind(row: Row, { telegramId, phone }: GivenPhone): CardChange[] {
	const change = changeOf(row);
	if (textOf(row.telegram_id) === telegramId) {
		// A card without a phone is dropped as a whole.
		return change.phone === '' ? [] : [{ ...change, telegram_id: '' }];
	}
	const isTyped = change.phone === phone && !isProved(row);
	return isTyped ? [{ ...change, ...NOBODY, phone: '', phone_confirmed: false }] : [];
}

function changeOf(row: Row): CardChange {
	return {
		key: 'id',
		key_value: Number(row.id ?? 0),
		telegram_id: textOf(row.telegram_id),
		phone: textOf(row.phone),
		phone_confirmed: isProved(row),
		full_name: textOf(row.full_name),
		bonus_balance: Number(row.bonus_balance ?? 0) || 0,
		amo_contact_id: Number(row.amo_contact_id ?? 0) || 0,
		amo_lead_id: Number(row.amo_lead_id ?? 0) || 0,
		wahelp_user_id: textOf(row.wahelp_user_id),
		pending_text: textOf(row.pending_text),
		bot_blocked: row.bot_blocked === true,
	};
}
