import { pause, until, useKit } from './testkit';

const kit = useKit();
const chatId = '77010001122@c.us';
const png = { mimetype: 'image/png', data: Buffer.from('picture').toString('base64') };

describe('sending', () => {
	test.each([
		['sendText', { text: 'Hi', linkPreview: false, mentions: [] }, 'text'],
		['sendImage', { file: png, caption: 'A' }, 'image'],
		[
			'sendFile',
			{ file: { mimetype: 'application/pdf', url: 'https://files.example/a.pdf' } },
			'file',
		],
		['sendVoice', { file: { ...png, mimetype: 'audio/ogg; codecs=opus' }, convert: true }, 'voice'],
		[
			'sendVideo',
			{ file: { ...png, mimetype: 'video/mp4' }, convert: false, asNote: false },
			'video',
		],
		['sendLocation', { latitude: 43.2, longitude: 76.9, title: 'Shop' }, 'location'],
		['sendContactVcard', { contacts: [{ fullName: 'A B', phoneNumber: '+7 701' }] }, 'vcard'],
	])('%s answers 201 and the recipient gets one message', async (path, fields, type) => {
		const body = { session: 'default', chatId, ...fields };
		const answer = await kit.call('POST', `/api/${path}`, body);
		expect(answer.status).toBe(201);
		const { messages } = await kit.state();
		expect(messages).toHaveLength(1);
		expect(messages[0]).toMatchObject({
			session: 'default',
			chatId,
			type,
			fromMe: true,
			deliveredCount: 1,
			repeats: 0,
			id: answer.body.id,
		});
		if ('file' in fields) expect(messages[0].file).toEqual(fields.file);
		if ('caption' in fields) expect(messages[0].caption).toBe('A');
	});

	test.each([
		['sendText', { chatId }, 'text'],
		['sendText', { text: 'Hi' }, 'chatId'],
		['sendText', { chatId, text: 'Hi', session: undefined }, 'session'],
		['sendImage', { chatId }, 'file'],
		['sendImage', { chatId, file: { mimetype: 'image/png' } }, 'file'],
		['sendImage', { chatId, file: { ...png, data: 'data:image/png;base64,AA==' } }, 'file'],
		['sendFile', { chatId, file: { url: 'https://files.example/a' } }, 'file'],
		['sendVoice', { chatId, file: png }, 'convert'],
		['sendVideo', { chatId, file: png }, 'convert'],
		['sendLocation', { chatId, latitude: '43', longitude: 76, title: 'x' }, 'latitude'],
		['sendContactVcard', { chatId, contacts: [{}] }, 'contacts'],
		['sendSeen', {}, 'chatId'],
		['startTyping', {}, 'chatId'],
	])('%s with %j is 422 that names %s', async (path, fields, name) => {
		const answer = await kit.call('POST', `/api/${path}`, { session: 'default', ...fields });
		expect(answer.status).toBe(422);
		expect(answer.body).toEqual({
			statusCode: 422,
			message: [expect.stringMatching(new RegExp(`^${name} `))],
			error: 'Unprocessable Entity',
		});
		expect((await kit.state()).messages).toEqual([]);
	});

	test('a body that is not JSON is 400', async () => {
		expect((await kit.call('POST', '/api/sendText', '{"session":')).status).toBe(400);
	});

	test('what the engine does not have is 422', async () => {
		expect((await kit.call('POST', '/api/sendPoll', {})).status).toBe(422);
		await kit.faults({ engine: 'WEBJS' });
		const answer = await kit.call('GET', '/api/default/new-message-id');
		expect(answer.status).toBe(422);
		expect(answer.body.message).toContain('WEBJS');
	});

	test('a file of a url is fetched by the server when that is switched on', async () => {
		await kit.faults({ fetchFiles: true });
		const send = (url: string) =>
			kit.call('POST', '/api/sendFile', {
				session: 'default',
				chatId,
				file: { mimetype: 'image/png', url },
			});
		const lost = await send(`${kit.base}/api/files/none.png?x-api-key=sandbox-waha`);
		expect(lost.status).toBe(500);
		const good = await send(`${kit.base}/api/server/version?x-api-key=sandbox-waha`);
		expect(good.status).toBe(201);
	});

	test('seen, typing and presence are 201 and remembered', async () => {
		const chat = { session: 'default', chatId };
		const seen = await kit.call('POST', '/api/sendSeen', { ...chat, messageIds: ['false_a_B'] });
		expect(seen.status).toBe(201);
		await kit.call('POST', '/api/sendSeen', { ...chat, messageId: 'false_a_C' });
		expect((await kit.call('POST', '/api/startTyping', chat)).status).toBe(201);
		expect((await kit.call('POST', '/api/stopTyping', chat)).status).toBe(201);
		const recording = { chatId, presence: 'recording' };
		expect((await kit.call('POST', '/api/default/presence', recording)).status).toBe(201);
		const bad = await kit.call('POST', '/api/default/presence', { presence: 'dancing' });
		expect(bad.status).toBe(422);
		const state = await kit.state();
		expect(state.seen).toMatchObject([
			{ messageIds: ['false_a_B'] },
			{ messageIds: ['false_a_C'] },
		]);
		expect(state.typing).toMatchObject([
			{ ...chat, presence: 'typing' },
			{ ...chat, presence: 'paused' },
			{ ...chat, presence: 'recording' },
		]);
	});
});

