import { pause, PHONE, TG, until, useKit } from './testkit';

const kit = useKit();
const texts = async () => (await kit.state()).messages.map(({ text }) => text);

describe('send_message', () => {
	test('JSON with text, stored as an operator message', async () => {
		const { status, body } = await kit.send('Hello');
		expect([status, body.success]).toEqual([200, true]);
		expect(body.data).toMatchObject({
			message: 'Hello',
			message_type: 'text',
			destination: 'from_operator',
			operator_id: null,
			file_url: null,
			created_at: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/),
			user: { phone: PHONE },
		});
		const { messages } = await kit.state();
		expect(messages).toMatchObject([
			{ id: body.data.id, channel_id: 101, phone: PHONE, text: 'Hello', via: 'api' },
		]);
	});

	test('JSON with type', async () => {
		expect((await kit.send('Hi', { type: 'text' })).status).toBe(200);
		expect(await texts()).toEqual(['Hi']);
	});

	test('multipart, with destination and a file', async () => {
		const form = new FormData();
		form.set('text', 'Прайс 💰\nстрока 2');
		form.set('destination', 'comment');
		form.set('file', new Blob(['x']), 'price.pdf');
		const path = `${TG}/send_message/${await kit.user()}`;
		expect((await kit.call('POST', path, form)).status).toBe(200);
		expect((await kit.state()).messages).toMatchObject([
			{
				// Forms have CRLF; so does what the client sees.
				text: 'Прайс 💰\r\nстрока 2',
				destination: 'comment',
				message_type: 'file',
				file_url: expect.stringMatching(/price\.pdf$/),
			},
		]);
	});

	test('destination=from is stored as inbound and comes back as such', async () => {
		await kit.hook();
		await kit.faults({ statusUpdates: true });
		const { body } = await kit.send('I am the client', { destination: 'from' });
		expect(body.data.destination).toBe('from');
		const [hit] = await kit.received(1);
		expect(hit.json.payload).toMatchObject({ id: body.data.id, destination: 'from' });
		// Nobody delivers it, so no status follows.
		await pause(30);
		expect(kit.hits).toHaveLength(1);
	});

	test('a phone or a user of another channel in place of the id is 404', async () => {
		const other = await kit.user(PHONE, '/projects/1/channels/leads');
		for (const id of [PHONE, `${other}`, 'abc']) {
			await kit.user();
			const answer = await kit.call('POST', `${TG}/send_message/${id}`, { text: 'x' });
			expect(answer).toMatchObject({ status: 404, body: { success: false } });
		}
		expect(await texts()).toEqual([]);
	});

	test.each([[''], [undefined], [5]])('text %p is 422', async (text) => {
		const path = `${TG}/send_message/${await kit.user()}`;
		expect((await kit.call('POST', path, { text })).status).toBe(422);
	});

	test('there is no POST on /messages', async () => {
		expect((await kit.call('POST', `${TG}/messages`, { text: 'x' })).status).toBe(404);
	});

	test.each([
		['data.message_id', { data: { message_id: expect.any(Number) } }],
		['data.wahelp_id', { data: { wahelp_id: expect.any(Number) } }],
		['data.message.id', { data: { message: { id: expect.any(Number) } } }],
		['data.message.message_id', { data: { message: { message_id: expect.any(Number) } } }],
		['message_id', { message_id: expect.any(Number) }],
		['wahelp_id', { wahelp_id: expect.any(Number) }],
		['id', { id: expect.any(Number) }],
	])('the id can be in %s', async (idPlace, body) => {
		await kit.faults({ idPlace });
		expect((await kit.send()).body).toEqual({ success: true, ...body });
	});
});

describe('refusals', () => {
	test('success:false in a 200', async () => {
		await kit.faults({ sendRefusal: 'Слишком много попыток' });
		const body = { success: false, message: 'Слишком много попыток' };
		expect(await kit.send()).toMatchObject({ status: 200, body });
		expect(await texts()).toEqual([]);
	});

	test('429 with and without retry-after, as often as asked for', async () => {
		await kit.faults({ throttle: { retryAfter: 2 } });
		const first = await kit.send();
		expect(first).toMatchObject({ status: 429, body: { success: false } });
		expect(first.headers.get('retry-after')).toBe('2');
		expect(String(first.body.message).toLowerCase()).toContain('слишком много попыток');
		await kit.faults({ throttle: { times: 2 } });
		for (let i = 0; i < 2; i++) {
			const answer = await kit.send();
			expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, null]);
		}
		expect((await kit.send('at last')).status).toBe(200);
		expect(await texts()).toEqual(['at last']);
	});

	test('a number that lost its messenger, a channel that is down', async () => {
		await kit.user();
		await kit.faults({ noMessenger: [PHONE] });
		const path = `${TG}/send_message/${(await kit.state()).users[0].id}`;
		const send = () => kit.call('POST', path, { text: 'x' });
		expect((await send()).body.message).toBe('У номера нет нужного мессенджера');
		await kit.faults({ noMessenger: [], channelsDown: ['clients_tg'] });
		expect(await send()).toMatchObject({ status: 422 });
		expect(await texts()).toEqual([]);
	});

	test('HTML 502 of a proxy: nothing was accepted', async () => {
		await kit.faults({ html: true, path: 'send_message' });
		expect(await kit.send()).toMatchObject({
			status: 502,
			body: expect.stringContaining('<html>'),
		});
		expect(await texts()).toEqual([]);
	});
});

