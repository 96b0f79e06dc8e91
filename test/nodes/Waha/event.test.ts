import fc from 'fast-check';

import { readEvent, type Envelope } from '../../../nodes/Waha/trigger/event';

const NOW = new Date('2026-07-01T10:00:00Z');
const read = (envelope: object) => readEvent(envelope as Envelope, NOW);
const payload = {
	id: 'false_77010001122@c.us_AAA111',
	from: '77010001122@c.us',
	fromMe: false,
	body: 'Hello',
	to: null,
};
const envelope = {
	id: 'evt_1',
	timestamp: 1767000000123,
	event: 'message',
	session: 'default',
	engine: 'GOWS',
	payload,
};

describe('outputs', () => {
	const own = { ...payload, id: 'true_77010001122@c.us_AAA111', fromMe: true };
	test.each([
		['message', payload, 'message'],
		['message.any', payload, 'message'],
		['message.any', own, 'other'],
		['message.ack', own, 'ack'],
		['message.ack.group', own, 'ack'],
		['session.status', { status: 'WORKING' }, 'session'],
		['message.reaction', payload, 'other'],
		['call.received', {}, 'other'],
		['something.new', {}, 'other'],
	])('%s goes where it belongs', (event, given, output) => {
		expect(read({ ...envelope, event, payload: given }).output).toBe(output);
	});
});

describe('what many read is no message to the shop: an answer would be published', () => {
	test.each([
		['a story', { from: 'status@broadcast', participant: '77010001122@c.us' }],
		['a story that only its id names', { id: 'false_status@broadcast_3A9F_77010001122@c.us' }],
		['a story as older WEBJS tells it', { to: 'status@broadcast' }],
		['a story that only NOWEB names', { _data: { key: { remoteJid: 'status@broadcast' } } }],
		['a story that only GOWS names', { _data: { Info: { Chat: 'status@broadcast' } } }],
		['a story that only WEBJS names', { _data: { id: { remote: 'status@broadcast' } } }],
		['a broadcast list', { from: '1700000000@broadcast' }],
		['a post of a channel', { from: '120363000000000002@newsletter' }],
	])('%s', (_name, change) => {
		for (const event of ['message', 'message.any']) {
			const { output, json } = read({ ...envelope, event, payload: { ...payload, ...change } });
			expect([output, 'words' in json]).toEqual(['other', false]);
		}
	});

	test('the person of a story is known', () => {
		const story = { id: 'false_status@broadcast_3A9F_77010001122@c.us', from: 'status@broadcast' };
		expect(read({ ...envelope, payload: story }).json).toMatchObject({
			chatId: 'status@broadcast',
			phone: '+77010001122',
		});
	});

	test('an answer to a story of the shop is one', () => {
		const replyTo = { id: '3EB0', participant: 'status@broadcast' };
		expect(read({ ...envelope, payload: { ...payload, replyTo } }).output).toBe('message');
	});
});

test('a message has the envelope, its own fields and the payload without _data', () => {
	const { json } = read({ ...envelope, payload: { ...payload, _data: { Info: {} } } });
	expect(json).toMatchObject({
		event: 'message',
		session: 'default',
		engine: 'GOWS',
		eventId: 'evt_1',
		receivedAt: NOW.toISOString(),
		timestamp: '2025-12-29T09:20:00.123Z',
		messageKey: 'AAA111',
		chatId: '77010001122@c.us',
		phone: '+77010001122',
		text: 'Hello',
		words: 'hello',
		payload,
	});
	expect(json.payload).not.toHaveProperty('_data');
});

test('the words of a message are for comparing, its text stays as it is', () => {
	const words = (body: unknown) => read({ ...envelope, payload: { ...payload, body } }).json;
	expect(words('«CTOП!» 🛑')).toMatchObject({ text: '«CTOП!» 🛑', words: 'стоп' });
	expect(words('Стоп, а где заказ?')).toMatchObject({ words: 'стоп а где заказ' });
	expect(words(null)).toMatchObject({ text: '', words: '' });
	const own = { ...payload, id: 'true_77010001122@c.us_AAA111', fromMe: true };
	const other = read({ ...envelope, event: 'message.any', payload: own });
	expect(other.json).not.toHaveProperty('words');
});

