import { pause, until, useKit } from './testkit';

const kit = useKit();
const status = async (name: string) => (await kit.call('GET', `/api/sessions/${name}`)).body.status;
const becomes = (name: string, wanted: string) =>
	until(async () => (await status(name)) === wanted);

describe('a session', () => {
	test('has the fields of the sheet', async () => {
		const { body } = await kit.call('GET', '/api/sessions/default');
		expect(body).toMatchObject({
			name: 'default',
			status: 'WORKING',
			me: {
				id: '77000001122@c.us',
				lid: expect.stringMatching(/@lid$/),
				jid: expect.stringMatching(/:7@s\.whatsapp\.net$/),
				pushName: 'Demo Shop',
			},
			config: { webhooks: [] },
			engine: { engine: 'GOWS' },
			presence: null,
			timestamps: { activity: expect.any(Number) },
			assignedWorker: null,
		});
		const me = await kit.call('GET', '/api/sessions/default/me');
		expect(me.body).toEqual(body.me);
	});

	test('create, pair, stop, start, log out, delete', async () => {
		const created = await kit.call('POST', '/api/sessions', { name: 'shop' });
		expect([created.status, created.body.status]).toEqual([201, 'STARTING']);
		await becomes('shop', 'SCAN_QR_CODE');
		expect((await kit.call('GET', '/api/sessions/shop/me')).text).toBe('null');
		await kit.emit({ session: { name: 'shop', status: 'WORKING' } });
		expect((await kit.call('GET', '/api/sessions/shop/me')).body).toMatchObject({
			id: expect.stringMatching(/^7700000\d{4}@c\.us$/),
		});

		const stopped = await kit.call('POST', '/api/sessions/shop/stop');
		expect([stopped.status, stopped.body.status]).toEqual([201, 'STOPPED']);
		expect((await kit.call<object[]>('GET', '/api/sessions')).body).toHaveLength(1);
		expect((await kit.call<object[]>('GET', '/api/sessions?all=true')).body).toHaveLength(2);
		expect((await kit.call('POST', '/api/sessions/shop/stop')).status).toBe(201);

		await kit.call('POST', '/api/sessions/shop/start');
		await becomes('shop', 'WORKING');
		const again = await kit.call('POST', '/api/sessions/shop/start');
		expect([again.status, again.body.status]).toEqual([201, 'WORKING']);

		await kit.call('POST', '/api/sessions/shop/logout');
		await becomes('shop', 'SCAN_QR_CODE');

		expect((await kit.call('DELETE', '/api/sessions/shop')).status).toBe(200);
		expect((await kit.call('GET', '/api/sessions/shop')).status).toBe(404);
		expect((await kit.call('POST', '/api/sessions/shop/start')).status).toBe(404);
	});

	test('a name that is taken is 422, one is invented when none is given', async () => {
		const taken = await kit.call('POST', '/api/sessions', { name: 'default' });
		expect(taken.status).toBe(422);
		expect(taken.body).toMatchObject({ statusCode: 422, error: 'Unprocessable Entity' });
		const { body } = await kit.call('POST', '/api/sessions', { start: false });
		expect(body).toMatchObject({ name: expect.stringMatching(/^session_/), status: 'STOPPED' });
		expect(body).not.toHaveProperty('config');
	});

	test('FAILED needs a restart, a start does nothing', async () => {
		await kit.emit({ session: { status: 'FAILED' } });
		await kit.call('POST', '/api/sessions/default/start');
		await pause(30);
		expect(await status('default')).toBe('FAILED');
		expect((await kit.call('POST', '/api/sessions/default/restart')).body.status).toBe('STARTING');
		await becomes('default', 'WORKING');
	});

	test('the deprecated start creates what is missing', async () => {
		const started = await kit.call('POST', '/api/sessions/start', { name: 'old' });
		expect([started.status, started.body.name]).toEqual([201, 'old']);
		expect((await kit.call('POST', '/api/sessions/stop', { name: 'old' })).status).toBe(201);
		expect((await kit.call('POST', '/api/sessions/logout', { name: 'no' })).status).toBe(404);
	});
});

