import { setTimeout } from 'node:timers/promises';

import { createHash } from 'node:crypto';

import type { IDataObject } from 'n8n-workflow';

import { processQuota } from '../../../nodes/shared/chatQuota';
import { TelegramTrigger } from '../../../nodes/Telegram/TelegramTrigger.node';
import { PlacedNode } from '../../harness/node';
import { CHAT, TelegramKit, TOKEN } from './kit';

const kit = new TelegramKit();
beforeAll(async () => await kit.start());
beforeEach(async () => await kit.reset({ retryUnitMs: 60_000 }));
afterAll(async () => await kit.stop());

const MADE = createHash('sha256').update(`crm-bridge|${TOKEN}`).digest('hex').slice(0, 48);
const OURS = 'http://127.0.0.1:5678/webhook/test-webhook/webhook';

function trigger(parameters: IDataObject = {}, credential: IDataObject = {}): PlacedNode {
	processQuota.clear();
	return new PlacedNode(new TelegramTrigger(), {
		parameters: parameters as never,
		credentials: kit.credentials(credential) as never,
	});
}

/** Makes it a test listener: its URL differs. */
function testListener(placed: PlacedNode): PlacedNode {
	const place = placed as unknown as { webhookData: () => object };
	const original = place.webhookData.bind(placed);
	place.webhookData = () => ({ ...original(), isTest: true });
	return placed;
}

/** A call as another user of the bot would make it. */
const call = async (method: string, body: object) =>
	await fetch(`${kit.base}/bot${TOKEN}/${method}`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(body),
	});

const webhook = async () => (await kit.state()).bots[0].webhook;
const sets = async () => (await kit.requests('setWebhook')).length;

describe('the webhook', () => {
	test('is registered with secret and kinds, and is known afterwards', async () => {
		const placed = trigger();
		expect(await placed.hook('checkExists')).toBe(false);
		expect(await placed.hook('create')).toBe(true);
		expect(await webhook()).toMatchObject({ url: OURS, secret_token: MADE, max_connections: 40 });
		const [{ body }] = await kit.requests('setWebhook');
		expect(body).toEqual({
			url: OURS,
			secret_token: MADE,
			allowed_updates: ['message', 'callback_query', 'my_chat_member'],
			max_connections: 40,
			drop_pending_updates: false,
		});
		expect(await placed.hook('checkExists')).toBe(true);
		expect(JSON.stringify(placed.staticData)).not.toContain(MADE);
	});

	test.each([
		['other kinds', { updates: ['message'] }, {}],
		['another number of connections', { options: { maxConnections: 5 } }, {}],
		['another secret', {}, { webhookSecret: 'chosen_Secret-16' }],
	])('%s are registered anew', async (_name, parameters, credential) => {
		const first = trigger();
		await first.hook('create');
		const changed = trigger(parameters, credential);
		Object.assign(changed.staticData, first.staticData);
		expect(await changed.hook('checkExists')).toBe(false);
		await changed.hook('create');
		expect(await changed.hook('checkExists')).toBe(true);
	});

	test('somebody else took: seen, and taken back', async () => {
		const placed = trigger();
		await placed.hook('create');
		await call('setWebhook', { url: 'https://crm.example/hook' });
		expect(await placed.hook('checkExists')).toBe(false);
		await placed.hook('create');
		expect(await webhook()).toMatchObject({ url: OURS });
	});

	test('of somebody else stays when that is wanted, and its address is not told', async () => {
		await call('setWebhook', { url: 'https://crm.example/hook/secret-path' });
		const careful = trigger({ options: { replaceForeign: false } });
		const error = (await careful.hook('create').catch((thrown: unknown) => thrown)) as Error;
		expect(error.message).toBe('Replace Foreign Webhook: the bot is in use at https://crm.example');
		expect(await webhook()).toMatchObject({ url: 'https://crm.example/hook/secret-path' });
		await call('setWebhook', { url: OURS.replace('test-webhook', 'older') });
		await careful.hook('create');
		expect(await webhook()).toMatchObject({ url: OURS });
	});

	test('is removed when it is ours, and only then', async () => {
		const placed = trigger();
		await placed.hook('create');
		await placed.hook('delete');
		expect(await webhook()).toBeNull();
		expect(placed.staticData).toEqual({});
		await call('setWebhook', { url: 'https://crm.example/hook' });
		await placed.hook('delete');
		expect(await webhook()).toMatchObject({ url: 'https://crm.example/hook' });
	});

	test('waiting updates survive activation and deactivation', async () => {
		await kit.emit({ message: { from: { id: CHAT, first_name: 'Ira' }, text: 'early' } });
		const placed = trigger();
		await placed.hook('create');
		await placed.hook('delete');
		const { bots } = (await kit.state()) as unknown as { bots: Array<{ pending: unknown[] }> };
		expect(bots[0].pending).toHaveLength(1);
	});

	test('a test borrows the bot and gives it back as it was', async () => {
		await trigger({ updates: ['message'], options: { maxConnections: 7 } }).hook('create');
		const listener = testListener(trigger());
		await listener.hook('create');
		expect(await webhook()).toMatchObject({ url: OURS.replace('webhook/', 'webhook-test/') });
		await listener.hook('delete');
		expect(await webhook()).toMatchObject({
			url: OURS,
			secret_token: MADE,
			max_connections: 7,
			allowed_updates: ['message'],
		});
		expect(listener.staticData).toEqual({});
	});

	test('a test without a published workflow leaves the bot without a webhook', async () => {
		const listener = testListener(trigger());
		await listener.hook('create');
		await listener.hook('delete');
		expect(await webhook()).toBeNull();
	});

	test.each([
		['Trigger On', { updates: [] }, {}],
		['Webhook Secret', {}, { webhookSecret: 'two words' }],
		['Webhook Secret', {}, { webhookSecret: 'x'.repeat(257) }],
		['Access Token', {}, { accessToken: 'x' }],
	])('%s is checked before the bot is touched', async (field, parameters, credential) => {
		await expect(trigger(parameters, credential).hook('create')).rejects.toThrow(field);
		expect(await sets()).toBe(0);
	});

	test('an address that Telegram does not take is explained', async () => {
		await kit.faults({ strictWebhookUrl: true });
		const error = (await trigger()
			.hook('create')
			.catch((thrown: unknown) => thrown)) as {
			message: string;
			description: string;
		};
		expect(error.message).toContain('HTTPS');
		expect(error.description).toMatch(/443, 80, 88 or 8443.*WEBHOOK_URL/);
	});

	test('a second call within a second waits and is repeated', async () => {
		await kit.faults({ setWebhookPauseMs: 1000 });
		await trigger().hook('create');
		await trigger({ updates: ['message'] }).hook('create');
		expect((await kit.requests('setWebhook')).map(({ status }) => status)).toEqual([200, 429, 200]);
	});

	test('a revoked token is told without the token', async () => {
		await kit.faults({ revoked: [1000000] });
		const error = await trigger()
			.hook('create')
			.catch((thrown: unknown) => thrown);
		expect(error).toMatchObject({ httpCode: '401' });
		expect(JSON.stringify(error)).not.toContain('sandbox-telegram');
	});
});

