import { readFileSync } from 'node:fs';

import axios from 'axios';

import { publish, unpublish } from '../../../sandbox/publishing';
import { FormVisitor } from '../support/forms';
import { size } from '../support/size';
import { countBy, pause, World, type LogRow } from '../support/world';

interface SimMessage {
	fromMe: boolean;
	key: string;
	text: string;
	ack: number;
	deliveredCount: number;
}
interface TelegramMessage {
	text: string;
	message: { document?: { file_id: string; file_name: string; mime_type: string } };
}

const ORDERS = size(180, 1000);
/** How many of them the shop sends a day. The rest waits: sending is what takes n8n its time. */
const SENT = size(125, 240);
/** Those that reach WhatsApp but no phone yet. */
const ON_THE_WAY = size(5, 30);
const BOT = 'bot1000000:sandbox-telegram';
const NEW_ORDERS = {
	id: 'CrmBridge20NewOrders',
	name: '20 · Write Kaspi orders to the WhatsApp outbox',
};
const DAY = 86_400_000;
const ALMATY = 5 * 3_600_000;
/** What a shop owner may call a template, and what must not do harm in a page. */
const VARIANTS = [
	{ name: 'Вариант 1', mark: 'первый', weight: 4, readShare: 0.2 },
	{
		name: 'Вариант 2 <img src=x onerror=alert(1)> $& "{{1}}"',
		mark: 'второй',
		weight: 3,
		readShare: 0.6,
	},
	{ name: 'Вариант 3', mark: 'третий', weight: 3, readShare: 0.2 },
];
const SCREEN = { 'Что показать': 'Отчёт на экране' };
const FILE = { 'Что показать': 'Файл CSV со всеми сообщениями' };

let world: World;
let owner: FormVisitor;
let templateIds: string[];
beforeAll(async () => {
	world = await World.start('kaspi-whatsapp');
	owner = await FormVisitor.start(world);
	await setting('whatsapp_report_hour', '');
	await setting('whatsapp_alert_failed_percent', '1000');
	const { tables } = world.sandbox.api;
	await tables.delete('whatsapp_templates', { store_id: 'store-1' });
	const rows = await tables.insert(
		'whatsapp_templates',
		VARIANTS.map(({ name, mark, weight }) => ({
			store_id: 'store-1',
			template_name: name,
			order_kind: 'new',
			template_text: `Заказ {order_num}, ${mark} текст`,
			media_url: '',
			weight,
			is_active: true,
		})),
	);
	templateIds = rows.map(({ id }) => String(id));
});
afterAll(async () => {
	await owner?.stop();
	await world?.stop();
});

async function setting(key: string, value: string): Promise<void> {
	await world.sandbox.api.tables.update('bot_settings', { key }, { value });
}

async function insert(rows: Array<Partial<LogRow>>): Promise<number[]> {
	const stored = await world.sandbox.api.tables.insert(
		'whatsapp_messages_log',
		rows.map((row) => ({ order_kind: 'new', message_text: 'текст', attempts: 1, ...row })) as never,
	);
	return stored.map(({ id }) => id);
}

/** The own messages that the WAHA simulator has, for these orders. */
async function simMessages(): Promise<SimMessage[]> {
	const { messages } = await world.state<{ messages: SimMessage[] }>('waha');
	return messages.filter(({ fromMe, text }) => fromMe && /^Заказ 95\d{7}, /.test(text));
}
const codeOf = ({ text }: SimMessage) => /\d{9}/.exec(text)![0];
const variantOf = ({ text }: SimMessage) => VARIANTS.findIndex(({ mark }) => text.includes(mark));
const levels = (messages: SimMessage[]) => ({
	sent: messages.length,
	delivered: messages.filter(({ ack }) => ack >= 2).length,
	read: messages.filter(({ ack }) => ack >= 3).length,
});

