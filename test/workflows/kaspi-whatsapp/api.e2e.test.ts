import axios from 'axios';

import { WHATSAPP } from '../../../sandbox/secrets';
import { World } from '../support/world';

interface Answer {
	success?: boolean;
	error?: string;
	field?: string;
	detail?: string;
	template_id?: string;
	templates?: Array<Record<string, unknown>>;
	settings?: Record<string, unknown> | null;
	result?: Record<string, unknown>;
}

const SEED_TEXT =
	'Здравствуйте, {user_name}! Ваш заказ № {order_num} "{product_name}" готов. {shop_name}';
const SAMPLE = {
	user_name: 'Иван Иванов',
	order_num: '12345',
	product_name: 'Тестовый товар',
	item_qty: '2',
	shop_name: 'Мой магазин',
};

let world: World;
beforeAll(async () => {
	world = await World.start('kaspi-whatsapp', ['21', '22', '25', '27', '28', 'pause']);
});
afterAll(async () => await world?.stop());

async function call(
	method: string,
	path: string,
	body?: unknown,
	headers: Record<string, string> = { 'x-api-key': WHATSAPP.apiKey },
) {
	const { status, data } = await axios.request<Answer>({
		method,
		url: `${world.sandbox.n8nUrl}/webhook/whatsapp/${path}`,
		data: typeof body === 'string' || body === undefined ? body : JSON.stringify(body),
		headers: { 'content-type': 'application/json', ...headers },
		transformRequest: (data: unknown) => data,
		validateStatus: () => true,
	});
	return { status, data };
}

const templates = async (store: string) =>
	await world.sandbox.api.tables.rows('whatsapp_templates', { store_id: store });
const settings = async (store: string) =>
	await world.sandbox.api.tables.rows('whatsapp_settings', { store_id: store });
const tests = async (phone: string) =>
	(await world.log()).filter((row) => row.customer_phone === `+${phone}`);

async function create(store = 'store-1', fields: Record<string, unknown> = {}): Promise<string> {
	const body = { template_name: 'Проба', template_text: SEED_TEXT, ...fields };
	const { status, data } = await call('POST', `templates/${store}`, body);
	expect({ status, success: data.success }).toEqual({ status: 200, success: true });
	return data.template_id ?? '';
}

describe('the key', () => {
	test('wrong or missing, on every path: 401, and nothing changes', async () => {
		const id = await create('store-3');
		const before = [await templates('store-3'), await settings('store-3'), await world.log()];
		const template = { template_name: 'Чужой', template_text: 'Чужой текст' };
		const calls: Array<[string, string, unknown?]> = [
			['GET', 'templates/store-3'],
			['POST', 'templates/store-3', template],
			['PUT', `templates/${id}`, template],
			['DELETE', `templates/${id}`],
			['GET', 'settings/store-3'],
			['POST', 'settings/store-3', { is_enabled: false }],
			['POST', 'send-test/store-3', { phone_number: '87015550100', template_text: 'Тест' }],
		];
		for (const [method, path, body] of calls) {
			for (const headers of [
				{},
				{ 'x-api-key': '' },
				{ 'x-api-key': `${WHATSAPP.apiKey}x` },
				{ authorization: 'Bearer other' },
			]) {
				const { status, data } = await call(method, path, body, headers as Record<string, string>);
				const got = { path, status, success: data.success, error: typeof data.error };
				expect(got).toEqual({ path, status: 401, success: false, error: 'string' });
			}
		}
		expect([await templates('store-3'), await settings('store-3'), await world.log()]).toEqual(
			before,
		);
		expect(await world.sent('77015550100')).toEqual([]);
	});

	test('missing: the answer that the front end knows', async () => {
		expect(await call('GET', 'templates/store-1', undefined, {})).toEqual({
			status: 401,
			data: {
				success: false,
				error: 'Ключ не указан или неверен.',
				detail: 'Send the key as X-Api-Key or as Authorization: Bearer.',
			},
		});
	});

	test('as a bearer token', async () => {
		const headers = { authorization: `Bearer ${WHATSAPP.apiKey}` };
		expect((await call('GET', 'templates/store-1', undefined, headers)).status).toBe(200);
	});
});

