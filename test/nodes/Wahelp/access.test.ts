// First: the tokens keep `Date.now` as it is when they are loaded.
import { turn } from '../../harness/clock';
import type { IDataObject } from 'n8n-workflow';

import { CrmBridgeWahelpApi } from '../../../credentials/CrmBridgeWahelpApi.credentials';
import { processTokens } from '../../../nodes/Wahelp/api/token';
import { PROJECT, SEND, TELEGRAM, useKit } from './kit';

jest.mock('../../../nodes/shared/pause', () => require('../../harness/clock').turnedPause);

const kit = useKit();
const CHANNELS = { resource: 'channel', operation: 'getAll', ...PROJECT, limit: 1 };
const ENSURE = { resource: 'user', operation: 'ensure', ...TELEGRAM, phone: '79990001122' };
const logIns = async () => await kit.requests('POST /api/app/user/login');
const refreshes = async () => await kit.requests('refresh-token');
const TOKEN = { authentication: 'token', token: 'sandbox-wahelp' };

async function channels(credential: IDataObject = {}): Promise<number> {
	const [output] = await kit.place(CHANNELS, { credential }).execute();
	return output.length;
}

describe('Log-in', () => {
	test('with Login and Password as JSON, once for many calls', async () => {
		for (let n = 0; n < 3; n++) await channels();
		const [first, ...others] = await logIns();
		expect(others).toEqual([]);
		expect(first.body).toEqual({ login: 'sandbox-wahelp', password: 'sandbox-wahelp' });
		expect(first.headers.authorization).toBeUndefined();
		expect((await kit.requests('/channels'))[0].headers.authorization).toMatch(/^Bearer eyJ/);
	});

	test('with a ready token there is none', async () => {
		expect(await channels({ ...TOKEN, token: ' sandbox-wahelp ' })).toBe(1);
		expect(await logIns()).toHaveLength(0);
		expect((await kit.requests('/channels'))[0].headers.authorization).toBe(
			'Bearer sandbox-wahelp',
		);
	});

	test('parallel calls share one', async () => {
		await Promise.all(Array.from({ length: 4 }, async () => await channels()));
		expect(await logIns()).toHaveLength(1);
	});

	test('a token near its end is renewed by the refresh call', async () => {
		await kit.faults({ tokenSeconds: 2 });
		await channels();
		turn(1050);
		await channels();
		expect(await logIns()).toHaveLength(1);
		expect(await refreshes()).toHaveLength(1);
		const [first, second] = await kit.requests('/channels');
		expect(second.headers.authorization).not.toBe(first.headers.authorization);
	});

	test('a refused refresh falls back to the log-in', async () => {
		await kit.faults({ tokenSeconds: 2, refreshFails: true });
		await channels();
		turn(1050);
		expect(await channels()).toBe(1);
		expect(await logIns()).toHaveLength(2);
	});

	test('an early 401: one log-in, and the call is repeated, a write too', async () => {
		await kit.run(ENSURE);
		await kit.faults({ expireTokens: true });
		expect(await kit.run(SEND)).toMatchObject({ sent: true, confirmed: false });
		expect(await kit.texts()).toEqual([SEND.text]);
		expect(await logIns()).toHaveLength(2);
		expect(await refreshes()).toHaveLength(0);

		const userId = await kit.user();
		await kit.faults({ expireTokens: true });
		await kit.run({ ...SEND, recipient: 'userId', userId });
		expect(await kit.texts()).toHaveLength(2);
	});

	test('an early 401 of parallel calls: one log-in', async () => {
		await channels();
		await kit.faults({ expireTokens: true });
		await Promise.all([channels(), channels(), channels()]);
		expect(await logIns()).toHaveLength(2);
	});

	test('a 401 that a new log-in does not cure ends after one repeat', async () => {
		await kit.faults({ status: 401, path: '/channels', times: 9 });
		expect(await kit.failure(CHANNELS)).toMatchObject({ code: 'unauthorized', httpStatus: 401 });
		expect(await logIns()).toHaveLength(2);
		expect(await kit.requests('/channels')).toHaveLength(2);
	});

	test('a wrong password: a clear error, and no second try for the next item', async () => {
		const credential = { password: 'geheim-1234' };
		const placed = kit.place(CHANNELS, { continueOnFail: true, credential });
		const [output] = await placed.execute([{ json: {} }, { json: {} }, { json: {} }]);
		expect(await logIns()).toHaveLength(1);
		for (const { json } of output) {
			expect(json).toMatchObject({
				error: 'Wahelp refused the log-in',
				details: {
					code: 'unauthorized',
					outcome: 'rejected',
					hint: expect.stringContaining('Login, Password'),
				},
			});
			expect(JSON.stringify(json)).not.toContain('geheim');
		}
		// The right password is another account: it is not held up.
		expect(await channels()).toBe(1);
	});

	test.each([
		{ status: 200, body: { success: false, message: 'geheim-1234 ist falsch' } },
		{ status: 422, body: { errors: { password: ['geheim-1234'] } } },
	])('it is refused in another way: %j', async (fault) => {
		await kit.faults({ ...fault, path: '/user/login', times: 1 });
		const failed = await kit.failure(CHANNELS, { password: 'geheim-1234' });
		expect(failed).toMatchObject({ code: 'unauthorized', outcome: 'rejected' });
		expect(JSON.stringify(failed)).not.toContain('geheim');
	});

	test('Wahelp down during the log-in is no wrong password', async () => {
		await kit.faults({ status: 502, html: true, path: '/user/login', times: 1 });
		expect(await channels()).toBe(1);
		processTokens.clear();
		await kit.faults({ status: 403, html: true, path: '/channels', times: 1 });
		expect(await kit.failure(CHANNELS)).toMatchObject({ code: 'forbidden' });
	});

	test('an answer without a token, and an empty field of the credential', async () => {
		await kit.faults({ status: 200, body: { data: {} }, path: '/user/login', times: 1 });
		expect(await kit.failure(CHANNELS)).toMatchObject({ code: 'unexpected_answer' });
		expect(await kit.failure(CHANNELS, { password: '' })).toMatchObject({ field: 'Password' });
		expect(await kit.failure(CHANNELS, { login: ' ' })).toMatchObject({ field: 'Login' });
		expect(await kit.failure(CHANNELS, { ...TOKEN, token: '' })).toMatchObject({ field: 'Token' });
	});

	test('a wrong token: nothing to repeat, and it is in no error', async () => {
		const body = { message: 'geheim-token is unknown' };
		await kit.faults({ status: 401, body, path: '/channels', times: 2 });
		const failed = await kit.failure(CHANNELS, { ...TOKEN, token: 'geheim-token' });
		expect(failed).toMatchObject({
			code: 'unauthorized',
			error: expect.stringContaining('[secret]'),
		});
		expect(await kit.requests('/channels')).toHaveLength(1);
	});
});

