import { useKit, type Answer } from './testkit';

const kit = useKit();
const list = (id: string, query: Record<string, string | number> = {}) =>
	kit.get(`/chats/${id}/messages`, query);
const send = (id: string, body: unknown) => kit.call('POST', `/chats/${id}/messages`, body);
const note = (id: string, body: unknown) => kit.call('POST', `/chats/${id}/notes`, body);
const textsOf = ({ body }: Answer) => body.data.map(({ text }) => text);
const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString();

describe('the history', () => {
	test('newest first, 10 a page, 50 at most, no count', async () => {
		const id = await kit.chat({ text: 'm0' });
		for (let i = 1; i < 61; i++) await kit.emit({ client: { chat_id: id, text: `m${i}` } });
		const first = await list(id);
		expect(Object.keys(first.body)).toEqual(['data']);
		expect(textsOf(first)).toEqual(Array.from({ length: 10 }, (_, i) => `m${60 - i}`));
		expect(textsOf(await list(id, { limit: 100 }))).toHaveLength(50);
		expect(textsOf(await list(id, { limit: 50, skip: 59 }))).toEqual(['m1', 'm0']);
		expect(textsOf(await list(id, { skip: 61 }))).toEqual([]);
	});

	test('tells client, manager and API apart as the sheet says', async () => {
		const id = await kit.chat({ text: 'Ціна?' });
		await kit.emit({ manager: { chat_id: id, text: '450 грн', manager: 33 } });
		await send(id, { text: 'Дякуємо!' });
		const { userId, ownerId } = (await kit.get(`/chats/${id}`)).body;
		const [api, manager, client] = (await list(id)).body.data;
		const time = expect.stringMatching(/Z$/);
		const common = {
			id: expect.stringMatching(/^[0-9a-f]{24}$/),
			messageType: 'text',
			attachmentUrl: '',
			attachments: [],
			storyLink: '',
			createdAt: time,
			updatedAt: time,
		};
		expect(client).toEqual({
			...common,
			text: 'Ціна?',
			sentBy: userId,
			isViewedByUser: true,
			adInfo: expect.objectContaining({ source: 'ADS' }),
		});
		const own = { ...common, sentBy: ownerId, isViewedByUser: false };
		expect(manager).toEqual({ ...own, text: '450 грн', managerName: 'Павло' });
		expect(api).toEqual({ ...own, text: 'Дякуємо!', managerName: '' });
	});

	test('adInfo comes with the first message of a client only, and not in Telegram', async () => {
		const id = await kit.chat();
		await kit.emit({ client: { chat_id: id, text: 'ще' } });
		const ads = (await list(id)).body.data.map((message) => 'adInfo' in message);
		expect(ads).toEqual([false, true]);
		const telegram = await kit.chat({ source: 'telegram_bot' });
		expect((await list(telegram)).body.data[0]).not.toHaveProperty('adInfo');
	});

	test('comments are apart', async () => {
		const id = await kit.chat({ text: 'direct' });
		await kit.emit({ client: { chat_id: id, text: 'comment', comment: true } });
		await kit.emit({ manager: { chat_id: id, text: 'reply', comment: true } });
		expect(textsOf(await list(id))).toEqual(['direct']);
		expect(textsOf(await list(id, { isComment: 'false' }))).toEqual(['direct']);
		expect(textsOf(await list(id, { isComment: 'true' }))).toEqual(['reply', 'comment']);
	});

	test('goes by time, not by arrival', async () => {
		const id = await kit.chat({ text: 'now' });
		await kit.emit({ client: { chat_id: id, text: 'old', at: hoursAgo(1) } });
		expect(textsOf(await list(id))).toEqual(['now', 'old']);
		const { lastMessageCreatedAt } = (await kit.get(`/chats/${id}`)).body;
		expect(Date.parse(String(lastMessageCreatedAt))).toBeGreaterThan(Date.now() - 60_000);
	});

	test('a message may have only files, and no text then', async () => {
		const file = 'https://files.example/a.png';
		const id = await kit.chat({ text: undefined, attachments: [file] });
		const [message] = (await list(id)).body.data;
		expect(message).toMatchObject({
			messageType: 'file',
			attachmentUrl: file,
			attachments: [file],
		});
		expect(message).not.toHaveProperty('text');
	});
});

