import { RateLimiter } from './rateLimiter';
import { ADMIN_CHAT_ID } from './telegram';
import { DIALOGUE_TOKEN, IRA, Sim, TOKEN } from './testkit';

let sim: Sim;
beforeAll(async () => (sim = await Sim.start()));
beforeEach(async () => {
	await sim.reset();
	await sim.start();
});
afterAll(() => sim.close());

const text = (chat_id: number | string, extra: object = {}) =>
	sim.api('sendMessage', { chat_id, text: 'Done', ...extra });

describe('sendMessage', () => {
	test('answers with the message, and the state keeps it', async () => {
		const keyboard = { keyboard: [[{ text: 'Share', request_contact: true }]] };
		const { body } = await text(IRA.id, { reply_markup: keyboard, disable_notification: true });
		expect(body.result).toEqual({
			message_id: expect.any(Number),
			from: { id: 1000000, is_bot: true, first_name: 'Sandbox Shop', username: 'sandbox_shop_bot' },
			chat: { id: IRA.id, first_name: 'Ira', username: 'ira_k', type: 'private' },
			date: expect.any(Number),
			text: 'Done',
		});
		expect((await sim.state()).messages).toMatchObject([
			{
				bot: '1000000',
				chat_id: IRA.id,
				text: 'Done',
				reply_markup: keyboard,
				disable_notification: 'true',
				via: 'api',
			},
		]);
	});

	test('markup is parsed: the text loses it, the state keeps the source', async () => {
		const { body } = await text(IRA.id, { text: ' *Total:* 100_000 ', parse_mode: undefined });
		expect(body.result?.text).toBe('*Total:* 100_000');
		const html = await text(IRA.id, { text: '<b>Total:</b> 5 &lt; 6', parse_mode: 'HTML' });
		expect(html.body.result).toMatchObject({
			text: 'Total: 5 < 6',
			entities: [{ type: 'bold', offset: 0, length: 6 }],
		});
		expect((await sim.state()).messages.at(-1)).toMatchObject({
			source: '<b>Total:</b> 5 &lt; 6',
			parse_mode: 'HTML',
		});
	});

	test('a reply needs a message to reply to', async () => {
		const first = (await text(IRA.id)).body.result;
		const reply = await text(IRA.id, { reply_parameters: { message_id: first?.message_id } });
		expect(reply.body.result).toMatchObject({ reply_to_message: { text: 'Done' } });
		const lost = await text(IRA.id, { reply_parameters: { message_id: 5 } });
		expect(lost.body.description).toBe('Bad Request: message to be replied not found');
		const optional = { message_id: 5, allow_sending_without_reply: true };
		expect((await text(IRA.id, { reply_parameters: optional })).status).toBe(200);
		expect((await text(IRA.id, { reply_to_message_id: 5 })).status).toBe(400);
	});

	test.each([
		['no text', { text: '' }, 'message text is empty'],
		['white space', { text: ' \n ' }, 'text must be non-empty'],
		['nothing but markup', { text: '<b></b>', parse_mode: 'HTML' }, 'text must be non-empty'],
		['4097 characters', { text: 'x'.repeat(4097) }, 'message is too long'],
		['an emoji too many', { text: `${'x'.repeat(4095)}😀` }, 'message is too long'],
		['an unknown mode', { parse_mode: 'BBCode' }, 'unsupported parse_mode'],
		[
			'unbalanced Markdown',
			{ text: 'Сумма 5_000', parse_mode: 'Markdown' },
			"can't parse entities: Can't find end of the entity starting at byte offset 12",
		],
		[
			'an open tag',
			{ text: '<b>x', parse_mode: 'HTML' },
			`can't parse entities: Can't find end tag corresponding to start tag "b"`,
		],
		[
			'a button without an action',
			{ reply_markup: { inline_keyboard: [[{ text: 'x' }]] } },
			"can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
		],
		[
			'data of more than 64 bytes',
			{ reply_markup: { inline_keyboard: [[{ text: 'x', callback_data: 'ы'.repeat(33) }]] } },
			'BUTTON_DATA_INVALID',
		],
		[
			'an endless keyboard',
			{ reply_markup: { keyboard: Array(200).fill([{ text: 'x'.repeat(60) }]) } },
			'reply markup is too long',
		],
		['no chat', { chat_id: '' }, 'chat_id is empty'],
		['an unknown chat', { chat_id: 999 }, 'chat not found'],
		['an unknown name', { chat_id: '@nobody' }, 'chat not found'],
	])('%s is 400', async (_, body, error) => {
		const answer = await text(IRA.id, body);
		expect(answer.status).toBe(400);
		expect(answer.body.description).toBe(`Bad Request: ${error}`);
	});

	test('4096 characters count after parsing', async () => {
		const body = { text: `<b>${'x'.repeat(4096)}</b>`, parse_mode: 'HTML' };
		expect((await text(IRA.id, body)).status).toBe(200);
	});
});

