import { DIALOGUE_TOKEN, IRA, Receiver, Sim, until } from './testkit';

let sim: Sim;
let receiver: Receiver;
beforeAll(async () => {
	sim = await Sim.start();
	receiver = await new Receiver().start();
});
beforeEach(async () => {
	await sim.reset();
	receiver.clear();
});
afterAll(async () => {
	await sim.close();
	await receiver.close();
});

const set = (body: object = {}) => sim.api('setWebhook', { url: receiver.url, ...body });
const info = () => sim.ok('getWebhookInfo');

describe('setWebhook, deleteWebhook, getWebhookInfo', () => {
	test('nothing set', async () => {
		expect(await info()).toEqual({
			url: '',
			has_custom_certificate: false,
			pending_update_count: 0,
		});
		expect((await sim.api('deleteWebhook')).body).toEqual({
			ok: true,
			result: true,
			description: 'Webhook is already deleted',
		});
	});

	test('set, repeated, changed, deleted', async () => {
		const body = { secret_token: 'abc_DEF-1', allowed_updates: ['message', 'callback_query'] };
		expect((await set(body)).body).toEqual({
			ok: true,
			result: true,
			description: 'Webhook was set',
		});
		expect((await set(body)).body.description).toBe('Webhook is already set');
		expect(await info()).toEqual({
			url: receiver.url,
			has_custom_certificate: false,
			pending_update_count: 0,
			max_connections: 40,
			ip_address: '127.0.0.1',
			allowed_updates: ['message', 'callback_query'],
		});
		const other = await set({ ...body, secret_token: 'other' });
		expect(other.body.description).toBe('Webhook was set');
		expect((await sim.api('setWebhook', { url: '' })).body.description).toBe('Webhook was deleted');
		expect((await info()).url).toBe('');
	});

	test('each bot has one webhook of its own; a new one silently replaces the old', async () => {
		await set();
		await sim.ok('setWebhook', { url: 'http://127.0.0.1:1/other' });
		expect((await info()).url).toBe('http://127.0.0.1:1/other');
		expect((await sim.ok('getWebhookInfo', {}, DIALOGUE_TOKEN)).url).toBe('');
	});

	test('allowed_updates: left out keeps, empty means the default', async () => {
		await set({ allowed_updates: ['message'] });
		await set({ secret_token: 'x' });
		expect((await info()).allowed_updates).toEqual(['message']);
		await set({ allowed_updates: [] });
		expect(await info()).not.toHaveProperty('allowed_updates');
	});

	test('updates of other kinds do not come', async () => {
		await set({ allowed_updates: ['callback_query'] });
		expect(await sim.start()).toEqual({ update_id: null, delivered: false, status: 0 });
		await sim.emit({ callback: { from: IRA, data: 'yes' } });
		expect(receiver.received).toMatchObject([{ update: { callback_query: { data: 'yes' } } }]);
	});

	test('drop_pending_updates', async () => {
		await sim.start();
		expect((await info()).pending_update_count).toBe(1);
		await set({ drop_pending_updates: true });
		expect((await info()).pending_update_count).toBe(0);
		expect(receiver.received).toEqual([]);
	});

	test('what waited is delivered when a webhook is set', async () => {
		await sim.start();
		await set();
		await until(() => receiver.received.length === 1);
		await until(async () => (await info()).pending_update_count === 0);
	});

	test.each([
		['too long a secret', { secret_token: 'x'.repeat(257) }, 'secret token is too long'],
		['a bad secret', { secret_token: 'a b' }, 'secret token contains unallowed characters'],
		['an empty host', { url: 'http://' }, 'invalid webhook URL specified'],
		['a bad port', { url: 'https://shop.example:99999/' }, 'invalid webhook URL specified'],
		['a bad scheme', { url: 'ftp://shop.example/' }, 'invalid webhook URL specified'],
		['a bad host', { url: 'https://shop example/' }, 'invalid webhook URL specified'],
	])('%s is refused, and the old webhook is gone', async (_, body, error) => {
		await set();
		const answer = await set(body);
		expect(answer.status).toBe(400);
		expect(answer.body.description).toBe(`Bad Request: ${error}`);
		expect((await info()).url).toBe('');
	});

	test('strictWebhookUrl: HTTPS on four ports', async () => {
		const urls = [443, 80, 88, 8443].map((port) => `https://shop.example:${port}/x`);
		await sim.switch({ strictWebhookUrl: true });
		for (const url of [...urls, 'https://shop.example/x', 'shop.example/x']) {
			expect((await set({ url })).status).toBe(200);
		}
		expect((await set()).body.description).toBe(
			'Bad Request: bad webhook: An HTTPS URL must be provided for webhook',
		);
		expect((await set({ url: 'https://shop.example:5678/x' })).body.description).toBe(
			'Bad Request: bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443',
		);
		await sim.switch({ strictWebhookUrl: false });
		expect((await set()).status).toBe(200);
	});

	test('setWebhookPauseMs: a second call that soon is 429', async () => {
		await sim.switch({ setWebhookPauseMs: 1000 });
		await set();
		const second = await set({ secret_token: 'x' });
		expect(second.body.parameters).toEqual({ retry_after: 1 });
		expect((await sim.api('deleteWebhook')).status).toBe(200);
	});
});

describe('the secret', () => {
	const secretOf = (index: number) =>
		receiver.received[index].headers['x-telegram-bot-api-secret-token'];

	test('comes with every update, and goes with a setWebhook without it', async () => {
		await set({ secret_token: 'abc' });
		await sim.start();
		await set();
		await sim.start();
		expect([secretOf(0), secretOf(1)]).toEqual(['abc', undefined]);
	});

	test('forged updates have a wrong secret or none, and are not repeated', async () => {
		await sim.switch({ retryUnitMs: 1 });
		await set({ secret_token: 'abc' });
		receiver.reply = ({ headers }) => ({
			status: headers['x-telegram-bot-api-secret-token'] === 'abc' ? 200 : 403,
		});
		const message = { from: IRA, text: 'forged' };
		const wrong = await sim.emit({ message, secret: 'wrong' });
		expect(wrong).toMatchObject({ delivered: false, status: 403 });
		await sim.emit({ message, secret: 'missing' });
		await new Promise((resolve) => setTimeout(resolve, 30));
		expect([secretOf(0), secretOf(1)]).toEqual(['wrong-secret', undefined]);
		expect(receiver.received).toHaveLength(2);
		// Telegram knows nothing of it: no dialogue, no error of the webhook.
		expect(await info()).not.toHaveProperty('last_error_date');
		expect((await sim.api('sendMessage', { chat_id: IRA.id, text: 'x' })).status).toBe(400);
		expect(await sim.start()).toMatchObject({ delivered: true, status: 200 });
	});
});
