import { ADMIN_CHAT_ID } from './telegram';
import { DIALOGUE_TOKEN, IRA, Sim, TOKEN } from './testkit';

let sim: Sim;
beforeAll(async () => (sim = await Sim.start()));
beforeEach(() => sim.reset());
afterAll(() => sim.close());

describe('envelope and tokens', () => {
	test('getMe answers for both bots, by GET and with any case of the method name', async () => {
		const get = await sim.request(`/bot${TOKEN}/GETME`);
		expect(get.status).toBe(200);
		expect(get.body).toMatchObject({
			ok: true,
			result: { id: 1000000, is_bot: true, username: 'sandbox_shop_bot', can_join_groups: true },
		});
		expect((await sim.ok('getme', {}, DIALOGUE_TOKEN)).id).toBe(1000001);
	});

	test.each([
		['an unknown token', '1000000:revoked', 401, 'Unauthorized'],
		['no colon', '1000000', 401, 'Unauthorized: invalid token specified'],
		['a leading zero', '01:abc', 401, 'Unauthorized: invalid token specified'],
		[
			'more than 80 characters',
			`1:${'x'.repeat(80)}`,
			401,
			'Unauthorized: invalid token specified',
		],
		['an empty token', '', 404, 'Not Found'],
	])('%s', async (_, token, status, description) => {
		const answer = await sim.api('getMe', {}, token);
		expect(answer.status).toBe(status);
		expect(answer.body).toEqual({ ok: false, error_code: status, description });
	});

	test('unknown methods and other paths are 404', async () => {
		const method = await sim.api('sendFlowers');
		expect(method.body).toEqual({
			ok: false,
			error_code: 404,
			description: 'Not Found: method not found',
		});
		expect((await sim.request('/something')).body.description).toBe('Not Found');
	});

	test('a token can be revoked', async () => {
		await sim.switch({ revoked: [1000000] });
		expect((await sim.api('getMe')).body.description).toBe('Unauthorized');
		expect((await sim.api('getMe', {}, DIALOGUE_TOKEN)).status).toBe(200);
	});
});

describe('input', () => {
	const send = (init: RequestInit, query = '') =>
		fetch(`${sim.url}/bot${TOKEN}/sendMessage${query}`, init);
	const lastText = async () => (await sim.state()).messages.at(-1)?.text;

	test('query, form and multipart bodies work like JSON', async () => {
		const markup = JSON.stringify({ inline_keyboard: [[{ text: 'Yes', callback_data: 'yes' }]] });
		await send({}, `?chat_id=${ADMIN_CHAT_ID}&text=by%20query`);
		expect(await lastText()).toBe('by query');
		const body = new URLSearchParams({ text: 'the query goes first' });
		await send({ method: 'POST', body }, `?chat_id=${ADMIN_CHAT_ID}&text=first`);
		expect(await lastText()).toBe('first');

		const fields = { chat_id: String(ADMIN_CHAT_ID), text: 'by form & more', reply_markup: markup };
		const form = await send({ method: 'POST', body: new URLSearchParams(fields) });
		expect(((await form.json()) as { result: object }).result).toMatchObject({
			text: 'by form & more',
			reply_markup: JSON.parse(markup),
		});

		const multipart = new FormData();
		for (const [name, value] of Object.entries(fields)) multipart.set(name, value);
		multipart.set('text', 'by multipart\r\nsecond line');
		expect((await send({ method: 'POST', body: multipart })).status).toBe(200);
		expect(await lastText()).toBe('by multipart\r\nsecond line');
	});

	test('JSON values arrive as texts, null as "null"', async () => {
		await sim.ok('sendMessage', { chat_id: String(ADMIN_CHAT_ID), text: null });
		expect(await lastText()).toBe('null');
		const answer = await sim.api('sendMessage', {
			chat_id: ADMIN_CHAT_ID,
			text: 'x',
			reply_markup: null,
		});
		expect(answer.body.description).toBe('Bad Request: object expected as reply markup');
	});

	test('a JSON body that is no object is refused', async () => {
		const headers = { 'content-type': 'application/json' };
		const answer = await send({ method: 'POST', headers, body: '{"chat_id":' });
		expect(answer.status).toBe(400);
	});
});

describe('faults in front of the API', () => {
	test('a lost answer: the message is out although the caller saw a failure', async () => {
		await sim.switch({ dropAfterWrite: true, path: 'sendMessage' });
		await expect(sim.api('sendMessage', { chat_id: ADMIN_CHAT_ID, text: 'out' })).rejects.toThrow();
		expect((await sim.state()).messages).toMatchObject([{ text: 'out' }]);
	});

	test('a gateway answers with an HTML page', async () => {
		await sim.switch({ html: true, status: 502 });
		const response = await fetch(`${sim.url}/bot${TOKEN}/getMe`);
		expect(response.status).toBe(502);
		expect(await response.text()).toContain('<html>');
	});
});

describe('control', () => {
	test('unknown switches and emit bodies are refused with a reason', async () => {
		const answer = await sim.switch({ chatRate: 1 });
		expect(answer.status).toBe(400);
		expect(answer.body.error).toContain('unknown switch of telegram: chatRate');
		expect((await sim.switch({ chatRatePerSecond: 'fast' })).status).toBe(400);
		await expect(sim.emit({ massage: {} })).rejects.toThrow('emit needs one of message, contact');
		await expect(sim.emit({ message: { from: IRA, text: 'x' }, bot: 'other' })).rejects.toThrow(
			'no bot',
		);
		await expect(sim.emit({ callback: { from: IRA, data: 'x'.repeat(65) } })).rejects.toThrow('64');
	});

	test('reset forgets everything but the admin chat; ids never come back', async () => {
		const first = await sim.start();
		const hello = await sim.ok('sendMessage', { chat_id: ADMIN_CHAT_ID, text: 'hello' });
		await sim.ok('setWebhook', { url: 'http://127.0.0.1:9/x' });
		await sim.switch({ blocked: [ADMIN_CHAT_ID] });
		await sim.reset();
		const state = await sim.state();
		expect(state).toMatchObject({ messages: [], updates: [], deliveries: [], callbacks: [] });
		expect(state.chats.map((chat) => chat.id)).toEqual([ADMIN_CHAT_ID]);
		expect(state.bots.map((bot) => bot.webhook)).toEqual([null, null]);
		const next = await sim.ok('sendMessage', { chat_id: ADMIN_CHAT_ID, text: 'still there' });
		expect(Number(next.message_id)).toBeGreaterThan(Number(hello.message_id));
		const second = await sim.start();
		expect(Number(second.update_id)).toBeGreaterThan(Number(first.update_id));
	});

	test('keepWebhooks lets the webhooks survive a reset', async () => {
		await sim.switch({ keepWebhooks: true });
		await sim.ok('setWebhook', { url: 'http://127.0.0.1:9/x', secret_token: 'abc' });
		await sim.reset();
		expect((await sim.ok('getWebhookInfo')).url).toBe('http://127.0.0.1:9/x');
		expect((await sim.state()).bots[0].webhook).toMatchObject({ secret_token: 'abc' });
		await sim.switch({ keepWebhooks: false });
		await sim.reset();
		expect((await sim.ok('getWebhookInfo')).url).toBe('');
	});

	test('the state shows bots by their public id only', async () => {
		const { bots } = await sim.state();
		expect(bots.map((bot) => bot.token)).toEqual(['1000000', '1000001']);
		expect(JSON.stringify(bots)).not.toContain('sandbox-telegram');
	});
});