describe('templates', () => {
	test('are created, listed newest first, changed and deleted', async () => {
		const first = await create('store-2');
		const second = await create('store-2', {
			template_name: 'Самовывоз',
			order_kind: 'accepted_pickup',
			media_url: 'https://files.example/card.png',
			weight: 3,
			is_active: false,
		});
		const { data } = await call('GET', 'templates/store-2');
		expect(data.success).toBe(true);
		expect(data.templates?.slice(0, 2)).toEqual([
			{
				id: second,
				template_name: 'Самовывоз',
				template_text: SEED_TEXT,
				is_active: false,
				order_kind: 'accepted_pickup',
				media_url: 'https://files.example/card.png',
				weight: 3,
				created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
				updated_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
			},
			expect.objectContaining({ id: first, order_kind: 'new', weight: 1, is_active: true }),
		]);

		const change = { template_name: 'Новое имя', template_text: 'Заказ {order_num}' };
		expect(await call('PUT', `templates/${second}`, change)).toEqual({
			status: 200,
			data: { success: true },
		});
		const row = (await templates('store-2')).find(({ id }) => String(id) === second);
		expect(row).toMatchObject({ ...change, order_kind: 'accepted_pickup', weight: 3 });
		expect(row).toMatchObject({ is_active: false, store_id: 'store-2' });

		for (const id of [first, second]) {
			expect(await call('DELETE', `templates/${id}`)).toEqual({
				status: 200,
				data: { success: true },
			});
		}
		const left = (await templates('store-2')).map(({ id }) => String(id));
		expect(left).not.toContain(first);
		expect(left).toHaveLength(1);
	});

	test('of a store without any: an empty list', async () => {
		const { status, data } = await call('GET', 'templates/no-such-store');
		expect({ status, data }).toEqual({ status: 200, data: { success: true, templates: [] } });
	});

	test.each([
		[{}, 'template_name'],
		[{ template_name: '  ', template_text: 'Текст' }, 'template_name'],
		[{ template_name: 'Имя' }, 'template_text'],
		[{ template_name: 'Имя', template_text: 5 }, 'template_text'],
		[{ template_name: 'Имя', template_text: ' ' }, 'template_text'],
		[
			{ template_name: 'Имя', template_text: 'Привет, {usr_name} и {{order_num}}' },
			'template_text',
		],
		[{ template_name: 'Имя', template_text: 'я'.repeat(200_000) }, 'template_text'],
		[{ template_name: 'Имя', template_text: 'Т', order_kind: 'sent' }, 'order_kind'],
		[{ template_name: 'Имя', template_text: 'Т', media_url: 'file:///etc/passwd' }, 'media_url'],
		[{ template_name: 'Имя', template_text: 'Т', weight: -1 }, 'weight'],
		[{ template_name: 'Имя', template_text: 'Т', weight: '2' }, 'weight'],
		[{ template_name: 'Имя', template_text: 'Т', is_active: 'yes' }, 'is_active'],
	])('a wrong body is 422 with the field, case %#', async (body, field) => {
		const id = await create();
		const before = await templates('store-1');
		for (const [method, path] of [
			['POST', 'templates/store-1'],
			['PUT', `templates/${id}`],
		]) {
			const { status, data } = await call(method, path, body);
			expect({ status, success: data.success, field: data.field }).toEqual({
				status: 422,
				success: false,
				field,
			});
			expect(data.error).toMatch(new RegExp(`^${field}: .+`));
		}
		expect(await templates('store-1')).toEqual(before);
	});

	test('every mistake of a text is told at once', async () => {
		const body = { template_name: 'Имя', template_text: 'Привет, {usr_name} и {{order_num}}' };
		const { data } = await call('POST', 'templates/store-1', body);
		expect(data.error).toMatch(/\{usr_name\}.*\{user_name\}.*\{order_num\}/);
		expect(data.detail).toMatch(/no variable \{usr_name\}.*single braces/);
	});

	test('an unknown id or store is 404, whatever it looks like', async () => {
		const body = { template_name: 'Имя', template_text: 'Текст' };
		for (const id of [
			'999999999',
			'-1',
			'0',
			'1.5',
			'abc',
			'8b7f4b0e-5d0f-4c6b-9f43-1c9a2a7d0001',
		]) {
			for (const [method, data] of [['PUT', body], ['DELETE']] as Array<[string, unknown?]>) {
				const answer = await call(method, `templates/${id}`, data);
				const got = { id, status: answer.status, success: answer.data.success };
				expect(got).toEqual({ id, status: 404, success: false });
			}
		}
		expect((await call('POST', 'templates/no-such-store', body)).status).toBe(404);
		expect(await templates('no-such-store')).toEqual([]);
	});

	test('20 at the same time are 20 templates', async () => {
		const ids = await Promise.all(
			Array.from({ length: 20 }, async (_, i) => await create('store-3', { weight: i })),
		);
		expect(new Set(ids).size).toBe(20);
		const rows = (await templates('store-3')).filter(({ id }) => ids.includes(String(id)));
		expect(rows.map(({ weight }) => Number(weight)).sort((a, b) => a - b)).toEqual(
			Array.from({ length: 20 }, (_, i) => i),
		);
	});
});