describe('sending', () => {
	test('is 201 with the message, which counts as activity', async () => {
		const id = await kit.chat({ at: hoursAgo(3) });
		const attachments = ['https://files.example/a.png'];
		const { status, body } = await send(id, { text: 'Дякуємо!', attachments });
		expect(status).toBe(201);
		expect(body).toMatchObject({ text: 'Дякуємо!', managerName: '', attachments });
		expect((await list(id)).body.data[0]).toEqual(body);
		const { lastMessageCreatedAt } = (await kit.get(`/chats/${id}`)).body;
		expect(lastMessageCreatedAt).toBe(body.createdAt);
		expect((await send(id, { attachments })).status).toBe(201);
	});

	test.each([
		[{}, 'text should not be empty'],
		[{ text: '' }, 'text should not be empty'],
		[{ text: '', attachments: [] }, 'text should not be empty'],
		[{ text: 5 }, 'text must be a string'],
		[{ text: 'x', attachments: 'a.png' }, 'each value in attachments must be a URL address'],
		[{ text: 'x', message: 'x' }, 'property message should not exist'],
	])('%j is 400', async (body, text) => {
		const id = await kit.chat();
		const answer = await send(id, body);
		expect([answer.status, answer.body.message]).toEqual([400, [text]]);
		expect(textsOf(await list(id))).toHaveLength(1);
	});

	test('does not exist in an older account', async () => {
		const id = await kit.chat();
		await kit.faults({ noSendApi: true });
		expect(await send(id, { text: 'x' })).toMatchObject({
			status: 404,
			body: { message: `Cannot POST /open-api/chats/${id}/messages`, statusCode: 404 },
		});
		expect((await list(id)).status).toBe(200);
		expect((await note(id, { text: 'x' })).status).toBe(201);
	});

	test('window24h: only for a day after the client wrote', async () => {
		const old = await kit.chat({ at: hoursAgo(25) });
		const fresh = await kit.chat({ at: hoursAgo(23) });
		const { chat_id: silent } = await kit.emit({ chat: { userName: 'Ніхто' } });
		expect((await send(old, { text: 'x' })).status).toBe(201);
		await kit.faults({ window24h: true });
		const refused = await send(old, { text: 'x' });
		expect(refused).toMatchObject({ status: 400, body: { message: expect.any(String) } });
		expect((await send(silent, { text: 'x' })).status).toBe(400);
		expect((await send(fresh, { text: 'x' })).status).toBe(201);
		await kit.emit({ client: { chat_id: old, text: 'Я тут' } });
		expect((await send(old, { text: 'x' })).status).toBe(201);
	});
});

describe('notes', () => {
	test('answer text, managerName, createdAt, and stay', async () => {
		const id = await kit.chat();
		const { status, body } = await note(id, { text: 'Зателефонувати завтра' });
		expect(status).toBe(201);
		expect(body).toEqual({
			text: 'Зателефонувати завтра',
			managerName: '',
			createdAt: expect.stringMatching(/Z$/),
		});
		expect((await kit.state()).chats[0].notes).toEqual([body]);
		expect(textsOf(await list(id))).toHaveLength(1);
	});

	test.each([
		[
			{ note: 'x' },
			['property note should not exist', 'text must be a string', 'text should not be empty'],
		],
		[{ text: '' }, ['text should not be empty']],
	])('%j is 400', async (body, message) => {
		const id = await kit.chat();
		expect(await note(id, body)).toMatchObject({ status: 400, body: { message } });
		expect((await kit.state()).chats[0].notes).toEqual([]);
	});

	test('of an unknown chat are 404', async () => {
		expect((await note('6b10aa00e056c38300000a01', { text: 'x' })).status).toBe(404);
		expect((await send('6b10aa00e056c38300000a01', { text: 'x' })).status).toBe(404);
	});
});
