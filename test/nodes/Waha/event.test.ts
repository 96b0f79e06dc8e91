import fc from 'fast-check';

import { readEvent, type Envelope } from '../../../nodes/Waha/event';

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
		error,
	});
	const delivered = { ...ack, ack: 2, ackName: 'DEVICE', error: undefined };
	expect(read({ ...envelope, event: 'message.ack', payload: delivered }).json).toMatchObject({
		status: 'delivered',
		code: '',
		error: null,
	});
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
		{ numRuns: 500 },
	);
});
