import type { IDataObject } from 'n8n-workflow';

import { sendOnce } from '../../../nodes/Sitniks/api/sendOnce';
import { CHAT_ID, onChat, useKit } from './kit';

const kit = useKit();

const TEXT = 'Дякуємо за замовлення!';
const send = (more: IDataObject = {}) => onChat('sendMessage', { text: TEXT, ...more });
const posts = async (path: string) => await kit.requests(`POST /open-api/chats/${CHAT_ID}/${path}`);
const texts = async () => (await kit.chat()).messages.map(({ text }) => text);

describe('Send Message', () => {
	beforeEach(async () => await kit.seed());

	test('a text', async () => {
		const sent = await kit.run(send());
		const [message] = (await kit.chat()).messages;
		expect(sent).toEqual({
			message_id: message.id,
			chat_id: CHAT_ID,
			sent: true,
			confirmed: false,
			created_at: message.createdAt,
		});
		expect((await posts('messages'))[0].body).toEqual({ text: TEXT });
	});

	test('files, with a text and without', async () => {
		const attachments = 'https://example.com/a.png, https://example.com/b.png';
		await kit.run(send({ attachments }));
		await kit.run(send({ text: '', attachments: '={{ ["https://example.com/a,b.png"] }}' }));
		const sent = (await posts('messages')).map(({ body }) => body);
		expect(sent).toEqual([
			{ text: TEXT, attachments: ['https://example.com/a.png', 'https://example.com/b.png'] },
			{ attachments: ['https://example.com/a,b.png'] },
		]);
	});

	test.each([
		[{ text: ' ' }, 'Text'],
		[{ attachments: 'card.png' }, 'Attachment URLs'],
		[{ attachments: 'file:///etc/passwd' }, 'Attachment URLs'],
	])('%j is refused before any call', async (more, field) => {
		expect(await kit.failure(send(more))).toMatchObject({ field, outcome: 'not_sent' });
		expect(await kit.requests()).toEqual([]);
	});

	test('whose answer is lost is found in the chat', async () => {
		await kit.faults({ dropAfterWrite: true, times: 1, method: 'POST' });
		expect(await kit.run(send())).toMatchObject({
			message_id: (await kit.chat()).messages[0].id,
			confirmed: true,
		});
		expect(await texts()).toEqual([TEXT]);
	});

	test('with marks of direction is found, too', async () => {
		await kit.faults({ dropAfterWrite: true, times: 1, method: 'POST' });
		const marked = 'Звоните \u202a+77010001122\u202c';
		expect(await sendOnce(kit.api(), message(marked), 10)).toMatchObject({ confirmed: true });
		expect(await posts('messages')).toHaveLength(1);
	});

	test.each([{ drop: true }, { status: 503 }, { status: 200, html: true }])(
		'that was not done (%j) is sent again, once',
		async (fault) => {
			await kit.faults({ ...fault, times: 1, method: 'POST' });
			expect(await sendOnce(kit.api(), message(), 10)).toMatchObject({ confirmed: false });
			expect(await texts()).toEqual([TEXT]);
			await kit.faults({ ...fault, times: 5, method: 'POST' });
			const failed = sendOnce(kit.api(), message('Again'), 10);
			await expect(failed).rejects.toMatchObject({ outcome: 'unknown' });
			expect(await posts('messages')).toHaveLength(4);
		},
	);

	test('is not taken for an older one with the same text, nor for that of a human', async () => {
		const api = kit.api();
		await sendOnce(api, message());
		await kit.emit({ manager: { chat_id: CHAT_ID, text: TEXT } });
		await kit.faults({ drop: true, times: 1, method: 'POST' });
		expect(await sendOnce(api, message(), 10)).toMatchObject({ confirmed: false });
		expect((await kit.chat()).messages.filter(({ via }) => via === 'api')).toHaveLength(2);
	});

	test('of files alone is not repeated after a lost answer', async () => {
		await kit.faults({ dropAfterWrite: true, times: 1, method: 'POST' });
		const failed = await kit.failure(send({ text: '', attachments: 'https://example.com/a.png' }));
		expect(failed).toMatchObject({ code: 'network', outcome: 'unknown' });
		expect(await posts('messages')).toHaveLength(1);
	});

	test('whose chat cannot be read afterwards has an unknown outcome', async () => {
		await kit.faults(
			{ dropAfterWrite: true, times: 1, method: 'POST' },
			{ status: 403, times: 1, method: 'GET' },
		);
		const failed = sendOnce(kit.api(), message(), 10);
		await expect(failed).rejects.toMatchObject({ code: 'network', outcome: 'unknown' });
		expect(await texts()).toEqual([TEXT]);
	});

	test('where the account does not have it is told apart from a chat that vanished', async () => {
		await kit.faults({ noSendApi: true });
		expect(await kit.failure(send())).toMatchObject({
			code: 'send_unsupported',
			outcome: 'rejected',
			hint: expect.stringContaining('July 2026'),
		});
		await kit.emit({ remove: { chat_id: CHAT_ID } });
		expect(await kit.failure(send())).toMatchObject({ code: 'chat_not_found' });
	});

	test("the messenger's own rule is an error that does not repeat the text", async () => {
		await kit.faults({ window24h: true });
		const failed = await kit.failure(send());
		expect(failed).toMatchObject({ code: 'invalid_request', httpStatus: 400 });
		expect(failed.error).toContain('outside of allowed window');
	});

	function message(text = TEXT) {
		return { chatId: CHAT_ID, text, attachments: [] };
	}
});

