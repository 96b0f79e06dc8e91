import { createServer, type AddressInfo } from 'node:net';
import { inspect } from 'node:util';

import { sendText } from '../../../nodes/Telegram/api/sendText';
import { CHAT, send, TelegramKit } from './kit';

jest.mock('../../../nodes/shared/pause', () => require('../../harness/clock').turnedPause);

const kit = new TelegramKit();
beforeAll(async () => await kit.start());
beforeEach(async () => await kit.reset());
afterAll(async () => await kit.stop());

const GROUP = -100;
const plain = (text: string, chatId: number = CHAT) => ({
	chatId,
	text,
	plainOnMarkupError: true,
	fields: {},
});

describe('Message: Send', () => {
	test('tells the ids and the time, and repeats no text', async () => {
		const output = await kit.run(send({ text: 'A secret word' }));
		expect(output).toEqual({
			chat_id: '500000123',
			message_id: expect.any(Number),
			message_ids: [output.message_id],
			parts: 1,
			sent_at: expect.stringMatching(/^20\d\d-.*Z$/),
		});
		expect(await kit.texts()).toEqual(['A secret word']);
	});

	test('sends only what was chosen', async () => {
		await kit.run(send());
		const [{ body }] = await kit.requests('sendMessage');
		expect(body).toEqual({
			chat_id: CHAT,
			text: 'Hello',
			link_preview_options: { is_disabled: true },
		});
	});

	test('sends every chosen option, false included', async () => {
		const options = {
			parseMode: 'HTML',
			silent: false,
			linkPreview: true,
			protectContent: true,
			replyToMessageId: '7',
		};
		await kit.run(send({ text: '<b>Hi</b>', options }));
		const [{ body }] = await kit.requests('sendMessage');
		expect(body).toMatchObject({
			parse_mode: 'HTML',
			disable_notification: false,
			link_preview_options: { is_disabled: false },
			protect_content: true,
			reply_parameters: { message_id: 7, allow_sending_without_reply: true },
		});
	});

	describe('to the press of an inline button', () => {
		const press = async () => {
			await kit.emit({ callback: { from: { id: CHAT, first_name: 'Ira' }, data: 'price' } });
			const { callbacks } = await kit.state();
			return callbacks.at(-1)!.id;
		};
		const answers = async () =>
			(await kit.state()).callbacks.map(({ answers: list }) => list.length);

		test('stops the waiting sign behind the text', async () => {
			await kit.run(send({ options: { callbackQueryId: await press() } }));
			expect(await kit.texts()).toEqual(['Hello']);
			expect(await answers()).toEqual([1]);
		});

		test('stops it without a text, too, when that may be empty', async () => {
			const options = { callbackQueryId: await press(), skipEmpty: true };
			const output = await kit.run(send({ text: ' ', options }));
			expect(output).toEqual({ chat_id: String(CHAT), parts: 0 });
			expect([await kit.texts(), await answers()]).toEqual([[], [1]]);
		});

		test('has sent the text although the press is too old to be answered', async () => {
			const output = await kit.run(send({ options: { callbackQueryId: '4382' } }));
			expect(output).toMatchObject({ parts: 1 });
		});
	});

	test('an empty text without a press sends nothing when that is chosen, else it is an error', async () => {
		expect(await kit.run(send({ text: '', options: { skipEmpty: true } }))).toMatchObject({
			parts: 0,
		});
		await expect(kit.run(send({ text: '' }))).rejects.toThrow('empty');
		expect(await kit.requests('sendMessage')).toEqual([]);
	});

	test('keyboards arrive as Telegram takes them', async () => {
		const options = { oneTimeKeyboard: true };
		await kit.run(send({ keyboard: 'buttons', buttonRows: 'A|B\nC', options }));
		await kit.run(send({ keyboard: 'contact', contactLabel: 'My phone', buttonRows: 'Cancel' }));
		await kit.run(send({ keyboard: 'remove' }));
		expect((await kit.state()).messages.map(({ reply_markup }) => reply_markup)).toEqual([
			{
				keyboard: [[{ text: 'A' }, { text: 'B' }], [{ text: 'C' }]],
				resize_keyboard: true,
				one_time_keyboard: true,
			},
			{
				keyboard: [[{ text: 'My phone', request_contact: true }], [{ text: 'Cancel' }]],
				resize_keyboard: true,
			},
			{ remove_keyboard: true },
		]);
	});

	test('a contact button in a group is refused by name', async () => {
		await kit.faults({ knownChats: [{ id: GROUP, type: 'group' }] });
		const contact = { chatId: GROUP, keyboard: 'contact', contactLabel: 'Phone' };
		expect(await kit.failure(send(contact))).toMatchObject({
			code: 'keyboard',
			hint: expect.stringContaining('private chats only'),
		});
	});

	test.each([
		['Text', { text: ' \n ' }],
		['Chat ID', { chatId: '+77010001122' }],
		['Button Rows', { keyboard: 'buttons' }],
		['Contact Label', { keyboard: 'contact' }],
		['Reply To Message ID', { options: { replyToMessageId: 'x' } }],
	])('%s is checked before anything is sent', async (field, more) => {
		expect(await kit.failure(send(more))).toMatchObject({ field, outcome: 'not_sent' });
		expect(await kit.requests()).toEqual([]);
	});

	test('several items, one of them bad: the others go on', async () => {
		const text = '={{ $json.text }}';
		const items = ['one', '', 'three'].map((value) => ({ json: { text: value } }));
		const [output] = await kit.place(send({ text }), { continueOnFail: true }).execute(items);
		expect(output.map(({ pairedItem }) => pairedItem)).toEqual([0, 1, 2].map((item) => ({ item })));
		expect(output[1].json.details).toMatchObject({ field: 'Text' });
		expect(await kit.texts()).toEqual(['one', 'three']);
	});
});

