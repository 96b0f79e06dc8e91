import { useKit } from './testkit';

const kit = useKit();

describe('the API key', () => {
	test('a missing or wrong key is 401 with exactly two fields, on sends and on /ping', async () => {
		for (const [method, path] of [
			['GET', '/api/sessions'],
			['POST', '/api/sendText'],
			['GET', '/ping'],
			['GET', '/health'],
		]) {
			const answer = await kit.call(method, path, undefined, { 'X-Api-Key': 'wrong' });
			expect(answer.status).toBe(401);
			expect(answer.body).toEqual({ message: 'Unauthorized', statusCode: 401 });
		}
		const none = await fetch(`${kit.base}/api/sessions`);
		expect(none.status).toBe(401);
	});

	test('it may come in the query', async () => {
		expect((await fetch(`${kit.base}/api/sessions?x-api-key=sandbox-waha`)).status).toBe(200);
		expect((await fetch(`${kit.base}/api/sessions?x-api-key=no`)).status).toBe(401);
	});

	test('/ping and /health can be excluded', async () => {
		await kit.faults({ pingNeedsKey: false });
		expect(await (await fetch(`${kit.base}/ping`)).json()).toEqual({ message: 'pong' });
		expect((await fetch(`${kit.base}/health`)).status).toBe(200);
		expect((await fetch(`${kit.base}/api/sessions`)).status).toBe(401);
	});

	test('a scoped key gets 403 for what it may not do and for other sessions', async () => {
		await kit.faults({
			scopedKeys: [{ key: 'reader', session: 'default', actions: { read: true } }],
		});
		const as = { 'X-Api-Key': 'reader' };
		expect((await kit.call('GET', '/api/sessions/default', undefined, as)).status).toBe(200);
		expect((await kit.call('GET', '/api/server/version', undefined, as)).status).toBe(200);
		const send = { session: 'default', chatId: '77010001122@c.us', text: 'Hi' };
		const refused = await kit.call('POST', '/api/sendText', send, as);
		expect(refused.status).toBe(403);
		expect(refused.body).toMatchObject({ statusCode: 403, error: 'Forbidden' });
		for (const [method, path] of [
			['POST', '/api/sessions/default/restart'],
			['PUT', '/api/sessions/default'],
			['DELETE', '/api/sessions/default'],
			['POST', '/api/sessions'],
			['GET', '/api/sessions/other'],
			['GET', '/api/keys'],
		]) {
			expect([path, (await kit.call(method, path, undefined, as)).status]).toEqual([path, 403]);
		}
		await kit.call('POST', '/api/sessions', { name: 'other' });
		const { body } = await kit.call<Array<{ name: string }>>('GET', '/api/sessions', undefined, as);
		expect(body.map(({ name }) => name)).toEqual(['default']);
	});

	test('keys are made, changed and deleted under /api/keys', async () => {
		const wanted = { isAdmin: false, session: 'default', isActive: true };
		const made = await kit.call<{ id: string; key: string }>('POST', '/api/keys', wanted);
		expect(made.status).toBe(201);
		const as = { 'X-Api-Key': made.body.key };
		expect((await kit.call('GET', '/api/sessions', undefined, as)).status).toBe(200);
		const path = `/api/keys/${made.body.id}`;
		await kit.call('PUT', path, { ...wanted, isActive: false });
		expect((await kit.call('GET', '/api/sessions', undefined, as)).status).toBe(401);
		expect((await kit.call('DELETE', path)).status).toBe(200);
		expect((await kit.call('GET', '/api/keys')).body).toEqual([]);
	});
});

describe('the server', () => {
	test('tells version, engine and tier, under the deprecated path, too', async () => {
		const expected = {
			version: '2026.7.1',
			engine: 'GOWS',
			tier: 'CORE',
			browser: null,
			platform: 'linux/x64',
			worker: { id: null },
		};
		expect((await kit.call('GET', '/api/server/version')).body).toEqual(expected);
		await kit.faults({ engine: 'WEBJS', tier: 'PLUS', version: '2025.6.5' });
		const { body } = await kit.call('GET', '/api/version');
		expect(body).toMatchObject({ version: '2025.6.5', engine: 'WEBJS', tier: 'PLUS' });
	});

	test('status is in milliseconds', async () => {
		const { body } = await kit.call<{ startTimestamp: number }>('GET', '/api/server/status');
		expect(body.startTimestamp).toBeGreaterThan(1.6e12);
		expect(body).toMatchObject({ uptime: expect.any(Number), worker: { id: null } });
	});

	test('health is 200 ok or 503 error', async () => {
		expect((await kit.call('GET', '/health')).body).toMatchObject({ status: 'ok' });
		await kit.faults({ unhealthy: true });
		const bad = await kit.call('GET', '/health');
		expect([bad.status, bad.body.status]).toEqual([503, 'error']);
	});

	test('an unknown path is a 404 of NestJS', async () => {
		const answer = await kit.call('GET', '/api/nothing');
		expect(answer.status).toBe(404);
		expect(answer.body).toEqual({
			statusCode: 404,
			message: 'Cannot GET /api/nothing',
			error: 'Not Found',
		});
	});

	test('a switch that does not exist or has the wrong kind is refused by name', async () => {
		await expect(kit.faults({ enginee: 'GOWS' })).rejects.toThrow('no switch "enginee"');
		await expect(kit.faults({ engine: 'TELEGRAM' })).rejects.toThrow('engine is one of');
		await expect(kit.faults({ restricted: 'yes' })).rejects.toThrow('restricted');
	});

	test('reset brings everything back', async () => {
		await kit.faults({ engine: 'NOWEB', restricted: true });
		await kit.call('POST', '/api/sessions', { name: 'other' });
		await kit.control('reset', {});
		const { body } = await kit.call<Array<object>>('GET', '/api/sessions?all=true');
		expect(body).toHaveLength(1);
		expect(body[0]).toMatchObject({
			name: 'default',
			status: 'WORKING',
			engine: { engine: 'GOWS' },
			me: { id: expect.stringMatching(/^\d+@c\.us$/) },
		});
	});
});