test.each([
	['NOWEB', { pushName: 'Айгерим' }],
	['WEBJS', { notifyName: 'Айгерим' }],
	['GOWS', { Info: { PushName: 'Айгерим' } }],
])('the name that its writer shows is read on %s', (engine, _data) => {
	const { json } = read({ ...envelope, engine, payload: { ...payload, _data } });
	expect(json).toMatchObject({ pushName: 'Айгерим' });
	expect(read(envelope).json).toMatchObject({ pushName: '' });
});

test('an ack names chat, level and status; its error is passed on, with its code', () => {
	const error = { code: '463', blocked: true };
	const ack = {
		id: 'true_77010001122@c.us_3EB0A1',
		from: 'x',
		to: 'y',
		fromMe: true,
		ack: -1,
		ackName: 'ERROR',
		error,
	};
	expect(read({ ...envelope, event: 'message.ack', payload: ack }).json).toMatchObject({
		messageKey: '3EB0A1',
		chatId: '77010001122@c.us',
		ack: -1,
		ackName: 'ERROR',
		status: 'failed',
		code: 'account_restricted',
		reason: expect.stringMatching(/^account_restricted: .*463/),
		error,
	});
	const delivered = { ...ack, ack: 2, ackName: 'DEVICE', error: undefined };
	expect(read({ ...envelope, event: 'message.ack', payload: delivered }).json).toMatchObject({
		status: 'delivered',
		code: '',
		reason: '',
		error: null,
	});
});

test.each([
	[undefined, /^not_delivered: WhatsApp could not deliver it$/],
	[{ code: 500 }, /\(500\)$/],
	[{ code: 500, reason: 'gone' }, /\(gone\)$/],
	['gone', /\(gone\)$/],
])('an error ack with %j tells its reason in words', (error, reason) => {
	const ack = { id: 'true_77010001122@c.us_3EB0A1', fromMe: true, ack: -1, error };
	const { json } = read({ ...envelope, event: 'message.ack', payload: ack });
	expect(json).toMatchObject({ status: 'failed', reason: expect.stringMatching(reason) });
});

test('a session event', () => {
	const given = { name: 'default', status: 'FAILED', statuses: [] };
	const event = { ...envelope, event: 'session.status', payload: given };
	expect(read(event).json).toMatchObject({
		sessionName: 'default',
		status: 'FAILED',
		isWorking: false,
	});
});

