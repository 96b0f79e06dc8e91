import fc from 'fast-check';

import { deliveryOf, failureCode } from '../../../nodes/Waha/domain/ack';
import { parseChatId } from '../../../nodes/Waha/domain/chatId';
import { chatOf, keyOf, sentIds } from '../../../nodes/Waha/domain/ids';
import { endpointForUrl, fileFromUrl, needsConversion } from '../../../nodes/Waha/domain/media';
import { isoTime, readMessage } from '../../../nodes/Waha/domain/message';
import { processEngines } from '../../../nodes/Waha/api/client';
import { acceptsMessageId, engineName, sessionOutput } from '../../../nodes/Waha/domain/session';
import * as config from '../../../nodes/Waha/trigger/sessionConfig';
import { InputError } from '../../../nodes/shared/errors';

const CHAT = '380501112233@c.us';

describe('chat ids', () => {
	test.each([
		['8 (701) 000-11-22', '77010001122@c.us'],
		['7010001122', '77010001122@c.us'],
		['+380 50 111 22 33', '380501112233@c.us'],
		[77010001122, '77010001122@c.us'],
		['77010001122@c.us', '77010001122@c.us'],
		[' +77010001122@C.US ', '77010001122@c.us'],
		['77010001122@s.whatsapp.net', '77010001122@c.us'],
		['77010001122:7@s.whatsapp.net', '77010001122@c.us'],
		['98765@lid', '98765@lid'],
		['98765:3@lid', '98765@lid'],
		['77010001122.0:12@s.whatsapp.net', '77010001122@c.us'],
		['77010001122:99@hosted', '77010001122@c.us'],
		['98765:99@hosted.lid', '98765@lid'],
		['120363000000000001@g.us', '120363000000000001@g.us'],
		['77010001122-1600000000@g.us', '77010001122-1600000000@g.us'],
		['120363000000000002@newsletter', '120363000000000002@newsletter'],
		['status@broadcast', 'status@broadcast'],
	])('%s is the chat %s', (raw, chatId) => {
		expect(parseChatId(raw)).toBe(chatId);
	});

	test('a phone without a country code belongs to the chosen country', () => {
		expect(parseChatId('050 111 22 33', 'ua')).toBe('380501112233@c.us');
	});

	test.each([
		[''],
		[null],
		['abc'],
		['12'],
		['+0(000)-000-00-00'],
		['0123@c.us'],
		['x@c.us'],
		['7@x'],
	])('%p is refused', (raw) => {
		expect(() => parseChatId(raw)).toThrow(InputError);
	});

	test('an unknown country is refused by name', () => {
		expect(() => parseChatId('7010001122', 'Kazakhstan')).toThrow('no country');
	});

	test('whatever comes in, it is a chat id or an InputError that does not repeat it', () => {
		fc.assert(
			fc.property(fc.oneof(fc.string(), fc.anything()), (raw) => {
				try {
					expect(parseChatId(raw)).toMatch(
						/^([1-9]\d*@(c\.us|lid)|[\d-]+@g\.us|\d+@newsletter|status@broadcast)$/,
					);
				} catch (error) {
					expect(error).toBeInstanceOf(InputError);
				}
			}),
		);
	});
});

