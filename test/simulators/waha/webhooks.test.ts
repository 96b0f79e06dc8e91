import { createHmac } from 'node:crypto';

import { pause, until, useKit } from './testkit';
import { retryPause } from './webhooks';

const kit = useKit();
const key = 'hook-key-1';
const from = '77010001122@c.us';
const sha512 = (body: string, secret = key) =>
	createHmac('sha512', secret).update(body).digest('hex');

describe('the headers of a delivery', () => {
	test('HMAC over the raw body, ULID, milliseconds, user agent, own headers', async () => {
		const customHeaders = [{ name: 'X-Shop', value: 'store-1' }];
		await kit.hook({ hmac: { key }, customHeaders });
		await kit.emit({ message: { from, text: 'Привіт ✅' } });
		const [{ headers, raw }] = await kit.events('message', 1);
		expect(headers).toMatchObject({
			'content-type': 'application/json',
			'user-agent': 'WAHA/2026.7.1',
			'x-webhook-request-id': expect.stringMatching(/^[0-9A-HJKMNP-TV-Z]{26}$/),
			'x-webhook-timestamp': expect.stringMatching(/^\d{13}$/),
			'x-webhook-hmac': sha512(raw),
			'x-webhook-hmac-algorithm': 'sha512',
			'x-shop': 'store-1',
		});
	});

	test.each([
		[
			'my-secret-key',
			'{"event":"message","session":"default","engine":"WEBJS"}',
			'208f8a55dde9e05519e898b10b89bf0d0b3b0fdf11fdbf09b6b90476301b98d8097c462b2b17a6ce93b6b47a136cf2e78a33a63f6752c2c1631777076153fa89',
		],
		[
			'hook-key-1',
			'{"id":"evt_01","event":"message","payload":{"body":"Привіт ✅"}}',
			'c950c413c27db6b4e3f0504d56353cd0256c4d02a798999662d50f9012d5cb8746faa9e2027a2d8f56039454754bfdaa98391715e2ff9acef7783ee6400475b6',
		],
	])('the vectors of the sheet, key %s', async (secret, raw, hmac) => {
		await kit.hook({ hmac: { key: secret } });
		await kit.emit({ raw: JSON.parse(raw) as object });
		expect(kit.hits[0].raw).toBe(raw);
		expect(kit.hits[0].headers['x-webhook-hmac']).toBe(hmac);
	});

	test('without a key there is no HMAC', async () => {
		await kit.hook();
		await kit.emit({ message: { from, text: 'Hi' } });
		expect(kit.hits[0].headers).not.toHaveProperty('x-webhook-hmac');
		expect(kit.hits[0].headers).not.toHaveProperty('x-webhook-hmac-algorithm');
	});

	test('bad signatures on request', async () => {
		await kit.hook({ hmac: { key }, events: ['message'] });
		for (const signature of ['missing', 'wrong', 'reserialised', 'valid']) {
			await kit.emit({ message: { from, text: 'Hi' }, signature });
		}
		const [missing, wrong, reserialised, valid] = kit.hits;
		expect(missing.headers).not.toHaveProperty('x-webhook-hmac');
		expect(wrong.headers['x-webhook-hmac']).toMatch(/^[0-9a-f]{128}$/);
		expect(wrong.headers['x-webhook-hmac']).not.toBe(sha512(wrong.raw));
		expect(reserialised.headers['x-webhook-hmac']).not.toBe(sha512(reserialised.raw));
		expect(reserialised.headers['x-webhook-hmac']).toBe(
			sha512(JSON.stringify(reserialised.json, null, 2)),
		);
		expect(valid.headers['x-webhook-hmac']).toBe(sha512(valid.raw));
		await expect(kit.emit({ message: { from }, signature: 'odd' })).rejects.toThrow('signature');
	});
});

describe('the envelope', () => {
	test('has everything, milliseconds outside and seconds inside', async () => {
		await kit.hook({}, { metadata: { tenant: 't1' } });
		await kit.emit({ message: { from, text: 'Hello' } });
		const [{ json }] = await kit.events('message', 1);
		expect(json).toMatchObject({
			id: expect.stringMatching(/^evt_[0-9a-z]{26}$/),
			event: 'message',
			session: 'default',
			metadata: { tenant: 't1' },
			me: { id: '77000001122@c.us', pushName: 'Demo Shop' },
			engine: 'GOWS',
			environment: { version: '2026.7.1', engine: 'GOWS', tier: 'CORE', worker: { id: null } },
		});
		const seconds = (json.payload as { timestamp: number }).timestamp;
		expect(String(json.timestamp)).toMatch(/^\d{13}$/);
		expect(String(seconds)).toMatch(/^\d{10}$/);
	});

	test('parts may be missing', async () => {
		await kit.hook();
		const without = ['environment', 'me', 'payload._data'];
		await kit.emit({ message: { from, text: 'Hi' }, without });
		const [{ json, payload }] = await kit.events('message', 1);
		expect(json).not.toHaveProperty('environment');
		expect(json).not.toHaveProperty('me');
		expect(payload).not.toHaveProperty('_data');
		expect(payload.body).toBe('Hi');
	});
});

