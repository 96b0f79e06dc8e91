import { NodeHelpers, type INodeParameters, type INodeProperties } from 'n8n-workflow';

import { Waha } from '../../../nodes/Waha/Waha.node';
import { CLIENT, WahaKit } from './kit';

jest.mock('../../../nodes/shared/pause', () => require('../../harness/clock').turnedPause);

const kit = new WahaKit();
beforeAll(async () => await kit.start());
beforeEach(async () => await kit.reset());
afterAll(async () => await kit.stop());

const from = async (text: string, more: object = {}) =>
	await kit.emit({ message: { from: CLIENT, text, ...more } });

describe('Find Sent', () => {
	const find = { resource: 'message', operation: 'findSent', chatId: CLIENT };
	const send = async (text: string, id?: string) =>
		await kit.call('POST', '/api/sendText', { session: 'default', chatId: CLIENT, text, id });

	test('finds the message whose answer was lost, by its key', async () => {
		await kit.faults({ dropAfterWrite: true, path: 'sendText' });
		const options = { messageId: '3EB0LOST' };
		const lost = {
			resource: 'message',
			operation: 'sendText',
			chatId: CLIENT,
			text: 'Hi',
			options,
		};
		expect(await kit.failure(lost)).toMatchObject({ outcome: 'unknown' });
		expect(await kit.run({ ...find, messageKey: '3EB0LOST' })).toEqual({
			found: true,
			messageId: `true_${CLIENT}_3EB0LOST`,
			messageKey: '3EB0LOST',
			ack: expect.any(Number),
			timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
			engine: 'GOWS',
			acceptsMessageId: true,
			historyAvailable: true,
		});
		expect(await kit.run({ ...find, messageKey: 'OTHER' })).toMatchObject({
			found: false,
			messageId: null,
			historyAvailable: true,
		});
	});

	test('by an equal text since a time; a client saying the same is not it', async () => {
		await kit.faults({ engine: 'WEBJS' });
		await from('Hello');
		expect(await kit.run({ ...find, text: 'Hello' })).toMatchObject({ found: false });
		await send('Hello ');
		expect(await kit.run({ ...find, text: 'Hello' })).toMatchObject({
			found: true,
			acceptsMessageId: false,
		});
		expect(await kit.run({ ...find, text: 'Hell' })).toMatchObject({ found: false });
		const past = new Date(Date.now() - 60_000).toISOString();
		const future = new Date(Date.now() + 60_000).toISOString();
		expect(await kit.run({ ...find, text: 'Hello', since: past })).toMatchObject({ found: true });
		expect(await kit.run({ ...find, text: 'Hello', since: future })).toMatchObject({
			found: false,
		});
	});

	test('a key wins over a newer message with the text; without the key the text counts', async () => {
		await send('Same', 'KEYONE');
		await send('Same', 'KEYTWO');
		const both = { ...find, text: 'Same' };
		expect(await kit.run({ ...both, messageKey: 'KEYONE' })).toMatchObject({
			messageKey: 'KEYONE',
		});
		expect(await kit.run({ ...both, messageKey: 'NONE' })).toMatchObject({ messageKey: 'KEYTWO' });
	});

	test('looks further than one page, and stops', async () => {
		await send('First', 'FIRST');
		await Promise.all(Array.from({ length: 130 }, async (_, i) => await send(`m${i}`)));
		expect(await kit.run({ ...find, messageKey: 'FIRST' })).toMatchObject({ found: true });
		expect(await kit.run({ ...find, messageKey: 'NONE' })).toMatchObject({ found: false });
	});

	test('without a history it says so, and nothing else is swallowed', async () => {
		await kit.faults({ engine: 'NOWEB' });
		await send('Hi');
		expect(await kit.run({ ...find, text: 'Hi' })).toMatchObject({
			found: false,
			historyAvailable: false,
			engine: 'NOWEB',
		});
		await kit.call('PUT', '/api/sessions/default', {
			config: { noweb: { store: { enabled: true } } },
		});
		expect(await kit.run({ ...find, text: 'Hi' })).toMatchObject({ found: true });
		await kit.faults({ status: 404, body: { message: 'Cannot GET /api/x' }, path: '/messages' });
		expect(await kit.run({ ...find, text: 'Hi' })).toMatchObject({ historyAvailable: false });
		await kit.emit({ session: { status: 'FAILED' } });
		expect(await kit.failure({ ...find, text: 'Hi' })).toMatchObject({
			code: 'session_not_working',
		});
	});

	test.each(['GOWS', 'NOWEB', 'WEBJS'])('a file by its caption on %s', async (engine) => {
		await kit.faults({ engine });
		const config = { noweb: { store: { enabled: true } } };
		await kit.call('PUT', '/api/sessions/default', { config });
		const file = { mimetype: 'image/png', url: 'https://files.example/card.png' };
		const caption = 'Заказ 900000001 готов';
		const sent = { session: 'default', chatId: CLIENT, file };
		await kit.call('POST', '/api/sendImage', { ...sent, caption });
		await kit.call('POST', '/api/sendFile', sent);
		expect(await kit.run({ ...find, text: `${caption}\n` })).toMatchObject({
			found: true,
			messageKey: (await kit.state()).messages[0].key,
			engine,
		});
		expect(await kit.run({ ...find, text: 'Заказ 900000001' })).toMatchObject({ found: false });
	});

	test('asks for a key or a text, and for a date that is one', async () => {
		expect(await kit.failure(find)).toMatchObject({ outcome: 'not_sent' });
		expect(await kit.failure({ ...find, text: 'x', since: 'yesterday' })).toMatchObject({
			error: expect.stringContaining('no date'),
		});
	});
});

