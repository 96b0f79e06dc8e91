import { setTimeout } from 'node:timers/promises';

import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { WahelpTrigger } from '../../../nodes/Wahelp/WahelpTrigger.node';
import { PlacedNode } from '../../harness/node';
import { CREATED, payload } from './inboundSamples';
import { WahelpKit } from './kit';
import { deliver, SECRET } from './triggerKit';

jest.mock('../../../nodes/shared/refusals', () => require('../../harness/refusals').atOnce);

function trigger(
	parameters: INodeParameters = {},
	{ webhookSecret = SECRET, staticData = {} }: { webhookSecret?: string; staticData?: object } = {},
): PlacedNode {
	const credential = { baseUrl: 'http://127.0.0.1:9', authentication: 'token', token: 'x' };
	const placed = new PlacedNode(new WahelpTrigger(), {
		parameters: { registration: 'manual', ...parameters },
		credentials: { crmBridgeWahelpApi: { ...credential, webhookSecret } },
	});
	Object.assign(placed.staticData, staticData);
	return placed;
}

let id = 1000;
/** A message that no test has seen. */
const message = (change: object = {}, action = CREATED) => ({
	action,
	payload: payload({ id: ++id, destination: 'from_operator', ...change }),
});
const RUN = { status: 200, answered: true };

test('what this process has sent itself starts no run when the option says so', async () => {
	const kit = new WahelpKit();
	await kit.start();
	const channel = { projectId: '1', channel: 'clients_tg' };
	const sent = await kit.run({
		resource: 'message',
		operation: 'send',
		...channel,
		recipient: 'phone',
		phone: '79995550001',
		text: 'Наше',
	});
	const placed = (options: INodeParameters) =>
		new PlacedNode(new WahelpTrigger(), {
			parameters: { registration: 'manual', options },
			credentials: kit.credentials({ webhookSecret: SECRET }) as never,
		});
	const echo = {
		action: CREATED,
		payload: payload({ id: sent.message_id, destination: 'from_operator' }),
	};
	const own = await deliver(placed({ ignoreOwn: true }), echo);
	const other = await deliver(placed({ ignoreOwn: true }), message());
	const all = await deliver(placed({}), echo);
	await kit.stop();
	expect([own.body, other.body, all.body]).toEqual([
		{ ok: true, items: 0 },
		{ ok: true, items: 1 },
		{ ok: true, items: 1 },
	]);
});

test('what the workflow does not use starts no run', async () => {
	const kinds = ['operator', 'status'];
	const from = async (destination: string) =>
		(await deliver(trigger({ kinds }), message({ destination }))).body;
	expect(await from('from_operator')).toEqual({ ok: true, items: 1 });
	expect(await from('from')).toEqual({ ok: true, items: 0 });
	expect(await from('notice_x')).toEqual({ ok: true, items: 0 });
});

describe('secret', () => {
	test.each([
		['in the query', { query: { secret: SECRET } }],
		['as token in the query', { query: { token: SECRET } }],
		['in the header', { query: {}, headers: { 'X-Wahelp-Token': SECRET } }],
		['beside a wrong one', { query: { secret: 'x', token: SECRET } }],
	])('%s: accepted', async (_name, call) => {
		expect(await deliver(trigger(), message(), call)).toMatchObject({
			...RUN,
			body: { ok: true, items: 1 },
		});
	});

	test.each([
		['missing', {}, {}, 'secret_missing'],
		['empty', { secret: '' }, {}, 'secret_missing'],
		['wrong', { secret: 'c0ffef' }, {}, 'secret_wrong'],
		['a part of it', { token: 'c0ff' }, {}, 'secret_wrong'],
		['given twice', { secret: [SECRET, SECRET] }, {}, 'secret_missing'],
		['an object', { secret: { a: SECRET } }, {}, 'secret_missing'],
		['wrong in the header', {}, { 'x-wahelp-token': 'x' }, 'secret_wrong'],
	])('%s: 401 and no run', async (_name, query, headers, reason) => {
		expect(await deliver(trigger(), message(), { query, headers })).toEqual({
			status: 401,
			body: { ok: false, reason },
			answered: true,
			items: undefined,
			at: undefined,
		});
	});

	test('the one that the trigger made is accepted, and so is the one of the credential', async () => {
		const staticData = { secret: 'made' };
		const made = trigger({}, { webhookSecret: '', staticData });
		expect(await deliver(made, message(), { query: { secret: 'made' } })).toMatchObject(RUN);
		const both = trigger({}, { staticData });
		for (const secret of ['made', SECRET]) {
			expect(await deliver(both, message(), { query: { secret } })).toMatchObject(RUN);
		}
	});

	test('with no secret known nothing is accepted', async () => {
		for (const secret of ['', 'undefined', 'null', SECRET]) {
			expect(
				await deliver(trigger({}, { webhookSecret: '' }), message(), { query: { secret } }),
			).toMatchObject({ status: 401, body: { reason: 'no_secret_set' }, items: undefined });
		}
	});

	test('a refused call is not remembered as seen', async () => {
		const body = message();
		await deliver(trigger(), body, { query: {} });
		expect((await deliver(trigger(), body)).items).toHaveLength(1);
	});

	test('a refused call gets its 401 at once in the other answer mode, too', async () => {
		const placed = trigger({ answer: 'whenDone' });
		expect(await deliver(placed, message(), { query: {} })).toMatchObject({
			status: 401,
			answered: true,
			items: undefined,
		});
	});
});

