import { parsePhone } from '../../../shared/phones';
import { textOf, type Row } from '../../../shared/rows';

/** What is looked up, and what was done about the phone just before. */
export interface Question extends Record<string, string> {
	/** As it was typed. */
	query: string;
	/** With country code and plus; `''` when it is no phone. */
	phone: string;
	order_id: string;
	/** What the two columns are searched for. `-` finds nothing. */
	phone_pattern: string;
	order_pattern: string;
	notice: string;
}

/** How numbers of the log may end alike: whoever wrote them left out at most the country code. */
const COMPARED_DIGITS = 10;

/**
 * @param answer the form's `query`; after a change of consent `done` (`stopped` or `allowed`), `phone`
 * and the number of messages that were `stopped`, too
 */
export function questionOf(answer: Row): Question {
	const query = textOf(answer.query);
	const phone = phoneOf(query);
	const order_id = query.replace(/^[№#\s]+/, '');
	return {
		query,
		phone,
		order_id,
		phone_pattern: phone ? `%${phone.slice(-COMPARED_DIGITS)}` : '-',
		order_pattern: order_id || '-',
		notice: noticeOf(answer),
	};
}

/** Rows of the order or of the phone, which may be written in any way. */
export function matching({ phone, order_id }: Question, rows: Row[]): Row[] {
	return rows.filter(
		(row) =>
			textOf(row.id) !== '' &&
			((order_id !== '' && textOf(row.order_id) === order_id) ||
				(phone !== '' && phoneOf(row.customer_phone) === phone)),
	);
}

/** The phone that was asked for, else that of the order; `''` when there is none. */
export function phoneBehind(question: Question, rows: Row[]): string {
	const phones = matching(question, rows).map((row) => phoneOf(row.customer_phone));
	return question.phone || (phones.find(Boolean) ?? '');
}

function phoneOf(written: unknown): string {
	const phone = parsePhone(written);
	return phone.ok ? phone.e164 : '';
}

function noticeOf({ done, phone, stopped }: Row): string {
	if (done === 'allowed') {
		return `Снова пишем на ${textOf(phone)}. Остановленные раньше сообщения не отправятся.`;
	}
	if (done !== 'stopped') return '';
	const count = Number(stopped) || 0;
	const waiting = count > 0 ? ` Ожидавших сообщений остановлено: ${count}.` : '';
	return `Больше не пишем на ${textOf(phone)}.${waiting}`;
}