describe('Chat', () => {
	test('Mark Seen', async () => {
		const seen = { resource: 'chat', operation: 'markSeen', chatId: '8 701 000 11 22' };
		expect(await kit.run(seen)).toMatchObject({ success: true, chatId: CLIENT });
		await kit.run({ ...seen, options: { messageIds: 'a, b', participant: '87010001133' } });
		expect((await kit.state()).seen).toMatchObject([
			{ chatId: CLIENT, messageIds: [] },
			{ messageIds: ['a', 'b'], participant: '77010001133@c.us' },
		]);
	});

	test('Typing on and off', async () => {
		const typing = { resource: 'chat', operation: 'typing', chatId: CLIENT };
		await kit.run(typing);
		expect(await kit.run({ ...typing, isTyping: false })).toMatchObject({ isTyping: false });
		expect((await kit.state()).typing.map(({ presence }) => presence)).toEqual([
			'typing',
			'paused',
		]);
	});

	test('Get Messages: all of them, a limit, a filter', async () => {
		await Promise.all(
			Array.from({ length: 120 }, async (_, i) => await from(`m${i}`, { key: `K${i}` })),
		);
		const get = { resource: 'chat', operation: 'getMessages', chatId: CLIENT };
		const [all] = await kit.place({ ...get, returnAll: true }).execute();
		expect(new Set(all.map(({ json }) => json.messageKey)).size).toBe(120);
		const [some] = await kit.place(get).execute();
		expect(some).toHaveLength(50);
		expect(some[0]).toMatchObject({
			json: { chatId: CLIENT, status: 'sent' },
			pairedItem: { item: 0 },
		});
		expect(some[0].json).not.toHaveProperty('_data');
		const [few] = await kit.place({ ...get, limit: 3, options: { simplify: false } }).execute();
		expect(few).toHaveLength(3);
		expect(few[0].json).toHaveProperty('_data');
		const [mine] = await kit.place({ ...get, options: { onlyFrom: 'me' } }).execute();
		expect(mine).toEqual([]);
	});

	test('Get Messages without a store says what to switch on', async () => {
		await kit.faults({ engine: 'NOWEB' });
		const get = { resource: 'chat', operation: 'getMessages', chatId: CLIENT };
		expect(await kit.failure(get)).toMatchObject({
			code: 'history_unavailable',
			hint: expect.stringContaining('noweb.store.enabled'),
		});
	});
});

