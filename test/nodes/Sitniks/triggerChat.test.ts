import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { VendorError } from '../../../nodes/shared/errors';
import { readEvents } from '../../../nodes/Sitniks/trigger/event';
import { withChats } from '../../../nodes/Sitniks/trigger/fetchChat';
import { SitniksTrigger } from '../../../nodes/Sitniks/SitniksTrigger.node';
import { PlacedNode } from '../../harness/node';
import { VendorKit, type VendorState } from '../../harness/vendorKit';
import { until } from '../../simulators/shared/waiting';
import { SitniksSimulator } from '../../simulators/sitniks/sitniks';
import { CHAT, deliver, delivery, PAGE, SECRET } from './triggerKit';

/** The trigger against the simulator, whose webhooks it gets over HTTP. */
class TriggerKit extends VendorKit<VendorState> {
	/** Items of each run, by output. */
	runs: IDataObject[][][] = [];
	placed?: PlacedNode;
	private readonly receiver = createServer((request, response) => {
		void this.receive(request, response);
	});

	constructor() {
		super(
			() => new SitniksSimulator(),
			() => new SitniksTrigger(),
			{ limit: false },
		);
	}

	credentials(extra: IDataObject = {}): Record<string, IDataObject> {
		const account = { apiKey: 'sandbox-sitniks', webhookSecret: SECRET };
		return { crmBridgeSitniksApi: { baseUrl: this.base, ...account, ...extra } };
	}

	override async start(): Promise<void> {
		await super.start();
		this.receiver.listen(0, '127.0.0.1');
		await once(this.receiver, 'listening');
	}

	/** Sitniks tells this trigger of its messages from now on. */
	async listen(parameters: INodeParameters = {}): Promise<void> {
		this.runs = [];
		this.placed = this.place(parameters);
		const { port } = this.receiver.address() as AddressInfo;
		await this.faults({ webhookUrl: `http://127.0.0.1:${port}/sitniks?secret=${SECRET}` });
	}

	private async receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const { searchParams } = new URL(request.url ?? '', 'http://x');
		const query = Object.fromEntries(searchParams);
		const { result, reply, endRun } = await this.placed!.start({
			body: await buffer(request),
			query,
		});
		const outputs = result.workflowData as INodeExecutionData[][] | undefined;
		if (outputs) this.runs.push(outputs.map((items) => items.map(({ json }) => json)));
		if (!reply.ended) endRun(200);
		response.writeHead(reply.status || 200).end();
	}

	override async stop(): Promise<void> {
		this.receiver.closeAllConnections();
		this.receiver.close();
		await super.stop();
	}
}

const kit = new TriggerKit();
beforeAll(async () => await kit.start());
beforeEach(async () => await kit.reset());
afterAll(async () => await kit.stop());

const FETCH = { options: { fetchChat: true } };
/** A new chat of the simulator, and a delivery about it as another system might write it. */
async function chat(fields: object = {}) {
	const client = { text: 'Добрий день', nick: 'Olena.K', name: 'Olena K', ...fields };
	const { chat_id } = await kit.emit({ client });
	return String(chat_id);
}