describe('outputs', () => {
	test.each([
		['operator', message()],
		['client', message({ destination: 'from' })],
		['status', message({ status: 'read' }, 'channel.message.updated')],
		['other', message({ destination: 'comment' })],
		['other', { action: 'channel.updated', payload: { id: 1 } }],
		['other', {}],
	])('%s', async (output, body) => {
		const { at, items } = await deliver(trigger(), body);
		expect(at).toEqual([output]);
		expect(items).toEqual([expect.objectContaining({ kind: output, raw: body })]);
	});

	test('each message of a list goes to its own, with its part of the body', async () => {
		const [one, two] = [payload({ id: ++id }), payload({ id: ++id, destination: 'operator' })];
		const { at, items } = await deliver(trigger(), { action: CREATED, payload: [one, two] });
		expect(at).toEqual(['operator', 'client']);
		expect(items?.map(({ raw }) => raw)).toEqual([two, one]);
	});

	test.each([
		['text', 'hello', 'text/plain'],
		['broken JSON', '{"action":', 'application/json'],
		['a form', 'action=channel.message.created', 'application/x-www-form-urlencoded'],
		['nothing', '', 'application/json'],
	])('%s is one other, answered with 200', async (_name, body, type) => {
		const call = await deliver(trigger(), body, { headers: { 'content-type': type } });
		expect(call).toMatchObject({ ...RUN, at: ['other'], items: [{ kind: 'other', raw: body }] });
	});

	test('JSON is read whatever the content type says', async () => {
		const headers = { 'content-type': 'text/plain' };
		const body = JSON.stringify(message());
		expect(await deliver(trigger(), body, { headers })).toMatchObject({ at: ['operator'] });
	});

	test('what is nested too deeply to be stored is left out', async () => {
		const body = `${'[['.repeat(5000)}1${']]'.repeat(5000)}`;
		expect((await deliver(trigger(), body)).items).toEqual([
			expect.objectContaining({ kind: 'other', raw: null }),
		]);
	});

	test('the country of phones without a code is an option', async () => {
		const body = () => message({ user: { id: 1, phone: '9991234567' } });
		const phone = async (options: INodeParameters) =>
			(await deliver(trigger({ options }), body())).items?.[0].phone;
		expect(await phone({})).toBe('');
		expect(await phone({ country: 'RU' })).toBe('+79991234567');
	});
});

describe('repeats', () => {
	test('start one run and get a 200', async () => {
		const body = message();
		expect((await deliver(trigger(), body)).items).toHaveLength(1);
		for (const again of [body, { event: CREATED, data: [body.payload] }]) {
			expect(await deliver(trigger(), again)).toEqual({
				status: 200,
				body: { ok: true, items: 0 },
				answered: true,
				items: undefined,
				at: undefined,
			});
		}
	});

	test('delivered at the same time start one run', async () => {
		const body = message();
		const calls = await Promise.all(
			Array.from({ length: 20 }, async () => deliver(trigger(), body)),
		);
		expect(calls.filter(({ items }) => items !== undefined)).toHaveLength(1);
	});

	test('in one body: the first', async () => {
		const data = payload({ id: ++id });
		expect((await deliver(trigger(), [data, data])).items).toHaveLength(1);
	});

	test('new things of the same message are no repeats, in any order', async () => {
		const one = payload({ id: ++id, destination: 'from_operator' });
		const updated = (change: object) => ({
			action: 'channel.message.updated',
			payload: { ...one, ...change },
		});
		const bodies = [
			updated({ status: 'read' }),
			updated({ status: 'delivered' }),
			updated({ message: 'edited' }),
			updated({ message: 'edited again' }),
			{ action: CREATED, payload: one },
			updated({ message: '_Message deleted_' }),
		];
		for (const body of bodies) expect((await deliver(trigger(), body)).items).toHaveLength(1);
		for (const body of bodies.slice(0, 5)) {
			expect((await deliver(trigger(), body)).items).toBeUndefined();
		}
	});

	test('the same text in two messages is no repeat, with an id or without', async () => {
		for (const ids of [{}, { id: undefined }]) {
			for (const body of [message(ids), message(ids)]) {
				expect((await deliver(trigger(), body)).items).toHaveLength(1);
			}
		}
	});

	test('are kept when the option is off', async () => {
		const body = message();
		const placed = trigger({ options: { dropRepeats: false } });
		for (let times = 0; times < 2; times++) {
			expect((await deliver(placed, body)).items).toHaveLength(1);
		}
	});

	test('a test run does not hide the message from production', async () => {
		const body = message();
		const placed = trigger();
		const manual = placed as unknown as { mode: string };
		expect((await deliver(placed, body)).items).toHaveLength(1);
		manual.mode = 'webhook';
		expect((await deliver(placed, body)).items).toHaveLength(1);
	});
});

