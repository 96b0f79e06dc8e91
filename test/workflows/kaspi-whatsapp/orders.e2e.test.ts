import { logsOf } from '../support/searchEverywhere';
import { size } from '../support/size';
import { countBy, World } from '../support/world';

interface KaspiOrder {
	attributes: {
		code: string;
		state: string;
		status: string;
		pickupPointId: string;
		customer?: { cellPhone?: string | null };
	};
}

const FINISHED = ['COMPLETED', 'CANCELLED', 'CANCELLING'];
const DONE = ['sent', 'delivered', 'read', 'no_phone'];

let world: World;
beforeAll(async () => {
	world = await World.start('kaspi-whatsapp', ['20', '21', '22', '27', 'pause']);
});
afterAll(async () => await world?.stop());

/** The last ten digits, or '' when the number is a placeholder: the sheet's rule, written again. */
function tenDigits(order: KaspiOrder): string {
	const digits = (order.attributes.customer?.cellPhone ?? '').replace(/\D/g, '');
	return digits.length < 10 || /^0+$/.test(digits) ? '' : digits.slice(-10);
}

/** Every open order has one row; with a phone exactly one message reached it, without one none. */
async function expectExactlyOnce(orders: KaspiOrder[]): Promise<void> {
	const sent = await world.sent();
	const rows = await world.log(orders.map((order) => order.attributes.code));
	const perOrder = countBy(rows.map((row) => row.order_id));
	const wrong: string[] = [];
	for (const order of orders) {
		const { code } = order.attributes;
		const phone = tenDigits(order);
		const row = rows.find((r) => r.order_id === code);
		const reached = sent
			.filter((m) => m.text.includes(code))
			.reduce((sum, m) => sum + m.deliveredCount, 0);
		const strangers = sent.filter((m) => m.text.includes(code) && m.chatId !== `7${phone}@c.us`);
		if (perOrder[code] !== 1) wrong.push(`${code}: ${perOrder[code] ?? 0} rows`);
		if (reached !== (phone ? 1 : 0)) wrong.push(`${code}: ${reached} messages, phone ${phone}`);
		if (strangers.length > 0) wrong.push(`${code}: sent to a stranger`);
		if (!phone && row?.status !== 'no_phone') wrong.push(`${code}: ${row?.status} without phone`);
	}
	expect(wrong).toEqual([]);
}

async function openOrders(codes: string[]): Promise<KaspiOrder[]> {
	const { orders } = await world.state<{ orders: KaspiOrder[] }>('kaspi');
	return orders.filter(
		({ attributes }) =>
			codes.includes(attributes.code) &&
			attributes.state !== 'ARCHIVE' &&
			!FINISHED.includes(attributes.status),
	);
}

async function emitMany(count: number, spreadDays: number): Promise<KaspiOrder[]> {
	const { orders } = await world.emit<{ orders: Array<{ code: string }> }>('kaspi', {
		count,
		stores: ['store-1', 'store-2', 'store-3'],
		spreadDays,
	});
	return await openOrders(orders.map((order) => order.code));
}

test('an order becomes exactly one message, and its row reaches read through acks', async () => {
	await world.emit('kaspi', {
		code: '910000001',
		firstName: 'Айгерим',
		lastName: 'Тестова',
		phone: '7010001122',
		store: 'store-2',
		entries: [{ name: 'Чайник «Пример»', quantity: 2, basePrice: 12995 }],
	});
	const [row] = await world.settled(['910000001'], ['delivered'], 60_000);
	expect(row).toMatchObject({ store_id: 'store-2', customer_phone: '+77010001122', attempts: 1 });
	expect(row.message_text).toContain('Здравствуйте, Айгерим Тестова!');
	expect(row.message_text).toContain('Nº 910000001 "Чайник «Пример»", количество: 2 шт');

	const [message, ...others] = await world.sent('77010001122');
	expect(others).toEqual([]);
	expect(message).toMatchObject({ text: row.message_text, deliveredCount: 1 });
	expect(row.waha_message_id).toBe(message.key);

	await world.emit('waha', { ack: { key: message.key, ack: 3 } });
	const [read] = await world.settled(['910000001'], ['read'], 20_000);
	expect(read.sent_at).not.toBeNull();
	expect(read.delivered_at).not.toBeNull();
	expect(read.read_at).not.toBeNull();
});

