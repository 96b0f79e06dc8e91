import { parsePhone, type PhoneProblem } from '../../shared/phones';
import type { CountryCode } from '../../shared/vendor';
import type { CourseOrder } from './schema';

export type Customer = {
	/** First and last name; '' when there is none. */
	customer_name: string;
	first_name: string;
	last_name: string;
	/** E.164, or '': see `phone_problem`. */
	phone: string;
	/** '' for a usable phone. */
	phone_problem: '' | PhoneProblem;
	/** Lower case; '' for what is no address. */
	email: string;
	/** Digits, or ''. */
	telegram_id: string;
	/** Without its @, or ''. */
	telegram_username: string;
};

const MAX_EMAIL_LENGTH = 254;

/** Whom to look for in the CRM. Never throws: what cannot be used is ''. */
export function customerOf(user: CourseOrder['user'], country: CountryCode): Customer {
	const { first_name, last_name, email, telegram_id, telegram_tag } = user;
	const phone = parsePhone(user.phone, country);
	return {
		customer_name: `${first_name} ${last_name}`.trim(),
		first_name,
		last_name,
		phone: phone.ok ? phone.e164 : '',
		phone_problem: phone.ok ? '' : phone.reason,
		email: emailOf(email),
		// "0" stands for no Telegram; searched for, it would find a stranger.
		telegram_id: /^[1-9]\d{0,19}$/.test(telegram_id) ? telegram_id : '',
		telegram_username: usernameOf(telegram_tag),
	};
}

function emailOf(written: string): string {
	const isAddress =
		written.length <= MAX_EMAIL_LENGTH && /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(written);
	return isAddress ? written.toLowerCase() : '';
}

/** From `ivan`, `@ivan` or `https://t.me/ivan`. */
function usernameOf(written: string): string {
	const name = written.replace(/^(?:https?:\/\/)?(?:www\.)?(?:t|telegram)\.me\//i, '');
	return /^@?(\w{1,64})(?:[/?].*)?$/.exec(name)?.[1] ?? '';
}