describe('ids of a sent message, in the order of the sheet', () => {
	const whole = `true_${CHAT}_3EB0A1`;
	test.each([
		['GOWS: a text', { id: whole, _data: null }, whole],
		['WEBJS: an object', { id: { _serialized: whole, id: '3EB0A1' } }, whole],
		['WEBJS of July 2026: $1', { id: { $1: whole, id: '3EB0A1' } }, whole],
		['only in _data', { _data: { id: { _serialized: whole } } }, whole],
		['NOWEB: key.id', { key: { id: '3EB0A1', remoteJid: 'x@s.whatsapp.net' } }, whole],
		['only id.id', { id: { id: '3EB0A1' } }, whole],
		[
			'a text wins over all others',
			{ id: whole, key: { id: 'OTHER' }, _data: { id: { _serialized: 'true_x_y' } } },
			whole,
		],
		['_serialized wins over $1', { id: { _serialized: whole, $1: 'true_x_y' } }, whole],
		[
			'_data wins over key.id',
			{ _data: { id: { _serialized: whole } }, key: { id: 'OTHER' } },
			whole,
		],
		['key.id wins over id.id', { id: { id: 'OTHER' }, key: { id: '3EB0A1' } }, whole],
	])('%s', (_name, answer, messageId) => {
		expect(sentIds(answer, CHAT)).toEqual({ messageId, messageKey: '3EB0A1' });
	});

	test.each([[''], [null], [undefined], [{}], [{ _data: null }], ['Created'], [[]], [{ id: 5 }]])(
		'%p has none',
		(answer) => {
			expect(sentIds(answer, CHAT)).toEqual({ messageId: null, messageKey: null });
		},
	);

	test('the key is the same with and without the participant of a group (#1464)', () => {
		expect(keyOf('true_1203@g.us_3EB0A1_77010001122@c.us')).toBe('3EB0A1');
		expect(keyOf('true_1203@g.us_3EB0A1')).toBe('3EB0A1');
		expect(keyOf('3EB0A1')).toBe('3EB0A1');
		expect(chatOf('true_1203@g.us_3EB0A1')).toBe('1203@g.us');
		expect(chatOf('3EB0A1')).toBe('');
	});

	test('any answer gives ids or null', () => {
		fc.assert(fc.property(fc.anything(), (answer) => void sentIds(answer, CHAT)));
	});
});

describe('acks', () => {
	test.each([
		[-1, 'ERROR', 'failed'],
		[0, 'PENDING', 'pending'],
		[1, 'SERVER', 'sent'],
		[2, 'DEVICE', 'delivered'],
		[3, 'READ', 'read'],
		[4, 'PLAYED', 'read'],
	])('level %p is %s: %s', (ack, ackName, status) => {
		expect(deliveryOf(ack)).toEqual({ ack, ackName, status });
		expect(deliveryOf(undefined, ackName)).toEqual({ ack, ackName, status });
	});

	test('nonsense is pending', () => {
		expect(deliveryOf('x', 5)).toEqual({ ack: null, ackName: '', status: 'pending' });
	});
});

describe('why a message failed', () => {
	test.each([
		[{ code: '463', blocked: true, reason: 'account_restricted' }],
		[{ code: '463' }],
		[{ code: 463 }],
		[{ reason: 'account_restricted' }],
		['account_restricted'],
		['463'],
		['server returned error 463'],
	])('%j: the account is restricted', (error) => {
		expect(failureCode(error, undefined)).toBe('account_restricted');
	});

	test('or the ack says so beside its error', () => {
		expect(failureCode(undefined, 'account_restricted')).toBe('account_restricted');
		expect(failureCode({ code: '500' }, 'account_restricted')).toBe('account_restricted');
	});

	test.each([
		[undefined],
		[null],
		[{}],
		[{ code: '500', reason: 'timeout' }],
		[{ code: 4630 }],
		['14630'],
		['message 463 of 900'],
		[463n],
		[[]],
	])('%p: nothing is known', (error) => {
		expect(failureCode(error, undefined)).toBe('');
	});
});

describe('until when an account is restricted', () => {
	const until = (reachoutTimelock: unknown) =>
		sessionOutput({ name: 'default', status: 'WORKING', me: { reachoutTimelock } } as never, '')
			.restrictedUntil;

	test.each([
		[1767000000],
		[1767000000000],
		['1767000000'],
		['2025-12-29T09:20:00Z'],
		['2025-12-29T14:20:00+05:00'],
		['2025-12-29T09:20:00'],
	])('%p', (timeEnforcementEnds) => {
		const iso = '2025-12-29T09:20:00.000Z';
		expect(until({ isActive: true, timeEnforcementEnds })).toBe(iso);
		expect(until({ isActive: false, timeEnforcementEnds })).toBeNull();
		expect(until({ timeEnforcementEnds })).toBeNull();
	});

	test.each([[undefined], [null], [''], ['soon'], [0], [{}]])('%p is no time', (end) => {
		expect(until({ isActive: true, timeEnforcementEnds: end })).toBeNull();
	});

	test.each([[undefined], [null], ['x'], [[]]])('a lock of %p is none', (lock) => {
		expect(until(lock)).toBeNull();
	});
});