test('a body that is no JSON, or no object, is refused on every path', async () => {
	for (const [method, path] of [
		['POST', 'templates/store-1'],
		['PUT', 'templates/1'],
		['POST', 'settings/store-1'],
		['POST', 'send-test/store-1'],
	]) {
		for (const body of ['{"template_name":', 'template', '[1]', '"text"', 'null', '']) {
			const { status } = await call(method, path, body);
			expect({ path, body, refused: [400, 422].includes(status) }).toEqual({
				path,
				body,
				refused: true,
			});
		}
	}
	const headers = { 'x-api-key': WHATSAPP.apiKey, 'content-type': 'text/plain' };
	expect(await call('POST', 'templates/store-1', '{"template_name":', headers)).toEqual({
		status: 400,
		data: {
			success: false,
			error: 'Тело запроса не является JSON.',
			detail: 'Send JSON with Content-Type: application/json.',
		},
	});
	expect((await call('POST', 'settings/store-1', '{}', headers)).status).toBe(200);
});

test('an address or a method that there is not is a 404', async () => {
	const calls: Array<[string, string, unknown?]> = [
		['GET', 'orders/store-1'],
		['GET', 'constructor/store-1'],
		['GET', 'send-test/store-1'],
		['PUT', 'settings/store-1', {}],
		['DELETE', 'settings/store-1'],
		['POST', 'send-test', {}],
		['PATCH', 'templates/1', {}],
	];
	for (const [method, path, body] of calls) {
		const { status } = await call(method, path, body);
		expect({ method, path, status }).toEqual({ method, path, status: 404 });
	}
	const { data } = await call('GET', 'orders/store-1');
	expect(data).toMatchObject({ success: false, detail: 'Unknown method or address.' });
});