describe('what a send answers', () => {
	test('WEBJS: the id is an object', async () => {
		await kit.faults({ engine: 'WEBJS' });
		const { body } = await kit.text();
		const { key } = (await kit.state()).messages[0];
		expect(body).toEqual({
			_data: expect.any(Object),
			id: { fromMe: true, remote: chatId, id: key, _serialized: `true_${chatId}_${key}` },
			ack: 0,
			body: 'Hi',
			from: '77000001122@c.us',
			to: chatId,
			timestamp: expect.any(Number),
			hasMedia: false,
		});
	});

	test('NOWEB: key.id, internal jid, the time is a string, no id at the top', async () => {
		await kit.faults({ engine: 'NOWEB' });
		const { body } = await kit.text();
		const { key } = (await kit.state()).messages[0];
		expect(body).toEqual({
			key: { remoteJid: '77010001122@s.whatsapp.net', fromMe: true, id: key },
			message: { extendedTextMessage: { text: 'Hi' } },
			messageTimestamp: expect.stringMatching(/^\d{10}$/),
			status: 'PENDING',
		});
	});

	test('GOWS: a flat id and _data null; WPP: a flat id', async () => {
		const { body } = await kit.text();
		expect(body).toEqual({
			id: expect.stringMatching(/^true_77010001122@c\.us_3EB0/),
			_data: null,
		});
		await kit.faults({ engine: 'WPP' });
		expect((await kit.text()).body).toMatchObject({ id: expect.stringMatching(/^true_/), ack: 0 });
	});

	test('the variants: empty, id.$1, no id at all', async () => {
		await kit.faults({ answerStyle: 'empty' });
		const empty = await kit.text();
		expect([empty.status, empty.text]).toEqual([201, '']);

		await kit.faults({ engine: 'WEBJS', answerStyle: 'dollar1' });
		const { id } = (await kit.text()).body as { id: Record<string, unknown> };
		expect(id).toMatchObject({ $1: expect.stringMatching(/^true_77010001122@c\.us_/) });
		expect(id).not.toHaveProperty('_serialized');

		for (const engine of ['WEBJS', 'NOWEB', 'GOWS', 'WPP']) {
			await kit.faults({ engine, answerStyle: 'noId' });
			const none = await kit.text();
			expect(none.status).toBe(201);
			expect(none.body).not.toHaveProperty('id');
			expect(none.body).not.toHaveProperty('key');
			expect(none.text).not.toContain('3EB0');
		}
		expect((await kit.state()).messages).toHaveLength(6);
	});

	test('a group id has the participant in events, but not in the answer of WEBJS', async () => {
		await kit.hook({}, { webjs: { tagsEventsOn: true } });
		await kit.faults({ engine: 'WEBJS' });
		const group = '120363000000000000@g.us';
		const { body } = await kit.text({ chatId: group });
		const answered = (body.id as { _serialized: string })._serialized;
		expect(answered).toMatch(/^true_120363000000000000@g\.us_3EB0[0-9A-F]+$/);
		const acks = await kit.events('message.ack', 2);
		expect(acks[0].payload.id).toBe(`${answered}_77000001122@c.us`);
	});

	test('WEBJS tells no acks of groups unless tagsEventsOn', async () => {
		await kit.hook();
		await kit.faults({ engine: 'WEBJS' });
		await kit.text({ chatId: '120363000000000000@g.us' });
		await kit.text();
		await kit.events('message.ack', 2);
		await pause(20);
		const acks = await kit.events('message.ack', 2);
		expect(acks.map((ack) => ack.payload.to)).toEqual([chatId, chatId]);
	});
});

