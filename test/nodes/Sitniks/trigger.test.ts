import { SitniksTrigger } from '../../../nodes/Sitniks/SitniksTrigger.node';
import type { PlacedNode } from '../../harness/node';
import { CHAT, deliver, delivery, PAGE, SECRET, trigger } from './triggerKit';

jest.mock('../../../nodes/shared/refusals', () => require('../../harness/refusals').atOnce);

const RUN = { status: 200, answered: true };
const NO_RUN = { ...RUN, body: { ok: true, items: 0 }, items: undefined, at: undefined };

describe('activation', () => {
	test('works with a webhook secret, and calls nobody', async () => {
		const placed = trigger();
		expect(await placed.hook('checkExists')).toBe(false);
		expect(await placed.hook('create')).toBe(true);
		expect(await placed.hook('delete')).toBe(true);
	});

	test('works without an API key: messages need none', async () => {
		expect(await trigger({}, { apiKey: '' }).hook('create')).toBe(true);
	});

	test('without a webhook secret it names the field and the next step', async () => {
		for (const webhookSecret of ['', undefined]) {
			await expect(trigger({}, { webhookSecret }).hook('create')).rejects.toMatchObject({
				message: 'Webhook Secret: it is empty',
				description: 'Set it in the credential, and enter the address with ?secret=… in Sitniks.',
			});
		}
	});
});