describe('Contact', () => {
	const check = { resource: 'contact', operation: 'checkNumber', phone: '8 701 000 11 22' };

	test.each(['omitted', 'null'])('Check Number: no, in the shape "%s"', async (unknownShape) => {
		await kit.faults({ unknownNumbers: ['77010001122'], unknownShape });
		expect(await kit.run(check)).toEqual({
			exists: false,
			chatId: null,
			phone: '+77010001122',
			session: 'default',
		});
	});

	test('Check Number: yes, with the chat that WhatsApp knows, which may be a LID', async () => {
		expect(await kit.run(check)).toMatchObject({ exists: true, chatId: CLIENT });
		await kit.faults({ lids: [{ lid: '98765@lid', pn: CLIENT }], checkExistsLid: true });
		expect(await kit.run(check)).toMatchObject({ exists: true, chatId: '98765@lid' });
		await kit.faults({ checkExistsLid: false, canonicalNumbers: { 77010001122: '77010001133' } });
		expect(await kit.run(check)).toMatchObject({
			chatId: '77010001133@c.us',
			phone: '+77010001122',
		});
	});

	test('Check Number on a session that does not work', async () => {
		await kit.emit({ session: { status: 'SCAN_QR_CODE' } });
		expect(await kit.failure(check)).toMatchObject({ code: 'session_not_working' });
	});

	test.each(['@lid', '@c.us', '', null])('Check Number: %p is no chat', async (chatId) => {
		const body = { numberExists: true, chatId };
		await kit.faults({ status: 200, body, path: 'check-exists' });
		const check = { resource: 'contact', operation: 'checkNumber', phone: '87010001122' };
		expect(await kit.run(check)).toMatchObject({ exists: true, chatId: CLIENT });
	});

	test.each([
		{ lid: '@lid', pn: null },
		{ lid: null, pn: '77010001122@c.us' },
		{ lid: '', pn: '' },
		{ pn: '@c.us' },
		{ lid: '@lid', pn: '@s.whatsapp.net' },
		{},
	])('Resolve LID: an answer %j finds nobody', async (body) => {
		const resolve = { resource: 'contact', operation: 'resolveLid' };
		await kit.faults({ status: 200, body, path: '/lids/pn/' });
		expect(await kit.run({ ...resolve, lookFor: 'lid', lidPhone: '87010001122' })).toMatchObject({
			found: false,
			lid: null,
		});
		await kit.faults({
			status: 200,
			body: { ...body, pn: body.lid === null ? null : body.pn },
			path: '/lids/',
		});
		expect(await kit.run({ ...resolve, lid: '98765@lid' })).toMatchObject({
			found: false,
			phone: null,
			chatId: null,
		});
	});

	test('Resolve LID both ways, known and unknown', async () => {
		await kit.faults({ lids: [{ lid: '98765@lid', pn: CLIENT }] });
		const resolve = { resource: 'contact', operation: 'resolveLid' };
		const known = {
			found: true,
			lid: '98765@lid',
			phone: '+77010001122',
			chatId: CLIENT,
			session: 'default',
		};
		expect(await kit.run({ ...resolve, lid: '98765@lid' })).toEqual(known);
		expect(await kit.run({ ...resolve, lid: '98765' })).toEqual(known);
		expect(await kit.run({ ...resolve, lookFor: 'lid', lidPhone: '87010001122' })).toEqual(known);
		expect(await kit.run({ ...resolve, lid: '111@lid' })).toMatchObject({
			found: false,
			phone: null,
		});
		expect(await kit.run({ ...resolve, lookFor: 'lid', lidPhone: '87010001133' })).toMatchObject({
			found: false,
			lid: null,
		});
		expect(await kit.failure({ ...resolve, lid: CLIENT })).toMatchObject({
			error: expect.stringContaining('no LID'),
		});
		await kit.faults({ unknownLid: '@lid' });
		expect(await kit.run({ ...resolve, lookFor: 'lid', lidPhone: '87010001133' })).toEqual({
			found: false,
			lid: null,
			phone: '+77010001133',
			chatId: '77010001133@c.us',
			session: 'default',
		});
		expect((await kit.requests('lids/98765')).map(({ path }) => path)).toContain(
			'/api/default/lids/98765%40lid',
		);
	});
});

describe('Server', () => {
	const get = { resource: 'server', operation: 'get' };
	const wanted = { version: '2026.7.1', engine: 'GOWS', tier: 'CORE' };

	test('Get', async () => {
		expect(await kit.run(get)).toEqual({ url: kit.base, ...wanted });
		await kit.faults({ engine: 'WEBJS', tier: 'PLUS', version: '2025.6.5' });
		expect(await kit.run(get)).toMatchObject({
			version: '2025.6.5',
			engine: 'WEBJS',
			tier: 'PLUS',
		});
	});

	test('an older server tells it under the older path', async () => {
		const body = { statusCode: 404, message: 'Cannot GET /api/server/version' };
		await kit.faults({ status: 404, body, path: '/api/server/version' });
		expect(await kit.run(get)).toMatchObject(wanted);
		expect((await kit.requests('version')).map(({ path }) => path)).toEqual([
			'/api/server/version',
			'/api/version',
		]);
	});

	test('only a missing path is asked for elsewhere', async () => {
		expect(await kit.failure(get, { apiKey: 'wrong' })).toMatchObject({ code: 'unauthorized' });
		expect(await kit.requests('/api/version')).toEqual([]);
	});

	test('a password in the address is not shown', async () => {
		const baseUrl = kit.base.replace('//', '//shop:pw-1@');
		const [[{ json }]] = await kit.place(get, { credential: { baseUrl } }).execute();
		expect(json).toMatchObject({ url: kit.base, ...wanted });
	});
});