test('many orders of three stores over 30 days: one row and one message each', async () => {
	const count = size(60, 250);
	const orders = await emitMany(count, 29);
	expect(orders.length).toBeGreaterThan(0.45 * count);
	await world.settled(
		orders.map((order) => order.attributes.code),
		DONE,
		180_000,
	);
	await expectExactlyOnce(orders);
	const rows = await world.log(orders.map((order) => order.attributes.code));
	for (const order of orders) {
		const row = rows.find((r) => r.order_id === order.attributes.code);
		expect(row?.store_id).toBe(order.attributes.pickupPointId.split('_')[0]);
	}
});

test('the same with both vendors failing in every way of their sheets', async () => {
	await world.fault('kaspi', [
		// A poll tries each call six times: more in a row would fail that poll, and the next one heals it.
		{ status: 429 },
		{ html: true },
		{ drop: true },
		{ status: 500, body: { errors: [{ title: 'fault' }] } },
	]);
	await world.fault('waha', [
		{ path: '/api/sendText', dropAfterWrite: true, times: 4 },
		{ path: '/api/sendText', html: true, times: 2 },
		{ path: '/api/sendText', status: 429, headers: { 'retry-after': '1' }, times: 1 },
		{ path: '/api/contacts/check-exists', status: 500, times: 2 },
		{ errorEcho: { times: 2, sent: true } },
	]);
	const orders = await emitMany(size(30, 60), 10);
	await world.settled(
		orders.map((order) => order.attributes.code),
		DONE,
		240_000,
	);
	await expectExactlyOnce(orders);
});

test('a 201 without an id and an empty 201 are successes', async () => {
	for (const [answerStyle, code, phone] of [
		['empty', '910000011', '7010003311'],
		['noId', '910000012', '7010003312'],
	]) {
		await world.fault('waha', { answerStyle });
		await world.emit('kaspi', { code, phone });
		await world.settled([code], ['sent', 'delivered', 'read'], 60_000);
		expect(await world.sent(`7${phone}`)).toHaveLength(1);
	}
	await world.fault('waha', { answerStyle: 'engine' });
});

test('a session that only restarts alerts nobody', async () => {
	const before = (await world.alerts('«default» не работает')).length;
	await world.emit('waha', { session: { name: 'default', status: 'STOPPED' } });
	await world.emit('waha', { session: { name: 'default', status: 'STARTING' } });
	await new Promise((resolve) => setTimeout(resolve, 5000));
	expect(await world.alerts('«default» не работает')).toHaveLength(before);
});

test('a session that is not working loses nothing and alerts the admin once', async () => {
	await world.emit('waha', { session: { name: 'default', status: 'SCAN_QR_CODE' } });
	await world.emit('kaspi', { code: '910000021', phone: '7010004421' });
	await world.emit('kaspi', { code: '910000022', phone: '7010004422' });
	await world.settled(['910000021', '910000022'], ['pending'], 40_000);
	await world.eventually('an alert', async () => (await world.alerts('SCAN_QR_CODE')).length > 0);
	await world.emit('waha', { session: { name: 'default', status: 'SCAN_QR_CODE' } });
	await new Promise((resolve) => setTimeout(resolve, 12_000));
	expect(await world.alerts('«default» не работает (SCAN_QR_CODE')).toHaveLength(1);
	expect(await world.sent('77010004421')).toEqual([]);

	await world.emit('waha', { session: { name: 'default', status: 'WORKING' } });
	await world.settled(['910000021', '910000022'], ['delivered'], 60_000);
	expect(await world.sent('77010004421')).toHaveLength(1);
	expect(await world.sent('77010004422')).toHaveLength(1);
});

test('a number that WhatsApp does not know fails for good', async () => {
	await world.emit('waha', { number: { phone: '77010005500', exists: false } });
	await world.emit('kaspi', { code: '910000031', phone: '7010005500' });
	const [row] = await world.settled(['910000031'], ['failed'], 40_000);
	expect(row.error_message).toMatch(/^number_not_on_whatsapp/);
	expect(await world.sent('77010005500')).toEqual([]);
});