describe('answer when the workflow ends', () => {
	const { responseMode, responseData } = new WahelpTrigger().description.webhooks![0];
	const modeOf = (placed: PlacedNode) =>
		placed.workflow.expression.getSimpleParameterValue(placed.node, responseMode, 'webhook', {});

	test("is n8n's mode lastNode, without the workflow's data", () => {
		expect(modeOf(trigger())).toBe('onReceived');
		expect(modeOf(trigger({ answer: 'atOnce' }))).toBe('onReceived');
		expect(modeOf(trigger({ answer: 'whenDone' }))).toBe('lastNode');
		expect(responseData).toBe('noData');
	});

	test('leaves the answer to n8n, and a failed run can come again', async () => {
		const placed = trigger({ answer: 'whenDone' });
		const body = message();
		for (const runEnds of [500, 200]) {
			expect(await deliver(placed, body, { runEnds })).toMatchObject({
				status: 0,
				answered: false,
				at: ['operator'],
			});
		}
		expect(await deliver(placed, body)).toMatchObject({
			...RUN,
			body: { ok: true, repeated: true },
		});
	});

	test('a copy waits for the run that is under way, and gets its answer', async () => {
		const placed = trigger({ answer: 'whenDone' });
		for (const [runEnds, status] of [
			[200, 200],
			[500, 503],
		]) {
			const body = message();
			const first = await placed.start({ body, query: { secret: SECRET } });
			const copy = deliver(placed, body);
			await setTimeout(20);
			first.endRun(runEnds);
			expect(await copy).toMatchObject({ status, answered: true });
		}
	});

	test('of copies that arrive in the same instant one starts a run', async () => {
		const call = { body: message(), query: { secret: SECRET } };
		const placed = trigger({ answer: 'whenDone' });
		const copies = Array.from({ length: 5 }, async () => placed.start(call));
		// The others wait for the end of the first.
		const first = await Promise.race(copies);
		first.endRun(200);
		const results = (await Promise.all(copies)).map(({ result }) => result);
		expect(results.filter(({ workflowData }) => workflowData !== undefined)).toHaveLength(1);
	});

	test('drops repeats where that is chosen, and answers them itself', async () => {
		const placed = trigger({ answer: 'whenDone', options: { dropRepeats: true } });
		const body = message();
		expect(await deliver(placed, body, { runEnds: 200 })).toMatchObject({ answered: false });
		expect(await deliver(placed, body)).toMatchObject({ ...RUN, body: { items: 0 } });
	});
});

describe('channels', () => {
	const only = (channels: string, staticData?: IDataObject) =>
		trigger({ options: { channels } }, { staticData });
	const from = (channel: object | undefined, channel_id: unknown = 1234) =>
		message({ channel, channel_id });

	test.each([
		['1234', from(undefined)],
		['77, 1234', from(undefined)],
		['Clients_TG', from({ alias: 'clients_tg', name: 'Bot' }, null)],
		[' bot ', from({ alias: 'clients_tg', name: 'Bot' }, null)],
		['0f2c', from({ name: 'Bot', uuid: '0f2c' }, null)],
		['', from(undefined)],
		[' , ', from(undefined)],
	])('"%s" takes it', async (channels, body) => {
		expect((await deliver(only(channels), body)).items).toHaveLength(1);
	});

	test.each([
		['123', from(undefined)],
		['clients_tg', from(undefined)],
		['clients_wa', from({ alias: 'clients_tg' })],
		['1234', from(undefined, null)],
		['constructor', from(undefined)],
	])('"%s" drops it with a 200', async (channels, body) => {
		expect(await deliver(only(channels), body)).toMatchObject({ ...RUN, items: undefined });
	});

	test('a name stands for the ids that the activation has found', async () => {
		const staticData = { channels: { clients_tg: '1234' } };
		expect((await deliver(only('clients_tg', staticData), from(undefined))).items).toHaveLength(1);
		expect((await deliver(only('clients_wa', staticData), from(undefined))).items).toBeUndefined();
	});
});
