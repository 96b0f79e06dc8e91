import { pause, PHONE, until, useKit } from './testkit';

const kit = useKit();
const HOOKS = '/projects/1/webhooks/';
const client = (text = 'Hi', more: object = {}) =>
	kit.emit({ client: { phone: PHONE, text }, ...more });
const register = (body: object) => kit.call('POST', HOOKS, body);
const putHook = (body: object) => kit.call('PUT', '/projects/1/hook', body);

describe('registration', () => {
	test('the collection: add, list, change, remove', async () => {
		const { body } = await kit.hook();
		const uuid = String(body.data.uuid);
		const entry = { uuid: expect.stringMatching(/^[0-9a-f-]{36}$/), url: kit.hookUrl };
		expect(body.data).toMatchObject({ ...entry, entities: ['channel.message'] });
		expect((await kit.call('GET', HOOKS)).body).toMatchObject({ success: true, data: [entry] });
		const changed = await kit.call('PUT', `/projects/1/webhooks/${uuid}`, {
			entities: ['project'],
		});
		expect(changed.body.data).toMatchObject({ uuid, url: kit.hookUrl, entities: ['project'] });
		expect((await kit.call('DELETE', `/projects/1/webhooks/${uuid}`)).body.success).toBe(true);
		expect((await kit.call('GET', HOOKS)).body.data).toEqual([]);
		expect((await kit.call('DELETE', `/projects/1/webhooks/${uuid}`)).status).toBe(404);
	});

	test('the hook call: one a project, replaced by the next, taken away by an empty url', async () => {
		await putHook({ url: `${kit.hookUrl}&n=1`, events: ['channel.message.created'] });
		const second = await putHook({ url: `${kit.hookUrl}&n=2` });
		expect(second.body).toEqual({ success: true, data: { url: `${kit.hookUrl}&n=2`, events: [] } });
		await client();
		expect(kit.hits.map(({ url }) => url)).toEqual(['/hook?secret=s3cret&n=2']);
		expect((await kit.call('GET', HOOKS)).body.data).toEqual([]);
		expect((await kit.state()).webhooks).toMatchObject([{ via: 'hook', uuid: null }]);
		await putHook({ url: '' });
		expect((await client()).deliveries).toEqual([]);
	});

	test('each of the two can be missing', async () => {
		await kit.faults({ webhooksCollection: false });
		expect((await kit.hook()).status).toBe(404);
		expect((await kit.call('GET', HOOKS)).status).toBe(404);
		expect((await putHook({ url: kit.hookUrl })).status).toBe(200);
		await kit.faults({ webhooksCollection: true, hookCall: false });
		expect((await putHook({ url: kit.hookUrl })).status).toBe(404);
		expect((await kit.hook()).status).toBe(200);
	});

	test.each([[{}], [{ url: 'n8n' }], [{ url: 'ftp://x' }], [{ url: 'http://x', entities: 'a' }]])(
		'%j is 422',
		async (body) => {
			expect((await register(body)).status).toBe(422);
		},
	);

	test('a reset removes webhooks, unless they are kept', async () => {
		await kit.hook();
		await kit.faults({ keepWebhooks: true });
		await kit.control('reset', {});
		await kit.control('reset', {});
		expect((await kit.state()).webhooks).toHaveLength(1);
		expect((await client()).deliveries).toHaveLength(1);
		await kit.faults({ keepWebhooks: false });
		await kit.control('reset', {});
		expect((await kit.state()).webhooks).toEqual([]);
	});
});

describe('who gets what', () => {
	test('all webhooks of the project, from all its channels, none of another project', async () => {
		await kit.hook(`${kit.hookUrl}&n=1`);
		await kit.hook(`${kit.hookUrl}&n=2`);
		await kit.call('POST', '/projects/2/webhooks/', { url: `${kit.hookUrl}&n=3` });
		const to = async (channel: string) => {
			kit.hits.length = 0;
			await kit.emit({ client: { phone: PHONE, text: 'x', channel } });
			return kit.hits.map(({ url, json }) => [url.slice(-1), json.payload.channel_id]).toSorted();
		};
		expect(await to('clients_tg')).toEqual([
			['1', 101],
			['2', 101],
		]);
		expect(await to('103')).toEqual([
			['1', 103],
			['2', 103],
		]);
		expect(await to('other_wa')).toEqual([['3', 201]]);
	});

	test('only what was asked for', async () => {
		await register({ url: `${kit.hookUrl}&n=1`, entities: ['channel.message.updated'] });
		await register({ url: `${kit.hookUrl}&n=2`, entities: ['channel.user'] });
		await register({ url: `${kit.hookUrl}&n=3`, entities: [] });
		const { message_id } = await client();
		await kit.emit({ status: { message_id, status: 'read' } });
		const seen = kit.hits.map(({ url, json }) => `${url.slice(-1)} ${json.action}`);
		expect(seen.toSorted()).toEqual([
			'1 channel.message.updated',
			'3 channel.message.created',
			'3 channel.message.updated',
		]);
	});
});