describe('Add Note', () => {
	const note = onChat('addNote', { text: 'Зателефонувати завтра' });

	test('writes it', async () => {
		await kit.seed();
		expect(await kit.run(note)).toEqual({
			chat_id: CHAT_ID,
			text: 'Зателефонувати завтра',
			manager_name: '',
			created_at: (await kit.chat()).notes[0].createdAt,
		});
		expect((await posts('notes'))[0].body).toEqual({ text: 'Зателефонувати завтра' });
	});

	test('is never repeated, as nobody can look', async () => {
		await kit.seed();
		await kit.faults({ dropAfterWrite: true, times: 1, method: 'POST' });
		expect(await kit.failure(note)).toMatchObject({
			outcome: 'unknown',
			hint: expect.stringContaining('Look at the chat'),
		});
		expect(await posts('notes')).toHaveLength(1);
	});

	test('needs a text and a chat', async () => {
		expect(await kit.failure(onChat('addNote', { text: ' ' }))).toMatchObject({ field: 'Text' });
		expect(await kit.failure(note)).toMatchObject({ code: 'chat_not_found' });
	});
});

describe('Get Messages', () => {
	const read = async (more: IDataObject = {}) =>
		(await kit.place(onChat('getMessages', more)).execute())[0].map(({ json }) => json);

	test('newest first, with who wrote them', async () => {
		await kit.seed();
		await kit.emit({ client: { chat_id: CHAT_ID, text: 'Добрий день' } });
		await kit.emit({ manager: { chat_id: CHAT_ID, text: 'Вітаю' } });
		await kit.run(onChat('sendMessage', { text: 'Ціна 450' }));
		await kit.emit({ client: { chat_id: CHAT_ID, text: 'Під постом', comment: true } });
		const messages = await read();
		expect(messages.map(({ from, text, manager_name }) => [from, text, manager_name])).toEqual([
			['page', 'Ціна 450', ''],
			['manager', 'Вітаю', 'Дарія Коваль'],
			['client', 'Добрий день', ''],
		]);
		expect(messages[0]).toEqual({
			message_id: expect.any(String),
			from: 'page',
			text: 'Ціна 450',
			manager_name: '',
			message_type: 'text',
			attachments: [],
			created_at: expect.any(String),
		});
		expect(await read({ kind: 'comments' })).toMatchObject([{ text: 'Під постом' }]);
		expect(await read({ options: { simplify: false } })).toMatchObject([
			{ sentBy: '30000000000000001' },
			{},
			{},
		]);
	});

	test('more than a page', async () => {
		await kit.seed();
		for (let n = 0; n < 60; n++) await kit.emit({ client: { chat_id: CHAT_ID, text: `${n}` } });
		expect(await read({ returnAll: true })).toHaveLength(60);
		expect(await read({ limit: 55 })).toHaveLength(55);
		expect((await read({ limit: 2 })).map(({ text }) => text)).toEqual(['59', '58']);
	});

	test.each([true, false])('of a chat that vanished (simplify: %p)', async (simplify) => {
		const failed = await kit.failure(onChat('getMessages', { options: { simplify } }));
		expect(failed).toMatchObject({ code: 'chat_not_found' });
	});
});
