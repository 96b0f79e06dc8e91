import { parseInbound } from '../../../nodes/Wahelp/domain/inbound/parse';
import { CREATED, ENVELOPES, payload } from './inboundSamples';
import { cpuMs } from '../../harness/cpu';

const only = (body: unknown) => {
	const messages = parseInbound(body);
	expect(messages).toHaveLength(1);
	return messages[0];
};
const event = (action: string, change: object = {}) => only({ action, payload: payload(change) });

const DIRECTIONS: Array<[string, string]> = [
	['from', 'client'],
	['from_user', 'client'],
	['user', 'client'],
	[' From ', 'client'],
	['from_operator', 'operator'],
	['operator', 'operator'],
	['from_whatsapp', 'operator'],
	['from_telegram', 'operator'],
	['from_instagram', 'operator'],
	['from_amocrm', 'operator'],
	['from_vk', 'operator'],
	['from_viber', 'operator'],
	['from_max', 'operator'],
	['FROM_AVITO', 'operator'],
	['from_bot', 'other'],
	['from_scenario', 'other'],
	['from_assistant', 'other'],
	['from_ai', 'other'],
	['from_', 'other'],
	['from_operators', 'other'],
	['from_whatsapp_bot', 'other'],
	['from_users', 'other'],
	['from_client', 'other'],
	['users', 'other'],
	['from-operator', 'other'],
	['to', 'other'],
	['comment', 'other'],
	['ai', 'other'],
	['contact_in_work', 'other'],
	['notice_rating', 'other'],
	['altegio_visit', 'other'],
	['operator_note', 'other'],
	['', 'other'],
];

describe.each(ENVELOPES)('%s', (_name, wrap) => {
	test.each(DIRECTIONS)('direction "%s" is of kind %s', (destination, kind) => {
		expect(only(wrap(payload({ destination })))).toMatchObject({
			kind,
			action: 'created',
			message_id: '55502',
			text: 'When do you open?',
			phone: '+79991234567',
			user_id: '301',
			contact_id: '900',
			channel_id: '1234',
			sent_at: '2026-05-04T11:03:11.000Z',
		});
	});
});

test('the whole message, as it leaves the node', () => {
	expect(event(CREATED, { destination: 'from_operator', operator_id: 12 })).toEqual({
		kind: 'operator',
		reason: '',
		event: CREATED,
		action: 'created',
		message_id: '55502',
		text: 'When do you open?',
		phone: '+79991234567',
		user_id: '301',
		contact_id: '900',
		channel_id: '1234',
		channel: '1234',
		channel_names: ['1234'],
		direction: 'from_operator',
		operator_id: '12',
		sent_at: '2026-05-04T11:03:11.000Z',
		message_type: 'text',
		file_url: '',
		status: '',
		deleted: false,
		blocked: false,
	});
});

test('an unknown word in `direction` is named', () => {
	const message = payload({ destination: undefined, direction: 'from_robot' });
	expect(only({ action: CREATED, payload: message })).toMatchObject({
		kind: 'other',
		direction: 'from_robot',
		reason: '"from_robot" is neither the client nor an operator',
	});
});

describe('several messages in one body', () => {
	test('in their order, each with its own id', () => {
		const list = [payload({ id: 1 }), payload({ id: 2 }), payload({ id: 3 })];
		for (const body of [{ action: CREATED, payload: list }, list, { message_id: 9, data: list }]) {
			expect(parseInbound(body).map((message) => message.message_id)).toEqual(['1', '2', '3']);
		}
	});

	test('a broken one does not take the others with it', () => {
		const body = { action: CREATED, payload: [null, payload(), 'x', []] };
		expect(parseInbound(body).map(({ kind }) => kind)).toEqual([
			'other',
			'client',
			'other',
			'other',
		]);
	});
});

