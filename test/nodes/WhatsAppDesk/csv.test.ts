import * as fc from 'fast-check';

import { csvCell, csvFile, csvLines } from '../../../nodes/WhatsAppDesk/domain/report/csv';
import { namesOf } from '../../../nodes/WhatsAppDesk/domain/report/names';

const NAMES = namesOf([{ store_id: 'store-1', shop_name: 'Ромашка' }], []);
const FORMULA_SIGNS = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/** Rows of a file with semicolons; cells in quotes may hold anything. */
function parseCsv(text: string): string[][] {
	const rows: string[][] = [[]];
	for (const [, cell, end] of text.matchAll(/("(?:[^"]|"")*"|[^;"\r\n]*)(;|\r\n|$)/g)) {
		rows.at(-1)!.push(cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell);
		if (end === '\r\n') rows.push([]);
		if (end === '') break;
	}
	return rows.filter((row) => row.length > 1);
}

const written = fc.oneof(
	fc.string({ unit: 'binary' }),
	fc
		.array(fc.constantFrom(...FORMULA_SIGNS, "'", '"', ';', '\r\n', 'a', ' '))
		.map((parts) => parts.join('')),
);
/** Our apostrophe is the first one in front of a formula. */
const readBack = (cell: string) => cell.replace(/^'(?='*[=+@\t\r\n＝＋－＠-])/, '');

test('any text reads back as it was', () => {
	fc.assert(
		fc.property(fc.array(written, { minLength: 2, maxLength: 5 }), (texts) => {
			const [cells] = parseCsv(texts.map(csvCell).join(';') + '\r\n');
			expect(cells.map(readBack)).toEqual(texts);
		}),
	);
});

test('no cell begins like a formula', () => {
	fc.assert(
		fc.property(written, (text) => {
			expect(FORMULA_SIGNS).not.toContain([...csvCell(text).slice(1)][0]);
		}),
	);
});

test('the file is the log: a header, all columns, times of the zone, names', () => {
	const rows = [
		{
			id: 7,
			createdAt: '2026-03-01T19:00:00.000Z',
			store_id: 'store-1',
			order_id: '900000077',
			order_kind: 'accepted_pickup',
			customer_phone: '+77010001122',
			message_text: 'строка 1\nстрока 2; "кавычки"',
			template_id: '9',
			status: 'read',
			attempts: 1,
			read_at: '2026-03-01T19:30:00.000Z',
			waha_message_id: 'A1',
		},
		{},
	];
	const file = csvFile([csvLines(rows, 'Asia/Almaty', NAMES), '']);
	expect(file.startsWith('\uFEFFЗапись;Создано;Магазин;')).toBe(true);
	const [header, ...cells] = parseCsv(file);
	expect(header).toHaveLength(18);
	expect(cells).toEqual([
		[
			'7',
			'02.03.2026 00:00:00',
			'store-1',
			'Ромашка',
			'900000077',
			'Принят, самовывоз',
			"'+77010001122",
			'строка 1\nстрока 2; "кавычки"',
			'',
			'9',
			'',
			'прочитано',
			'',
			'1',
			'',
			'',
			'02.03.2026 00:30:00',
			'A1',
		],
	]);
});