describe('an update', () => {
	const HEADER = 'X-Telegram-Bot-Api-Secret-Token';
	const UPDATE = { update_id: 5, message: { message_id: 1, chat: { id: CHAT }, text: 'Hi' } };
	const deliver = async (
		placed: PlacedNode,
		body: string | object = UPDATE,
		secret: string | undefined = MADE,
		runEnds = 200,
	) => {
		const headers = secret === '' ? undefined : { [HEADER]: secret };
		return await placed.webhook({ body, headers, runEnds });
	};

	test('starts a run as it came; n8n answers when the run has ended', async () => {
		const { result, reply } = await deliver(trigger());
		expect(result).toEqual({ workflowData: [[{ json: UPDATE }]] });
		expect(reply.ended).toBe(false);
	});

	test('whose run failed comes again; once it went well, it starts nothing', async () => {
		const placed = trigger();
		const update = { ...UPDATE, update_id: 6 };
		const sent = async (runEnds: number) => await deliver(placed, update, MADE, runEnds);
		expect((await sent(500)).result.workflowData).toHaveLength(1);
		expect((await sent(200)).result.workflowData).toHaveLength(1);
		const { result, reply } = await sent(200);
		expect(result).toEqual({ noWebhookResponse: true });
		expect(reply).toMatchObject({ status: 200, body: { ok: true, repeated: true } });
	});

	test('that comes while its run is under way waits for it and gets its answer', async () => {
		const placed = trigger();
		for (const [update_id, runEnds, status] of [
			[7, 200, 200],
			[8, 500, 503],
		]) {
			const update = { ...UPDATE, update_id };
			const first = await placed.start({ body: update, headers: { [HEADER]: MADE } });
			const copy = deliver(placed, update);
			await setTimeout(20);
			first.endRun(runEnds);
			expect((await copy).result).toEqual({ noWebhookResponse: true });
			expect((await copy).reply.status).toBe(status);
		}
	});

	test.each([
		['', 'secret_missing'],
		['wrong', 'secret_wrong'],
		[`${MADE}x`, 'secret_wrong'],
	])('with the secret %p gets a 401 and starts nothing', async (secret, reason) => {
		const { result, reply } = await deliver(trigger(), UPDATE, secret);
		expect(reply).toEqual({ status: 401, body: { ok: false, reason }, ended: true });
		expect(result).toEqual({ noWebhookResponse: true });
	});

	test("the credential's secret counts, not the made one", async () => {
		const placed = trigger({}, { webhookSecret: 'chosen' });
		expect(
			(await deliver(placed, { ...UPDATE, update_id: 9 }, 'chosen')).result.workflowData,
		).toHaveLength(1);
		expect((await deliver(placed)).reply.status).toBe(401);
	});

	test.each([
		['hello'],
		['[]'],
		['null'],
		['{}'],
		['{"update_id":"5","message":{}}'],
		['{"update_id":5}'],
		['{"update_id":5,"edited_message":{}}'],
	])('%s gets a 200 and starts nothing', async (body) => {
		const { result, reply } = await deliver(trigger(), body);
		expect(reply).toEqual({ status: 200, body: { ok: true, items: 0 }, ended: true });
		expect(result).toEqual({ noWebhookResponse: true });
	});

	test('of Telegram itself is understood, press of a button and block included', async () => {
		const placed = trigger();
		await placed.hook('create');
		const from = { id: CHAT, first_name: 'Ira' };
		await kit.emit({ message: { from, text: '/start ref42' } });
		await kit.emit({ contact: { from: { ...from, id: 43 }, phone_number: '380501112233' } });
		await kit.emit({ block: { user_id: 44 } });
		const state = (await kit.state()) as unknown as {
			updates: Array<{ update: object }>;
			deliveries: Array<{ headers: Record<string, string> }>;
		};
		const [{ headers }] = state.deliveries;
		const kinds = [];
		for (const { update } of state.updates) {
			const { result } = await placed.webhook({ body: update, headers });
			kinds.push(Object.keys(result.workflowData![0][0].json).at(-1));
		}
		expect(kinds).toEqual(['message', 'message', 'my_chat_member']);
	});
});

