import { ADMIN_CHAT_ID } from './telegram';
import { IRA, Receiver, Sim, until } from './testkit';

const OLEG = { id: 500000456, first_name: 'Oleg' };

let sim: Sim;
let receiver: Receiver;
beforeAll(async () => {
	sim = await Sim.start();
	receiver = await new Receiver().start();
});
beforeEach(async () => {
	await sim.reset();
	receiver.clear();
	await sim.switch({ retryUnitMs: 10 });
	await sim.ok('setWebhook', { url: receiver.url });
});
afterAll(async () => {
	await sim.close();
	await receiver.close();
});

const say = (text: string, from: object = IRA, more: object = {}) =>
	sim.emit({ message: { from, text }, ...more });
const texts = () =>
	receiver.received.map(({ update }) => (update.message as { text: string }).text);
const info = () => sim.ok('getWebhookInfo');

test('an update is posted as JSON and answered with its id', async () => {
	const answer = await say('/start ref42');
	expect(answer).toEqual({ update_id: expect.any(Number), delivered: true, status: 200 });
	expect(receiver.received[0].headers['content-type']).toBe('application/json');
	expect(receiver.received[0].update).toEqual({
		update_id: answer.update_id,
		message: {
			message_id: expect.any(Number),
			from: { id: IRA.id, is_bot: false, first_name: 'Ira', username: 'ira_k' },
			chat: { id: IRA.id, first_name: 'Ira', username: 'ira_k', type: 'private' },
			date: expect.any(Number),
			text: '/start ref42',
			entities: [{ type: 'bot_command', offset: 0, length: 6 }],
		},
	});
	expect((await sim.state()).updates).toMatchObject([
		{ attempts: 1, delivered: true, pending: false },
	]);
});

test('a failed update comes again: at once, then after 2, 4, 8 units', async () => {
	await sim.switch({ retryUnitMs: 30 });
	receiver.reply = (_, index) => ({ status: index < 4 ? 500 : 204 });
	const answer = await say('hello');
	expect(answer).toMatchObject({ delivered: false, status: 500 });
	await until(() => receiver.received.length === 5);
	const { received } = receiver;
	const pauses = received.slice(1).map(({ at }, i) => at - received[i].at);
	expect(pauses[0]).toBeLessThan(59);
	expect(pauses[1]).toBeGreaterThanOrEqual(59);
	expect(pauses[2]).toBeGreaterThanOrEqual(119);
	expect(pauses[3]).toBeGreaterThanOrEqual(239);
	expect(new Set(received.map(({ update }) => update.update_id))).toEqual(
		new Set([answer.update_id]),
	);
	await until(async () => (await info()).pending_update_count === 0);
	expect((await sim.state()).updates).toMatchObject([{ attempts: 5, delivered: true }]);
	expect((await sim.state()).deliveries.map(({ status }) => status)).toEqual([
		500, 500, 500, 500, 204,
	]);
	expect(await info()).toMatchObject({
		last_error_date: expect.any(Number),
		last_error_message: 'Wrong response from the webhook: 500 Internal Server Error',
	});
});

test('Retry-After of the answer is respected', async () => {
	receiver.reply = (_, index) =>
		index === 0 ? { status: 503, headers: { 'retry-after': '9' } } : {};
	await say('hello');
	await until(() => receiver.received.length === 2);
	expect(receiver.received[1].at - receiver.received[0].at).toBeGreaterThanOrEqual(89);
});

test('redirects, silence and closed ports are failures with a text', async () => {
	receiver.reply = () => ({ status: 302, headers: { location: receiver.url } });
	await say('hello');
	expect((await info()).last_error_message).toBe('Wrong response from the webhook: 302 Found');
	const gone = await new Receiver().start();
	await sim.ok('setWebhook', { url: gone.url, drop_pending_updates: true });
	await gone.close();
	expect(await say('hello')).toMatchObject({ delivered: false, status: 0 });
	expect((await info()).last_error_message).toBe('Connection refused');
	await sim.switch({ webhookTimeoutMs: 30, retryUnitMs: 1000 });
	receiver.reply = () => ({ delayMs: 80 });
	await sim.ok('setWebhook', { url: receiver.url, drop_pending_updates: true });
	await say('hello');
	expect((await info()).last_error_message).toBe('Read timeout expired');
});