describe('markup', () => {
	const bad = { text: '5 < 6 & <b>Ira', options: { parseMode: 'HTML' } };

	test('that cannot be read is sent as it is, once', async () => {
		expect(await kit.run(send(bad))).toMatchObject({ parts: 1, markup_dropped: true });
		expect(await kit.texts()).toEqual([bad.text]);
		expect(await kit.requests('sendMessage')).toHaveLength(2);
	});

	test('that cannot be read is refused when asked for, without a word of the text', async () => {
		const options = { ...bad.options, plainOnMarkupError: false };
		const failed = await kit.failure(send({ ...bad, options }));
		expect(failed).toMatchObject({ code: 'markup', outcome: 'rejected' });
		expect(JSON.stringify(failed)).not.toContain('Ira');
		expect(await kit.texts()).toEqual([]);
	});

	test('of a long text is not torn apart', async () => {
		const options = { parseMode: 'HTML' };
		const text = `<b>${'word '.repeat(1000)}</b>`;
		expect(await kit.failure(send({ text, options }))).toMatchObject({
			code: 'too_long',
			outcome: 'rejected',
		});
		// The tags do not count.
		const tags = '<b>x</b>'.repeat(1000);
		expect(await kit.run(send({ text: tags, options }))).toMatchObject({ parts: 1 });
	});
});

describe('long texts', () => {
	const text = Array.from({ length: 900 }, (_, n) => `line ${n} 😀`).join('\n');

	test('go out in order, reply on the first and keyboard on the last', async () => {
		const options = { replyToMessageId: 5 };
		const output = await kit.run(send({ text, keyboard: 'buttons', buttonRows: 'A', options }));
		const { messages } = await kit.state();
		expect(output.parts).toBe(messages.length);
		expect(output.message_ids).toEqual(messages.map(({ message_id }) => message_id));
		expect(output.message_id).toBe(messages.at(-1)?.message_id);
		expect(messages.length).toBeGreaterThan(2);
		expect(messages.map((message) => message.text).join('\n')).toBe(text);
		const has = (name: string) => messages.map((message) => message[name] !== undefined);
		expect(has('reply_parameters').lastIndexOf(true)).toBe(0);
		expect(has('reply_markup').indexOf(true)).toBe(messages.length - 1);
	});

	test('blank parts are left out', async () => {
		expect(await kit.run(send({ text: `${'\n'.repeat(9000)}end` }))).toMatchObject({ parts: 1 });
		expect(await kit.texts()).toEqual(['end']);
	});

	test('that stop in the middle say so', async () => {
		await kit.faults({ delayMs: 1 }, { status: 500 });
		const failed = await kit.failure(send({ text }));
		expect(failed).toMatchObject({
			error: expect.stringMatching(/^Only 1 of \d parts were sent/),
			code: 'partly_sent',
			outcome: 'unknown',
			hint: expect.stringContaining('do not send the whole text again'),
		});
		expect(await kit.texts()).toHaveLength(1);
	});
});