describe('the id of the caller', () => {
	test.each(['NOWEB', 'GOWS'])(
		'%s: a second send is answered alike and shown once',
		async (engine) => {
			await kit.faults({ engine });
			const { body } = await kit.call<{ id: string }>('GET', '/api/default/new-message-id');
			expect(body.id).toMatch(/^3EB0/);
			const first = await kit.text({ id: body.id });
			const second = await kit.text({ id: body.id });
			expect([first.status, second.status]).toEqual([201, 201]);
			expect(second.body).toEqual(first.body);
			const { messages } = await kit.state();
			expect(messages).toHaveLength(1);
			expect(messages[0]).toMatchObject({
				key: body.id,
				id: `true_${chatId}_${body.id}`,
				deliveredCount: 1,
				repeats: 1,
			});
		},
	);

	test('another chat with the same id is another message', async () => {
		await kit.text({ id: '3EB0AA' });
		await kit.text({ id: '3EB0AA', chatId: '77010003344@c.us' });
		expect((await kit.state()).messages).toHaveLength(2);
	});

	test('WEBJS ignores it: the recipient sees two', async () => {
		await kit.faults({ engine: 'WEBJS' });
		await kit.text({ id: '3EB0AA' });
		await kit.text({ id: '3EB0AA' });
		const { messages } = await kit.state();
		expect(messages).toHaveLength(2);
		expect(messages.map(({ key }) => key)).not.toContain('3EB0AA');
	});

	test('media requests have no id in the API: it is ignored', async () => {
		const body = { session: 'default', chatId, file: png, id: '3EB0AA' };
		await kit.call('POST', '/api/sendImage', body);
		await kit.call('POST', '/api/sendImage', body);
		expect((await kit.state()).messages).toHaveLength(2);
	});
});

describe('acks by themselves', () => {
	const levels = async (count: number) =>
		(await kit.events('message.ack', count)).map((ack) => ack.payload.ack);

	test('SERVER and DEVICE follow a send, after the echo with source api', async () => {
		await kit.hook();
		const { body } = await kit.text();
		expect(await levels(2)).toEqual([1, 2]);
		expect(kit.hits.map(({ event }) => event)).toEqual([
			'message.any',
			'message.ack',
			'message.ack',
		]);
		expect(kit.hits[0].payload).toMatchObject({
			id: body.id,
			fromMe: true,
			source: 'api',
			to: chatId,
			from: '77000001122@c.us',
			body: 'Hi',
		});
		expect(kit.hits[2].payload).toEqual({
			id: body.id,
			from: '77000001122@c.us',
			to: chatId,
			participant: null,
			fromMe: true,
			ack: 2,
			ackName: 'DEVICE',
			_data: {},
		});
		expect((await kit.state()).messages[0].ack).toBe(2);
	});

	test('they may come before the answer of the send', async () => {
		await kit.hook();
		await kit.faults({ acksBeforeAnswer: true, acks: [1, 2, 3] });
		await kit.text();
		expect(kit.hits.map(({ payload }) => payload.ack)).toEqual([0, 1, 2, 3]);
	});

	test('they may be in the wrong order, come twice, or not at all', async () => {
		await kit.hook();
		await kit.faults({ acks: [1, 2, 3], acksShuffled: true });
		await kit.text();
		expect(await levels(3)).toEqual([3, 2, 1]);
		expect((await kit.state()).messages[0].ack).toBe(3);
		kit.hits.length = 0;
		await kit.faults({ acks: [1, 2], acksShuffled: false, acksRepeated: true });
		await kit.text();
		expect(await levels(4)).toEqual([1, 1, 2, 2]);
		kit.hits.length = 0;
		await kit.faults({ acks: [] });
		await kit.text();
		await kit.events('message.any', 1);
		await pause(20);
		expect(kit.hits).toHaveLength(1);
	});

	test('a number that WhatsApp does not know never gets further than SERVER', async () => {
		await kit.hook();
		await kit.faults({ engine: 'NOWEB', unknownNumbers: ['77010001122'] });
		expect((await kit.text()).status).toBe(201);
		await until(async () => (await kit.state()).messages[0].ack === 1);
		await pause(20);
		expect((await kit.state()).messages[0]).toMatchObject({ ack: 1, deliveredCount: 0 });
	});
});