describe('media', () => {
	test.each([
		['https://files.example/a.png', 'sendImage', 'image/png'],
		['https://files.example/a.JPG?size=1.mp4#x', 'sendImage', 'image/jpeg'],
		['https://files.example/a.mp4', 'sendVideo', 'video/mp4'],
		['https://files.example/a.mov', 'sendVideo', 'video/quicktime'],
		['https://files.example/a.gif', 'sendFile', 'image/gif'],
		['https://files.example/a.pdf', 'sendFile', 'application/pdf'],
		['https://files.example/download', 'sendFile', 'application/octet-stream'],
	])('%s goes by %s as %s', (url, endpoint, mimetype) => {
		expect(endpointForUrl(url, 'Media URL')).toBe(endpoint);
		expect(fileFromUrl(url, endpoint as 'sendFile')).toMatchObject({ url, mimetype });
	});

	test('the name is that of the address, decoded where it can be', () => {
		expect(fileFromUrl('https://f.example/%D1%81%D1%87%D1%91%D1%82.pdf', 'sendFile')).toMatchObject(
			{
				filename: 'счёт.pdf',
			},
		);
		expect(fileFromUrl('https://f.example/50%.pdf', 'sendFile')).toMatchObject({
			filename: '50%.pdf',
		});
		expect(fileFromUrl('https://f.example/', 'sendFile')).not.toHaveProperty('filename');
	});

	test.each([[''], ['a.png'], ['file:///etc/passwd'], ['http://f.example/a'], ['https://waha/a']])(
		'%p is refused',
		(url) => {
			expect(() => endpointForUrl(url, 'Media URL')).toThrow(InputError);
		},
	);

	test('only what WhatsApp cannot play is converted', () => {
		expect(needsConversion('sendVideo', 'video/mp4')).toBe(false);
		expect(needsConversion('sendVideo', 'video/quicktime')).toBe(true);
		expect(needsConversion('sendVoice', 'audio/ogg; codecs=opus')).toBe(false);
		expect(needsConversion('sendVoice', 'audio/mpeg')).toBe(true);
		expect(needsConversion('sendImage', 'image/png')).toBe(false);
	});
});

