import { acceptsMessageId } from '../../../nodes/Waha/domain/session';
import { CLIENT, WahaKit } from './kit';

const kit = new WahaKit();
beforeAll(async () => await kit.start());
beforeEach(async () => await kit.reset());
afterAll(async () => await kit.stop());

const text = {
	resource: 'message',
	operation: 'sendText',
	chatId: '8 701 000 11 22',
	text: 'Привіт ✅',
};
const bodyOf = async (path: string) => (await kit.requests(path)).at(-1)?.body;

describe('Send Text', () => {
	test.each(['GOWS', 'NOWEB', 'WEBJS', 'WPP'])('on %s: one contract', async (engine) => {
		await kit.faults({ engine });
		const sent = await kit.run(text);
		const [message] = (await kit.state()).messages;
		expect(sent).toMatchObject({
			sent: true,
			session: 'default',
			chatId: CLIENT,
			messageId: `true_${CLIENT}_${message.key}`,
			messageKey: message.key,
			engine,
		});
		expect(Date.parse(String(sent.sentAt))).toBeGreaterThan(Date.now() - 5000);
		expect(JSON.stringify(sent)).not.toContain('Привіт');
		expect(message).toMatchObject({ chatId: CLIENT, text: 'Привіт ✅' });
	});

	test.each(['empty', 'noId'])(
		'a 201 with the answer "%s" is a success without ids',
		async (style) => {
			await kit.faults({ engine: 'WEBJS', answerStyle: style });
			expect(await kit.run(text)).toMatchObject({ sent: true, messageId: null, messageKey: null });
		},
	);

	test('the $1 of July 2026 is read', async () => {
		await kit.faults({ engine: 'WEBJS', answerStyle: 'dollar1' });
		const { messageKey } = await kit.run(text);
		expect(messageKey).toBe((await kit.state()).messages[0].key);
	});

	test('only chosen options are sent, a chosen false is kept', async () => {
		await kit.run(text);
		expect(await bodyOf('sendText')).toEqual({
			session: 'default',
			chatId: CLIENT,
			text: 'Привіт ✅',
		});
		await kit.run({
			...text,
			options: {
				linkPreview: false,
				replyTo: 'false_x_A1',
				mentions: '7 701 000 11 33, 98765@lid',
			},
		});
		expect(await bodyOf('sendText')).toEqual({
			session: 'default',
			chatId: CLIENT,
			text: 'Привіт ✅',
			linkPreview: false,
			reply_to: 'false_x_A1',
			mentions: ['77010001133@c.us', '98765@lid'],
		});
	});

	test.each(['status@broadcast', ' Status@Broadcast ', '1700000000@broadcast'])(
		'%s is no one to write to: it would be a story',
		async (chatId) => {
			const operations: Array<Record<string, unknown>> = [
				text,
				{ ...text, operation: 'sendLocation', latitude: 1, longitude: 1, title: 'Shop' },
				{ ...text, operation: 'sendImage', source: 'url', fileUrl: 'https://f.example/a.png' },
			];
			for (const operation of operations) {
				expect(await kit.failure({ ...operation, chatId } as typeof text)).toMatchObject({
					code: 'invalid_input',
					outcome: 'not_sent',
					field: 'Phone or Chat ID',
					hint: expect.any(String),
				});
			}
			expect((await kit.state()).messages).toEqual([]);
		},
	);

	test('an empty text never leaves the node', async () => {
		expect(await kit.failure({ ...text, text: '  ' })).toMatchObject({
			code: 'invalid_input',
			outcome: 'not_sent',
		});
		expect((await kit.state()).requests).toHaveLength(0);
	});
});

describe('an own message id', () => {
	const own = { ...text, options: { messageId: '3EB0OWN1' } };

	test.each(['GOWS', 'NOWEB'])('sent twice on %s it reaches the client once', async (engine) => {
		await kit.faults({ engine });
		expect(await kit.run(own)).toMatchObject({ messageKey: '3EB0OWN1' });
		await kit.run(own);
		const { messages } = await kit.state();
		expect(messages).toHaveLength(1);
		expect(messages[0]).toMatchObject({ key: '3EB0OWN1', repeats: 1 });
	});

	test('is told when the answer has none', async () => {
		await kit.faults({ answerStyle: 'empty' });
		expect(await kit.run(own)).toMatchObject({
			messageKey: '3EB0OWN1',
			messageId: `true_${CLIENT}_3EB0OWN1`,
		});
	});

	test.each(['WEBJS', 'WPP'])('is left out on %s and never claimed', async (engine) => {
		expect(acceptsMessageId(engine)).toBe(false);
		await kit.faults({ engine, answerStyle: 'empty' });
		expect(await kit.run(own)).toMatchObject({ messageKey: null });
		expect(await bodyOf('sendText')).not.toHaveProperty('id');
	});

	test('the engine is asked once a minute, the server when the session does not say', async () => {
		await kit.run(own);
		await kit.run(own);
		expect(await kit.requests('/api/sessions/default')).toHaveLength(1);
	});

	test('with a key that may only send, an own id is refused and a plain text goes out', async () => {
		const actions = { send: true, read: false };
		await kit.faults({ scopedKeys: [{ key: 'send-only', actions }] });
		const credential = { apiKey: 'send-only' };
		expect(await kit.failure(own, credential)).toMatchObject({
			code: 'engine_unknown',
			outcome: 'not_sent',
			field: 'Message ID',
		});
		const [[item]] = await kit.place(text, { credential }).execute();
		expect(item.json).toMatchObject({ sent: true, engine: '' });
	});

	test.each(['a_b', 'true_1@c.us_A', 'ö', 'x'.repeat(65)])('%s is no id', async (messageId) => {
		expect(await kit.failure({ ...text, options: { messageId } })).toMatchObject({
			error: expect.stringContaining('letters and digits'),
		});
	});
});