describe('settings', () => {
	test('are saved, read, and kept where the body is silent', async () => {
		expect((await call('GET', 'settings/api-shop')).data).toEqual({
			success: true,
			settings: null,
		});
		const body = {
			waha_server_url: `${world.vendorUrl('waha')}/`,
			waha_session_name: 'default',
			shop_name: 'Тюльпан',
			quiet_from: '22:00',
			quiet_to: '08:30',
			daily_limit: 50,
		};
		expect(await call('POST', 'settings/api-shop', body)).toEqual({
			status: 200,
			data: { success: true },
		});
		expect((await call('POST', 'settings/api-shop', { is_enabled: false })).status).toBe(200);
		expect((await call('GET', 'settings/api-shop')).data.settings).toEqual({
			waha_server_url: world.vendorUrl('waha'),
			waha_session_name: 'default',
			is_enabled: false,
			shop_name: 'Тюльпан',
			daily_limit: 50,
			quiet_from: '22:00',
			quiet_to: '08:30',
			min_delay_seconds: 30,
			max_delay_seconds: 60,
			paused_until: null,
			pause_reason: '',
			session_status: 'WORKING',
		});
		expect(await settings('api-shop')).toHaveLength(1);
	});

	test.each([
		[{ waha_server_url: 'http://other.example:3000' }, 'waha_server_url'],
		[{ waha_session_name: 'мой' }, 'waha_session_name'],
		[{ waha_session_name: 5 }, 'waha_session_name'],
		[{ is_enabled: 'да' }, 'is_enabled'],
		[{ quiet_from: '25:00', quiet_to: '08:00' }, 'quiet_from'],
		[{ quiet_from: '22:00', quiet_to: '' }, 'quiet_to'],
		[{ daily_limit: -1 }, 'daily_limit'],
		[{ min_delay_seconds: 90, max_delay_seconds: 10 }, 'max_delay_seconds'],
	])('a wrong body is 422 with the field, case %#', async (body, field) => {
		const before = await settings('store-2');
		const { status, data } = await call('POST', 'settings/store-2', body);
		expect({ status, success: data.success, field: data.field }).toEqual({
			status: 422,
			success: false,
			field,
		});
		expect(await settings('store-2')).toEqual(before);
	});

	test('of one new store, saved ten times at once, are one row', async () => {
		const answers = await Promise.all(
			Array.from(
				{ length: 10 },
				async (_, i) => await call('POST', 'settings/busy-shop', { daily_limit: i }),
			),
		);
		expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200));
		expect(await settings('busy-shop')).toHaveLength(1);
	});
});