describe('messages', () => {
	const base = {
		id: 'false_98765@lid_A1',
		from: '98765@lid',
		fromMe: false,
		body: 'Hi',
		timestamp: 1767000000,
	};

	test.each([
		['NOWEB', { key: { remoteJidAlt: '77010001122@s.whatsapp.net' } }],
		['GOWS', { Info: { SenderAlt: '77010001122:12@s.whatsapp.net' } }],
	])('the phone behind a LID on %s', (_engine, _data) => {
		expect(readMessage({ ...base, _data })).toMatchObject({
			chatId: '98765@lid',
			lid: '98765@lid',
			phone: '+77010001122',
		});
	});

	const JID = '77010001122@s.whatsapp.net';
	const OWN = '77000001122@s.whatsapp.net';
	const GROUP = '1203@g.us';

	test.each([
		['NOWEB', { key: { senderPn: JID } }],
		['NOWEB', { key: { participantPn: JID } }],
		['NOWEB', { key: { participantAlt: JID } }],
		['NOWEB', { key: { remoteJidAlt: JID } }],
		['NOWEB', { key: { remoteJid: JID } }],
		['GOWS', { Info: { SenderAlt: '77010001122:12@s.whatsapp.net' } }],
		['GOWS', { Info: { Sender: '77010001122.0:12@s.whatsapp.net', SenderAlt: '' } }],
		['GOWS', { Info: { Chat: JID } }],
		['WEBJS', { from: '77010001122@c.us' }],
		['WEBJS', { from: { _serialized: '77010001122@c.us' } }],
		['WEBJS', { id: { remote: '77010001122@c.us' } }],
		['WEBJS', { id: { remote: { $1: '77010001122@c.us' } } }],
		['WEBJS', { author: '77010001122@c.us' }],
	])('the phone of a client on %s: %j', (_engine, _data) => {
		const told = { ...base, to: '77000001122@c.us', _data };
		expect(readMessage(told)).toMatchObject({ phone: '+77010001122', lid: '98765@lid' });
	});

	test.each([
		['NOWEB', { key: { remoteJidAlt: JID, senderPn: OWN } }],
		['NOWEB', { key: { remoteJid: JID, senderPn: OWN } }],
		['GOWS', { Info: { RecipientAlt: JID, SenderAlt: OWN, Sender: OWN } }],
		['GOWS', { Info: { Chat: JID, Sender: OWN } }],
		['WEBJS', { from: '77000001122@c.us', to: '77010001122@c.us' }],
		['WEBJS', { from: '77000001122@c.us', id: { remote: '77010001122@c.us' } }],
	])('of an own message it is the phone of who gets it, on %s: %j', (_engine, _data) => {
		const own = {
			id: 'true_98765@lid_A1',
			from: '77000001122@c.us',
			fromMe: true,
			to: '98765@lid',
		};
		expect(readMessage({ ...own, _data })).toMatchObject({
			phone: '+77010001122',
			lid: '98765@lid',
		});
	});

	test.each([
		{ key: { remoteJidAlt: OWN, senderPn: OWN } },
		{ Info: { SenderAlt: OWN, Sender: OWN } },
		{ from: '77000001122@c.us', author: '77000001122@c.us' },
	])("and never the shop's own: %j", (_data) => {
		const own = {
			id: 'true_98765@lid_A1',
			from: '77000001122@c.us',
			fromMe: true,
			to: '98765@lid',
		};
		expect(readMessage({ ...own, _data })).toMatchObject({ phone: '', lid: '98765@lid' });
	});

	test.each([
		['NOWEB', { key: { remoteJid: GROUP, participant: '98765@lid', participantPn: JID } }],
		['NOWEB', { key: { remoteJid: GROUP, participant: '98765@lid', participantAlt: JID } }],
		['NOWEB', { key: { remoteJid: GROUP, participant: '98765@lid', senderPn: JID } }],
		['NOWEB', { key: { remoteJid: GROUP, participantLid: '98765@lid', participant: JID } }],
		['GOWS', { Info: { Chat: GROUP, Sender: '98765:3@lid', SenderAlt: JID } }],
		['WEBJS', { author: '77010001122@c.us', from: GROUP }],
		['WEBJS', { id: { remote: GROUP, participant: { _serialized: '77010001122@c.us' } } }],
	])('in a group it is the phone of the participant, on %s: %j', (_engine, _data) => {
		const inGroup = { ...base, id: `false_${GROUP}_A1_98765@lid`, from: GROUP, _data };
		expect(readMessage(inGroup)).toMatchObject({
			chatId: GROUP,
			phone: '+77010001122',
			lid: '98765@lid',
		});
	});

	test("a group's own fields name nobody", () => {
		const _data = { key: { remoteJidAlt: JID }, Info: { Chat: JID, RecipientAlt: JID }, from: JID };
		expect(readMessage({ ...base, id: `false_${GROUP}_A1`, from: GROUP, _data })).toMatchObject({
			phone: '',
			lid: '',
		});
	});

	test('no phone when only the LID is known', () => {
		expect(readMessage(base)).toMatchObject({ phone: '', lid: '98765@lid', text: 'Hi' });
	});

	test('a LID beside a phone chat is told, too', () => {
		const _data = { key: { remoteJidAlt: '98765@lid' } };
		expect(readMessage({ ...base, id: 'x', from: CHAT, _data })).toMatchObject({
			phone: '+380501112233',
			lid: '98765@lid',
		});
	});

	test('in a group the writer is the participant, or the author on older servers', () => {
		const group = { ...base, id: 'false_1@g.us_A1_x', from: '1@g.us' };
		for (const writer of [{ participant: CHAT }, { author: CHAT, participant: null }]) {
			expect(readMessage({ ...group, ...writer })).toMatchObject({
				chatId: '1@g.us',
				isGroup: true,
				phone: '+380501112233',
			});
		}
	});

	test('the chat of an own message is its recipient, from the id when `to` is null', () => {
		const own = {
			id: `true_${CHAT}_A1`,
			from: '77000001122@c.us',
			fromMe: true,
			to: null,
			source: 'api',
		};
		expect(readMessage(own)).toMatchObject({ chatId: CHAT, phone: '+380501112233', source: 'api' });
		expect(readMessage({ ...own, to: '77010001122@c.us' })).toMatchObject({
			chatId: '77010001122@c.us',
		});
	});

	test('a file without a text', () => {
		const media = {
			url: null,
			mimetype: 'image/jpeg',
			filename: null,
			error: { code: 1 },
			s3: null,
		};
		expect(readMessage({ ...base, body: null, hasMedia: true, media })).toMatchObject({
			text: '',
			hasMedia: true,
			media: { url: null, mimetype: 'image/jpeg', filename: '', error: '{"code":1}' },
		});
	});

	test('times are seconds, milliseconds or digits', () => {
		const iso = '2025-12-29T09:20:00.000Z';
		expect([1767000000, 1767000000000, '1767000000'].map(isoTime)).toEqual([iso, iso, iso]);
		expect([null, 0, -5, NaN, '', 'x', 1e300].map(isoTime)).toEqual(Array(7).fill(null));
	});
});