test('a disabled store, quiet hours and the daily limit hold messages back', async () => {
	await world.settings('store-1', { is_enabled: false });
	await world.settings('store-2', { quiet_from: '00:00', quiet_to: '23:59' });
	const sentToday = (await world.log()).filter((r) => r.store_id === 'store-3' && r.sent_at).length;
	await world.settings('store-3', { daily_limit: sentToday + 1 });
	const codes = ['910000041', '910000042', '910000043', '910000044'];
	for (const [i, code] of codes.entries()) {
		const store = ['store-1', 'store-2', 'store-3', 'store-3'][i];
		await world.emit('kaspi', { code, phone: `70100066${40 + i}`, store });
	}
	await world.eventually('the first of store-3', async () =>
		(await world.log(codes)).some((row) => row.status === 'delivered'),
	);
	await new Promise((resolve) => setTimeout(resolve, 12_000));
	expect(countBy((await world.log(codes)).map((row) => row.status))).toEqual({
		pending: 3,
		delivered: 1,
	});

	await world.settings('store-1', { is_enabled: true });
	await world.settings('store-2', { quiet_from: '', quiet_to: '' });
	await world.settings('store-3', { daily_limit: 100_000 });
	await world.settled(codes, ['delivered'], 60_000);
});

test('messages of a store are as far apart as its settings say', async () => {
	await world.settings('store-1', { min_delay_seconds: 3, max_delay_seconds: 4 });
	const codes = ['910000071', '910000072', '910000073'];
	for (const [i, code] of codes.entries()) {
		await world.emit('kaspi', { code, phone: `701000998${i}`, store: 'store-1' });
	}
	const rows = await world.settled(codes, ['delivered'], 90_000);
	await world.settings('store-1', { min_delay_seconds: 0, max_delay_seconds: 0 });
	const times = rows.map((row) => Date.parse(row.sent_at!)).sort((a, b) => a - b);
	const gaps = times.slice(1).map((time, i) => time - times[i]);
	expect(Math.min(...gaps)).toBeGreaterThanOrEqual(3000);
});

test('a buyer who answers «Стоп» gets no more messages; the word inside a sentence opts nobody out', async () => {
	await world.emit('waha', { message: { from: '77010007701@c.us', text: 'Стоп!' } });
	await world.emit('waha', { message: { from: '77010007702@c.us', text: 'не стоп, пишите' } });
	await world.eventually('the opt-out', async () =>
		(await world.sandbox.api.tables.rows('clients', { phone: '+77010007701' })).some(
			(row) => (row as unknown as { whatsapp_opt_out: boolean }).whatsapp_opt_out,
		),
	);
	await world.emit('kaspi', { code: '910000051', phone: '7010007701' });
	await world.emit('kaspi', { code: '910000052', phone: '7010007702' });
	const [row] = await world.settled(['910000051'], ['opted_out'], 40_000);
	expect(row.attempts).toBe(0);
	await world.settled(['910000052'], ['delivered'], 40_000);
	// Nothing but the one confirmation.
	const texts = (await world.sent('77010007701')).map((message) => message.text);
	expect(texts).toEqual([expect.stringContaining('СТАРТ')]);
});

test('a template with an unknown variable never goes out; the order waits for a good one', async () => {
	const tables = world.sandbox.api.tables;
	const [template] = await tables.rows('whatsapp_templates', { store_id: 'store-1' });
	const text = (template as unknown as { template_text: string }).template_text;
	await tables.update(
		'whatsapp_templates',
		{ id: template.id },
		{ template_text: 'Заказ {order_nmu}' },
	);
	await world.emit('kaspi', { code: '910000061', phone: '7010008801', store: 'store-1' });
	await world.eventually('an alert', async () => (await world.alerts('order_nmu')).length > 0);
	expect(await world.log(['910000061'])).toEqual([]);
	await tables.update('whatsapp_templates', { id: template.id }, { template_text: text });
	expect(await world.sent('77010008801')).toEqual([]);
});

test('none of our runs has failed', async () => {
	const failed = await world.sandbox.api.executions({ status: 'error', limit: 50 });
	expect(failed.map(({ id, workflowId }) => `${workflowId} ${id}`)).toEqual([]);
});

test("n8n's logs hold no phone, no message text and no key", async () => {
	const logs = logsOf(world)
		.map(([, text]) => text)
		.join('\n');
	expect(logs).not.toMatch(/7701000\d{4}/);
	expect(logs).not.toMatch(/Здравствуйте/);
	expect(logs).not.toMatch(/sandbox-(kaspi|waha|telegram)/);
});
