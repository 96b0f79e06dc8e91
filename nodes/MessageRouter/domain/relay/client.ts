import { isOn, settingOf } from '../../../shared/settings';
import { textOf, type Row } from '../../../shared/rows';

/** Of several cards of one Telegram account the one with a phone; `{}` for nobody. */
export function clientOf(rows: Row[]): Row {
	const known = rows.filter(({ id }) => id !== undefined);
	return known.find(({ phone }) => textOf(phone) !== '') ?? known.at(0) ?? {};
}

/**
 * Whether the phone of a card leads to its owner. A typed one does not: anybody can type the number of
 * somebody else. A card that the operator entered counts.
 */
export function isProved({ phone_confirmed: confirmed }: Row, settings: Row[]): boolean {
	return confirmed !== false || isOn(settingOf(settings, 'trust_typed_phone'), false);
}

/** Who it is, for people: name, phone, user name. */
export function namesOf({ full_name, telegram_username }: Row, phone = ''): string {
	const user = textOf(telegram_username);
	return [textOf(full_name), phone, user && `@${user}`].filter(Boolean).join(', ');
}
