import { parseInbound } from '../../../nodes/Wahelp/domain/inbound/parse';
import { readJson } from '../../../nodes/shared/webhookJson';
import { CREATED, payload } from './inboundSamples';

const read = (change: object, outside: object = {}, country?: string) =>
	parseInbound({ action: CREATED, ...outside, payload: payload(change) }, { country })[0];
const without = (...names: string[]) => Object.fromEntries(names.map((name) => [name, undefined]));

describe('message id', () => {
	const everywhere = {
		message_id: 3,
		id: 4,
		wahelp_id: 5,
		message: { text: 'a', message_id: 6, id: 7, payload: { message_id: 8, id: 9 } },
	};
	const order: Array<[string, object, object]> = [
		['1', { message_id: 1, wahelp_id: 2 }, {}],
		['2', { wahelp_id: 2 }, {}],
		['3', {}, {}],
		['4', {}, without('message_id')],
		['5', {}, without('message_id', 'id')],
		['6', {}, without('message_id', 'id', 'wahelp_id')],
		[
			'7',
			{},
			{
				...without('message_id', 'id', 'wahelp_id'),
				message: { ...everywhere.message, message_id: '' },
			},
		],
		[
			'8',
			{},
			{
				...without('message_id', 'id', 'wahelp_id'),
				message: { text: 'a', payload: { message_id: 8 } },
			},
		],
		[
			'9',
			{},
			{ ...without('message_id', 'id', 'wahelp_id'), message: { text: 'a', payload: { id: 9 } } },
		],
	];
	test.each(order)('place %s of the order', (id, outside, change) => {
		expect(read({ ...everywhere, ...change }, outside).message_id).toBe(id);
	});

	test('a bare id beside the payload is the id of something else', () => {
		expect(read({ id: undefined }, { id: 77 }).message_id).toBe('');
	});

	test('of a bare object only when that is a message', () => {
		expect(parseInbound({ id: 5, message: 'Hi', user_id: 3 })[0].message_id).toBe('5');
		expect(parseInbound({ id: 5, message: 'Hi' })[0].message_id).toBe('');
	});

	test.each([
		['a text with blanks', ' 55503 ', '55503'],
		['a text beyond 2^53', '9007199254740993', '9007199254740993'],
		['an empty text', '', ''],
		['an object', {}, ''],
		['NaN', NaN, ''],
		['true', true, ''],
	])('%s', (_name, id, expected) => {
		expect(read({ id }).message_id).toBe(expected);
	});

	test('numbers beyond 2^53 stay exact when the text is at hand', () => {
		const text =
			'{"payload":{"id":9007199254740993,"message":"a","destination":"from","user_id":1.5e3}}';
		expect(parseInbound(readJson(text))[0]).toMatchObject({
			message_id: '9007199254740993',
			user_id: '1500',
		});
	});
});

describe('text', () => {
	test.each([
		['message', { message: 'a', text: 'b', body: 'c' }],
		['message.text', { message: { text: 'a', message: 'b' }, text: 'c' }],
		['message.message', { message: { message: 'a' }, text: 'b' }],
		['text', { message: null, text: 'a', body: 'b' }],
		['body', { message: undefined, body: 'a' }],
	])('from %s', (_place, change) => {
		expect(read(change).text).toBe('a');
	});

	test('as it was written', () => {
		const text = '  да,\n завтра 😀 ';
		expect(read({ message: text }).text).toBe(text);
	});
});

describe('direction, operator, user, contact', () => {
	test('destination comes before direction', () => {
		expect(read({ destination: 'from', direction: 'operator' }).kind).toBe('client');
		expect(read({ destination: null, direction: 'OPERATOR' }).kind).toBe('operator');
		expect(read({ destination: undefined, direction: undefined }).kind).toBe('other');
	});

	test('ids are text', () => {
		expect(read({ operator_id: 12 })).toMatchObject({ operator_id: '12', user_id: '301' });
		expect(read({ user_id: undefined }).user_id).toBe('301');
		expect(read({ user: { id: 1 }, contact_id: 901 }).contact_id).toBe('901');
		expect(read({ user: { id: 1 }, contact: { id: 902 } }).contact_id).toBe('902');
	});

	test('a client who blocked the channel', () => {
		expect(read({ user: { id: 1, blocked: true } }).blocked).toBe(true);
	});
});

describe('channel', () => {
	const channel = { alias: 'clients_tg', name: 'Bot', uuid: '0f2c', id: 1234 };
	test.each([
		['clients_tg', channel],
		['Bot', { ...channel, alias: '' }],
		['0f2c', { uuid: '0f2c', id: 1234 }],
		['1234', { id: 1234 }],
		['1234', undefined],
		['clients_wa', 'clients_wa'],
	])('is %s', (name, value) => {
		expect(read({ channel: value })).toMatchObject({ channel: name, channel_id: '1234' });
	});

	test('all its names are there, once', () => {
		expect(read({ channel }).channel_names).toEqual(['clients_tg', 'Bot', '0f2c', '1234']);
	});
});