describe('an incoming message', () => {
	test('has the payload of the sheet and comes as message and message.any', async () => {
		await kit.hook();
		const { deliveries, message } = await kit.emit({ message: { from, text: 'Стоп' } });
		expect(deliveries).toEqual([
			{ url: kit.hookUrl, status: 200, attempts: 1 },
			{ url: kit.hookUrl, status: 200, attempts: 1 },
		]);
		expect(kit.hits.map(({ event }) => event)).toEqual(['message', 'message.any']);
		expect(kit.hits[0].payload).toEqual(kit.hits[1].payload);
		expect(kit.hits[0].json.id).not.toBe(kit.hits[1].json.id);
		expect(kit.hits[0].payload).toEqual({
			id: message?.id,
			timestamp: expect.any(Number),
			from,
			fromMe: false,
			source: 'app',
			to: null,
			participant: null,
			body: 'Стоп',
			hasMedia: false,
			media: null,
			ack: 1,
			ackName: 'SERVER',
			author: null,
			location: null,
			vCards: [],
			replyTo: null,
			_data: expect.any(Object),
		});
	});

	test('from a LID: the number is in _data of GOWS and NOWEB when it is known', async () => {
		await kit.hook({ events: ['message'] });
		await kit.faults({ lids: [{ lid: '98765@lid', pn: from }] });
		await kit.emit({ message: { from: '98765@lid', text: 'Hi' } });
		await kit.faults({ engine: 'NOWEB' });
		await kit.emit({ message: { from: '98765@lid', text: 'Hi' } });
		await kit.emit({ message: { from: '98765@lid', text: 'Hi', alt: false } });
		await kit.faults({ engine: 'WEBJS' });
		await kit.emit({ message: { from: '98765@lid', text: 'Hi' } });
		const [gows, noweb, hidden, webjs] = kit.hits.map(({ payload }) => payload);
		expect(gows).toMatchObject({
			from: '98765@lid',
			_data: { Info: { SenderAlt: '77010001122@s.whatsapp.net' } },
		});
		expect(noweb._data).toMatchObject({ key: { remoteJidAlt: '77010001122@s.whatsapp.net' } });
		await kit.faults({ engine: 'NOWEB', phoneField: 'pn' });
		kit.hits.length = 0;
		await kit.emit({ message: { from: '98765@lid', text: 'Hi' } });
		expect(kit.hits[0].payload._data).toMatchObject({
			key: { remoteJid: '98765@lid', senderPn: '77010001122@s.whatsapp.net' },
		});
		expect(JSON.stringify(kit.hits[0].payload)).not.toContain('remoteJidAlt');
		for (const payload of [hidden, webjs]) {
			expect(JSON.stringify(payload)).not.toContain('77010001122');
		}
	});

	test('of a group has a participant; an answer quotes; a body may be null', async () => {
		await kit.hook({ events: ['message'] });
		const group = '120363000000000000@g.us';
		const replyTo = { id: 'AAA000', participant: from, body: 'quoted', hasMedia: false };
		await kit.emit({ message: { from: group, participant: from, text: null, replyTo } });
		expect(kit.hits[0].payload).toMatchObject({
			id: expect.stringMatching(/^false_120363000000000000@g\.us_\w+_77010001122@c\.us$/),
			from: group,
			participant: from,
			body: null,
			replyTo,
		});
	});

	test('written on the own phone: message.any alone, with source app', async () => {
		await kit.hook();
		await kit.emit({ message: { fromMe: true, to: from, text: 'from the phone' } });
		expect(kit.hits).toHaveLength(1);
		expect(kit.hits[0].event).toBe('message.any');
		expect(kit.hits[0].payload).toMatchObject({ fromMe: true, source: 'app', to: from });
	});
});

describe('media', () => {
	test('the url is on localhost, needs the key, and is FILE_NOT_FOUND in the end', async () => {
		await kit.hook({ events: ['message'] });
		const data = Buffer.from('a picture').toString('base64');
		const media = { mimetype: 'image/jpeg', filename: 'a.jpg', data };
		await kit.emit({ message: { from, text: '', hasMedia: true, media } });
		const sent = kit.hits[0].payload.media as { url: string };
		expect(kit.hits[0].payload).toMatchObject({
			hasMedia: true,
			media: { mimetype: 'image/jpeg', filename: 'a.jpg', error: null, s3: null },
		});
		const url = new URL(sent.url);
		expect(url.hostname).toBe('localhost');
		expect(url.port).toBe(new URL(kit.base).port);
		url.hostname = '127.0.0.1';
		expect((await fetch(url)).status).toBe(401);
		const headers = { 'X-Api-Key': 'sandbox-waha' };
		const file = await fetch(url, { headers });
		expect(file.headers.get('content-type')).toBe('image/jpeg');
		expect(await file.text()).toBe('a picture');

		await kit.faults({ mediaLifetimeMs: 1 });
		await pause(5);
		const gone = await fetch(url, { headers });
		expect(gone.status).toBe(404);
		expect(await gone.json()).toMatchObject({ error: { code: 404, key: 'FILE_NOT_FOUND' } });
		await kit.faults({ mediaLifetimeMs: 0 });
		expect((await fetch(url, { headers })).status).toBe(200);
	});

	test('what could not be fetched has an error and no url; another base may be set', async () => {
		await kit.hook({ events: ['message'] });
		await kit.emit({ message: { from, media: { error: 'timeout' } } });
		expect(kit.hits[0].payload.media).toMatchObject({ url: null, error: 'timeout' });
		kit.simulator.setBaseUrl('http://waha.example:3000/');
		await kit.emit({ message: { from, hasMedia: true } });
		expect(kit.hits[1].payload.media).toMatchObject({
			url: expect.stringMatching(/^http:\/\/waha\.example:3000\/api\/files\/false_/),
		});
	});
});

