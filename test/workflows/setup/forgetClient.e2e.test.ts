import type { Row, StoredRow } from '../../../sandbox/dataTables';
import { FormVisitor } from '../support/forms';
import { World } from '../support/world';

const PHONE = '+77010001122';
const OTHER = '+77010001133';

let world: World;
let owner: FormVisitor;
beforeAll(async () => {
	world = await World.start('payments-amocrm', ['34'], 'vm');
	owner = await FormVisitor.start(world);
});
afterAll(async () => {
	await owner?.stop();
	await world?.stop();
});

const rowsOf = async (table: string) => (await world.sandbox.api.tables.rows(table)) as StoredRow[];
const insert = async (table: string, rows: Row[]) =>
	await world.sandbox.api.tables.insert(table, rows);

/** All that the tables say, but for the settings. */
async function everything(): Promise<string> {
	const tables = [
		'clients',
		'relay_messages',
		'whatsapp_messages_log',
		'payment_events',
		'dialogues',
	];
	const more = ['sitniks_stages', 'sitniks_chat_mappings', 'processed_events'];
	const rows = await Promise.all([...tables, ...more].map(rowsOf));
	return JSON.stringify(rows);
}

const payment = (payment_id: string, status: string) => ({
	payment_id,
	status,
	amount: 5000,
	contact_id: 77,
	lead_id: 88,
	payload: JSON.stringify({ user: { phone: PHONE, name: 'Канарейка' } }),
	phone: PHONE,
	email: 'canary@example.com',
	telegram_id: '500000001',
});

beforeAll(async () => {
	await insert('clients', [
		{
			phone: PHONE,
			telegram_id: '500000001',
			telegram_username: 'canary',
			full_name: 'Канарейка <b>Анна</b>',
			amo_contact_id: 77,
			phone_confirmed: true,
		},
		{ phone: PHONE, telegram_id: '500000009', full_name: 'Чужой', phone_confirmed: false },
		{ phone: OTHER, telegram_id: '500000002', full_name: 'Сосед', phone_confirmed: true },
	]);
	await insert('relay_messages', [
		{ target: 'wahelp', telegram_id: '500000001', phone: PHONE, text: 'Канарейка', status: 'sent' },
		{ target: 'admin', telegram_id: '', text: `Заказ, тел. ${PHONE}`, status: 'sent' },
		{ target: 'client', telegram_id: '500000002', text: 'Соседу', status: 'sent' },
	]);
	await insert('whatsapp_messages_log', [
		{ order_id: 'o-1', customer_phone: PHONE, message_text: 'Канарейка', status: 'read' },
		{ order_id: 'o-2', customer_phone: PHONE, message_text: 'Канарейка', status: 'no_phone' },
		{ order_id: 'o-3', customer_phone: OTHER, message_text: 'Сосед', status: 'read' },
	]);
	await insert('payment_events', [
		payment('recorded', 'success'),
		payment('waiting', 'new-status'),
		// Known by its contact alone.
		{
			payment_id: 'contact',
			status: 'duplicate',
			amount: 1,
			contact_id: 77,
			payload: '{"a":"Канарейка"}',
		},
		{
			payment_id: 'neighbour',
			status: 'success',
			amount: 7000,
			contact_id: 78,
			payload: JSON.stringify({ user: { phone: OTHER, name: 'Сосед' } }),
			phone: OTHER,
			email: 'neighbour@example.com',
			telegram_id: '500000002',
		},
	]);
	await insert('dialogues', [
		{ user_id: 'telegram:500000001', username: 'canary', name: 'Канарейка' },
	]);
	await insert('sitniks_stages', [{ user_id: 'telegram:500000001', status: 'done', stage: 'x' }]);
	await insert('sitniks_chat_mappings', [{ user_id: 'telegram:500000001' }]);
	await insert('processed_events', [
		{ scope: 'whatsapp-stop', event_key: PHONE, state: 'done' },
		{
			scope: 'alert',
			event_key: 'dialogue-answer:telegram:500000001:2026-03-02-09',
			state: 'done',
		},
	]);
});

test('the form asks for the password of the other forms', async () => {
	const answer = await fetch(`${world.sandbox.n8nUrl}/form/forget-client`);
	expect(answer.status).toBe(401);
});

test('it shows what it would do, and does nothing until that is chosen', async () => {
	const before = await everything();
	await owner.open('forget');
	await owner.answer({ Телефон: '8 701 000 11 22' });
	await owner.picture('forget');
	const text = await owner.text();
	for (const line of [
		`${PHONE}, Telegram 500000001, canary`,
		'amoCRM (контакт 77)',
		'Карточки клиента: удалятся — 1',
		'Сообщения Telegram и Wahelp: удалятся — 2',
		'Диалоги продаж: удалятся — 1',
		'Этапы для Sitniks: удалятся — 1',
		'Чаты Sitniks: удалятся — 1',
		'Отметки (стоп-слова, уведомления): удалятся — 2',
		'заказ и время останутся — 2',
		'номер и сумма останутся — 2',
		'без подтверждения: сотрётся только он — 1',
		'Ещё не записано оплат: 1.',
	]) {
		expect(text).toContain(line);
	}
	await owner.answer({ 'Что сделать': 'Ничего не делать' });
	expect(await owner.text()).toContain('Ничего не сделано');
	expect(await everything()).toBe(before);
});