test('a chat waits for its failed update, other chats go on', async () => {
	let isDown = true;
	receiver.reply = ({ update }) => {
		const { text } = update.message as { text: string };
		return { status: isDown && text === 'one' ? 500 : 200 };
	};
	await sim.switch({ emitWaitMs: 300 });
	await say('one');
	expect(await say('two')).toMatchObject({ delivered: false, status: 0 });
	expect(await say('other', OLEG)).toMatchObject({ delivered: true });
	expect(texts()).not.toContain('two');
	isDown = false;
	await until(() => texts().includes('two'));
	expect(texts().slice(-2)).toEqual(['one', 'two']);
});

test('ten quick messages of one chat keep their order, one at a time', async () => {
	let open = 0;
	let most = 0;
	receiver.reply = () => {
		most = Math.max(most, ++open);
		setTimeout(() => (open -= 1), 4);
		return { delayMs: 5 };
	};
	const words = Array.from({ length: 10 }, (_, i) => `message ${i}`);
	await Promise.all(words.map((word) => say(word)));
	const ids = receiver.received.map(({ update }) => update.update_id);
	expect(ids).toEqual(ids.toSorted((a, b) => a - b));
	expect(texts().toSorted()).toEqual(words);
	expect(most).toBe(1);
});

test('max_connections limits how many chats are served at once', async () => {
	await sim.ok('setWebhook', { url: receiver.url, max_connections: 2 });
	let open = 0;
	let most = 0;
	receiver.reply = () => {
		most = Math.max(most, ++open);
		setTimeout(() => (open -= 1), 15);
		return { delayMs: 20 };
	};
	const people = [1, 2, 3, 4, 5, 6].map((id) => ({ id, first_name: `P${id}` }));
	await Promise.all(people.map((from) => say('hello', from)));
	expect(receiver.received).toHaveLength(6);
	expect(most).toBe(2);
});

test('copies are the same update once more', async () => {
	const { update_id } = await say('hello', IRA, { copies: 3 });
	await until(() => receiver.received.length === 3);
	expect(receiver.received.map(({ update }) => update.update_id)).toEqual(Array(3).fill(update_id));
	expect(new Set(receiver.received.map(({ update }) => JSON.stringify(update))).size).toBe(1);
	await until(async () => (await info()).pending_update_count === 0);
});

test('update ids grow, with gaps on request, and fit into 32 bits', async () => {
	const ids: number[] = [];
	for (const gap of [0, 0, 7]) ids.push(Number((await say('x', IRA, { gap })).update_id));
	expect(ids[1] - ids[0]).toBe(1);
	expect(ids[2] - ids[1]).toBe(8);
	expect(ids[2]).toBeLessThan(2 ** 31);
});

test('an update that is too old is dropped', async () => {
	await sim.switch({ updateTtlMs: 30 });
	receiver.reply = () => ({ status: 500 });
	await say('hello');
	await until(async () => (await info()).pending_update_count === 0);
	expect((await sim.state()).updates).toMatchObject([{ delivered: false, pending: false }]);
});

test('answering 410 for too long closes the webhook', async () => {
	await sim.switch({ webhookGoneMs: 20 });
	receiver.reply = () => ({ status: 410 });
	await say('hello');
	await until(async () => (await info()).url === '');
});

test('a retry goes to the webhook of that moment', async () => {
	receiver.reply = ({ headers }) => ({
		status: headers['x-telegram-bot-api-secret-token'] === 'new' ? 200 : 401,
	});
	await say('hello');
	await sim.ok('setWebhook', { url: receiver.url, secret_token: 'new' });
	await until(async () => (await info()).pending_update_count === 0);
});

describe('a method in the answer', () => {
	test('is executed, in JSON and without a result', async () => {
		receiver.reply = () => ({
			body: { method: 'SendMessage', chat_id: ADMIN_CHAT_ID, text: 'by answer' },
		});
		await say('hello');
		await until(async () => (await sim.state()).messages.length === 1);
		expect((await sim.state()).messages).toMatchObject([{ text: 'by answer', via: 'webhook' }]);
	});

	test('cannot touch the webhook, and a wrong one does no harm', async () => {
		receiver.reply = (_, index) => ({ body: { method: ['deleteWebhook', 'sendMessage'][index] } });
		await say('one');
		expect(await say('two')).toMatchObject({ delivered: true });
		expect((await info()).url).toBe(receiver.url);
		expect((await sim.state()).messages).toEqual([]);
	});
});

test('reset stops retries', async () => {
	receiver.reply = () => ({ status: 500 });
	await say('hello');
	await sim.reset();
	const count = receiver.received.length;
	await new Promise((resolve) => setTimeout(resolve, 60));
	expect(receiver.received.length).toBeLessThanOrEqual(count + 1);
	expect((await sim.state()).deliveries).toEqual([]);
});