describe('webhooks of the simulator', () => {
	test('a client, a comment, a ping, a manager, copies and forged ones', async () => {
		await kit.listen();
		const { chat_id } = await kit.emit({
			client: { text: 'Ціна?', source: 'facebook' },
			copies: 5,
		});
		await kit.emit({ client: { text: 'Гарно', comment: true } });
		await kit.emit({ manager: { chat_id, text: 'Вітаю' } });
		await kit.emit({ ping: true });
		const forged = await Promise.all(
			['wrong', 'missing'].map((secret) => kit.emit({ client: { text: 'x' }, secret })),
		);
		expect(forged.map(({ deliveries }) => deliveries)).toEqual([
			[expect.objectContaining({ status: 401 })],
			[expect.objectContaining({ status: 401 })],
		]);
		const kinds = kit.runs.map((run) => run.map((items) => items.map(({ kind }) => kind)));
		expect(kinds).toEqual([
			[['message'], [], []],
			[[], ['comment'], []],
			[[], [], ['other']],
		]);
		expect(kit.runs[0][0][0]).toMatchObject({ chat_id, text: 'Ціна?', source: 'facebook' });
	});

	test('copies that are answered at the end start one run, too', async () => {
		await kit.listen({ answer: 'whenDone' });
		const { deliveries } = await kit.emit({ client: { text: 'Ціна?' }, copies: 5 });
		expect(kit.runs).toHaveLength(1);
		expect((deliveries as IDataObject[]).map(({ status }) => status)).toEqual(Array(5).fill(200));
	});

	test('a manager’s message comes when it is wanted, never as the client’s', async () => {
		await kit.listen({ options: { includeOwn: true, fetchChat: true } });
		const chat_id = await chat();
		kit.runs = [];
		await kit.emit({ manager: { chat_id, text: 'Вітаю' } });
		expect(kit.runs).toEqual([[[], [], [expect.objectContaining({ kind: 'own' })]]]);
	});
});

describe('the chat', () => {
	test('is read as it is now: nick name, manager, status and tags', async () => {
		await kit.faults({ chatIds: true });
		const chat_id = await chat();
		const now = { status: 'Оплачено', tags: ['vip'], assignedManagerId: 34 };
		await kit.emit({ chat: { id: chat_id, ...now } });
		const body = delivery({}, { id: chat_id });
		const { items } = await deliver(kit.place(FETCH), body);
		expect(items).toEqual([
			expect.objectContaining({
				kind: 'message',
				chat_id,
				user_id: CHAT.userId,
				nick_name: 'Olena.K',
				status: 'Оплачено',
				tags: ['vip'],
				assigned_manager_id: '34',
				assigned_manager_name: 'Дарія Коваль',
				fetch_error: '',
				over_quota: false,
				raw: body,
			}),
		]);
	});

	test('is read for all messages in a body once, and only when that is chosen', async () => {
		const chat_id = await chat();
		const body = () => [delivery({}, { id: chat_id }), delivery({}, { id: chat_id })];
		await deliver(kit.place({}), body());
		expect(await kit.requests('GET')).toHaveLength(0);
		await deliver(kit.place(FETCH), body());
		expect(await kit.requests('GET')).toHaveLength(1);
	});

	test('is not read for what starts nothing: own messages, other sources, copies', async () => {
		const chat_id = await chat();
		const placed = kit.place({ options: { fetchChat: true, sources: 'instagram' } });
		const body = delivery({}, { id: chat_id });
		await deliver(placed, body);
		for (const idle of [
			body,
			delivery({ sentBy: PAGE }, { id: chat_id }),
			delivery({}, { id: chat_id, initialSource: 'facebook' }),
		]) {
			expect((await deliver(placed, idle)).items).toBeUndefined();
		}
		expect(await kit.requests('GET')).toHaveLength(1);
	});

	test('tells who the client is when the webhook only names the chat', async () => {
		const chat_id = await chat({ user_id: CHAT.userId });
		const from = (sentBy: string) => ({
			chatId: chat_id,
			message: { ...delivery().message, sentBy },
		});
		const client = await deliver(kit.place(FETCH), from(CHAT.userId));
		expect(client).toMatchObject({ at: ['message'], items: [{ from_client: true, reason: '' }] });
		expect((await deliver(kit.place(FETCH), from(PAGE))).items).toBeUndefined();
	});

	test('of another source than is wanted starts nothing, in both ways to answer', async () => {
		const chat_id = await chat({ source: 'facebook' });
		for (const answer of ['atOnce', 'whenDone']) {
			const options = { fetchChat: true, sources: 'instagram' };
			const body = { chatId: chat_id, message: delivery().message };
			const call = await deliver(kit.place({ answer, options }), body);
			expect(call).toMatchObject({ status: 200, answered: true, items: undefined });
		}
	});

	test.each<[string, object, IDataObject]>([
		['plan_without_api', { trial: true }, {}],
		['unauthorized', {}, { apiKey: 'wrong' }],
		['no_key', {}, { apiKey: ' ' }],
		['invalid_input', {}, { baseUrl: 'crm' }],
		['rate_limited', { limit: true, blockNow: true }, {}],
		['chat_not_found', { status: 404, body: {}, times: 0 }, {}],
		['unexpected_answer', { status: 200, body: [], times: 0 }, {}],
	])('%s: the message comes without it', async (fetch_error, fault, credential) => {
		const chat_id = await chat();
		await kit.faults(fault);
		for (const answer of ['atOnce', 'whenDone']) {
			const placed = kit.place({ ...FETCH, answer }, { credential });
			const { items, at } = await deliver(placed, delivery({}, { id: chat_id }));
			expect(at).toEqual(['message']);
			expect(items).toEqual([expect.objectContaining({ fetch_error, chat_id, nick_name: '' })]);
		}
	});

	test('that hangs is left after four seconds', async () => {
		const chat_id = await chat();
		await kit.faults({ hang: true, path: '/chats/' });
		const started = performance.now();
		const { items } = await deliver(kit.place(FETCH), delivery({}, { id: chat_id }));
		const tookMs = performance.now() - started;
		expect(items).toEqual([expect.objectContaining({ fetch_error: 'timeout', kind: 'message' })]);
		expect(tookMs).toBeGreaterThan(3500);
		expect(tookMs).toBeLessThan(9000);
		// The read tries once more; nobody waits for that.
		await until(async () => (await kit.requests('GET')).length === 2);
	});

	test('the call is answered before the chat is read', async () => {
		const chat_id = await chat();
		await kit.faults({ delayMs: 300, path: '/chats/' });
		const type = new SitniksTrigger();
		const { webhook } = type;
		let answeredAt = Infinity;
		type.webhook = async function () {
			this.getResponseObject().once('close', () => (answeredAt = performance.now()));
			return await webhook.call(this);
		};
		const credentials = kit.credentials() as never;
		const placed = new PlacedNode(type, { parameters: FETCH, credentials });
		const { items } = await deliver(placed, delivery({}, { id: chat_id }));
		expect(items).toEqual([expect.objectContaining({ nick_name: 'Olena.K' })]);
		expect(performance.now() - answeredAt).toBeGreaterThan(280);
	});
});