describe('time', () => {
	test.each([
		['2026-05-04 14:03:11', '2026-05-04T11:03:11.000Z'],
		['2026-01-01 01:00:00', '2025-12-31T22:00:00.000Z'],
		['2026-05-04T14:03:11', '2026-05-04T11:03:11.000Z'],
		['2026-05-04T14:03:11Z', '2026-05-04T14:03:11.000Z'],
		['2026-05-04T14:03:11.250+05:00', '2026-05-04T09:03:11.250Z'],
		[1777892591, '2026-05-04T11:03:11.000Z'],
		[1777892591250, '2026-05-04T11:03:11.250Z'],
		['1777892591', '2026-05-04T11:03:11.000Z'],
		['yesterday', ''],
		['12:00', ''],
		['2026-13-45 99:00:00', ''],
		['0000-00-00 00:00:00', ''],
		[0, ''],
		[1e300, ''],
		[null, ''],
		[{}, ''],
	])('%j is %s', (created_at, iso) => {
		expect(read({ created_at }).sent_at).toBe(iso);
	});

	test('an unreadable status_at does not hide created_at', () => {
		expect(read({ status_at: 'soon' }).sent_at).toBe('2026-05-04T11:03:11.000Z');
	});
});

describe('phone', () => {
	const user = (fields: object) => ({ user: { id: 301, ...fields } });

	test.each([
		['user.phone', user({ phone: '79991234567', uid2: '+79990000001' })],
		['user.uid2', { ...user({ uid2: '+79991234567', uid: '+79990000001' }) }],
		['user.uid', { ...user({ uid: '+79991234567' }), contact: { phone: '79990000001' } }],
		['contact.phone', { ...user({}), contact: { phone: '79991234567' }, phone: '79990000001' }],
		['phone', { ...user({}), phone: '79991234567', chat: { phone: '79990000001' } }],
		['chat.phone', { ...user({}), chat: { phone: '79991234567' } }],
	])('from %s first', (_place, change) => {
		expect(read(change).phone).toBe('+79991234567');
	});

	test.each([
		['79991234567', '+79991234567'],
		[79991234567, '+79991234567'],
		['+7 (999) 123-45-67', '+79991234567'],
		['8 999 123 45 67', '+79991234567'],
		['380501234567', '+380501234567'],
		['998901234567', '+998901234567'],
		['9991234567', ''],
		['123456789', ''],
		['1234567890123456', ''],
		['00000000000', ''],
		['+0(000)-000-00-00', ''],
		['77777777777', ''],
		['ivan79991234567', ''],
		['79991234567, 79991234568', ''],
		['', ''],
		[null, ''],
		[['79991234567'], ''],
	])('%j is %s', (phone, expected) => {
		expect(read(user({ phone })).phone).toBe(expected);
	});

	test('ten digits are a national number only where a country is given', () => {
		expect(read(user({ phone: '9991234567' }), {}, 'RU').phone).toBe('+79991234567');
		expect(read(user({ phone: '0501234567' }), {}, 'ua').phone).toBe('+380501234567');
		expect(read(user({ phone: '79991234567' }), {}, 'UA').phone).toBe('+79991234567');
	});

	test.each([
		['a Telegram id of ten digits', { uid: '5000000123' }],
		['a Telegram id that looks like a number of Russia', { uid: '79991234567' }],
		['a Telegram id as a number', { uid: 79991234567, uid2: 79991234567 }],
		['an Instagram id', { uid: '178414000000001' }],
		['a user name', { uid: 'ivan_79991234567' }],
		['a LID of WhatsApp', { uid: '79991234567890@lid' }],
	])('%s is no phone', (_name, fields) => {
		expect(read(user(fields))).toMatchObject({ phone: '', user_id: '301' });
		const telegram = { channel: { type: 'telegram' }, destination: 'from_telegram' };
		expect(read({ ...user(fields), ...telegram }).phone).toBe('');
	});

	test.each([
		['written with a plus', user({ uid: '+79991234567' })],
		['of WhatsApp', user({ uid: '79991234567@c.us' })],
		['of WhatsApp, the other form', user({ uid2: '79991234567@s.whatsapp.net' })],
		['of WhatsApp, with a device', user({ uid2: '79991234567:12@s.whatsapp.net' })],
		['with the dashes of a web page', user({ phone: '+7 999 123\u201145\u201167' })],
		[
			'in a WhatsApp channel',
			{ ...user({ uid: '79991234567' }), channel: { id: 1, type: 'WhatsApp' } },
		],
		[
			'written from the WhatsApp app',
			{ ...user({ uid: 79991234567 }), destination: 'from_whatsapp' },
		],
	])('a uid %s is a phone', (_name, change) => {
		expect(read(change).phone).toBe('+79991234567');
	});

	test('an unusable phone does not hide the next one', () => {
		const change = { ...user({ phone: '' }), contact: { phone: '79991234567' } };
		expect(read(change).phone).toBe('+79991234567');
	});
});
