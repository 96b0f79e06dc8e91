import { textOf, timeOf, type Row } from '../../../shared/rows';
import { isOn, settingOf } from '../../../shared/settings';

/** What the bot knows of a client. */
export interface Card {
	/** 0 for somebody without a row. */
	id: number;
	phone: string;
	/**
	 * Whether the phone is surely the client's: by Telegram's own contact, or because a person of the shop
	 * entered it. A phone that was only typed leads to nobody.
	 */
	isProved: boolean;
	fullName: string;
	username: string;
	bonus: number;
	isBlocked: boolean;
	/** Text that waits for the phone, oldest first. */
	pendingText: string;
	/** As it is stored. */
	step: string;
	isManagerChatOn: boolean;
	managerAt: number | undefined;
}

/** The step in which the bot waits for a phone; text that is none is no answer to it. */
export const PHONE_STEP = 'waiting_phone_manual';
const LIKE_A_PHONE = /^[\d\s()+.\u2010-\u2015-]{5,}$/;

/** The client among the rows of `clients` with one Telegram id: the row with a phone before others. */
export function cardOf(rows: Row[], settings: Row[]): Card {
	const known = rows.filter(({ id }) => Number(id) > 0);
	const row = known.find(({ phone }) => textOf(phone) !== '') ?? known.at(0) ?? {};
	return {
		id: Number(row.id ?? 0),
		phone: textOf(row.phone),
		isProved: textOf(row.phone) !== '' && (isProved(row) || trustsTyped(settings)),
		fullName: textOf(row.full_name),
		username: textOf(row.telegram_username),
		bonus: Number(row.bonus_balance ?? 0) || 0,
		isBlocked: row.bot_blocked === true,
		pendingText: textOf(row.pending_text),
		step: textOf(row.dialog_step),
		isManagerChatOn: row.in_manager_chat === true,
		managerAt: timeOf(row.manager_last_message_at),
	};
}

/** A row without the mark was entered by a person of the shop. */
export const isProved = (row: Row): boolean =>
	!['false', '0'].includes(textOf(row.phone_confirmed));

/** Whether the shop takes a typed phone for the client's own (setting `trust_typed_phone`). */
export const trustsTyped = (settings: Row[]): boolean =>
	isOn(settingOf(settings, 'trust_typed_phone'), false);

/** The step that the message is an answer to; empty for none. */
export function stepNow({ step }: Card, text: string): string {
	return step === PHONE_STEP && !LIKE_A_PHONE.test(text.trim()) ? '' : step;
}

/** Whether a manager has written within `manager_pause_minutes`. @param now milliseconds since 1970 */
export function isWithManager(card: Card, settings: Row[], now: number): boolean {
	const minutes = numberOf(settings, 'manager_pause_minutes', 5);
	return card.isManagerChatOn && (card.managerAt ?? 0) > now - minutes * 60_000;
}

/** A number as people write it, such as `0,5`. */
export function numberOf(settings: Row[], key: string, fallback: number): number {
	const value = Number(settingOf(settings, key, String(fallback)).replace(',', '.'));
	return Number.isFinite(value) ? value : fallback;
}
