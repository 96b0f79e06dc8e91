import { distinct } from './text';
import type { ParsedPayment } from './schema';

/** What the operator is told about names that the tables do not have. */
export type MissingNames = {
	/** Whether a subject or direction of the payment is in no table. */
	is_missing: boolean;
	/** The same for the same names, so that the operator is asked once. */
	missing_key: string;
	/** In Russian; '' when nothing is missing. */
	missing_text: string;
};

/** Never empty for a payment that was parsed: it has a phone, an e-mail or a Telegram ID. */
export function contactName(payment: ParsedPayment): string {
	const { customer_name, phone, email, telegram_username, telegram_id } = payment;
	return (
		customer_name ||
		phone ||
		email ||
		telegram_username ||
		(telegram_id && `Telegram ${telegram_id}`)
	);
}

/** As people write it: `@ivan_petrov`; '' when there is none. */
export function telegramTag({ telegram_username }: ParsedPayment): string {
	return telegram_username && `@${telegram_username}`;
}

/** @param unmapped names of the platform that subject_map and direction_map do not have */
export function missingNames(unmapped: string[]): MissingNames {
	const names = distinct(unmapped);
	if (names.length === 0) return { is_missing: false, missing_key: '', missing_text: '' };
	return {
		is_missing: true,
		missing_key: names.join('|'),
		missing_text: `Оплата принята, но в таблицах subject_map и direction_map нет: ${names.join(', ')}. Добавьте строки.`,
	};
}