describe('groups that moved', () => {
	beforeEach(async () => await kit.faults({ upgradedGroups: { [GROUP]: -1001234 } }));

	test('get the message at the new id', async () => {
		expect(await kit.run(send({ chatId: GROUP }))).toMatchObject({
			chat_id: '-1001234',
			migrated_to_chat_id: '-1001234',
		});
		expect(await kit.texts(-1001234)).toEqual(['Hello']);
	});

	test('get every part there, and the move costs one call', async () => {
		const output = await kit.run(send({ chatId: GROUP, text: 'word '.repeat(1500) }));
		expect(output).toMatchObject({ parts: 2, migrated_to_chat_id: '-1001234' });
		expect(await kit.requests('sendMessage')).toHaveLength(3);
	});
});

describe('order', () => {
	test('of parallel sends to one chat is kept; another chat does not wait', async () => {
		await kit.faults({
			knownChats: [
				{ id: CHAT, type: 'private' },
				{ id: 7, type: 'private' },
			],
		});
		await kit.faults({ delayMs: 1000, path: 'sendMessage' });
		let isFirstDone = false;
		const quick = Array.from({ length: 10 }, async (_, n) => {
			await new Promise((resolve) => setTimeout(resolve, n * 5));
			const sent = await kit.run(send({ text: `m${n}` }));
			isFirstDone = true;
			return sent;
		});
		await new Promise((resolve) => setTimeout(resolve, 60));
		await kit.run(send({ chatId: 7, text: 'other' }));
		expect(isFirstDone).toBe(false);
		await Promise.all(quick);
		expect(await kit.texts()).toEqual(Array.from({ length: 10 }, (_, n) => `m${n}`));
	});
});

describe('refusals of the simulator', () => {
	test.each([
		['bot_blocked', { blocked: [CHAT] }, {}],
		['user_deactivated', { deactivated: [CHAT] }, {}],
		['never_started', { initiateText: true }, { chatId: 999 }],
		['chat_not_found', {}, { chatId: 999 }],
		[
			'bot_removed',
			{ knownChats: [{ id: GROUP, type: 'group', membership: 'kicked' }] },
			{ chatId: GROUP },
		],
		['recipient_is_bot', { knownChats: [{ id: 8, type: 'private', is_bot: true }] }, { chatId: 8 }],
		['unauthorized', { revoked: [1000000] }, {}],
	])('%s: rejected, once, with a next step', async (code, switches, more) => {
		await kit.faults(switches);
		const failed = await kit.failure(send(more));
		expect(failed).toMatchObject({ code, outcome: 'rejected', hint: expect.any(String) });
		expect(JSON.stringify(failed)).not.toContain('sandbox-telegram');
		expect(await kit.requests()).toHaveLength(1);
	});

	test('a token of a wrong form makes no call', async () => {
		for (const accessToken of ['abc', '1000000:a/b', '1000000:a?b', '']) {
			const failed = await kit.failure(send(), { accessToken });
			expect(failed).toMatchObject({ code: 'unauthorized', field: 'Access Token' });
		}
		expect(await kit.requests()).toEqual([]);
	});
});

describe('too many requests', () => {
	const status = { status: 429 };
	const body = (retry_after: number) => ({
		ok: false,
		error_code: 429,
		description: `Too Many Requests: retry after ${retry_after}`,
		parameters: { retry_after },
	});

	test('waits as the header says', async () => {
		await kit.faults({ ...status, headers: { 'retry-after': '1' } });
		const started = Date.now();
		await kit.run(send());
		expect(Date.now() - started).toBeGreaterThanOrEqual(990);
		expect(await kit.texts()).toHaveLength(1);
	});

	test('waits as the body says, where no header comes through', async () => {
		await kit.faults({ ...status, body: body(1) });
		const started = Date.now();
		await kit.run(send());
		expect(Date.now() - started).toBeGreaterThanOrEqual(990);
		expect(await kit.texts()).toHaveLength(1);
	});

	test('a long pause is left to the workflow', async () => {
		await kit.faults({ ...status, body: body(61) });
		expect(await kit.failure(send())).toMatchObject({
			code: 'rate_limited',
			outcome: 'not_sent',
			retryAfterMs: 61_000,
		});
		expect(await kit.requests()).toHaveLength(1);
	});
});