describe('reading, with its time', () => {
	const piece = (id: string) => ({ ...readEvents(delivery({}, { id }))[0], raw: null });
	const errors = async (...args: Parameters<typeof withChats>) =>
		(await withChats(...args)).map(({ event }) => event.fetch_error);
	const never = async () => await new Promise(() => undefined);

	test('the time is for all chats together', async () => {
		const reads: string[] = [];
		const read = async (id: string) => {
			reads.push(id);
			return await never();
		};
		expect(await errors(['a', 'b', 'c'].map(piece), read, 50)).toEqual(Array(3).fill('timeout'));
		expect(reads).toEqual(['a']);
	});

	test('an id that is none reaches no address', async () => {
		const read = jest.fn(async () => ({}));
		const ids = ['../managers', '..', 'a?b=c', 'a/b', 'я', 'a'.repeat(65)];
		expect(await errors(ids.map(piece), read)).toEqual(ids.map(() => 'chat_not_found'));
		expect(read).not.toHaveBeenCalled();
	});

	test.each([
		['unavailable', new VendorError('x', { code: 'unavailable', outcome: 'not_sent' })],
		['unexpected', new Error('x')],
		['unexpected', 'x'],
	])('a read that ends with %s', async (code, error) => {
		expect(await errors([piece('a')], async () => await Promise.reject(error))).toEqual([code]);
	});

	test('a chat without values takes none away', async () => {
		for (const chat of [{}, null, 'x', { status: null, userNickName: '', tags: null }]) {
			const [{ event }] = await withChats([piece('a')], async () => chat);
			expect(event).toMatchObject({ kind: 'message', status: 'Новий', tags: ['promo'] });
		}
		const [{ event }] = await withChats([piece('a')], async () => ({ tags: [] }));
		expect(event.tags).toEqual([]);
	});
});
