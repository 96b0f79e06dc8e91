import { MAX_TEXT } from '../../shared/amoCrmLimits';
import { fullLeadName, MAX_NAME_LENGTH } from './leadUpdate';
import { amountText } from '../../shared/money';
import type { ParsedPayment } from './schema';
import { cut, distinct, oneLine } from './text';

const MAX_VALUE_LENGTH = 300;

/**
 * The note for managers, line by line as in the payment seed ("payment_processor.py" step 7). A
 * missing value is `-`; no value can add a line.
 *
 * @param unmapped subjects and directions that the operator's tables do not have; they get a line
 */
export function buildNote(payment: ParsedPayment, unmapped: string[] = []): string {
	const zone = payment.zone_label && ` (${value(payment.zone_label)})`;
	const username = payment.telegram_username && `@${payment.telegram_username}`;
	const missing = distinct(unmapped).map(value).join(', ');
	const tooLong = shortenedIn(payment);
	return [
		'Оплата проведена',
		'',
		`Имя клиента: ${value(payment.customer_name)}`,
		`Дата/время: ${value(payment.paid_at_local)}${zone}`,
		`Дата/время UTC: ${value(payment.paid_at_utc)}`,
		`Статус: ${value(payment.status)}`,
		`Сумма: ${amountText(payment.amount)} ${value(payment.currency || 'RUB')}`,
		`Метод оплаты: ${value(payment.payment_method)}`,
		'Курсы:',
		...courseLines(payment),
		...(missing ? [`Нет в справочнике: ${missing}`] : []),
		`Промокод: ${value(payment.promo_code)}`,
		`TGID: ${value(payment.telegram_id)} | TG Username: ${value(username)} | Телефон: ${value(payment.phone)}`,
		`Источник: ${value(payment.utm.source || 'platform')}`,
		...(tooLong.length > 0 ? [`В amoCRM сокращено: ${tooLong.join(', ')}`] : []),
		`Invoice ID: ${value(payment.invoice_id)}`,
		paymentIdLine(payment.payment_id),
	].join('\n');
}

/** The last line of the note, to find it again. Compare whole lines: `pay_1` begins `pay_12`. */
export function paymentIdLine(paymentId: string): string {
	return `Payment ID: ${value(paymentId)}`;
}

/** What amoCRM does not take whole: the lead and the contact get its beginning. */
function shortenedIn(payment: ParsedPayment): string[] {
	const { utm, invoice_id, customer_name } = payment;
	const texts: Array<[name: string, text: string, limit: number]> = [
		['название сделки', fullLeadName(payment), MAX_NAME_LENGTH],
		['имя клиента', customer_name, MAX_TEXT],
		['Invoice ID', invoice_id, MAX_TEXT],
		...Object.entries(utm).map(([key, text]): [string, string, number] => [
			key === 'ym' ? '_ym_uid' : `utm_${key}`,
			text,
			MAX_TEXT,
		]),
	];
	return texts.filter(([, text, limit]) => text.length > limit).map(([name]) => name);
}

function courseLines({ courses }: ParsedPayment): string[] {
	if (courses.length === 0) return ['  -'];
	return courses.map(({ name, subject }) =>
		subject ? `  ${value(name)} (${value(subject)})` : `  ${value(name)}`,
	);
}

function value(written: string): string {
	return cut(oneLine(written), MAX_VALUE_LENGTH) || '-';
}