describe('deliveries', () => {
	test('only subscribed events come; * is all of them', async () => {
		await kit.hook({ events: ['message.ack'] });
		await kit.emit({ message: { from, text: 'Hi' } });
		expect(kit.hits).toEqual([]);
		await kit.hook({ events: ['*'] });
		await kit.emit({ message: { from, text: 'Hi' } });
		expect(kit.hits).toHaveLength(2);
	});

	test('the hook of the server adds to those of the session, unseen in its config', async () => {
		await kit.hook({ events: ['message'] });
		await kit.faults({ globalHook: { url: kit.hookUrl, events: ['message'], hmacKey: key } });
		await kit.emit({ message: { from, text: 'Hi' } });
		expect(kit.hits).toHaveLength(2);
		expect(kit.hits[0].payload.id).toBe(kit.hits[1].payload.id);
		expect(kit.hits[1].headers['x-webhook-hmac']).toBe(sha512(kit.hits[1].raw));
		const { body } = await kit.call<{ config: { webhooks: object[] } }>(
			'GET',
			'/api/sessions/default',
		);
		expect(body.config.webhooks).toHaveLength(1);
	});

	test('again after errors and cut connections, with the same envelope, until a 2xx', async () => {
		await kit.hook({ events: ['message'] });
		kit.answers = [500, 0, 404, 201];
		const { deliveries } = await kit.emit({ message: { from, text: 'Hi' } });
		expect(deliveries).toEqual([{ url: kit.hookUrl, status: 500, attempts: 1 }]);
		const all = await kit.events('message', 4);
		await pause(40);
		expect(kit.hits).toHaveLength(4);
		expect(new Set(all.map(({ raw }) => raw)).size).toBe(1);
	});

	test('a slow answer makes a duplicate', async () => {
		await kit.hook({ events: ['message'] });
		await kit.faults({ webhookTimeoutMs: 30 });
		kit.slow = [80];
		await kit.emit({ message: { from, text: 'Hi' } });
		const [first, second] = await kit.events('message', 2);
		expect(second.raw).toBe(first.raw);
	});

	test('pauses: constant 2 2 2, linear 2 4 6, exponential doubles with 20 % jitter', () => {
		const pauses = (policy: 'constant' | 'linear' | 'exponential', random: number) =>
			[2, 3, 4].map((attempt) => retryPause(policy, 2000, attempt, random));
		expect(pauses('constant', 0)).toEqual([2000, 2000, 2000]);
		expect(pauses('linear', 0)).toEqual([2000, 4000, 6000]);
		expect(pauses('exponential', 0)).toEqual([1600, 3200, 6400]);
		expect(pauses('exponential', 0.5)).toEqual([2000, 4000, 8000]);
	});

	test('the webhook says how often and how far apart; then it gives up', async () => {
		const retries = { policy: 'linear', delaySeconds: 2, attempts: 3 };
		await kit.hook({ events: ['message'], retries });
		await kit.faults({ retryUnitMs: 20 });
		kit.answers = [500, 500, 500, 500];
		await kit.emit({ message: { from, text: 'Hi' } });
		await until(async () => (await kit.state()).deliveries.at(-1)?.finished === true);
		const attempts = (await kit.state()).deliveries.at(-1)?.attempts ?? [];
		expect(attempts).toHaveLength(3);
		expect(attempts[1].at - attempts[0].at).toBeGreaterThanOrEqual(38);
		expect(attempts[2].at - attempts[1].at).toBeGreaterThanOrEqual(78);
	});

	test('15 attempts when the webhook says nothing', async () => {
		await kit.hook({ events: ['message'] });
		await kit.faults({ retryUnitMs: 0.5 });
		kit.answers = new Array<number>(20).fill(500);
		await kit.emit({ message: { from, text: 'Hi' } });
		await until(async () => (await kit.state()).deliveries.at(-1)?.finished === true);
		expect(kit.hits).toHaveLength(15);
	});

	test('reset stops the retries', async () => {
		await kit.hook({ events: ['message'] });
		kit.answers = new Array<number>(20).fill(500);
		await kit.emit({ message: { from, text: 'Hi' } });
		await kit.control('reset', {});
		const before = kit.hits.length;
		await pause(40);
		expect(kit.hits).toHaveLength(before);
	});
});