/** Cards of the page: what stands in bold, and the numbers by name. */
async function cards(): Promise<Array<{ label: string; numbers: Record<string, number> }>> {
	const found = await owner.page.evaluate<Array<[string, string]>>(
		`[...document.querySelectorAll('.row')].map((row) => [row.querySelector('.head b').innerText, row.querySelector('.nums').innerText])`,
	);
	return found.map(([label, text]) => ({
		label,
		numbers: Object.fromEntries(
			text.split('·').map((part) => {
				const [, name, number] = /^\s*(\D+?)\s+(\d+)\s*$/.exec(part)!;
				return [name, Number(number)];
			}),
		),
	}));
}
const numbersOf = async (label: string) =>
	(await cards()).find((card) => card.label === label)?.numbers;

async function documents(): Promise<TelegramMessage[]> {
	const { messages } = await world.state<{ messages: TelegramMessage[] }>('telegram');
	return messages.filter(({ message }) => message.document);
}

async function contentOf({ message }: TelegramMessage): Promise<string> {
	const base = world.vendorUrl('telegram');
	const { data } = await axios.get(`${base}/${BOT}/getFile`, {
		params: { file_id: message.document!.file_id },
	});
	return (await axios.get(`${base}/file/${BOT}/${data.result.file_path}`)).data;
}