describe('who may be written to', () => {
	test('a bot cannot write first', async () => {
		const stranger = 500000777;
		expect((await text(stranger)).body.description).toBe('Bad Request: chat not found');
		await sim.switch({ initiateText: true });
		const answer = await text(stranger);
		expect(answer.status).toBe(403);
		expect(answer.body.description).toBe("Forbidden: bot can't initiate conversation with a user");
	});

	test('Start at one bot opens no dialogue with the other', async () => {
		const body = { chat_id: IRA.id, text: 'x' };
		const answer = await sim.api('sendMessage', body, DIALOGUE_TOKEN);
		expect(answer.body.description).toBe("Forbidden: bot can't initiate conversation with a user");
		await sim.start(IRA, 'sandbox-telegram-dialogue');
		expect((await sim.api('sendMessage', body, DIALOGUE_TOKEN)).status).toBe(200);
	});

	test('the admin chat is there from the start', async () => {
		expect((await text(ADMIN_CHAT_ID)).body.result).toMatchObject({ chat: { type: 'private' } });
	});

	test('people who blocked the bot or are gone', async () => {
		await sim.switch({ blocked: [IRA.id] });
		expect((await text(IRA.id)).body).toEqual({
			ok: false,
			error_code: 403,
			description: 'Forbidden: bot was blocked by the user',
		});
		await sim.switch({ blocked: [], deactivated: [IRA.id] });
		expect((await text(IRA.id)).body.description).toBe('Forbidden: user is deactivated');
	});

	test('groups, channels and bots', async () => {
		await sim.switch({
			knownChats: [
				{ id: -100, type: 'group', title: 'Team' },
				{ id: -101, type: 'group', membership: 'kicked' },
				{ id: -102, type: 'supergroup', membership: 'left' },
				{ id: -103, type: 'channel', membership: 'kicked', username: 'news' },
				{ id: -104, type: 'group', membership: 'deleted' },
				{ id: 42, type: 'private', is_bot: true },
			],
		});
		expect((await text(-100)).body.result).toMatchObject({ chat: { title: 'Team' } });
		const texts = await Promise.all([-101, -102, '@news', -104, 42].map((id) => text(id)));
		expect(texts.map((answer) => answer.body.description)).toEqual([
			'Forbidden: bot was kicked from the group chat',
			'Forbidden: bot is not a member of the supergroup chat',
			'Forbidden: bot was kicked from the channel chat',
			'Forbidden: the group chat was deleted',
			"Forbidden: bots can't send messages to bots",
		]);
		const contact = { reply_markup: { keyboard: [[{ text: 'x', request_contact: true }]] } };
		expect((await text(-100, contact)).body.description).toBe(
			'Bad Request: phone number can be requested in private chats only',
		);
	});

	test('an upgraded group names its new id', async () => {
		await sim.switch({ upgradedGroups: { '-100': -1001234567890 } });
		expect((await text(-100)).body).toEqual({
			ok: false,
			error_code: 400,
			description: 'Bad Request: group chat was upgraded to a supergroup chat',
			parameters: { migrate_to_chat_id: -1001234567890 },
		});
		expect((await text(-1001234567890)).status).toBe(200);
	});
});

describe('limits', () => {
	test('one message a second and chat, then 429 in body and header', async () => {
		await sim.switch({ chatRatePerSecond: 1 });
		expect((await text(IRA.id)).status).toBe(200);
		const second = await text(IRA.id);
		expect(second.status).toBe(429);
		expect(second.headers.get('retry-after')).toBe('1');
		expect(second.body).toEqual({
			ok: false,
			error_code: 429,
			description: 'Too Many Requests: retry after 1',
			parameters: { retry_after: 1 },
		});
		expect((await text(ADMIN_CHAT_ID)).status).toBe(200);
	});

	test('a group takes 20 a minute, a bot 30 a second', async () => {
		await sim.switch({ groupRatePerMinute: 20, knownChats: [{ id: -100, type: 'group' }] });
		for (let i = 0; i < 20; i++) expect((await text(-100)).status).toBe(200);
		const answer = await text(-100);
		expect(answer.status).toBe(429);
		expect(Number(answer.body.parameters?.retry_after)).toBeGreaterThan(50);
		await sim.switch({ globalRatePerSecond: 2, groupRatePerMinute: 0 });
		const answers = await Promise.all([1, 2, 3].map(() => text(IRA.id)));
		expect(answers.map((a) => a.status).sort()).toEqual([200, 200, 429]);
	});

	test('the window moves on, and refused messages do not count', () => {
		const limiter = new RateLimiter();
		const limits = { chatRatePerSecond: 1, groupRatePerMinute: 0, globalRatePerSecond: 0 };
		expect(limiter.take(limits, 'bot', 5, 10_000)).toBe(0);
		expect(limiter.take(limits, 'bot', 5, 10_999)).toBe(1);
		expect(limiter.take(limits, 'bot', 5, 11_000)).toBe(0);
		const group = { chatRatePerSecond: 0, groupRatePerMinute: 2, globalRatePerSecond: 0 };
		expect([0, 10_000, 20_000].map((at) => limiter.take(group, 'bot', -5, at))).toEqual([0, 0, 40]);
		expect(limiter.take(group, 'bot', -5, 60_000)).toBe(0);
	});
});

