import { SEND, TELEGRAM, useKit } from './kit';

jest.mock('../../../nodes/shared/pause', () => require('../../harness/clock').turnedPause);

const kit = useKit();
const LOST = { dropAfterWrite: true, path: 'send_message', times: 1 };

describe('Send', () => {
	test('by phone: the user is ensured, the text goes out unchanged', async () => {
		const text = '  Привет 👋\nкак дела? ';
		const sent = await kit.run({ ...SEND, name: 'Анна', text });
		const [message] = (await kit.state()).messages;
		expect(sent).toEqual({
			message_id: String(message.id),
			user_id: String(message.user_id),
			channel: 'clients_tg',
			channel_id: '101',
			sent: true,
			found: false,
			confirmed: false,
			sent_at: expect.stringMatching(/Z$/),
		});
		expect(Math.abs(Date.parse(String(sent.sent_at)) - Date.now())).toBeLessThan(10_000);
		expect(message).toMatchObject({ text, destination: 'from_operator', via: 'api' });
		expect((await kit.requests('send_message'))[0].body).toEqual({ text });
	});

	test('by user id: one call, and no id is needed for the channel', async () => {
		const userId = await kit.user();
		const { requests: before } = await kit.state();
		const { user_id } = await kit.run({ ...SEND, recipient: 'userId', userId: Number(userId) });
		expect(user_id).toBe(userId);
		expect((await kit.state()).requests).toHaveLength(before.length + 1);
	});

	test('a phone in place of the id is refused with a hint', async () => {
		const failed = await kit.failure({ ...SEND, recipient: 'userId', userId: '79990001122' });
		expect(failed).toMatchObject({
			code: 'not_found',
			outcome: 'rejected',
			hint: expect.stringContaining('not a phone'),
		});
	});

	test('the destination is sent when it is chosen', async () => {
		await kit.run({ ...SEND, options: { destination: 'from' } });
		expect((await kit.state()).messages[0].destination).toBe('from');
	});

	test.each([
		'data.message_id',
		'data.wahelp_id',
		'data.message.id',
		'message_id',
		'wahelp_id',
		'id',
	])('the id of the answer in %s', async (idPlace) => {
		await kit.faults({ idPlace });
		const { message_id } = await kit.run(SEND);
		expect(message_id).toBe(String((await kit.state()).messages[0].id));
	});

	test.each(['', '   ', null])('the text %j never leaves the node', async (text) => {
		const failed = await kit.failure({ ...SEND, text } as never);
		expect(failed).toMatchObject({ field: 'Text', outcome: 'not_sent' });
		expect((await kit.state()).requests).toHaveLength(0);
	});
});

describe('What Wahelp refuses', () => {
	test('success:false at status 200', async () => {
		await kit.faults({ sendRefusal: `Нельзя отправить «${SEND.text}» на 79990001122` });
		const failed = await kit.failure(SEND);
		expect(failed).toMatchObject({ code: 'refused', outcome: 'rejected', httpStatus: 200 });
		expect(failed.error).toBe('Wahelp refused it: Нельзя отправить «[…]» на [number]');
		expect(await kit.requests('send_message')).toHaveLength(1);
	});

	test.each(['Мессенджер не подключен', 'Номер не зарегистрирован в сети'])(
		'"%s" is no_messenger',
		async (sendRefusal) => {
			await kit.faults({ sendRefusal });
			expect(await kit.failure(SEND)).toMatchObject({ code: 'no_messenger' });
		},
	);

	test.each([0, null])('429 is repeated, retry-after %j', async (retryAfter) => {
		await kit.faults({ throttle: { times: 1, retryAfter } });
		expect(await kit.run(SEND)).toMatchObject({ sent: true, confirmed: false });
		expect(await kit.texts()).toEqual([SEND.text]);
	});

	test('a long retry-after is left to the workflow', async () => {
		await kit.faults({ throttle: { times: 1, retryAfter: 600 } });
		expect(await kit.failure(SEND)).toMatchObject({
			code: 'rate_limited',
			outcome: 'not_sent',
			retryAfterMs: 600_000,
		});
	});

	test('the text of a throttle in a 200 is repeated like a 429', async () => {
		const body = { success: false, message: 'Слишком много попыток' };
		await kit.faults({ status: 200, body, path: 'send_message', times: 1 });
		await kit.run(SEND);
		expect(await kit.texts()).toEqual([SEND.text]);
	});
});