describe('events', () => {
	test.each([
		['channel.message.updated', { message: 'new text' }, 'edited', false],
		['channel.message.updated', { status: 'unheard_of' }, 'edited', false],
		['channel.message.deleted', {}, 'deleted', true],
		['channel.message.deleted', { status: 'read' }, 'deleted', true],
		['channel.message.updated', { message: '_Message deleted_' }, 'deleted', true],
		['channel.message.updated', { message: '_Message deleted_', status: 'read' }, 'deleted', true],
	])('%s %j is other and never passed on', (action, change, reason, deleted) => {
		const message = event(action, { destination: 'from_operator', ...change });
		expect(message).toMatchObject({ kind: 'other', deleted, message_id: '55502' });
		expect(message.reason).toContain(reason);
	});

	test.each([
		'channel.updated',
		'project.created',
		'channel.user.created',
		'channel.user.updated',
		'message',
		'ping',
		'channel.messages.created',
	])('%s is other, and its id is no message id', (action) => {
		expect(event(action)).toMatchObject({ kind: 'other', message_id: '', event: action });
	});

	test('a client who literally writes the words of a deletion is heard', () => {
		expect(event(CREATED, { message: '_Message deleted_' })).toMatchObject({
			kind: 'client',
			deleted: false,
		});
	});

	test('a message with a file and no text keeps its kind', () => {
		const file = { message: '', message_type: 'audio', file_url: 'https://f.example/a.ogg' };
		expect(event(CREATED, { ...file, destination: 'from_operator' })).toMatchObject({
			kind: 'operator',
			text: '',
			message_type: 'audio',
			file_url: 'https://f.example/a.ogg',
		});
	});

	test.each([[{ message: '' }], [{ message: null }], [{ message: '  ' }], [{ message: {} }]])(
		'%j has nothing to pass on',
		(change) => {
			expect(event(CREATED, change)).toMatchObject({
				kind: 'other',
				reason: 'the message has neither text nor file',
			});
		},
	);
});

describe('status', () => {
	test.each([
		['sent', 'sent'],
		['send', 'sent'],
		['Delivered', 'delivered'],
		['delivered_to_recipient', 'delivered'],
		['read', 'read'],
		['seen', 'read'],
		['viewed', 'read'],
		['failed', 'failed'],
		['error', 'failed'],
		['not_delivered', 'failed'],
	])('the word %s is %s, in status and in state', (word, status) => {
		const wanted = { kind: 'status', action: 'status', status, message_id: '55502' };
		const change = { destination: 'from_operator', status: word };
		expect(event('channel.message.updated', change)).toMatchObject(wanted);
		const inState = { ...change, status: null, state: word };
		expect(event('channel.message.updated', inState)).toMatchObject(wanted);
	});

	test.each([
		['message.delivered', 'delivered'],
		['message.read', 'read'],
		['message.failed', 'failed'],
		['channel.message.read', 'read'],
	])('the event %s tells it alone', (action, status) => {
		const data = { message_id: 55502, user_id: 301 };
		expect(only({ event: action, data })).toMatchObject({
			kind: 'status',
			action: 'status',
			status,
			message_id: '55502',
		});
	});

	test('the time is the one of the status', () => {
		const change = { status: 'read', status_at: '2026-05-04 15:00:00' };
		expect(event('channel.message.updated', change).sent_at).toBe('2026-05-04T12:00:00.000Z');
	});

	test('a new message that has a status already is a message', () => {
		const change = { destination: 'from_operator', status: 'sent' };
		expect(event(CREATED, change)).toMatchObject({ kind: 'operator', status: 'sent' });
	});
});

describe('bodies that are none', () => {
	test.each([
		[undefined],
		[null],
		[''],
		['hello'],
		[42],
		[NaN],
		[true],
		[[]],
		[{}],
		[{ payload: null }],
		[{ action: CREATED }],
		[{ action: CREATED, payload: [] }],
		[{ action: CREATED, payload: 'text' }],
		[{ success: true, message: 'ok' }],
		[JSON.parse('{"__proto__":{"destination":"from","message":"x"},"constructor":1}')],
	])('%j gives one other with a reason', (body) => {
		const message = only(body);
		expect(message.kind).toBe('other');
		expect(message.reason).not.toBe('');
		expect(message.phone).toBe('');
	});

	test('nesting without end is cut off', () => {
		const deep = (open: string, close: string) =>
			JSON.parse(`${open.repeat(20_000)}1${close.repeat(20_000)}`) as unknown;
		expect(only(deep('[', ']'))).toMatchObject({ kind: 'other' });
		expect(only(deep('{"data":', '}')).reason).toContain('too deeply');
	});

	test('long texts and long lists cost little', () => {
		const long = 'я '.repeat(500_000);
		const everywhere = payload({ message: long, destination: long, created_at: long });
		const spent = cpuMs(() => {
			parseInbound({ action: long, payload: { ...everywhere, phone: '7'.repeat(1_000_000) } });
			parseInbound({ payload: Array.from({ length: 2000 }, () => payload({ channel: {} })) });
		});
		expect(spent).toBeLessThan(3000);
	});
});