describe('Paths and addresses', () => {
	test('X-Project goes with every call of a project', async () => {
		await kit.faults({ strictProject: true });
		await kit.run({ ...SEND, channel: '101', options: { lookFirst: true } });
		await kit.run({
			resource: 'contact',
			operation: 'findByPhone',
			...TELEGRAM,
			phone: SEND.phone,
		});
		await kit.faults({ existingUserAnswer: 'validation_error' });
		await kit.run(ENSURE);
		const { requests } = await kit.state();
		for (const { path, headers } of requests.filter(({ path }) => path.includes('/projects/1'))) {
			expect({ path, project: headers['x-project'] }).toEqual({ path, project: '1' });
		}
	});

	test.each(['add', 'remove'])(
		'redirects to the other slash (%s) keep method and body',
		async (to) => {
			await kit.faults({ redirectSlash: to });
			expect(await kit.run({ ...SEND, channel: '101' })).toMatchObject({ sent: true });
			expect(await kit.texts()).toEqual([SEND.text]);
			expect(await kit.requests('GET /api/app/projects/1/channels/clients_tg/send')).toEqual([]);
		},
	);

	test.each([307, 308, 302])('a %d to another server is not followed', async (status) => {
		const headers = { location: 'http://localhost:1/api/app/user/login' };
		await kit.faults({ status, headers, path: '/user/login', times: 1 });
		expect(await kit.failure(CHANNELS)).toMatchObject({
			code: 'redirected',
			outcome: 'not_sent',
			hint: expect.stringContaining('enter http://localhost:1 as Base URL'),
		});
	});

	test('redirects in a circle end', async () => {
		const headers = { location: '/wahelp/api/app/user/login' };
		await kit.faults({ status: 301, headers, path: '/user/login', times: 20 });
		expect(await kit.failure(CHANNELS)).toMatchObject({ code: 'redirected' });
		expect((await logIns()).length).toBeLessThan(6);
	});

	test.each(['/', '/api', '/api/', '/api/app/', '  '])(
		'Base URL with "%s" at its end',
		async (end) => {
			expect(await channels({ baseUrl: `${kit.base}${end}` })).toBe(1);
		},
	);

	test('a Base URL that is none', async () => {
		expect(await kit.failure(CHANNELS, { baseUrl: 'wahelp' })).toMatchObject({ field: 'Base URL' });
	});
});

describe('Credential', () => {
	const credential = new CrmBridgeWahelpApi();
	const helper = {
		helpers: {
			async httpRequest({ url, body }: { url: string; body: object }) {
				const response = await fetch(url, {
					method: 'POST',
					headers: { 'content-type': 'application/json' },
					body: JSON.stringify(body),
				});
				return await response.json();
			},
		},
	};
	const logIn = async (extra: IDataObject) => {
		const values = { ...kit.credentials(extra).crmBridgeWahelpApi };
		return await credential.preAuthentication.call(helper as never, values as never);
	};

	test('its test logs in with the password', async () => {
		const { sessionToken } = await logIn({});
		expect(sessionToken).toMatch(/^eyJ/);
		await expect(logIn({ password: 'geheim-1234' })).rejects.toThrow(/check Login, Password/);
		const values = { ...kit.credentials().crmBridgeWahelpApi, sessionToken };
		const request = await credential.authenticate(values as never, { url: `${kit.base}/x` });
		expect(request.headers).toEqual({ Authorization: `Bearer ${String(sessionToken)}` });
	});

	test('with a token there is no log-in', async () => {
		expect(await logIn(TOKEN)).toEqual({});
		const values = { ...TOKEN, baseUrl: kit.base } as never;
		const request = await credential.authenticate(values, { url: `${kit.base}/x` });
		expect(request.headers).toEqual({ Authorization: 'Bearer sandbox-wahelp' });
	});

	test('a header that the node has set stays, and the log-in gets none', async () => {
		const values = { ...TOKEN, baseUrl: 'https://wahelp.ru' } as never;
		const own = { url: 'https://wahelp.ru/x', headers: { Authorization: 'Bearer own' } };
		expect((await credential.authenticate(values, own)).headers).toEqual(own.headers);
		const login = { url: 'https://wahelp.ru/api/app/user/login', method: 'POST' as const };
		expect((await credential.authenticate(values, login)).headers).toBeUndefined();
	});
});