describe(`${ORDERS} orders with three templates`, () => {
	// Their shares come close to the weights, in both sizes.
	const codes = Array.from({ length: ORDERS }, (_, i) => String(950_000_229 + i));
	const orders = codes.map((code, i) => ({
		code,
		store: 'store-1',
		delivery: 'own',
		phone: String(7_050_000_000 + i),
	}));

	const variantOfRow = ({ template_id }: LogRow) => templateIds.indexOf(String(template_id));

	test('the shares are within 3 points of the weights, and each order gets its own text', async () => {
		await world.settings('store-1', { daily_limit: SENT });
		await world.fault('waha', [
			// A few sends fail, so that some orders are put back and tried again.
			{ path: '/api/sendText', status: 503, times: 3 },
			// Each ack is a run of its own: one a message is enough.
			{ acks: [2] },
		]);
		for (let at = 0; at < ORDERS; at += ORDERS / 4) {
			await world.emit('kaspi', { orders: orders.slice(at, at + ORDERS / 4) });
		}
		await world.eventually(
			'all orders in the log',
			async () => (await world.log(codes)).length === ORDERS,
			240_000,
		);
		// It has done its work, and reading a thousand orders again and again would slow the sending.
		await unpublish(world.sandbox.api, NEW_ORDERS);
		const arrived = async (count: number) =>
			await world.eventually(
				`${count} messages`,
				async () => (await simMessages()).length >= count,
				300_000,
			);
		await arrived(SENT - ON_THE_WAY);
		await world.fault('waha', { acks: [] });
		await arrived(SENT);

		const rows = await world.log(codes);
		expect(new Set(rows.map(({ order_id }) => order_id)).size).toBe(ORDERS);
		expect(rows).toHaveLength(ORDERS);
		for (const [i, { weight }] of VARIANTS.entries()) {
			const share = rows.filter((row) => variantOfRow(row) === i).length / ORDERS;
			expect(Math.abs(share - weight / 10)).toBeLessThan(0.03);
		}
		const messages = await simMessages();
		expect(new Set(messages.map(({ deliveredCount }) => deliveredCount))).toEqual(new Set([1]));
		expect(rows.some(({ attempts }) => attempts > 1)).toBe(true);
		for (const message of messages) {
			const row = rows.find(({ order_id }) => order_id === codeOf(message))!;
			expect(variantOf(message)).toBe(variantOfRow(row));
		}
	});

	test('an order that comes again keeps its template', async () => {
		const { api, n8n } = world.sandbox;
		const waiting = (await world.log(codes)).filter(({ status }) => status === 'pending');
		const again = waiting.filter((_, i) => i % size(5, 40) === 0);
		expect(new Set(again.map(variantOfRow)).size).toBe(VARIANTS.length);
		for (const { id } of again) await api.tables.delete('whatsapp_messages_log', { id });
		// The trigger emits all orders of its window once more after a start.
		const { versionId } = await api.workflow(NEW_ORDERS.id);
		await publish(api, NEW_ORDERS, versionId);
		await n8n.stop();
		await n8n.start();
		// A connection from before the restart may still be picked up once.
		await world.eventually('an answer', async () => await world.log([codes[0]]).catch(() => false));
		const rows = await world.settled(
			again.map(({ order_id }) => order_id),
			['pending'],
			300_000,
		);
		await unpublish(api, NEW_ORDERS);
		const templates = (list: LogRow[]) =>
			Object.fromEntries(list.map((row) => [row.order_id, row.template_id]));
		expect(templates(rows)).toEqual(templates(again));
		expect(await world.log(codes)).toHaveLength(ORDERS);
	});

	test('the report counts what WhatsApp counted, and says which template is read more', async () => {
		const all = await simMessages();
		for (const [i, { readShare }] of VARIANTS.entries()) {
			const own = all.filter((message) => variantOf(message) === i && message.ack === 2);
			const read = own.slice(0, Math.round(own.length * readShare));
			for (let at = 0; at < read.length; at += 10) {
				await Promise.all(
					read
						.slice(at, at + 10)
						.map(async ({ key }) => await world.emit('waha', { ack: { key, ack: 3 } })),
				);
			}
		}
		const messages = await simMessages();
		const total = levels(messages);
		expect(total.read).toBeGreaterThan(SENT / 5);
		expect(total.delivered).toBeLessThan(total.sent);
		await world.eventually('the log to have all acks', async () => {
			const counts = countBy((await world.log(codes)).map(({ status }) => status));
			return counts.read === total.read && counts.delivered === total.delivered - total.read;
		});

		await owner.open('report');
		await owner.picture('report-1-first-page');
		await owner.answer(SCREEN);
		await owner.picture('report-2-on-screen');
		const log = await world.log(codes);
		const russian = ({ sent, delivered, read }: typeof total, rows = log) => ({
			ушло: sent,
			доставлено: delivered,
			прочитано: read,
			'ждут отправки': rows.filter(({ status }) => status === 'pending').length,
		});
		expect(await numbersOf('Всего')).toEqual(russian(total));
		expect(await numbersOf('Магазин «Ромашка»')).toEqual(russian(total));
		for (const [i, { name }] of VARIANTS.entries()) {
			const own = messages.filter((message) => variantOf(message) === i);
			const rows = log.filter((row) => variantOfRow(row) === i);
			expect({ name, ...(await numbersOf(name)) }).toEqual({ name, ...russian(levels(own), rows) });
		}
		expect(await owner.text()).toContain(
			`Чаще читают «${VARIANTS[1].name}». Вряд ли это случайность.`,
		);
		const table = await owner.page.evaluate<string[][]>(
			`[...[...document.querySelectorAll('table')].at(-1).rows].map((row) => [...row.cells].map((cell) => cell.innerText))`,
		);
		for (const [i, { name, weight }] of VARIANTS.entries()) {
			const own = levels(messages.filter((message) => variantOf(message) === i));
			const written = log.filter((row) => variantOfRow(row) === i).length;
			const percent = (part: number, of: number) => `${Math.round((part / of) * 100)} %`;
			expect(table[i + 1]).toEqual([
				name,
				`${percent(written, ORDERS)}\nвес ${weight * 10} %`,
				percent(own.delivered, own.sent),
				percent(own.read, own.delivered),
			]);
		}
		expect(await owner.page.locator('img').count()).toBe(0);
	});
});