describe('media', () => {
	const media = (operation: string, more: object = {}) => ({
		resource: 'message',
		operation,
		chatId: CLIENT,
		fileUrl: 'https://files.example/card.png',
		...more,
	});

	test.each([
		['sendImage', { mimetype: 'image/png', filename: 'card.png' }, {}],
		['sendFile', { mimetype: 'image/png', filename: 'card.png' }, {}],
		['sendVoice', { mimetype: 'image/png', filename: 'card.png' }, { convert: true }],
		['sendVideo', { mimetype: 'image/png', filename: 'card.png' }, { convert: true }],
	])('%s from a URL', async (operation, file, more) => {
		expect(await kit.run(media(operation))).toMatchObject({ sent: true, engine: 'GOWS' });
		expect(await bodyOf(operation)).toEqual({
			session: 'default',
			chatId: CLIENT,
			file: { ...file, url: 'https://files.example/card.png' },
			...more,
		});
	});

	test('a chosen false and an empty caption are kept', async () => {
		await kit.run(media('sendVideo', { options: { convert: false, asNote: false, caption: '' } }));
		expect(await bodyOf('sendVideo')).toMatchObject({ convert: false, asNote: false, caption: '' });
	});

	test('an own id is not sent with a file and not claimed', async () => {
		const template = { resource: 'message', operation: 'sendTemplate', chatId: CLIENT };
		await kit.faults({ answerStyle: 'empty' });
		const more = {
			messageText: 'x',
			mediaUrl: 'https://f.example/a.png',
			options: { messageId: 'A1' },
		};
		expect(await kit.run({ ...template, ...more })).toMatchObject({ messageKey: null });
		expect(await bodyOf('sendImage')).not.toHaveProperty('id');
	});

	test('a file of the input item goes as base64 without a prefix', async () => {
		const binary = {
			data: {
				data: Buffer.from('PNG').toString('base64'),
				mimeType: 'image/png',
				fileName: 'a.png',
			},
		};
		await kit.run(media('sendImage', { fileSource: 'binary' }) as never, [{ json: {}, binary }]);
		expect(await bodyOf('sendImage')).toMatchObject({
			file: {
				mimetype: 'image/png',
				filename: 'a.png',
				data: Buffer.from('PNG').toString('base64'),
			},
		});
	});

	test('an old Core without Plus says to upgrade', async () => {
		await kit.faults({ oldCore: true });
		expect(await kit.failure(media('sendImage'))).toMatchObject({
			code: 'plus_required',
			outcome: 'rejected',
			hint: expect.stringContaining('2026.6.1'),
		});
		expect(await kit.failure({ ...text, session: 'shop2' })).toMatchObject({
			code: 'plus_required',
		});
	});
});

test('Send Location', async () => {
	const place = { resource: 'message', operation: 'sendLocation', chatId: CLIENT, title: 'Shop' };
	await kit.run({ ...place, latitude: 0, longitude: 76.889709 });
	expect(await bodyOf('sendLocation')).toEqual({
		session: 'default',
		chatId: CLIENT,
		title: 'Shop',
		latitude: 0,
		longitude: 76.889709,
	});
	expect(await kit.failure({ ...place, latitude: 91, longitude: 0 })).toMatchObject({
		error: expect.stringContaining('coordinate'),
	});
});

describe('Send Template', () => {
	const template = { resource: 'message', operation: 'sendTemplate', chatId: CLIENT };
	const run = async (json: object) => await kit.run(template, [{ json: json as never }]);

	test('reads message_text and media_url of the item', async () => {
		await run({ message_text: 'Hi' });
		expect(await bodyOf('sendText')).toMatchObject({ text: 'Hi' });
		await run({ message_text: 'Hi', media_url: '' });
		await run({ message_text: 'Hi', media_url: null });
		expect(await kit.requests('sendText')).toHaveLength(3);
	});

	test.each([
		['a.jpg', 'sendImage', {}],
		['a.mp4', 'sendVideo', { convert: false }],
		['a.mov', 'sendVideo', { convert: true }],
		['a.pdf', 'sendFile', {}],
		['a', 'sendFile', {}],
	])('%s goes by %s with the text as caption', async (name, endpoint, more) => {
		await run({ message_text: 'Hi', media_url: `https://f.example/${name}` });
		expect(await bodyOf(endpoint)).toMatchObject({
			caption: 'Hi',
			file: { url: `https://f.example/${name}` },
			...more,
		});
	});

	test('a picture needs no text; nothing at all is refused', async () => {
		await run({ media_url: 'https://f.example/a.jpg' });
		expect(await bodyOf('sendImage')).not.toHaveProperty('caption');
		await expect(run({})).rejects.toThrow('Message Text');
	});
});

test('several items: each linked to its input, a failed one goes on when asked to', async () => {
	const items = ['87010001122', 'nonsense', '98765@lid'].map((chatId) => ({ json: { chatId } }));
	const copy = structuredClone(items);
	const placed = kit.place({ ...text, chatId: '={{ $json.chatId }}' }, { continueOnFail: true });
	const [output] = await placed.execute(items);
	expect(output.map(({ pairedItem }) => pairedItem)).toEqual([
		{ item: 0 },
		{ item: 1 },
		{ item: 2 },
	]);
	expect(output.map(({ json }) => json.sent ?? (json.details as { code: string }).code)).toEqual([
		true,
		'invalid_input',
		true,
	]);
	expect(items).toEqual(copy);
	await expect(kit.place({ ...text, chatId: 'nonsense' }).execute()).rejects.toThrow(
		'Phone or Chat ID: it is neither a phone nor a chat ID',
	);
});
