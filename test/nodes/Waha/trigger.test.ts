import { createHmac } from 'node:crypto';

import type { IDataObject } from 'n8n-workflow';

import { processQuota } from '../../../nodes/shared/chatQuota';
import { WahaTrigger } from '../../../nodes/Waha/WahaTrigger.node';
import { madeSecret } from '../../../nodes/shared/madeSecret';
import { PlacedNode } from '../../harness/node';
import { WahaKit } from './kit';

jest.mock('../../../nodes/shared/refusals', () => require('../../harness/refusals').atOnce);

const KEY = 'hook-key-1';
const sha512 = (body: string, key = KEY) => createHmac('sha512', key).update(body).digest('hex');

let count = 0;
/** An event that no test has seen. */
const envelope = (change: object = {}) => ({
	id: `evt_${++count}`,
	timestamp: Date.now(),
	event: 'message',
	session: 'default',
	engine: 'GOWS',
	payload: {
		id: `false_77010001122@c.us_A${count}`,
		from: '77010001122@c.us',
		fromMe: false,
		body: 'Hi',
	},
	...change,
});

function trigger(
	parameters: IDataObject = {},
	key = KEY,
	staticData?: IDataObject,
	more: IDataObject = {},
): PlacedNode {
	processQuota.clear();
	const account = { baseUrl: 'http://127.0.0.1:9', apiKey: 'x' };
	const credential = { ...account, webhookHmacSecret: key, ...more } as never;
	return new PlacedNode(new WahaTrigger(), {
		parameters: parameters as never,
		credentials: { crmBridgeWahaApi: credential },
		staticData,
	});
}

async function call(
	placed: PlacedNode,
	body: string | object,
	headers: Record<string, string> = {},
) {
	const text = typeof body === 'string' ? body : JSON.stringify(body);
	const signed = { 'X-Webhook-Hmac': sha512(text), 'X-Webhook-Hmac-Algorithm': 'sha512' };
	const { result, reply } = await placed.webhook({
		body: text,
		headers: { ...signed, ...headers },
	});
	expect(reply.ended).toBe(true);
	expect(result.noWebhookResponse).toBe(true);
	return { status: reply.status, body: reply.body, outputs: result.workflowData };
}

describe('signature', () => {
	const official = '{"event":"message","session":"default","engine":"WEBJS"}';
	const own = '{"id":"evt_01","event":"message","payload":{"body":"Привіт ✅"}}';

	test.each([
		[
			'the official one',
			'my-secret-key',
			official,
			'208f8a55dde9e05519e898b10b89bf0d0b3b0fdf11fdbf09b6b90476301b98d8097c462b2b17a6ce93b6b47a136cf2e78a33a63f6752c2c1631777076153fa89',
		],
		[
			'the one with UTF-8',
			'hook-key-1',
			own,
			'c950c413c27db6b4e3f0504d56353cd0256c4d02a798999662d50f9012d5cb8746faa9e2027a2d8f56039454754bfdaa98391715e2ff9acef7783ee6400475b6',
		],
	])('vector of WAHA: %s', async (_name, key, body, signature) => {
		const placed = trigger({}, key);
		const headers = { 'X-Webhook-Hmac': signature };
		expect(await call(placed, body, headers)).toMatchObject({ status: 200, body: { ok: true } });
		const changed = body.replace('message', 'messagE');
		expect(await call(placed, changed, headers)).toMatchObject({ status: 401, outputs: undefined });
	});

	test.each([
		['missing', { 'X-Webhook-Hmac': '' }, 'signature_missing'],
		['of another key', { 'X-Webhook-Hmac': sha512('{}', 'other') }, 'signature_wrong'],
		['of another algorithm', { 'X-Webhook-Hmac-Algorithm': 'sha256' }, 'algorithm_not_sha512'],
	])('%s: 401 and no run', async (_name, headers, reason) => {
		expect(await call(trigger(), envelope(), headers)).toEqual({
			status: 401,
			body: { ok: false, reason },
			outputs: undefined,
		});
	});

	test('a body that was written anew is refused', async () => {
		const event = envelope();
		const pretty = JSON.stringify(event, null, 2);
		const headers = { 'X-Webhook-Hmac': sha512(JSON.stringify(event)) };
		expect(await call(trigger(), pretty, headers)).toMatchObject({ status: 401 });
	});

	test('without any key nothing is accepted, not even a signature with an empty one', async () => {
		const body = JSON.stringify(envelope());
		const headers = { 'X-Webhook-Hmac': sha512(body, '') };
		expect(await call(trigger({}, ''), body, headers)).toMatchObject({
			status: 401,
			// The one that is made of the API key.
			body: { reason: 'signature_wrong' },
		});
	});

	test('the key that an older version has made is accepted until the next publication', async () => {
		const placed = trigger({}, '');
		placed.staticData.hmacKey = KEY;
		expect(await call(placed, envelope())).toMatchObject({ status: 200 });
	});

	test.each([
		['for the day after another has replaced it', 60_000, 200],
		['and not longer', -1000, 401],
	])('so it is %s', async (_name, ms, status) => {
		const placed = trigger({}, 'the-new-hmac-secret');
		Object.assign(placed.staticData, { hmacKey: KEY, hmacKeyUntil: Date.now() + ms });
		expect(await call(placed, envelope())).toMatchObject({ status });
	});

	test('the key that the trigger makes of the API key is accepted, and kept nowhere', async () => {
		const placed = trigger({}, '');
		const scope = { getWorkflow: () => ({ id: 'wf-test' }), getNode: () => placed.node };
		const body = JSON.stringify(envelope());
		const headers = { 'X-Webhook-Hmac': sha512(body, madeSecret(scope as never, 'x')) };
		expect(await call(placed, body, headers)).toMatchObject({ status: 200 });
		expect(placed.staticData).toEqual({});
	});

	test.each([
		['is accepted until its time', 60_000, 200],
		['is not from then on', -1000, 401],
	])('the previous secret of the credential %s', async (_name, ms, status) => {
		const previousValidUntil = new Date(Date.now() + ms).toISOString();
		const more = { previousHmacSecret: KEY, previousValidUntil };
		const placed = trigger({}, 'the-new-hmac-secret', undefined, more);
		expect(await call(placed, envelope())).toMatchObject({ status });
	});
});

