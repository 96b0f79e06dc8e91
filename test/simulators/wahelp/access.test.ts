import { pause, TG, useKit, type Answer } from './testkit';
import { ACCOUNT_KEY } from './wahelp';

const kit = useKit();
const LOGIN = { login: ACCOUNT_KEY, password: ACCOUNT_KEY };

const bearer = (token: unknown) => ({ authorization: `Bearer ${String(token)}` });
const projects = (token: unknown) => kit.call('GET', '/projects/', undefined, bearer(token));
async function login(): Promise<string> {
	return String((await kit.call('POST', '/user/login', LOGIN)).body.data.access_token);
}
const refresh = (token: string): Promise<Answer> =>
	kit.call('GET', '/user/refresh-token', undefined, bearer(token));

describe('tokens', () => {
	test('log-in and refresh answer different shapes, and both tokens work', async () => {
		const answer = await kit.call('POST', '/user/login', LOGIN, { authorization: '' });
		expect(answer.body).toEqual({
			success: true,
			data: {
				token_type: 'bearer',
				access_token: expect.stringMatching(/^eyJ/),
				expires_in: 3600,
			},
		});
		const first = String(answer.body.data.access_token);
		const { body } = await refresh(first);
		expect(body).toEqual({
			data: { token: { token: expect.stringMatching(/^eyJ/), expires_in: 3600 } },
		});
		const second = (body.data.token as { token: string }).token;
		expect(second).not.toBe(first);
		expect((await projects(first)).status).toBe(200);
		expect((await projects(second)).status).toBe(200);
		expect((await kit.state()).tokens).toBe(2);
	});

	test('a log-in may be a form', async () => {
		const type = { 'content-type': 'application/x-www-form-urlencoded' };
		const text = new URLSearchParams(LOGIN).toString();
		expect((await kit.call('POST', '/user/login', text, type)).status).toBe(200);
	});

	test('a wrong password, no token and an invented token are 401', async () => {
		const wrong = await kit.call('POST', '/user/login', { ...LOGIN, password: 'x' });
		expect(wrong).toMatchObject({ status: 401, body: { success: false } });
		expect((await projects('eyJ')).status).toBe(401);
		const none = await kit.call('GET', '/projects/', undefined, { authorization: '' });
		expect(none).toMatchObject({ status: 401, body: { success: false } });
	});

	test('they end after tokenSeconds, and early with expireTokens', async () => {
		await kit.faults({ tokenSeconds: 0.05 });
		const short = await kit.call('POST', '/user/login', LOGIN);
		expect(short.body.data.expires_in).toBe(0.05);
		expect((await projects(short.body.data.access_token)).status).toBe(200);
		await pause(60);
		expect((await projects(short.body.data.access_token)).status).toBe(401);

		await kit.faults({ tokenSeconds: 3600 });
		const early = await login();
		await kit.faults({ expireTokens: true });
		expect((await projects(early)).status).toBe(401);
		expect((await refresh(early)).status).toBe(401);
		expect((await projects(await login())).status).toBe(200);
		expect((await projects(ACCOUNT_KEY)).status).toBe(200);
	});

	test('the refresh can fail while the log-in works', async () => {
		const token = await login();
		await kit.faults({ refreshFails: true });
		expect((await refresh(token)).status).toBe(401);
		expect((await kit.call('POST', '/user/login', LOGIN)).status).toBe(200);
	});
});

test('strictProject: 422 without X-Project, 403 with another, nothing outside projects', async () => {
	const channels = (headers?: Record<string, string>) =>
		kit.call('GET', '/projects/1/channels', undefined, headers);
	expect((await channels()).status).toBe(200);
	await kit.faults({ strictProject: true });
	expect(await channels()).toMatchObject({ status: 422, body: { success: false } });
	expect((await channels({ 'x-project': '2' })).status).toBe(403);
	expect((await channels({ 'x-project': '1' })).status).toBe(200);
	expect((await kit.call('GET', '/projects/')).status).toBe(200);
});