describe('other methods', () => {
	test('a document by multipart can be fetched again', async () => {
		const form = new FormData();
		form.set('chat_id', String(IRA.id));
		form.set('caption', '*Price*');
		form.set('parse_mode', 'Markdown');
		form.set('document', new Blob(['a;b\n1;2'], { type: 'text/csv' }), 'price.csv');
		const response = await fetch(`${sim.url}/bot${TOKEN}/sendDocument`, {
			method: 'POST',
			body: form,
		});
		const { result } = (await response.json()) as { result: { document: { file_id: string } } };
		expect(result).toMatchObject({
			caption: 'Price',
			document: { file_name: 'price.csv', mime_type: 'text/csv', file_size: 7 },
		});
		const { file_path } = await sim.ok('getFile', { file_id: result.document.file_id });
		const file = await fetch(`${sim.url}/file/bot${TOKEN}/${String(file_path)}`);
		expect(await file.text()).toBe('a;b\n1;2');
		expect((await fetch(`${sim.url}/file/bot${TOKEN}/documents/none`)).status).toBe(404);
		expect((await fetch(`${sim.url}/file/bot1:x/${String(file_path)}`)).status).toBe(401);
	});

	test('a photo by address and by file id', async () => {
		const sent = await sim.ok('sendPhoto', {
			chat_id: IRA.id,
			photo: 'https://shop.example/a.png',
		});
		const sizes = sent.photo as Array<{ file_id: string; width: number }>;
		expect(sizes.map((size) => size.width)).toEqual([90, 320, 800]);
		await sim.ok('sendPhoto', { chat_id: IRA.id, photo: sizes[0].file_id });
		const wrong = await sim.api('sendPhoto', { chat_id: IRA.id, photo: 'nonsense' });
		expect(wrong.body.description).toBe('Bad Request: wrong file identifier/HTTP URL specified');
		const none = await sim.api('sendPhoto', { chat_id: IRA.id });
		expect(none.body.description).toBe('Bad Request: there is no photo in the request');
		const caption = {
			chat_id: IRA.id,
			photo: 'https://shop.example/a.png',
			caption: 'x'.repeat(1025),
		};
		expect((await sim.api('sendPhoto', caption)).body.description).toBe(
			'Bad Request: message caption is too long',
		);
		expect((await sim.api('getFile', { file_id: 'x' })).body.description).toBe(
			'Bad Request: invalid file_id',
		);
	});

	test('sendChatAction and getChat', async () => {
		expect(await sim.ok('sendChatAction', { chat_id: IRA.id, action: 'typing' })).toBe(true);
		const wrong = await sim.api('sendChatAction', { chat_id: IRA.id, action: 'dance' });
		expect(wrong.body.description).toBe('Bad Request: wrong parameter action in request');
		expect(await sim.ok('getChat', { chat_id: IRA.id })).toMatchObject({
			id: IRA.id,
			type: 'private',
			first_name: 'Ira',
			username: 'ira_k',
		});
		expect((await sim.api('getChat', { chat_id: 4 })).body.description).toBe(
			'Bad Request: chat not found',
		);
	});

	test('editMessageText changes the message once', async () => {
		const { message_id } = (await text(IRA.id)).body.result ?? {};
		const edit = { chat_id: IRA.id, message_id, text: 'Changed' };
		expect(await sim.ok('editMessageText', edit)).toMatchObject({
			text: 'Changed',
			edit_date: expect.any(Number),
		});
		expect((await sim.api('editMessageText', edit)).body.description).toMatch(
			/^Bad Request: message is not modified: specified new message content/,
		);
		const lost = await sim.api('editMessageText', { ...edit, message_id: 5 });
		expect(lost.body.description).toBe('Bad Request: message to edit not found');
		expect((await sim.state()).messages).toMatchObject([{ text: 'Changed' }]);
	});

	test('deleteMessage', async () => {
		const { message_id } = (await text(IRA.id)).body.result ?? {};
		expect(await sim.ok('deleteMessage', { chat_id: IRA.id, message_id })).toBe(true);
		const again = await sim.api('deleteMessage', { chat_id: IRA.id, message_id });
		expect(again.body.description).toBe('Bad Request: message to delete not found');
		expect((await sim.state()).messages).toMatchObject([{ text: 'Done', deleted: true }]);
	});

	test('forwardMessage and copyMessage', async () => {
		const { message_id } = (await text(IRA.id)).body.result ?? {};
		const call = { chat_id: ADMIN_CHAT_ID, from_chat_id: IRA.id, message_id };
		expect(await sim.ok('forwardMessage', call)).toMatchObject({
			text: 'Done',
			forward_origin: { type: 'user', sender_user: { id: 1000000 } },
		});
		expect(await sim.ok('copyMessage', call)).toEqual({ message_id: expect.any(Number) });
		const lost = await sim.api('copyMessage', { ...call, message_id: 1 });
		expect(lost.body.description).toBe('Bad Request: message to copy not found');
	});
});