describe('A lost answer', () => {
	test('the history shows the message: sent once, confirmed', async () => {
		await kit.faults(LOST);
		const sent = await kit.run(SEND);
		const { messages } = await kit.state();
		expect(messages).toHaveLength(1);
		expect(sent).toMatchObject({
			message_id: String(messages[0].id),
			sent: true,
			found: false,
			confirmed: true,
		});
		expect(await kit.requests('POST /api/app/projects/1/channels/clients_tg/send')).toHaveLength(1);
	});

	test.each([{ status: 502, html: true }, { drop: true }])(
		'it is surely not there after %j: sent again',
		async (fault) => {
			await kit.faults({ ...fault, path: 'send_message', times: 1 });
			expect(await kit.run(SEND)).toMatchObject({ sent: true, confirmed: false });
			expect(await kit.texts()).toEqual([SEND.text]);
			expect(await kit.requests('send_message')).toHaveLength(2);
		},
	);

	test('the same text twice in a row stays two messages', async () => {
		await kit.run(SEND);
		await kit.faults({ drop: true, path: 'send_message', times: 1 });
		await kit.run(SEND);
		expect(await kit.texts()).toEqual([SEND.text, SEND.text]);
		await kit.faults(LOST);
		const { message_id } = await kit.run(SEND);
		const { messages } = await kit.state();
		expect(messages).toHaveLength(3);
		expect(message_id).toBe(String(messages[2].id));
	});

	test('two at the same time, both answers lost: each is confirmed as its own', async () => {
		await kit.user();
		await kit.faults({ ...LOST, times: 2 });
		const sent = await Promise.all([kit.run(SEND), kit.run(SEND)]);
		expect(await kit.texts()).toHaveLength(2);
		expect(new Set(sent.map(({ message_id }) => message_id)).size).toBe(2);
	});

	test('the same text of the client, of an older day or to another user is not it', async () => {
		await kit.user();
		await kit.emit({ client: { phone: '79990001122', text: SEND.text } });
		await kit.emit({ operator: { phone: '79990009999', text: SEND.text } });
		await kit.faults({ drop: true, path: 'send_message', times: 1 });
		expect(await kit.run(SEND)).toMatchObject({ confirmed: false });
		expect((await kit.state()).messages.filter(({ via }) => via === 'api')).toHaveLength(1);
	});

	test('nobody can read the history: the outcome is unknown, nothing is sent again', async () => {
		await kit.faults(LOST, { status: 403, path: '/messages', times: 1 });
		const failed = await kit.failure(SEND);
		expect(failed).toMatchObject({ code: 'network', outcome: 'unknown' });
		expect(await kit.texts()).toHaveLength(1);
	});

	test('ten texts to one client at the same time keep their order', async () => {
		const userId = await kit.user();
		// Without turns the first one would come last.
		await kit.faults({ delayMs: 150, path: 'send_message', times: 1 });
		const texts = Array.from({ length: 10 }, (_, n) => `Текст ${n}`);
		await Promise.all(texts.map((text) => kit.run({ ...SEND, recipient: 'userId', userId, text })));
		expect(await kit.texts()).toEqual(texts);
	});
});

describe('Look Before Sending', () => {
	const look = (more: object = {}) => ({ ...SEND, options: { lookFirst: true, ...more } });

	test('a repeated run finds its message and sends nothing', async () => {
		const first = await kit.run(look());
		expect(first).toMatchObject({ found: false });
		const second = await kit.run(look());
		expect(second).toMatchObject({ message_id: first.message_id, sent: true, found: true });
		expect(await kit.texts()).toHaveLength(1);
	});

	test('blanks around the text do not matter, other texts do', async () => {
		await kit.run(SEND);
		expect(await kit.run({ ...look(), text: `${SEND.text} \r\n` })).toMatchObject({ found: true });
		expect(await kit.run({ ...look(), text: 'когда вы открыты?' })).toMatchObject({ found: false });
	});

	test('older ones and excluded ones do not count', async () => {
		const { message_id } = await kit.run(SEND);
		const later = new Date(Date.now() + 5000).toISOString();
		expect(await kit.run(look({ sentAfter: later }))).toMatchObject({ found: false });
		const excludeIds = `7, ${String(message_id)}`;
		const second = await kit.run(look({ excludeIds }));
		expect(second).toMatchObject({ found: true });
		expect(second.message_id).not.toBe(message_id);
	});

	test('with a destination only that direction counts', async () => {
		await kit.emit({ client: { phone: '79990001122', text: SEND.text } });
		expect(await kit.run(look({ destination: 'from' }))).toMatchObject({ found: true });
		expect(await kit.run(look())).toMatchObject({ found: false });
	});

	test('a history that does not reach back far enough stops it', async () => {
		for (let n = 0; n < 101; n++)
			await kit.emit({ client: { phone: '79990001122', text: `${n}` } });
		await kit.faults({ historyPaging: false });
		expect(await kit.failure(look())).toMatchObject({
			code: 'history_unavailable',
			outcome: 'unknown',
		});
		await kit.faults({ historyPaging: true });
		expect(await kit.run(look())).toMatchObject({ found: false });
	});

	test('a date that is none names its field', async () => {
		const failed = await kit.failure({ ...SEND, ...TELEGRAM, options: { sentAfter: 'gestern' } });
		expect(failed).toMatchObject({ field: 'Sent After' });
	});
});