describe('a test message', () => {
	const send = async (phone: string, more: Record<string, unknown> = {}, store = 'store-1') =>
		await call('POST', `send-test/${store}`, {
			phone_number: phone,
			template_text: SEED_TEXT,
			sample_data: SAMPLE,
			...more,
		});

	test('goes out with the sample data and is written down', async () => {
		const { status, data } = await send('8 (701) 555-01-01');
		const text = 'Здравствуйте, Иван Иванов! Ваш заказ № 12345 "Тестовый товар" готов. Мой магазин';
		expect({ status, success: data.success }).toEqual({ status: 200, success: true });
		expect(data.result).toMatchObject({ ok: true, status: 'sent', message_text: text });
		expect((await world.sent('77015550101')).map((message) => message.text)).toEqual([text]);
		const [row] = await tests('77015550101');
		expect(row).toMatchObject({ store_id: 'store-1', order_id: '', order_kind: 'test' });
		expect(String(row.id)).toBe(data.result?.log_id);
		expect(row.waha_message_id).toBe(data.result?.waha_message_id);
		await world.eventually('the ack raises it', async () =>
			(await tests('77015550101')).some(({ status: now }) => now === 'delivered'),
		);
	});

	test('several at once go out once each', async () => {
		const phones = ['77015550201', '77015550202', '77015550203', '77015550204', '77015550205'];
		const answers = await Promise.all(phones.map(async (phone) => await send(phone)));
		expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
		for (const phone of phones) expect(await world.sent(phone)).toHaveLength(1);
	});

	test('is refused with the field that is wrong, and nothing goes out', async () => {
		await world.sandbox.api.tables.upsert(
			'clients',
			{ phone: '+77015550301' },
			{ whatsapp_opt_out: true },
		);
		await call('POST', 'settings/closed-shop', { is_enabled: false });
		const before = await world.log();
		const cases: Array<[string, Record<string, unknown>, string, number, string]> = [
			['77015550301', {}, 'store-1', 422, 'phone_number'],
			['12345', {}, 'store-1', 422, 'phone_number'],
			['', {}, 'store-1', 422, 'phone_number'],
			['77015550302', { template_text: undefined }, 'store-1', 422, 'template_text'],
			['77015550302', { template_text: 'Привет, {usr_name}' }, 'store-1', 422, 'template_text'],
			['77015550302', { sample_data: 'Иван' }, 'store-1', 422, 'sample_data'],
			['77015550302', { media_url: 'card.png' }, 'store-1', 422, 'media_url'],
			['77015550302', {}, 'closed-shop', 422, 'store_id'],
			['77015550302', {}, 'no-such-store', 404, 'store_id'],
		];
		for (const [phone, more, store, status, field] of cases) {
			const answer = await send(phone, more, store);
			const got = { more, status: answer.status, field: answer.data.field };
			expect(got).toEqual({ more, status, field });
			expect(answer.data).toMatchObject({ success: false, error: expect.any(String) });
		}
		expect(await world.log()).toEqual(before);
		expect(await world.sent('77015550301')).toEqual([]);
		expect(await world.sent('77015550302')).toEqual([]);
	});

	test('with a picture on an old WAHA goes out as text alone and says so', async () => {
		await world.fault('waha', { oldCore: true });
		const { status, data } = await send('77015550401', {
			media_url: 'https://files.example/card.png',
		});
		await world.fault('waha', { oldCore: false });
		expect({ status, code: data.result?.code }).toEqual({ status: 200, code: 'plus_required' });
		expect(data.result?.message).toMatch(/только текст.*2026\.6\.1/);
		expect(await world.sent('77015550401')).toHaveLength(1);
		const [row] = await tests('77015550401');
		expect(row.error_message).toMatch(/^plus_required: /);
	});

	test('that fails is told in words and leaves its row; a restriction pauses the session', async () => {
		await world.fault('waha', { unknownNumbers: ['77015550501'] });
		const unknown = await send('77015550501');
		expect(unknown).toMatchObject({
			status: 422,
			data: { detail: 'number_not_on_whatsapp', field: 'phone_number' },
		});
		expect(unknown.data.error).toMatch(/нет в WhatsApp/);
		expect(await tests('77015550501')).toEqual([]);

		await world.fault('waha', { restricted: true });
		const restricted = await send('77015550502');
		await world.fault('waha', { restricted: false });
		expect(restricted).toMatchObject({ status: 502, data: { detail: 'account_restricted' } });
		const shops = await world.sandbox.api.tables.rows('whatsapp_settings', { store_id: 'store-1' });
		expect(shops[0].paused_until).not.toBeNull();
		const [row] = await tests('77015550502');
		expect(row).toMatchObject({ status: 'failed', sent_at: null });
		expect(row.error_message).toMatch(/^account_restricted: /);

		await world.emit('waha', { session: { name: 'default', status: 'SCAN_QR_CODE' } });
		const down = await send('77015550503');
		await world.emit('waha', { session: { name: 'default', status: 'WORKING' } });
		expect(down).toMatchObject({ status: 502, data: { detail: 'session_not_working' } });
		expect(down.data.error).toMatch(/отсканируете QR-код/);
		expect(await world.sent('77015550503')).toEqual([]);
	});

	test('whose answer is lost is 202, and 27 finds out', async () => {
		await world.fault('waha', { acks: [] });
		await world.fault('waha', { path: '/api/sendText', dropAfterWrite: true, times: 1 });
		const { status, data } = await send('77015550601');
		expect({ status, result: data.result?.status }).toEqual({ status: 202, result: 'unknown' });
		expect(data.success).toBe(false);
		expect(data.error).toMatch(/неизвестно, ушло ли/);
		const [row] = await world.eventually('27 settles it', async () => {
			const rows = await tests('77015550601');
			return rows[0]?.status === 'sent' && rows;
		});
		expect(row.attempts).toBe(1);
		expect(await world.sent('77015550601')).toHaveLength(1);
	});
});

test('what nobody expected is a 500 without secrets', async () => {
	await world.sandbox.api.rest('POST', '/workflows/CrmBridge25SendOne/deactivate', {});
	const body = { phone_number: '77015550701', template_text: 'Тайный текст' };
	const { status, data } = await call('POST', 'send-test/store-1', body);
	expect({ status, success: data.success }).toEqual({ status: 500, success: false });
	expect(JSON.stringify(data)).not.toMatch(/77015550701|Тайный|sandbox-/);
});