describe('secret', () => {
	test.each([
		['in the query', { query: { secret: SECRET } }],
		['as token in the query', { query: { token: SECRET } }],
		['in the header', { query: {}, headers: { 'X-Sitniks-Secret': SECRET } }],
		['beside a wrong one', { query: { secret: 'x', token: SECRET } }],
	])('%s: accepted', async (_name, call) => {
		expect(await deliver(trigger(), delivery(), call)).toMatchObject({
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
		['wrong in the header', {}, { 'x-sitniks-secret': 'x' }, 'secret_wrong'],
	])('%s: 401 and no run', async (_name, query, headers, reason) => {
		for (const answer of ['atOnce', 'whenDone']) {
			expect(await deliver(trigger({ answer }), delivery(), { query, headers })).toEqual({
				status: 401,
				body: { ok: false, reason },
				answered: true,
				items: undefined,
				at: undefined,
			});
		}
	});

	test.each(['', undefined, null])('with the secret %p nothing is accepted', async (known) => {
		for (const secret of ['', 'undefined', 'null', SECRET]) {
			const placed = trigger({}, { webhookSecret: known });
			expect(await deliver(placed, delivery(), { query: { secret } })).toMatchObject({
				status: 401,
				body: { reason: 'no_secret_set' },
				items: undefined,
			});
		}
	});

	test('a refused call is not remembered', async () => {
		const body = delivery();
		await deliver(trigger(), body, { query: {} });
		expect((await deliver(trigger(), body)).items).toHaveLength(1);
	});
});

describe('outputs', () => {
	test.each([
		['message', 'message', delivery()],
		['comment', 'comment', delivery({ commentId: 'c-1' })],
		['other', 'other', { test: true }],
		['other', 'other', {}],
		['other', 'other', delivery({ sentBy: undefined })],
	])('%s', async (output, kind, body) => {
		const { at, items } = await deliver(trigger(), body);
		expect(at).toEqual([output]);
		expect(items).toEqual([expect.objectContaining({ kind, raw: body })]);
	});

	test.each([
		['the page', { sentBy: PAGE }],
		['a manager', { sentBy: PAGE, managerName: 'Дарія' }],
		['a manager under a post', { sentBy: PAGE, commentId: 'c-1' }],
	])('own message of %s: nothing starts, unless it is wanted', async (_name, message) => {
		const body = delivery(message);
		for (const answer of ['atOnce', 'whenDone']) {
			expect(await deliver(trigger({ answer }), body)).toEqual(NO_RUN);
		}
		const wanted = await deliver(trigger({ options: { includeOwn: true } }), body);
		expect(wanted).toMatchObject({ ...RUN, at: ['other'], items: [{ kind: 'own' }] });
	});

	test('each event of a list goes to its own, without the own ones', async () => {
		const body = [delivery({ commentId: 'c' }), delivery({ sentBy: PAGE }), delivery()];
		const { at, items } = await deliver(trigger(), body);
		expect(at).toEqual(['message', 'comment']);
		expect(items?.map(({ raw }) => raw)).toEqual([body[2], body[0]]);
	});

	test.each([
		['text', 'hello', 'text/plain'],
		['broken JSON', '{"chat":', 'application/json'],
		['a form', 'chat=1', 'application/x-www-form-urlencoded'],
		['nothing', '', 'application/json'],
	])('%s is one other, answered with 200', async (_name, body, type) => {
		const call = await deliver(trigger(), body, { headers: { 'content-type': type } });
		expect(call).toMatchObject({ ...RUN, at: ['other'], items: [{ kind: 'other', raw: body }] });
	});

	test('JSON is read whatever the content type says', async () => {
		const headers = { 'content-type': 'text/plain' };
		const { at } = await deliver(trigger(), JSON.stringify(delivery()), { headers });
		expect(at).toEqual(['message']);
	});

	test('what is nested too deeply to be stored is left out', async () => {
		const body = `${'[['.repeat(5000)}1${']]'.repeat(5000)}`;
		expect((await deliver(trigger(), body)).items).toEqual([
			expect.objectContaining({ kind: 'other', raw: null }),
		]);
	});
});

describe('sources', () => {
	const from = async (sources: unknown, initialSource: unknown) =>
		(await deliver(trigger({ options: { sources } as never }), delivery({}, { initialSource }))).at;

	test.each([
		['instagram', 'instagram'],
		[' Telegram_Bot , Instagram', 'instagram'],
		[['facebook', 'instagram'], 'instagram'],
		['', 'viber'],
		[' , ', 'viber'],
		['instagram', undefined],
	])('%j takes %s', async (sources, source) => {
		expect(await from(sources, source)).toEqual(['message']);
	});

	test.each([
		['instagram', 'telegram_bot'],
		['telegram', 'telegram_bot'],
		['facebook', 'Instagram'],
	])('%j drops %s with a 200', async (sources, source) => {
		expect(await from(sources, source)).toBeUndefined();
	});

	test('a ping still comes', async () => {
		const placed = trigger({ options: { sources: 'instagram' } });
		expect((await deliver(placed, { test: true })).at).toEqual(['other']);
	});
});

test('the webhook has its path, and n8n’s answer mode follows the parameter', () => {
	const [webhook] = new SitniksTrigger().description.webhooks!;
	expect(webhook).toMatchObject({ path: 'sitniks', httpMethod: 'POST', responseData: 'noData' });
	const modeOf = (parameters: object) => {
		const { workflow, node } = trigger(parameters as never);
		const { expression } = workflow;
		return expression.getSimpleParameterValue(node, webhook.responseMode, 'webhook', {});
	};
	expect(modeOf({})).toBe('onReceived');
	expect(modeOf({ answer: 'whenDone' })).toBe('lastNode');
});

test('neither the item nor the answer holds the secret', async () => {
	const call = await deliver(trigger(), delivery());
	expect(JSON.stringify(call)).not.toContain(SECRET);
	expect(call.items?.[0]).toMatchObject({ chat_id: CHAT.id, fetch_error: '' });
});

describe('the quota per chat', () => {
	const placed = (options: object, answer = 'atOnce') => trigger({ answer, options } as never);
	/** At which output each message comes out. */
	const outputs = async (at: PlacedNode, chats: string[], message: object = {}) => {
		const found = [];
		for (const id of chats) {
			const call = await deliver(at, delivery(message, { id }), { runEnds: 200 });
			expect([0, 200]).toContain(call.status);
			found.push(call.items?.length ? call.at?.[0] : 'nothing');
		}
		return found;
	};

	test.each(['atOnce', 'whenDone'])(
		'answered %s: the first message over it is other, with the reason',
		async (answer) => {
			const at = placed({ messagesPerMinute: 2 }, answer);
			expect(await outputs(at, ['a', 'a'])).toEqual(['message', 'message']);
			const { items } = await deliver(at, delivery({}, { id: 'a' }), { runEnds: 200 });
			expect(items).toEqual([
				expect.objectContaining({
					kind: 'other',
					reason: 'the chat has written more than its quota',
					over_quota: true,
					from_client: true,
				}),
			]);
			expect(await outputs(at, ['a', 'b', 'a'])).toEqual(['nothing', 'message', 'nothing']);
		},
	);

	test('30 messages a minute pass unless another number is chosen', async () => {
		const seen = await outputs(trigger(), Array<string>(32).fill('c'));
		expect(seen).toEqual([...Array<string>(30).fill('message'), 'other', 'nothing']);
	});

	test('what managers write is never held back', async () => {
		const at = placed({ messagesPerMinute: 1, includeOwn: true });
		const own = { sentBy: PAGE, managerName: 'Дарія' };
		expect(await outputs(at, ['d', 'd', 'd'], own)).toEqual(['other', 'other', 'other']);
	});
});