describe('Session', () => {
	const session = (operation: string, more: INodeParameters = {}) => ({
		resource: 'session',
		operation,
		...more,
	});

	test('Get', async () => {
		expect(await kit.run(session('get'))).toMatchObject({
			name: 'default',
			status: 'WORKING',
			isWorking: true,
			engine: 'GOWS',
			acceptsMessageId: true,
			me: { pushName: 'Demo Shop' },
			restrictedUntil: null,
		});
		expect(await kit.failure(session('get', { session: 'nobody' }))).toMatchObject({
			code: 'session_not_working',
		});
	});

	test('tells until when the account may not write to strangers', async () => {
		await kit.faults({ restricted: true });
		expect(await kit.run(session('get'))).toMatchObject({ restrictedUntil: null });
		await kit.faults({ reachoutTimelock: true });
		const { restrictedUntil } = await kit.run(session('get'));
		expect(Date.parse(String(restrictedUntil))).toBeGreaterThan(Date.now() + 23 * 3_600_000);
		const [[{ json }]] = await kit.place(session('getAll')).execute();
		expect(json).toMatchObject({ isWorking: true, restrictedUntil });
	});

	test('Get Many, stopped ones included, each with its engine', async () => {
		await kit.call('POST', '/api/sessions', { name: 'second', start: false });
		const [all] = await kit.place(session('getAll')).execute();
		expect(all.map(({ json }) => [json.name, json.isWorking, json.engine])).toEqual([
			['default', true, 'GOWS'],
			['second', false, 'GOWS'],
		]);
		const [running] = await kit.place(session('getAll', { includeStopped: false })).execute();
		expect(running).toHaveLength(1);
		const [one] = await kit.place(session('getAll', { limit: 1 })).execute();
		expect(one).toHaveLength(1);
	});

	test('Stop, Start and Restart', async () => {
		expect(await kit.run(session('stop'))).toMatchObject({ status: 'STOPPED', isWorking: false });
		expect(await kit.run(session('start'))).toMatchObject({ name: 'default', engine: 'GOWS' });
		await kit.emit({ session: { status: 'FAILED' } });
		expect((await kit.run(session('restart'))).status).not.toBe('FAILED');
	});

	test('QR gives a picture, and says why there is none', async () => {
		expect(await kit.failure(session('qr'))).toMatchObject({
			code: 'invalid_request',
			error: expect.stringContaining('WORKING'),
		});
		await kit.emit({ session: { status: 'SCAN_QR_CODE' } });
		const [[item]] = await kit.place(session('qr', { binaryPropertyName: 'code' })).execute();
		expect(item).toMatchObject({
			json: { session: 'default', mimeType: 'image/png' },
			binary: { code: { mimeType: 'image/png', fileName: 'qr-default.png' } },
			pairedItem: { item: 0 },
		});
		expect(Buffer.from(item.binary!.code.data, 'base64').subarray(1, 4).toString()).toBe('PNG');
	});

	test('the drop-down of sessions, and its error instead of an empty list', async () => {
		const node = new Waha();
		const load = async (credential = {}) => {
			const placed = kit.place({}, { credential });
			return await node.methods.loadOptions.getSessions.call(placed.loadOptionsContext());
		};
		expect(await load()).toEqual([{ name: 'default (WORKING)', value: 'default' }]);
		await expect(load({ apiKey: 'wrong' })).rejects.toThrow('401');
	});
});

describe('the form', () => {
	const node = new Waha();
	const { properties } = node.description;
	const optionsOf = (name: string, resource?: string) =>
		properties
			.filter(
				(p) =>
					p.name === name && (!resource || p.displayOptions?.show?.resource?.includes(resource)),
			)
			.flatMap((p) => (p.options ?? []) as Array<{ value: string }>)
			.map(({ value }) => value);

	test.each(optionsOf('resource'))(
		'every operation of %s reads only what it shows',
		async (resource) => {
			for (const operation of optionsOf('operation', resource)) {
				const parameters = NodeHelpers.getNodeParameters(
					properties,
					{ resource, operation },
					true,
					false,
					{ typeVersion: 1 } as never,
					node.description,
				);
				expect(parameters).toMatchObject({ resource, operation });
				const failed = await kit.place({ resource, operation }, { continueOnFail: true }).execute();
				expect(JSON.stringify(failed)).not.toContain('Could not get parameter');
			}
		},
	);

	test('all operations of the design are there', () => {
		const found = optionsOf('resource').map((resource) => [
			resource,
			optionsOf('operation', resource),
		]);
		expect(Object.fromEntries(found as Array<[string, string[]]>)).toEqual({
			chat: ['getMessages', 'markSeen', 'typing'],
			contact: ['checkNumber', 'resolveLid'],
			message: [
				'findSent',
				'sendFile',
				'sendImage',
				'sendLocation',
				'sendTemplate',
				'sendText',
				'sendVideo',
				'sendVoice',
			],
			server: ['get'],
			session: ['get', 'getAll', 'qr', 'restart', 'start', 'stop'],
		});
	});

	test('options are in alphabetical order', () => {
		for (const property of properties as INodeProperties[]) {
			const names = ((property.options ?? []) as INodeProperties[]).map(
				(o) => o.displayName ?? o.name,
			);
			expect([property.name, names]).toEqual([
				property.name,
				[...names].sort((a, b) => a.localeCompare(b)),
			]);
		}
	});
});