describe('the webhook entry', () => {
	const ours = config.ourWebhook('https://n8n.example/w', ['message'], 'k', 'exponential');
	const foreign = {
		url: 'https://other.example',
		events: ['*'],
		customHeaders: [{ name: 'a', value: 'b' }],
	};
	const before = { metadata: { tenant: 't1' }, proxy: { server: 'p' }, webhooks: [foreign] };

	test('is added without touching anything else, and taken out again', () => {
		const after = config.withWebhook(before, ours);
		expect(after).toEqual({ ...before, webhooks: [foreign, ours] });
		expect(config.withoutWebhook(after, ours.url)).toEqual(before);
		expect(before.webhooks).toHaveLength(1);
	});

	test('with nothing of ours nothing is taken out', () => {
		expect(config.withoutWebhook(before, ours.url)).toBeUndefined();
		expect(config.withoutWebhook({}, ours.url)).toBeUndefined();
	});

	test.each([
		['other events', { ...ours, events: ['message', 'message.ack'] }],
		['another key', { ...ours, hmac: { key: 'old' } }],
		['no key', { ...ours, hmac: null }],
		[
			'another retry policy',
			{ ...ours, retries: { policy: 'constant', delaySeconds: 2, attempts: 15 } },
		],
	])('with %s is replaced', (_what, old) => {
		const wrong = { webhooks: [foreign, old] };
		expect(config.hasWebhook(wrong, ours)).toBe(false);
		expect(config.withWebhook(wrong, ours).webhooks).toEqual([foreign, ours]);
	});

	test('the order of events does not matter, a doubled entry does', () => {
		const two = config.ourWebhook(ours.url, ['a', 'b'], 'k', 'exponential');
		expect(config.hasWebhook({ webhooks: [{ ...two, events: ['b', 'a'] }] }, two)).toBe(true);
		expect(config.hasWebhook({ webhooks: [two, two] }, two)).toBe(false);
	});
});

describe('small things', () => {
	test('engines are remembered for a minute', () => {
		const now = jest.spyOn(Date, 'now').mockReturnValue(0);
		processEngines.set('k', 'GOWS');
		now.mockReturnValue(59_999);
		expect(processEngines.get('k')).toBe('GOWS');
		now.mockReturnValue(60_000);
		expect(processEngines.get('k')).toBeUndefined();
		now.mockRestore();
	});

	test('NOWEB and GOWS take an own id', () => {
		expect(['NOWEB', 'GOWS', 'WEBJS', 'WPP', ''].map(acceptsMessageId)).toEqual([
			true,
			true,
			false,
			false,
			false,
		]);
		expect([{ engine: 'GOWS' }, 'WPP', null, undefined].map(engineName)).toEqual([
			'GOWS',
			'WPP',
			'',
			'',
		]);
	});

	test('secrets of a session are hidden', () => {
		const shown = sessionOutput(
			{
				name: 'default',
				status: 'WORKING',
				config: {
					proxy: { server: 'p', password: 'pw-1' },
					webhooks: [
						{
							url: 'https://a.example',
							hmac: { key: 'key-1' },
							customHeaders: [{ name: 'X', value: 'value-1' }],
						},
					],
				},
			} as never,
			'WEBJS',
		);
		expect(JSON.stringify(shown)).not.toMatch(/pw-1|key-1|value-1/);
		expect(shown).toMatchObject({
			engine: 'WEBJS',
			acceptsMessageId: false,
			isWorking: true,
			me: null,
			restrictedUntil: null,
		});
	});
});