describe('lost answers', () => {
	test.each([
		['an answer that is cut', { dropAfterWrite: true }, 'network', 1],
		['a cut connection', { drop: true }, 'network', 0],
		['a 500', { status: 500 }, 'unavailable', 0],
		['a page of a proxy', { html: true }, 'unavailable', 0],
		['a page with status 200', { html: true, status: 200 }, 'unexpected_answer', 0],
		['another JSON', { status: 200, body: { ok: true } }, 'unexpected_answer', 0],
	])('%s: unknown, and not repeated', async (_name, fault, code, delivered) => {
		await kit.faults(fault);
		expect(await kit.failure(send())).toMatchObject({ code, outcome: 'unknown' });
		expect(await kit.requests()).toHaveLength(1);
		expect(await kit.texts()).toHaveLength(delivered);
	});

	test('silence: a time-out, unknown, and not repeated', async () => {
		await kit.faults({ hang: true });
		const sending = kit.withApi(async (api) => await sendText(api, plain('Hello')));
		await expect(sending).rejects.toMatchObject({ code: 'timeout', outcome: 'unknown' });
		expect(await kit.requests()).toHaveLength(1);
	});

	test('nobody there: surely not sent', async () => {
		const failed = await kit.failure(send(), { baseUrl: 'http://127.0.0.1:9' });
		expect(failed).toMatchObject({ code: 'network', outcome: 'not_sent' });
	});

	test('a failed send lets the next one to the chat through', async () => {
		await kit.faults({ status: 500 });
		const [first, second] = await Promise.allSettled([kit.run(send()), kit.run(send())]);
		expect([first.status, second.status]).toEqual(['rejected', 'fulfilled']);
	});
});

describe('the token', () => {
	const everything = async (baseUrl = `${kit.base}/`) => {
		const thrown = await kit
			.place(send(), { credential: { baseUrl } })
			.execute()
			.catch((error: unknown) => error);
		expect(thrown).toMatchObject({ name: 'NodeApiError' });
		return `${inspect(thrown, { depth: 12, showHidden: true })} ${JSON.stringify(thrown)}`;
	};

	test.each([
		[{ status: 400 }],
		[{ status: 401 }],
		[{ status: 404 }],
		[{ status: 500 }],
		[{ html: true }],
		[{ drop: true }],
		[{ dropAfterWrite: true }],
		[{ status: 302, headers: { location: '/telegram/loop' } }],
	])('is in no error: %j', async (fault) => {
		await kit.faults({ ...fault, times: 0 });
		expect(await everything()).not.toContain('sandbox-telegram');
	});

	test('is in no error when nobody is there or the host does not exist', async () => {
		expect(await everything('http://127.0.0.1:9')).not.toContain('sandbox-telegram');
		expect(await everything('http://nobody.invalid')).not.toContain('sandbox-telegram');
	});

	test('is in no error when something else than HTTP answers', async () => {
		const server = createServer((socket) => socket.end('220 mail.example ready\r\n'));
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const { port } = server.address() as AddressInfo;
		const shown = await everything(`http://127.0.0.1:${port}`);
		server.close();
		expect(shown).not.toContain('sandbox-telegram');
		expect(shown).toContain('unknown');
	});
});

describe('Callback: Answer', () => {
	const answer = (callbackQueryId: string, options = {}) => ({
		resource: 'callback',
		operation: 'answer',
		callbackQueryId,
		options,
	});

	/** A press of a button under a message; its id. */
	async function press(): Promise<string> {
		const markup = { inline_keyboard: [[{ text: 'Yes', callback_data: 'yes' }]] };
		const message = { ...plain('Sure?'), replyMarkup: markup };
		await kit.withApi(async (api) => await sendText(api, message), 5000);
		const from = { id: CHAT, first_name: 'Ira' };
		await kit.emit({ callback: { from, data: 'yes' } });
		return (await kit.state()).callbacks[0].id;
	}

	test('stops the waiting, with a text when there is one', async () => {
		const id = await press();
		const options = { text: 'Saved', showAlert: true };
		expect(await kit.run(answer(id, options))).toEqual({ callback_query_id: id, answered: true });
		const [{ body }] = await kit.requests('answerCallbackQuery');
		expect(body).toEqual({ callback_query_id: id, text: 'Saved', show_alert: true });
		expect((await kit.state()).callbacks[0].answers).toHaveLength(1);
	});

	test('a press that is too old is no failure, a revoked token is one', async () => {
		expect(await kit.run(answer('123'))).toEqual({ callback_query_id: '123', answered: false });
		await kit.faults({ revoked: [1000000] });
		expect(await kit.failure(answer('123'))).toMatchObject({ code: 'unauthorized' });
	});

	test('the fields are checked', async () => {
		expect(await kit.failure(answer(' '))).toMatchObject({ field: 'Callback Query ID' });
		expect(await kit.failure(answer('1', { text: 'x'.repeat(201) }))).toMatchObject({
			field: 'Text',
		});
	});
});
