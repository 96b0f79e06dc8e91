import { pause, until, useKit } from './testkit';

const kit = useKit();
beforeEach(() => kit.faults({ webhookUrl: kit.hookUrl }));

const client = (fields: object = {}, more: object = {}) =>
	kit.emit({ client: { user_id: '20000000000000077', text: 'Ціна?', ...fields }, ...more });
const send = (id: string) => kit.call('POST', `/chats/${id}/messages`, { text: 'Дякуємо!' });

describe('events', () => {
	test('a client message: chat and message, without its id and the nick', async () => {
		const answer = await client({ nick: 'Olena.K', name: 'Олена' });
		expect(answer.deliveries).toEqual([{ url: kit.hookUrl, status: 200 }]);
		expect(kit.hits[0].json).toEqual({
			chat: {
				id: answer.chat_id,
				initialSource: 'instagram',
				ownerName: 'my.shop.ua',
				status: 'Новий',
				tags: [],
				userId: '20000000000000077',
				userName: 'Олена',
			},
			message: { sentBy: '20000000000000077', text: 'Ціна?' },
		});
	});

	test('a manager, a comment and own messages are delivered, too', async () => {
		const { chat_id } = await client({ source: 'facebook' });
		await kit.emit({ manager: { chat_id, text: '450 грн' } });
		await client({ text: 'Під постом', comment: true, source: 'facebook' });
		await send(chat_id);
		const [, manager, comment, own] = (await kit.received(4)).map(({ json }) => json);
		const page = '30000000000000003';
		expect(manager).toMatchObject({ chat: { id: chat_id }, message: { sentBy: page } });
		expect(comment.message).toEqual({
			sentBy: '20000000000000077',
			text: 'Під постом',
			commentId: expect.stringMatching(/^c-/),
		});
		expect(own.message).toEqual({ sentBy: page, text: 'Дякуємо!' });
	});

	test('an own message is delivered after the answer, and even if that is lost', async () => {
		const { chat_id } = await client();
		kit.slow = [30];
		await send(chat_id);
		const answered = Date.now();
		expect((await kit.received(2))[1].at).toBeGreaterThanOrEqual(answered - 5);
		await kit.faults({ dropAfterWrite: true });
		await expect(send(chat_id)).rejects.toThrow();
		expect((await kit.received(3))[2].json.message.text).toBe('Дякуємо!');
	});

	test('status, tags, notes and seeds are silent', async () => {
		const { chat_id: id } = await client();
		await kit.call('PATCH', `/chats/${id}/status`, { status: 'Оплачено' });
		await kit.call('PUT', `/chats/${id}`, { tags: ['vip'] });
		await kit.call('POST', `/chats/${id}/notes`, { text: 'x' });
		await kit.emit({ chat: { id, status: 'AI Увага' } });
		await kit.emit({ chats: 3 });
		await pause(20);
		expect(kit.hits).toHaveLength(1);
		await client();
		expect(kit.hits[1].json.chat).toMatchObject({ status: 'AI Увага', tags: ['vip'] });
	});

	test('a ping has neither chat nor message; a raw body goes out as it is', async () => {
		expect((await kit.emit({ ping: true })).deliveries).toMatchObject([{ status: 200 }]);
		expect(kit.hits[0].json).toEqual({ test: true });
		for (const event of [{ data: { chatId: 'x' } }, [1], 'not { JSON', null]) {
			await kit.emit({ event });
			const { raw } = kit.hits[kit.hits.length - 1];
			expect(raw).toBe(typeof event === 'string' ? event : JSON.stringify(event));
		}
	});
});

describe('settings', () => {
	test('without a URL nothing is delivered', async () => {
		await kit.faults({ webhookUrl: '' });
		expect((await client()).deliveries).toEqual([]);
	});

	test('several URLs all get it', async () => {
		const urls = [`${kit.hookUrl}&n=1`, `${kit.hookUrl}&n=2`];
		await kit.faults({ webhookUrls: urls });
		expect((await client()).deliveries.map(({ url }) => url)).toEqual(urls);
	});

	test('a reset removes them, unless they are kept', async () => {
		await kit.faults({ keepWebhooks: true, trial: true });
		await kit.control('reset', {});
		await kit.control('reset', {});
		const { switches } = await kit.state();
		expect(switches).toMatchObject({ webhookUrls: [kit.hookUrl], trial: false });
		expect((await client()).deliveries).toHaveLength(1);
		await kit.faults({ keepWebhooks: false });
		await kit.control('reset', {});
		expect((await client()).deliveries).toEqual([]);
	});
});