describe('a press that the app sends again', () => {
	const placed = trigger();
	let now = Date.now();
	let updates = 1000;
	beforeEach(() => {
		jest.spyOn(Date, 'now').mockImplementation(() => now);
	});
	afterEach(() => {
		jest.restoreAllMocks();
	});

	const press = (id: string, more: IDataObject = {}) => ({
		update_id: ++updates,
		callback_query: {
			id,
			from: { id: CHAT },
			message: { message_id: 7, chat: { id: CHAT } },
			data: `yes ${expect.getState().currentTestName}`,
			...more,
		},
	});
	const headers = { 'X-Telegram-Bot-Api-Secret-Token': MADE };
	const deliver = async (body: object, runEnds = 200, on = placed) =>
		await on.webhook({ body, headers, runEnds });
	const runs = async (...given: Parameters<typeof deliver>) =>
		((await deliver(...given)).result.workflowData ?? []).length;

	test('with the same callback id, an hour long', async () => {
		expect(await runs(press('a1'))).toBe(1);
		now += 60_000;
		const { result, reply } = await deliver(press('a1'));
		expect(result).toEqual({ noWebhookResponse: true });
		expect(reply.status).toBe(200);
	});

	test('with the same message and data within seconds', async () => {
		expect(await runs(press('b1'))).toBe(1);
		now += 4900;
		expect(await runs(press('b2'))).toBe(0);
	});

	test('a later press runs, and copies do not put it off', async () => {
		expect(await runs(press('c1'))).toBe(1);
		now += 4000;
		expect(await runs(press('c2'))).toBe(0);
		now += 1100;
		expect(await runs(press('c3'))).toBe(1);
	});

	test.each([
		['another person in a group', { from: { id: 501 } }],
		['another button', { data: 'other button' }],
		['another message', { message: { message_id: 8, chat: { id: CHAT } } }],
		['a message of another chat', { message: { message_id: 7, chat: { id: -100 } } }],
		['a message that the update does not tell', { message: undefined }],
	])('%s is another press', async (name, more) => {
		expect(await runs(press(`d1 ${name}`))).toBe(1);
		expect(await runs(press(`d2 ${name}`, more))).toBe(1);
	});

	test('whose run failed runs again', async () => {
		expect(await runs(press('e1'), 500)).toBe(1);
		expect(await runs(press('e1'))).toBe(1);
		expect(await runs(press('e1'))).toBe(0);
	});

	test('waits for the run that is under way', async () => {
		const first = await placed.start({ body: press('f1'), headers });
		const copies = [deliver(press('f1')), deliver(press('f2'))];
		await setTimeout(20);
		first.endRun(200);
		for (const { result, reply } of await Promise.all(copies)) {
			expect(result).toEqual({ noWebhookResponse: true });
			expect(reply.status).toBe(200);
		}
	});

	test('is one also where Telegram is answered at once', async () => {
		const atOnce = trigger({ answer: 'atOnce' });
		expect(await runs(press('g1'), 200, atOnce)).toBe(1);
		expect(await runs(press('g1'), 200, atOnce)).toBe(0);
	});

	test('of the simulator has the same callback id in a new update', async () => {
		const from = { id: CHAT, first_name: 'Ira' };
		await kit.emit({ callback: { from, data: 'once' } });
		await kit.emit({ callback: { from, data: 'once', again: true } });
		const { updates: seen } = (await kit.state()) as unknown as {
			updates: Array<{ update: { update_id: number } }>;
		};
		expect(new Set(seen.map(({ update }) => update.update_id)).size).toBe(2);
		expect(await runs(seen[0].update)).toBe(1);
		expect(await runs(seen[1].update)).toBe(0);
	});
});