test('afterwards no table knows the person but for the payment that is not recorded, and others are untouched', async () => {
	await owner.open('forget');
	await owner.answer({ 'Номер в Telegram (ID)': '500000001' });
	await owner.answer({ 'Что сделать': 'Забыть и больше не писать в WhatsApp' });
	expect(await owner.text()).toContain('Строк стёрто:');

	const clients = await rowsOf('clients');
	expect(clients.find(({ phone }) => phone === PHONE)).toMatchObject({
		whatsapp_opt_out: true,
		telegram_id: null,
		full_name: null,
	});
	expect(clients.find((row) => row.full_name === 'Чужой')).toMatchObject({ phone: '' });
	const payments = await rowsOf('payment_events');
	const one = (id: string) => payments.find((row) => row.payment_id === id);
	expect(one('recorded')).toMatchObject({
		status: 'success',
		amount: 5000,
		payload: '',
		phone: '',
		email: '',
		telegram_id: '',
		contact_id: null,
		lead_id: null,
	});
	expect(one('waiting')?.payload).toContain('Канарейка');
	expect(one('neighbour')).toMatchObject({ phone: OTHER, contact_id: 78, amount: 7000 });
	expect(await rowsOf('whatsapp_messages_log')).toEqual([
		expect.objectContaining({
			order_id: 'o-1',
			customer_phone: '',
			message_text: '',
			status: 'read',
		}),
		expect.objectContaining({ order_id: 'o-2', customer_phone: '', message_text: '' }),
		expect.objectContaining({ order_id: 'o-3', customer_phone: OTHER, message_text: 'Сосед' }),
	]);

	await world.sandbox.api.tables.delete('payment_events', { payment_id: 'waiting' });
	const left = (await everything()).replaceAll(`"phone":"${PHONE}"`, '');
	for (const trace of ['Канарейка', 'canary', '500000001', '7010001122']) {
		expect(left).not.toContain(trace);
	}
	expect(left).toContain('Соседу');
});

test("an opt-out stays that stands in somebody else's card, and another client's order with it", async () => {
	const phone = '+77012223344';
	await insert('clients', [
		{ phone, telegram_id: '500000007', phone_confirmed: false, whatsapp_opt_out: true },
	]);
	const order = { target: 'admin', telegram_id: '500000008', text: `Жена: ${phone}, ей доставить` };
	await insert('relay_messages', [{ ...order, status: 'blocked' }]);
	await owner.open('forget');
	await owner.answer({ Телефон: phone });
	const text = await owner.text();
	expect(text).toContain(`чтобы на них не писать: ${phone}`);
	expect(text).toContain('других людей, где назван этот клиент: 1.');
	await owner.answer({ 'Что сделать': 'Забыть' });
	await owner.text();
	const clients = await rowsOf('clients');
	expect(clients.filter((row) => row.phone === phone)).toEqual([
		expect.objectContaining({ telegram_id: null, whatsapp_opt_out: true }),
	]);
	expect(clients.find((row) => row.telegram_id === '500000007')).toMatchObject({ phone: '' });
	expect(await rowsOf('relay_messages')).toContainEqual(
		expect.objectContaining({ ...order, status: 'blocked' }),
	);
});

test('an opt-out that comes while the page is open stays, and the next time all but it goes', async () => {
	const phone = '+77012223355';
	await insert('clients', [
		{ phone, telegram_id: '500000006', full_name: 'Поздний', phone_confirmed: true },
	]);
	const cards = async () => (await rowsOf('clients')).filter((row) => row.phone === phone);
	await owner.open('forget');
	await owner.answer({ Телефон: phone });
	await world.sandbox.api.tables.update('clients', { phone }, { whatsapp_opt_out: true });
	await owner.answer({ 'Что сделать': 'Забыть' });
	await owner.text();
	expect(await cards()).toEqual([expect.objectContaining({ whatsapp_opt_out: true })]);

	await owner.open('forget');
	await owner.answer({ Телефон: phone });
	await owner.answer({ 'Что сделать': 'Забыть' });
	await owner.text();
	expect(await cards()).toEqual([
		expect.objectContaining({ whatsapp_opt_out: true, telegram_id: null, full_name: null }),
	]);
});

test('somebody whom no table knows gets a page, too, and what cannot be read is said', async () => {
	await owner.open('forget');
	await owner.answer({ Телефон: '8 777 999 88 77' });
	expect(await owner.text()).toContain('В таблицах ничего не найдено.');
	await owner.open('forget');
	await owner.answer({ Телефон: '<b>12</b>' });
	expect(await owner.text()).toContain('«<b>12</b>» не читается как телефон.');
});