describe('age', () => {
	const strict = () => trigger({ options: { maxAgeSeconds: 300 } });
	const at = (ms: number) => ({ 'X-Webhook-Timestamp': String(Date.now() + ms) });

	test('of no interest by default', async () => {
		expect(await call(trigger(), envelope(), at(-9e8))).toMatchObject({ status: 200 });
	});

	test('a late, a future and a timeless call get a 401 when asked for', async () => {
		expect(await call(strict(), envelope(), at(-200_000))).toMatchObject({ status: 200 });
		expect(await call(strict(), envelope(), at(-400_000))).toMatchObject({ status: 401 });
		expect(await call(strict(), envelope(), at(400_000))).toMatchObject({ status: 401 });
		expect(await call(strict(), envelope())).toMatchObject({ status: 401 });
	});
});

describe('bodies', () => {
	test.each([
		['hello', 'not_json'],
		['"text"', 'not_an_event'],
		['[]', 'not_an_event'],
		['null', 'not_an_event'],
		['{}', 'not_an_event'],
		['{"event":5}', 'not_an_event'],
		['{"event":""}', 'not_an_event'],
	])('%s is 400', async (body, reason) => {
		expect(await call(trigger(), body)).toEqual({
			status: 400,
			body: { ok: false, reason },
			outputs: undefined,
		});
	});

	test.each([
		[0, { event: 'message' }],
		[1, { event: 'message.ack', payload: { id: 'true_1@c.us_X', ack: 2 } }],
		[2, { event: 'session.status', payload: { name: 'default', status: 'FAILED' } }],
		[3, { event: 'poll.vote', payload: null }],
	])('output %i', async (output, change) => {
		const { status, body, outputs } = await call(trigger(), envelope(change));
		expect([status, body]).toEqual([200, { ok: true, items: 1 }]);
		expect(outputs?.map((items) => items.length)).toEqual(
			[0, 1, 2, 3].map((i) => (i === output ? 1 : 0)),
		);
		expect(outputs?.[output][0].json).toMatchObject({ event: change.event, session: 'default' });
	});
});