describe('delivery', () => {
	test('copies: the same body several times', async () => {
		await kit.faults({ copies: 3 });
		expect((await client()).deliveries).toHaveLength(3);
		expect(new Set(kit.hits.map(({ raw }) => raw)).size).toBe(1);
		expect((await client({}, { copies: 2 })).deliveries).toHaveLength(2);
		expect((await kit.state()).chats[0].messages).toHaveLength(2);
	});

	test('shuffle: out of order', async () => {
		await kit.faults({ shuffle: 60 });
		const words = Array.from({ length: 8 }, (_, i) => `${i}`);
		await Promise.all(words.map((text) => client({ text, at: `2026-08-01T10:00:0${text}Z` })));
		const got = kit.hits.map(({ json }) => json.message.text);
		expect(got.toSorted()).toEqual(words);
		expect(got).not.toEqual(words);
	});

	test('is not repeated by default', async () => {
		kit.answers = [500];
		expect((await client()).deliveries).toEqual([{ url: kit.hookUrl, status: 500 }]);
		await pause(30);
		expect(kit.hits).toHaveLength(1);
	});

	test('is repeated on request; each attempt is in the state', async () => {
		await kit.faults({ retryDelaysMs: [20, 40] });
		kit.answers = [500, 0];
		const { deliveries, chat_id } = await client();
		expect(deliveries).toEqual([{ url: kit.hookUrl, status: 500 }]);
		await until(async () => (await kit.state()).deliveries.length === 3);
		const attempts = (await kit.state()).deliveries;
		expect(attempts.map(({ status, attempt }) => [status, attempt])).toEqual([
			[500, 1],
			[0, 2],
			[200, 3],
		]);
		expect(attempts[0]).toMatchObject({ url: kit.hookUrl, body: { chat: { id: chat_id } } });
		expect(attempts[1].at - attempts[0].at).toBeGreaterThanOrEqual(19);
		expect(attempts[2].at - attempts[1].at).toBeGreaterThanOrEqual(39);
	});

	test('silence is status 0', async () => {
		await kit.faults({ webhookTimeoutMs: 20 });
		kit.slow = [100];
		expect((await client()).deliveries).toMatchObject([{ status: 0 }]);
	});

	test('a reset stops retries and delayed deliveries', async () => {
		await kit.faults({ retryDelaysMs: [50] });
		kit.answers = [500];
		await client();
		await kit.faults({ shuffle: 5000 });
		const waiting = client();
		await until(async () => (await kit.state()).chats[0].messages.length === 2);
		await kit.control('reset', {});
		expect((await waiting).deliveries).toEqual([]);
		await pause(80);
		expect(kit.hits).toHaveLength(1);
		expect((await kit.state()).deliveries).toEqual([]);
	});
});

describe('forged', () => {
	test.each([
		['wrong', '/hook?secret=forged'],
		['missing', '/hook'],
	])('secret %s: one delivery that Sitniks knows nothing of', async (secret, url) => {
		await kit.faults({ retryDelaysMs: [5] });
		kit.answers = [401];
		const answer = await client({ nick: 'x' }, { secret });
		const target = kit.hookUrl.replace('/hook?secret=s3cret', url);
		expect(answer.deliveries).toEqual([{ url: target, status: 401 }]);
		await pause(30);
		expect(kit.hits.map((hit) => hit.url)).toEqual([url]);
		expect((await kit.state()).chats).toEqual([]);
	});

	test('in a known chat nothing changes; managers, pings and raw bodies, too', async () => {
		const { chat_id } = await client({ name: 'Олена' });
		const before = (await kit.state()).chats;
		await client({ name: 'Хтось', text: 'x' }, { secret: 'wrong' });
		await kit.emit({ manager: { chat_id, text: 'x' }, secret: 'missing' });
		await kit.emit({ ping: true, secret: 'wrong' });
		await kit.emit({ event: {}, secret: 'missing', copies: 2 });
		expect((await kit.state()).chats).toEqual(before);
		const wrong = '/hook?secret=forged';
		expect(kit.hits.slice(1).map(({ url }) => url)).toEqual([
			...[wrong, '/hook', wrong],
			...['/hook', '/hook'],
		]);
		expect(kit.hits[1].json.message.text).toBe('x');
	});
});