describe('the answer to Telegram', () => {
	test.each([
		[{}, 'lastNode'],
		[{ answer: 'whenDone' }, 'lastNode'],
		[{ answer: 'atOnce' }, 'onReceived'],
	])('%j: %s, without data', (parameters, expected) => {
		const { workflow, node, type } = trigger(parameters);
		const [{ responseMode, responseData }] = type.description.webhooks!;
		const mode = workflow.expression.getSimpleParameterValue(node, responseMode, 'webhook', {});
		expect(mode).toBe(expected);
		expect(responseData).toBe('noData');
	});
});

describe('the quota per chat', () => {
	const headers = { 'X-Telegram-Bot-Api-Secret-Token': MADE };
	let updates = 50_000;
	const said = (chat: number, person = chat) => ({
		update_id: ++updates,
		message: { message_id: 1, chat: { id: chat }, from: { id: person }, text: 'Hi' },
	});
	/** What each update starts: nothing, a run, or one that is marked. */
	const started = async (placed: PlacedNode, bodies: object[]) => {
		const found = [];
		for (const body of bodies) {
			const { result, reply } = await placed.webhook({ body, headers, runEnds: 200 });
			const item = result.workflowData?.[0][0].json;
			if (item === undefined) expect(reply.status).toBe(200);
			found.push(item === undefined ? 'nothing' : item.over_quota ? 'marked' : 'run');
		}
		return found;
	};
	const many = (count: number, of: () => object) => Array.from({ length: count }, of);

	test('ten quick messages of a client pass', async () => {
		expect(
			await started(
				trigger(),
				many(10, () => said(1)),
			),
		).toEqual(Array(10).fill('run'));
	});

	test('of more than 30 the first one over it is marked, and the rest starts nothing', async () => {
		const placed = trigger();
		const seen = await started(
			placed,
			many(33, () => said(2)),
		);
		expect(seen).toEqual([...Array<string>(30).fill('run'), 'marked', 'nothing', 'nothing']);
		expect(await started(placed, [said(3)])).toEqual(['run']);
	});

	test('presses count like messages, and a block of the bot never does', async () => {
		const placed = trigger({ options: { messagesPerMinute: 1 } });
		const press = () => ({
			update_id: ++updates,
			callback_query: {
				id: `q${updates}`,
				from: { id: 4 },
				message: { message_id: updates, chat: { id: 4 } },
				data: 'x',
			},
		});
		const block = () => ({
			update_id: ++updates,
			my_chat_member: { chat: { id: 4 }, from: { id: 4 } },
		});
		const bodies = [press(), press(), said(4), block(), block(), block()];
		const runs = ['run', 'marked', 'nothing', 'run', 'run', 'run'];
		expect(await started(placed, bodies)).toEqual(runs);
	});

	test('each person of a group has one, so that managers do not wait for each other', async () => {
		const placed = trigger({ options: { messagesPerMinute: 1 } });
		const bodies = [said(-100, 5), said(-100, 6), said(-100, 5)];
		expect(await started(placed, bodies)).toEqual(['run', 'run', 'marked']);
	});

	test('copies of an update are not counted; 0 switches it off', async () => {
		const placed = trigger({ options: { messagesPerMinute: 2 } });
		const one = said(7);
		expect(await started(placed, [one, one, one, said(7), said(7)])).toEqual([
			'run',
			'nothing',
			'nothing',
			'run',
			'marked',
		]);
		const off = trigger({ options: { messagesPerMinute: 0 } });
		expect(
			await started(
				off,
				many(50, () => said(8)),
			),
		).toEqual(Array(50).fill('run'));
	});
});