describe('repeats', () => {
	test('answer 200 and start nothing', async () => {
		const placed = trigger();
		const event = envelope();
		expect((await call(placed, event)).outputs).toBeDefined();
		expect(await call(placed, event)).toMatchObject({ status: 200, outputs: undefined });
		expect(await call(placed, { ...event, id: 'evt_x' })).toMatchObject({
			status: 200,
			outputs: undefined,
		});
	});

	test('are told apart by the bare id: one message by LID and by phone is one run', async () => {
		const placed = trigger();
		const named = (id: string) => envelope({ payload: { id, fromMe: false, body: 'Hi' } });
		expect((await call(placed, named('false_136@lid_3A9F'))).outputs).toBeDefined();
		expect(await call(placed, named('false_77010001122@c.us_3A9F'))).toMatchObject({
			status: 200,
			body: { ok: true, items: 0 },
			outputs: undefined,
		});
		expect((await call(placed, named('false_136@lid_3A9E'))).outputs).toBeDefined();
	});

	test('in parallel start one run', async () => {
		const event = envelope();
		const all = await Promise.all(
			Array.from({ length: 8 }, async () => await call(trigger(), event)),
		);
		expect(all.filter(({ outputs }) => outputs !== undefined)).toHaveLength(1);
	});

	test('a refused call is not remembered', async () => {
		const event = envelope();
		await call(trigger(), event, { 'X-Webhook-Hmac': 'wrong' });
		expect((await call(trigger(), event)).outputs).toBeDefined();
	});

	test('pass when they are wanted', async () => {
		const placed = trigger({ options: { dropRepeats: false } });
		const event = envelope();
		await call(placed, event);
		expect((await call(placed, event)).outputs).toBeDefined();
	});
});

describe('against the simulator', () => {
	const kit = new WahaKit();
	beforeAll(async () => await kit.start());
	beforeEach(async () => await kit.reset());
	afterAll(async () => await kit.stop());

	test.each(['GOWS', 'NOWEB', 'WEBJS'])('what %s signs and sends is read', async (engine) => {
		await kit.faults({ engine, lids: [{ lid: '98765@lid', pn: '77010001122@c.us' }] });
		const webhook = {
			url: 'http://127.0.0.1:9/none',
			events: ['message', 'message.any', 'message.ack'],
			hmac: { key: KEY },
		};
		await kit.call('PUT', '/api/sessions/default', { config: { webhooks: [webhook] } });
		await kit.emit({
			message: { from: '98765@lid', text: 'Стоп', key: `AC${engine}` },
			without: ['environment', 'me'],
		});
		const { deliveries } = await kit.state();
		const message = deliveries.find(({ body }) => body.includes('"message"'));
		const { status, outputs } = await call(trigger(), message!.body, message!.headers);
		expect(status).toBe(200);
		expect(outputs?.[0][0].json).toMatchObject({
			chatId: '98765@lid',
			lid: '98765@lid',
			phone: engine === 'WEBJS' ? '' : '+77010001122',
			text: 'Стоп',
			engine,
		});
		await kit.emit({ message: { from: 'status@broadcast', text: 'A story', key: `ST${engine}` } });
		const story = (await kit.state()).deliveries.at(-1)!;
		expect((await call(trigger(), story.body, story.headers)).outputs?.[3]).toHaveLength(1);
		await kit.emit({
			message: {
				from: '98765@lid',
				text: 'Привет',
				key: `TW${engine}`,
				alsoAs: '77010001122@c.us',
			},
		});
		const told = (await kit.state()).deliveries.filter(({ body }) => body.includes(`TW${engine}`));
		const runs = [];
		for (const { body, headers } of told) runs.push((await call(trigger(), body, headers)).outputs);
		expect([told.length, runs.filter(Boolean).length]).toEqual([4, 1]);
		const pair = deliveries.find(({ body }) => body.includes('"message.any"'));
		expect((await call(trigger(), pair!.body, pair!.headers)).outputs).toBeUndefined();
	});
});

