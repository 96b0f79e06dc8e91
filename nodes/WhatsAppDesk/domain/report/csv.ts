import { DateTime } from 'luxon';

import { textOf, timeOf, type Row } from '../../../shared/rows';
import { rowsOfLog } from './groups';
import type { Names } from './names';
import { kindName, statusName } from './words';

const HEADER = [
	'Запись',
	'Создано',
	'Магазин',
	'Название магазина',
	'Заказ',
	'О чём',
	'Телефон',
	'Текст',
	'Вложение',
	'Номер шаблона',
	'Шаблон',
	'Состояние',
	'Примечание',
	'Попыток',
	'Отправлено',
	'Доставлено',
	'Прочитано',
	'Номер в WhatsApp',
];
const LINE_END = '\r\n';
/** Excel reads the file as UTF-8 only behind it. */
const BOM = '\uFEFF';
/** How a formula begins; apostrophes in front would be taken for ours. */
const FORMULA = /^'*[=+@\t\r\n＝＋－＠-]/;

/** A part of the log as lines, without a line break behind the last. @param zone of the times */
export function csvLines(rows: Row[], zone: string, names: Names): string {
	return rowsOfLog(rows)
		.map((row) => lineOf(row, zone, names))
		.join(LINE_END);
}

/** The whole file of the lines of all parts. */
export function csvFile(parts: string[]): string {
	return BOM + [HEADER.join(';'), ...parts.filter(Boolean), ''].join(LINE_END);
}

/**
 * A cell with quotation marks. Spreadsheets run formulas of strangers: what begins like one, a phone
 * number too, gets an apostrophe.
 */
export function csvCell(value: unknown): string {
	const text = String(value ?? '');
	const harmless = FORMULA.test(text) ? `'${text}` : text;
	return `"${harmless.replaceAll('"', '""')}"`;
}

function lineOf(row: Row, zone: string, { stores, templates }: Names): string {
	const time = (value: unknown) => timeText(value, zone);
	return [
		row.id,
		time(row.createdAt),
		row.store_id,
		stores.get(textOf(row.store_id)),
		row.order_id,
		kindName(textOf(row.order_kind) || 'new'),
		row.customer_phone,
		row.message_text,
		row.media_url,
		row.template_id,
		templates.get(textOf(row.template_id))?.name,
		statusName(textOf(row.status)),
		row.error_message,
		row.attempts,
		time(row.sent_at),
		time(row.delivered_at),
		time(row.read_at),
		row.waha_message_id,
	]
		.map(csvCell)
		.join(';');
}

function timeText(value: unknown, zone: string): string {
	const time = timeOf(value);
	if (time === undefined) return '';
	return DateTime.fromMillis(time, { zone }).toFormat('dd.MM.yyyy HH:mm:ss');
}