test('a wrong period comes back with what was typed and says what to do', async () => {
	await owner.open('report');
	await owner.answer({ С: '2026-03-10', По: '2026-03-01', ...FILE });
	expect(await owner.text()).toContain('Дата «С» позже даты «По». Поменяйте их местами.');
	expect(await owner.value('С')).toBe('2026-03-10');
	expect(await owner.value('Что показать')).toBe(FILE['Что показать']);
	await owner.picture('report-3-wrong-period');
	await owner.answer({ С: '2025-02-28', По: '2026-03-01' });
	expect(await owner.text()).toContain('Период длиннее 366 дней.');
	await owner.answer({ С: '2025-03-01', По: '2025-03-01', ...SCREEN });
	expect(await owner.text()).toContain('За этот период сообщений покупателям не было.');
});

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

test('the CSV file is the log, and no cell is a formula', async () => {
	const texts = [
		'=HYPERLINK("http://evil.example";"Нажмите")',
		'+1+1',
		'-2+3',
		'@SUM(A1)',
		'\t=1',
		'строка 1\nстрока 2; "кавычки"\r\nстрока 3',
		';\';""',
		'эмодзи 🎁, Қазақша',
	];
	await insert(
		texts.map((message_text, i) => ({
			store_id: 'store-2',
			order_id: `=${i}`,
			customer_phone: `+7705111000${i}`,
			message_text,
			status: 'opted_out',
			error_message: message_text,
		})),
	);
	await owner.open('report');
	const download = owner.page.waitForEvent('download');
	await owner.answer(FILE);
	const file = await download;
	expect(file.suggestedFilename()).toMatch(/^whatsapp-\d{4}-\d\d-\d\d--\d{4}-\d\d-\d\d\.csv$/);
	await owner.picture('report-4-file');
	const text = readFileSync(await file.path(), 'utf8');
	expect(text.startsWith('\uFEFFЗапись;Создано;Магазин;')).toBe(true);

	const [header, ...rows] = parseCsv(text.slice(1));
	expect(rows.flat().filter((cell) => /^[=+\-@\t\r\n]/.test(cell))).toEqual([]);
	const column = (row: string[], name: string) =>
		row[header.indexOf(name)].replace(/^'(?=[=+\-@\t\r\n])/, '');
	const log = await world.log();
	const time = (value: string | null) =>
		value && new Date(Date.parse(value) + ALMATY).toISOString().slice(0, 19);
	const asCsv = (value: string) => value.replace(/^(\d\d)\.(\d\d)\.(\d{4}) /, '$3-$2-$1T');
	const given = rows.map((row) => ({
		id: column(row, 'Запись'),
		store: column(row, 'Магазин'),
		order: column(row, 'Заказ'),
		phone: column(row, 'Телефон'),
		text: column(row, 'Текст'),
		template: column(row, 'Номер шаблона'),
		note: column(row, 'Примечание'),
		created: asCsv(column(row, 'Создано')),
		read: asCsv(column(row, 'Прочитано')),
	}));
	const expected = log.map((row) => ({
		id: String(row.id),
		store: row.store_id,
		order: row.order_id,
		phone: row.customer_phone,
		text: row.message_text,
		template: row.template_id ?? '',
		note: row.error_message ?? '',
		created: time(row.createdAt),
		read: time(row.read_at) ?? '',
	}));
	expect(given).toEqual(expected);
	expect(countBy(rows.map((row) => column(row, 'Состояние')))).toMatchObject({
		'покупатель отказался': texts.length,
		прочитано: log.filter(({ status }) => status === 'read').length,
	});
});

test('one alert for a store whose messages fail, none for the others', async () => {
	const failed = (code: string) => ({ status: 'failed', error_message: `${code}: words` });
	const rows = [
		...Array.from({ length: 8 }, () => ({ status: 'sent' })),
		...Array.from({ length: 3 }, () => failed('number_not_on_whatsapp')),
		failed('possible_double'),
	];
	await insert(rows.map((row, i) => ({ store_id: 'store-2', order_id: `96000000${i}`, ...row })));
	// Too few to say anything, and a test message is no order.
	await insert(
		Array.from({ length: 12 }, (_, i) => ({
			store_id: 'store-3',
			order_id: '',
			order_kind: i < 5 ? 'new' : 'test',
			...failed('number_not_on_whatsapp'),
		})),
	);
	await setting('whatsapp_alert_failed_percent', '20');
	const alerts = async () => await world.alerts('за сутки не отправлено');
	await world.eventually('the alert', async () => (await alerts()).length > 0);
	await pause(12_000);
	expect(await alerts()).toEqual([
		'🔔 Техника «Алатау»: за сутки не отправлено 4 из 12 сообщений WhatsApp. Причины: номера нет в WhatsApp — 3; неясно, ушло ли: ответ сервера потерян — 1.',
	]);
	await setting('whatsapp_alert_failed_percent', '1000');
});

describe('the daily report', () => {
	test('arrives once, after Telegram failed as well, and its day ends at midnight of the zone', async () => {
		world.date('whatsapp_messages_log', 'createdAt', Date.parse('2026-01-15T00:00:00Z'));
		const midnight = Math.floor((Date.now() + ALMATY) / DAY) * DAY - ALMATY;
		const moments = [
			{ at: midnight - DAY - 1, status: 'opted_out' },
			{ at: midnight - DAY, status: 'read' },
			{ at: midnight - 1, status: 'no_phone' },
			{ at: midnight, status: 'failed', error_message: 'number_not_on_whatsapp: words' },
		];
		for (const { at, ...row } of moments) {
			const ids = await insert([{ store_id: 'store-3', order_id: `97${at}`, ...row }]);
			world.date('whatsapp_messages_log', 'createdAt', at, ids);
		}
		// What was done about today while the hour was still the default one.
		await world.sandbox.api.tables.delete('processed_events', { scope: 'whatsapp-report' });
		await world.fault('telegram', { path: '/sendDocument', status: 502, times: 1 });
		await setting('whatsapp_report_hour', '0');
		const [report] = await world.eventually('the report', async () => {
			const found = await documents();
			return found.length > 0 && found;
		});
		const [year, month, day] = new Date(midnight - 1 + ALMATY)
			.toISOString()
			.slice(0, 10)
			.split('-');
		expect(report.text).toBe(
			[
				`Сообщения WhatsApp за ${day}.${month}.${year}`,
				'Ушло 1, из них доставлено 1, прочитано 1.',
				'Без номера телефона: 1.',
				'Подробности по дням, магазинам и шаблонам — в файле.',
			].join('\n'),
		);
		expect(await world.alerts('Отчёт о сообщениях WhatsApp не отправлен')).toHaveLength(1);
		await pause(12_000);
		expect(await documents()).toHaveLength(1);

		const { file_name, mime_type } = report.message.document!;
		expect([file_name, mime_type]).toEqual([`whatsapp-${year}-${month}-${day}.html`, 'text/html']);
		const html = await contentOf(report);
		expect(html).toContain('<meta name="viewport" content="width=device-width, initial-scale=1">');
		expect(html).not.toMatch(/https?:|src=|url\(/);
		await owner.page.setContent(html);
		await owner.picture('report-5-daily-file');
		expect(await numbersOf('Дом и сад «Жеті қазына»')).toEqual({
			ушло: 1,
			доставлено: 1,
			прочитано: 1,
			'нет номера': 1,
		});
	});

	test('comes at once when the owner asks for it, and says when nobody is to get it', async () => {
		await owner.open('report');
		await owner.answer({ 'Что показать': 'Отправить отчёт администратору' });
		expect(await owner.text()).toContain('Отчёт отправлен');
		expect(await documents()).toHaveLength(2);

		await setting('admin_chat_id', '');
		await owner.open('report');
		await owner.answer({ 'Что показать': 'Отправить отчёт администратору' });
		expect(await owner.text()).toContain('Не указано, кому его отправлять.');
		await owner.picture('report-6-nobody');
		expect(await documents()).toHaveLength(2);
	});
});