describe('accepted, but', () => {
	test('the answer is lost', async () => {
		await kit.hook();
		await kit.faults({ dropAfterWrite: true, path: 'send_message' });
		await expect(kit.send('once')).rejects.toThrow();
		expect(await texts()).toEqual(['once']);
		expect((await kit.received(1))[0].json.payload.message).toBe('once');
	});

	test('the answer is slow', async () => {
		await kit.faults({ answerDelayMs: 300 });
		const started = Date.now();
		let answered = false;
		const sending = kit.send('slow').finally(() => (answered = true));
		await until(async () => (await texts()).length === 1);
		expect(answered).toBe(false);
		expect((await sending).status).toBe(200);
		expect(Date.now() - started).toBeGreaterThanOrEqual(299);
	});
});

describe('history', () => {
	const list = (query = '') => kit.call('GET', `${TG}/messages${query}`);
	const words = (body: unknown) =>
		(body as { data: Array<{ message: string }> }).data.map(({ message }) => message);

	beforeEach(async () => {
		for (const text of ['one', 'two', 'three']) await kit.send(text);
	});

	test('newest first, as in webhooks, with limit and pages', async () => {
		const { body } = await list();
		expect(words(body)).toEqual(['three', 'two', 'one']);
		expect((body.data as unknown as object[])[0]).toMatchObject({
			destination: 'from_operator',
			user: { phone: PHONE, contact_id: expect.any(Number), uid: PHONE },
		});
		expect(words((await list('?limit=2')).body)).toEqual(['three', 'two']);
		expect(words((await list('?limit=2&page=2')).body)).toEqual(['one']);
		expect(words((await list('?limit=1&offset=1')).body)).toEqual(['two']);
		await kit.faults({ historyPaging: false });
		expect(words((await list('?limit=2&page=2')).body)).toEqual(['three', 'two']);
	});

	test('at most 100 of one channel', async () => {
		for (let i = 0; i < 100; i++) await kit.emit({ client: { phone: PHONE, text: `${i}` } });
		expect(words((await list('?limit=500')).body)).toHaveLength(100);
		expect(words((await kit.call('GET', '/projects/1/channels/leads/messages')).body)).toEqual([]);
	});

	test('other orders and shapes on request', async () => {
		await kit.faults({ historyOrder: 'oldest', historyKey: 'items', historyText: 'body' });
		const { items } = (await list('?limit=1')).body;
		expect(items).toMatchObject([{ body: 'one' }]);
		expect((items as object[])[0]).not.toHaveProperty('message');
		await kit.faults({ historyKey: 'bare' });
		expect((await list()).body).toHaveLength(3);
		await kit.faults({ userWithoutPhone: true });
		const [{ user }] = (await list()).body as unknown as Array<{ user: object }>;
		expect(user).not.toHaveProperty('phone');
	});

	test('one message: read, edit, delete, each told to webhooks', async () => {
		await kit.hook();
		const { id } = (await kit.state()).messages[0];
		const path = `${TG}/messages/${id}`;
		expect((await kit.call('GET', path)).body.data).toMatchObject({ id, message: 'one' });
		const elsewhere = path.replace('clients_tg', 'leads');
		expect((await kit.call('GET', elsewhere)).status).toBe(404);
		const edited = await kit.call('PUT', path, { text: 'uno' });
		expect(edited.body.data.message).toBe('uno');
		expect((await kit.call('DELETE', path)).body).toEqual({ success: true });
		expect((await kit.call('GET', path)).status).toBe(404);
		expect(kit.hits.map(({ json }) => [json.action, json.payload.message])).toEqual([
			['channel.message.updated', 'uno'],
			['channel.message.deleted', 'uno'],
		]);
	});
});

test('reset during a slow answer does no harm', async () => {
	await kit.hook();
	await kit.faults({ answerDelayMs: 5000, keepWebhooks: true });
	const sending = kit.send('x');
	await until(async () => (await texts()).length === 1);
	await kit.control('reset', {});
	expect((await sending).status).toBe(200);
	await pause(20);
	expect([(await kit.state()).messages, kit.hits]).toEqual([[], []]);
});