describe('the quota per chat', () => {
	const from = (chat: string, change: object = {}) => {
		const event = envelope(change);
		return { ...event, payload: { ...(event.payload as object), from: chat } };
	};
	const outputsOf = async (placed: PlacedNode, bodies: object[]) => {
		const found = [];
		for (const body of bodies) {
			const { status, outputs = [] } = await call(placed, body);
			expect(status).toBe(200);
			found.push(outputs.findIndex((items) => items.length > 0));
		}
		return found;
	};

	test('ten quick messages of a client pass', async () => {
		const bodies = Array.from({ length: 10 }, () => from('77010001122@c.us'));
		expect(await outputsOf(trigger(), bodies)).toEqual(Array(10).fill(0));
	});

	test('of more than 30 the first one over it comes out of Other, marked, and the rest starts nothing', async () => {
		const placed = trigger();
		const bodies = Array.from({ length: 30 }, () => from('77010001122@c.us'));
		expect(await outputsOf(placed, bodies)).toEqual(Array(30).fill(0));
		const { outputs } = await call(placed, from('77010001122@c.us'));
		expect(outputs?.[3][0].json).toMatchObject({ event: 'message', over_quota: true });
		expect(await outputsOf(placed, [from('77010001122@c.us')])).toEqual([-1]);
		expect(await outputsOf(placed, [from('77010003344@c.us')])).toEqual([0]);
	});

	test('acks, sessions and own messages are never held back', async () => {
		const placed = trigger({ options: { messagesPerMinute: 1 } });
		let id = 0;
		const ack = () =>
			envelope({ event: 'message.ack', payload: { id: `true_1@c.us_Q${++id}`, ack: 2 } });
		const own = () =>
			envelope({ event: 'message.any', payload: { id: `true_1@c.us_O${++id}`, fromMe: true } });
		const session = () => envelope({ event: 'session.status', payload: { status: 'FAILED' } });
		const bodies = [ack(), ack(), ack(), own(), own(), own(), session(), session(), session()];
		expect(await outputsOf(placed, bodies)).toEqual([1, 1, 1, 3, 3, 3, 2, 2, 2]);
	});

	test('each person of a group has one; 0 switches it off', async () => {
		const one = trigger({ options: { messagesPerMinute: 1 } });
		const of = (participant: string) => {
			const event = from('120363000000000001@g.us');
			return { ...event, payload: { ...event.payload, participant } };
		};
		const bodies = [of('1@c.us'), of('2@c.us'), of('1@c.us'), of('1@c.us')];
		expect(await outputsOf(one, bodies)).toEqual([0, 0, 3, -1]);
		const off = trigger({ options: { messagesPerMinute: 0 } });
		const many = Array.from({ length: 50 }, () => from('77010001122@c.us'));
		expect(await outputsOf(off, many)).toEqual(Array(50).fill(0));
	});
});

describe('answer to a message when the workflow ends', () => {
	const whenDone = () => trigger({ options: { answerMessages: 'whenDone' } });
	const signed = (body: object) => {
		const text = JSON.stringify(body);
		const headers = { 'X-Webhook-Hmac': sha512(text), 'X-Webhook-Hmac-Algorithm': 'sha512' };
		return { body: text, headers };
	};
	const written = (id: string) =>
		envelope({ event: 'message', payload: { id, from: '77010001122@c.us', body: 'стоп' } });

	test("is n8n's mode lastNode, without the workflow's data; without the option it is at once", () => {
		const { responseMode, responseData } = new WahaTrigger().description.webhooks![0];
		const modeOf = (placed: PlacedNode) =>
			placed.workflow.expression.getSimpleParameterValue(placed.node, responseMode, 'webhook', {});
		expect([modeOf(trigger()), modeOf(whenDone())]).toEqual(['onReceived', 'lastNode']);
		expect(responseData).toBe('noData');
	});

	test('leaves the answer to n8n; a message whose run failed starts another, one whose run went well none', async () => {
		const placed = whenDone();
		const call = signed(written('false_77010001122@c.us_3EB0DONE'));
		for (const runEnds of [500, 200]) {
			const { result, reply } = await placed.webhook({ ...call, runEnds });
			expect(result.workflowData?.[0]).toHaveLength(1);
			expect(reply.status).toBe(0);
		}
		const { result, reply } = await placed.webhook(call);
		expect(result.workflowData).toBeUndefined();
		expect(reply).toMatchObject({ status: 200, body: { repeated: true } });
	});

	test('an ack is answered at once all the same', async () => {
		const ack = envelope({ event: 'message.ack', payload: { id: 'true_1@c.us_A', ack: 2 } });
		const { result, reply } = await whenDone().webhook(signed(ack));
		expect(reply.status).toBe(200);
		expect(result.workflowData).toBeDefined();
	});
});