describe('the config', () => {
	test('PUT replaces all of it, keeps unknown keys as given, and restarts with session.status', async () => {
		const webhook = {
			url: kit.hookUrl,
			events: ['session.status'],
			hmac: { key: 'k' },
			retries: { policy: 'linear', delaySeconds: 3, attempts: 4 },
			customHeaders: [{ name: 'X-Shop', value: '1' }],
			invented: { a: [0, false, ''] },
		};
		const config = { webhooks: [webhook], metadata: { tenant: 't1' }, other: null };
		const put = await kit.call('PUT', '/api/sessions/default', { config });
		expect(put.status).toBe(200);
		expect(put.body).toMatchObject({ status: 'STARTING', config });
		const events = await kit.events('session.status', 2);
		expect(events.map((e) => e.payload.status)).toEqual(['STARTING', 'WORKING']);
		expect(events[1].json.metadata).toEqual({ tenant: 't1' });
		expect(events[1].payload).toEqual({
			name: 'default',
			status: 'WORKING',
			statuses: ['WORKING', 'STARTING', 'WORKING'].map((name) => ({
				status: name,
				timestamp: expect.any(Number),
			})),
			data: null,
		});
		expect((await kit.call('GET', '/api/sessions/default')).body.config).toEqual(config);

		await kit.call('PUT', '/api/sessions/default', { config: { webhooks: [] } });
		const { body } = await kit.call('GET', '/api/sessions/default');
		expect(body.config).toEqual({ webhooks: [] });
	});

	test('a stopped session is changed without a start; an unknown one is 404', async () => {
		await kit.call('POST', '/api/sessions/default/stop');
		await kit.call('PUT', '/api/sessions/default', { config: {} });
		await pause(30);
		expect(await status('default')).toBe('STOPPED');
		expect((await kit.call('PUT', '/api/sessions/nobody', { config: {} })).status).toBe(404);
	});

	test('a webhook without url or events is 422', async () => {
		for (const webhook of [
			{ events: ['message'] },
			{ url: 'x', events: [] },
			{ url: kit.hookUrl },
		]) {
			const config = { webhooks: [webhook] };
			expect((await kit.call('PUT', '/api/sessions/default', { config })).status).toBe(422);
		}
	});
});

describe('pairing', () => {
	test('the QR code comes as PNG, base64 and text, only while it is on show', async () => {
		const refused = await kit.call('GET', '/api/default/auth/qr');
		expect(refused.status).toBe(422);
		expect(refused.body).toMatchObject({ status: 'WORKING', expected: ['SCAN_QR_CODE'] });

		await kit.emit({ session: { status: 'SCAN_QR_CODE' } });
		const raw = await kit.call('GET', '/api/default/auth/qr?format=raw');
		expect(raw.body).toEqual({ value: expect.stringMatching(/^2@/) });
		const json = await kit.call<{ mimetype: string; data: string }>(
			'GET',
			'/api/default/auth/qr?format=image',
			undefined,
			{ Accept: 'application/json' },
		);
		expect(json.body.mimetype).toBe('image/png');
		const image = await fetch(`${kit.base}/api/default/auth/qr?format=image`, {
			headers: { 'X-Api-Key': 'sandbox-waha' },
		});
		expect(image.headers.get('content-type')).toBe('image/png');
		const bytes = Buffer.from(await image.arrayBuffer());
		expect(bytes.equals(Buffer.from(json.body.data, 'base64'))).toBe(true);
		expect(bytes.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n');
		expect(bytes.readUInt32BE(16)).toBe(108);
	});

	test('a pairing code is 201', async () => {
		expect((await kit.call('POST', '/api/default/auth/request-code', {})).status).toBe(422);
		await kit.emit({ session: { status: 'SCAN_QR_CODE' } });
		const phone = { phoneNumber: '77010001122' };
		const answer = await kit.call('POST', '/api/default/auth/request-code', phone);
		expect(answer.status).toBe(201);
		expect(answer.body).toEqual({ code: expect.stringMatching(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/) });
	});

	test('SCAN_QR_CODE is repeated with every new code, and FAILED follows the last', async () => {
		await kit.hook();
		await kit.faults({ qrFirstMs: 20, qrNextMs: 10, qrCodes: 3 });
		await kit.emit({ session: { status: 'SCAN_QR_CODE' } });
		const events = await kit.events('session.status', 4);
		expect(events.map((e) => e.payload.status)).toEqual([
			'SCAN_QR_CODE',
			'SCAN_QR_CODE',
			'SCAN_QR_CODE',
			'FAILED',
		]);
		expect(await status('default')).toBe('FAILED');
	});

	test('a passkey status carries its data', async () => {
		await kit.hook();
		const data = { code: '123' };
		await kit.emit({ session: { status: 'PASSKEY_CONFIRMATION_REQUIRED', data } });
		const [event] = await kit.events('session.status', 1);
		expect(event.payload).toMatchObject({ status: 'PASSKEY_CONFIRMATION_REQUIRED', data });
	});
});