describe('what counts as the same event', () => {
	const key = (change: object) => read({ ...envelope, ...change }).dedupeKey;
	const ack = (change: object) =>
		key({ event: 'message.ack', payload: { id: 'true_1@c.us_A', ack: 1, ...change } });
	const session = (status: string, timestamp: number) =>
		key({ event: 'session.status', payload: { status, statuses: [{ status, timestamp }] } });

	test('a retry, whatever envelope it has, and the message.any of the same message', () => {
		expect(key({})).toBeDefined();
		expect(key({ id: 'evt_2', timestamp: 1 })).toBe(key({}));
		expect(key({ event: 'message.any' })).toBe(key({}));
	});

	describe('by whatever name the chat goes', () => {
		const named = (id: unknown, change: object = {}) =>
			key({ payload: { ...payload, id, from: undefined, ...change } });
		const one = named('false_136@lid_3A9F');

		test.each([
			['its phone', 'false_77010001122@c.us_3A9F'],
			["WhatsApp's own host", 'false_77010001122@s.whatsapp.net_3A9F'],
			['a device', 'false_77010001122:12@s.whatsapp.net_3A9F'],
			['a device of a LID', 'false_136:4@lid_3A9F'],
			['the bare id', '3A9F'],
			['an object of WEBJS', { _serialized: 'false_77010001122@c.us_3A9F', id: '3A9F' }],
			['an object with nothing but the parts', { remote: '136@lid', id: '3A9F', fromMe: false }],
		])('%s: one message', (_name, id) => {
			expect(named(id)).toBe(one);
			expect(key({ event: 'message.any', payload: { ...payload, id } })).toBe(one);
		});

		test.each([
			[{ key: { id: '3A9F' } }],
			[{ Info: { ID: '3A9F' } }],
			[{ id: { $1: 'false_1@lid_3A9F' } }],
		])('the id is only in _data: %j', (_data) => expect(named(undefined, { _data })).toBe(one));

		test('in a group the participant may be told as a LID, as a phone or not at all', () => {
			const inGroup = named('false_1203@g.us_3A9F_136@lid', { participant: '136@lid' });
			expect(named('false_1203@g.us_3A9F_77010001122@c.us')).toBe(inGroup);
			expect(named('false_1203@g.us_3A9F')).toBe(inGroup);
		});

		test('an own message, told by the phone and by the API', () => {
			const own = (id: string) =>
				key({ event: 'message.any', payload: { ...payload, id, fromMe: true } });
			expect(own('true_136@lid_3A9F')).toBe(own('true_77010001122@c.us_3A9F'));
			expect(own('true_136@lid_3A9F')).not.toBe(one);
		});

		test('acks of one level, however the level is told', () => {
			const lid = ack({ id: 'true_136@lid_3A9F', ack: 2, ackName: 'DEVICE' });
			expect(ack({ id: 'true_77010001122@c.us_3A9F', ack: 2 })).toBe(lid);
			expect(ack({ id: 'true_77010001122:7@s.whatsapp.net_3A9F', ack: 2 })).toBe(lid);
			expect(ack({ id: 'true_136@lid_3A9F', ack: undefined, ackName: 'DEVICE' })).toBe(lid);
			expect(ack({ id: 'true_136@lid_3A9F', ack: 3 })).not.toBe(lid);
			const inGroup = (participant: string) => ack({ id: 'true_1203@g.us_3A9F', participant });
			expect(inGroup('77010001122:3@s.whatsapp.net')).toBe(inGroup('77010001122@c.us'));
		});

		test('what happens to the message later is no repeat of it', () => {
			const later = ['message.reaction', 'message.edited', 'message.revoked', 'message.waiting'];
			const keys = later.map((event) =>
				key({ event, payload: { ...payload, id: 'false_136@lid_3A9F' } }),
			);
			expect(new Set([one, ...keys]).size).toBe(5);
			// Edited twice.
			const edited = { event: 'message.edited', payload: { ...payload, id: 'false_136@lid_3A9F' } };
			expect(key({ ...edited, id: 'evt_8' })).not.toBe(key({ ...edited, id: 'evt_9' }));
		});
	});

	test('not another message, session or ack level', () => {
		const keys = [
			key({}),
			key({ session: 'second' }),
			key({ payload: { ...payload, id: 'false_77010001122@c.us_BBB' } }),
			ack({}),
			ack({ ack: 2 }),
			ack({ participant: '2@c.us' }),
			session('SCAN_QR_CODE', 1),
			session('SCAN_QR_CODE', 2),
			session('WORKING', 2),
		];
		expect(new Set(keys).size).toBe(keys.length);
	});

	test('ids that name a chat do not count, the envelope does', () => {
		const presence = { event: 'presence.update', payload: { id: '1@c.us' } };
		expect(key({ ...presence, id: 'evt_2' })).not.toBe(key(presence));
		expect(key(presence)).toBe(key(presence));
		expect(key({ ...presence, id: undefined })).toBeUndefined();
	});
});

test('no envelope makes it throw', () => {
	const names = fc.constantFrom(
		'message',
		'message.any',
		'message.ack',
		'message.ack.group',
		'session.status',
		'call.received',
	);
	const strange = fc.oneof(
		fc.anything(),
		fc.record({
			id: fc.oneof(fc.string(), fc.anything()),
			from: fc.anything(),
			to: fc.anything(),
			body: fc.anything(),
			media: fc.anything(),
			ack: fc.anything(),
			timestamp: fc.anything(),
			statuses: fc.oneof(fc.anything(), fc.array(fc.anything())),
			_data: fc.oneof(fc.anything(), fc.record({ key: fc.anything(), Info: fc.anything() })),
		}),
	);
	const trap = { toString: 1, valueOf: 1, id: { _serialized: { toString: 1 } } };
	for (const event of ['message', 'message.ack', 'session.status']) {
		const given = {
			...trap,
			id: 'true_1@c.us_A',
			ack: trap,
			statuses: [{ timestamp: trap }],
			body: trap,
		};
		expect(read({ event, payload: given, timestamp: trap }).dedupeKey).toBeDefined();
	}
	fc.assert(
		fc.property(names, strange, fc.anything(), (event, given, rest) => {
			const { json } = read({ event, payload: given, id: rest, session: rest, timestamp: rest });
			expect(typeof json.event).toBe('string');
		}),
	);
});