describe('projects and channels', () => {
	test('lists', async () => {
		expect((await kit.call('GET', '/projects')).body).toEqual({
			success: true,
			data: [
				{ id: 1, name: 'Sandbox' },
				{ id: 2, name: 'Other' },
			],
		});
		const { data } = (await kit.call('GET', '/projects/1/channels')).body;
		const [first, ...others] = data as unknown as Array<{ id: number; uuid: string }>;
		expect(first).toEqual({
			id: 101,
			name: 'clients_tg',
			uuid: 'clients_tg',
			active: true,
			type: 'telegram',
			settings: {},
		});
		expect(others).toMatchObject([
			{ id: 102, uuid: 'clients_wa', type: 'whatsapp' },
			{ id: 103, uuid: 'leads' },
		]);
	});

	test('one of them, and its status', async () => {
		expect((await kit.call('GET', TG)).body.data.id).toBe(101);
		const status = async () => (await kit.call('GET', `${TG}/status`)).body.data.status;
		expect(await status()).toBe('connected');
		await kit.faults({ channelsDown: ['clients_tg'] });
		expect(await status()).toBe('disconnected');
	});

	test.each([
		['an unknown project', '/projects/9/channels'],
		['a numeric channel id in a path', '/projects/1/channels/101'],
		['a channel of another project', '/projects/2/channels/clients_tg'],
		['an unknown path', '/nothing'],
	])('%s is 404', async (_, path) => {
		expect(await kit.call('GET', path)).toMatchObject({ status: 404, body: { success: false } });
	});
});

describe('trailing slashes', () => {
	test('both forms answer', async () => {
		for (const path of ['/projects', '/projects/', '/projects/1/channels/', `${TG}/`]) {
			expect((await kit.call('GET', path)).status).toBe(200);
		}
	});

	test.each([
		[true, 'GET', '/projects', '/projects/'],
		['add', 'PUT', '/projects/1/hook?a=1', '/projects/1/hook/?a=1'],
		['remove', 'POST', '/projects/1/webhooks/', '/projects/1/webhooks'],
	])('redirectSlash %s: %s %s goes to %s', async (redirectSlash, method, from, to) => {
		await kit.faults({ redirectSlash });
		const body = method === 'GET' ? undefined : {};
		const answer = await kit.call(method, from, body);
		expect(answer.status).toBe(301);
		expect(answer.headers.get('location')).toBe(`/wahelp/api/app${to}`);
		expect((await kit.call(method, to, body)).status).not.toBe(301);
	});
});

test('generic faults are answered instead: HTML of a proxy', async () => {
	await kit.faults({ html: true, path: '/projects' });
	const answer = await kit.call('GET', '/projects');
	expect(answer.status).toBe(502);
	expect(answer.headers.get('content-type')).toContain('text/html');
});

describe('switches', () => {
	test.each([
		[{ bogus: 1 }, 'no switch "bogus"'],
		[{ echo: 'never' }, 'echo is one of'],
		[{ noMessenger: 'x' }, 'noMessenger must be of the kind array'],
		[{ tokenSeconds: -1 }, 'tokenSeconds must be of the kind number'],
		[{ expireTokens: 1 }, 'expireTokens'],
	])('%j is refused', async (switches, text) => {
		await expect(kit.faults(switches)).rejects.toThrow(text);
	});

	test('a reset brings the defaults back and forgets tokens', async () => {
		const token = await login();
		await kit.faults({ strictProject: true, tokenSeconds: 5 });
		await kit.control('reset', {});
		const { switches, tokens, requests } = await kit.state();
		expect(switches).toMatchObject({ strictProject: false, tokenSeconds: 3600 });
		expect([tokens, requests]).toEqual([0, []]);
		expect((await projects(token)).status).toBe(401);
	});
});