describe('own sends', () => {
	test('come back after the answer', async () => {
		await kit.hook();
		const { body } = await kit.send('Hello');
		const answered = Date.now();
		const [{ json, at }] = await kit.received(1);
		expect(at).toBeGreaterThanOrEqual(answered - 5);
		expect(json).toEqual({
			action: 'channel.message.created',
			payload: { ...body.data, message: 'Hello', destination: 'from_operator', status: null },
		});
	});

	test('or before it', async () => {
		await kit.hook();
		await kit.faults({ echo: 'before' });
		kit.slow = [30];
		await kit.send('Hello');
		expect(kit.hits).toHaveLength(1);
		expect(Date.now() - kit.hits[0].at).toBeGreaterThanOrEqual(25);
		await pause(20);
		expect(kit.hits).toHaveLength(1);
	});

	test('a receiver that answers late holds the send up for echoWaitMs only', async () => {
		await kit.hook();
		await kit.faults({ echo: 'before', echoWaitMs: 20 });
		kit.slow = [2000];
		const started = Date.now();
		await kit.send('Hello');
		expect(Date.now() - started).toBeLessThan(1800);
	});

	test('or not at all', async () => {
		await kit.hook();
		await kit.faults({ echo: 'off' });
		await kit.send('Hello');
		await pause(30);
		expect(kit.hits).toEqual([]);
	});

	test('get statuses on request', async () => {
		await kit.hook();
		await kit.faults({ statusUpdates: true });
		await kit.send('Hello');
		const hits = await kit.received(4);
		expect(hits.map(({ json }) => [json.action, json.payload.status])).toEqual([
			['channel.message.created', null],
			['channel.message.updated', 'sent'],
			['channel.message.updated', 'delivered'],
			['channel.message.updated', 'read'],
		]);
		expect(hits[1].json.payload).toMatchObject({ status_at: expect.any(String) });
		expect((await kit.state()).messages).toMatchObject([{ status: 'read' }]);
		await kit.faults({ statusUpdates: ['failed'] });
		await kit.send('Again');
		expect((await kit.received(6))[5].json.payload.status).toBe('failed');
	});
});

describe('delivery', () => {
	test('copies: the same body several times', async () => {
		await kit.hook();
		await kit.faults({ copies: 3 });
		expect((await client()).deliveries).toHaveLength(3);
		expect(new Set(kit.hits.map(({ raw }) => raw)).size).toBe(1);
		expect((await client('two', { copies: 2 })).deliveries).toHaveLength(2);
	});

	test('shuffle: out of order', async () => {
		await kit.hook();
		await kit.faults({ shuffle: 60 });
		const words = Array.from({ length: 8 }, (_, i) => `${i}`);
		await Promise.all(words.map((text) => client(text)));
		const got = kit.hits.map(({ json }) => json.payload.message);
		expect(got.toSorted()).toEqual(words);
		const ids = kit.hits.map(({ json }) => Number(json.payload.id));
		expect(ids).not.toEqual(ids.toSorted((a, b) => a - b));
	});

	test('again after no 2xx, a few times, with pauses', async () => {
		await kit.hook();
		await kit.faults({ retryDelaysMs: [20, 40] });
		kit.answers = [500, 0];
		const { deliveries } = await client();
		expect(deliveries).toEqual([{ url: kit.hookUrl, status: 500 }]);
		await kit.received(3);
		await until(async () => (await kit.state()).deliveries.length === 3);
		const attempts = (await kit.state()).deliveries;
		expect(attempts.map(({ status, attempt }) => [status, attempt])).toEqual([
			[500, 1],
			[0, 2],
			[200, 3],
		]);
		expect(attempts[0].body).toMatchObject({ action: 'channel.message.created' });
		expect(attempts[1].at - attempts[0].at).toBeGreaterThanOrEqual(19);
		expect(attempts[2].at - attempts[1].at).toBeGreaterThanOrEqual(39);
	});

	test('gives up at the end of the plan; 401 of a wrong secret counts as any failure', async () => {
		await kit.hook();
		kit.answers = [401, 401, 401, 401];
		await client();
		await kit.received(3);
		await pause(40);
		expect(kit.hits).toHaveLength(3);
	});

	test('silence is status 0', async () => {
		await kit.hook();
		await kit.faults({ webhookTimeoutMs: 20, retryDelaysMs: [] });
		kit.slow = [100];
		expect((await client()).deliveries).toMatchObject([{ status: 0 }]);
	});

	test('a reset stops retries and delayed deliveries', async () => {
		await kit.hook();
		await kit.faults({ retryDelaysMs: [1000] });
		kit.answers = [500];
		await client();
		await kit.faults({ shuffle: 5000 });
		const waiting = client('late');
		await until(async () => (await kit.state()).messages.length === 2);
		await kit.control('reset', {});
		expect((await waiting).deliveries).toEqual([]);
		await pause(1100);
		expect(kit.hits).toHaveLength(1);
		expect((await kit.state()).deliveries).toEqual([]);
	});
});
