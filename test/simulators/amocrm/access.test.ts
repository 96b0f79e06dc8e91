import { Kit, until, type Doc } from './testkit';

describe('what stands in front of amoCRM', () => {
	const amo = new Kit();
	beforeAll(() => amo.start());
	beforeEach(() => amo.fresh());
	afterAll(() => amo.close());

	const account = (authorization?: string) =>
		amo.get('/account', authorization === undefined ? {} : { authorization });
	const token = (body: object) => amo.request<Doc>('POST', '/oauth2/access_token', body);
	const client = {
		client_id: 'sandbox-amocrm',
		client_secret: 'sandbox-amocrm',
		redirect_uri: 'http://127.0.0.1/callback',
	};

	test('a missing, wrong or revoked token is a 401 problem', async () => {
		for (const header of ['', 'Bearer wrong', 'sandbox-amocrm']) {
			const answer = await account(header);
			expect(answer.status).toBe(401);
			expect(answer.body).toMatchObject({ title: 'Unauthorized', status: 401 });
			expect(answer.headers.get('content-type')).toContain('application/problem+json');
			expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f]{32}$/);
		}
		await amo.switch({ tokenRevoked: true });
		expect((await account()).status).toBe(401);
	});

	test('OAuth: consent, code, tokens; codes and refresh tokens work once', async () => {
		const consent = await amo.request(
			'GET',
			`/oauth?client_id=sandbox-amocrm&state=s1&redirect_uri=${encodeURIComponent('http://127.0.0.1/callback')}`,
		);
		expect(consent.status).toBe(302);
		const back = new URL(consent.headers.get('location') ?? '');
		expect(back.searchParams.get('state')).toBe('s1');
		const code = back.searchParams.get('code');
		const first = await token({ ...client, grant_type: 'authorization_code', code });
		expect(first.body).toMatchObject({ token_type: 'Bearer', expires_in: 86_400 });
		expect((await account(`Bearer ${String(first.body.access_token)}`)).status).toBe(200);
		expect((await token({ ...client, grant_type: 'authorization_code', code })).status).toBe(401);

		const refresh = {
			...client,
			grant_type: 'refresh_token',
			refresh_token: first.body.refresh_token,
		};
		const second = await token(refresh);
		expect(second.status).toBe(200);
		expect(second.body.refresh_token).not.toBe(first.body.refresh_token);
		const again = await token(refresh);
		expect(again.status).toBe(401);
		expect(again.body).toMatchObject({ hint: 'Token has been revoked', status: 401 });
		expect(String(again.body.type)).toMatch(/OAuthProblemJson$/);
	});

	test('OAuth: wrong client, missing parameters, expired access token', async () => {
		const { oauth } = await amo.emit({ oauth: {} });
		const refresh = { ...client, grant_type: 'refresh_token', refresh_token: oauth.refresh_token };
		expect((await token({ ...refresh, client_secret: 'wrong' })).status).toBe(401);
		expect((await token({ ...refresh, redirect_uri: undefined })).status).toBe(400);
		expect((await token({ ...refresh, grant_type: 'password' })).status).toBe(400);
		await amo.switch({ accessTokenSeconds: 0 });
		const { body } = await token(refresh);
		expect((await account(`Bearer ${String(body.access_token)}`)).status).toBe(401);
		expect((await account(`Bearer ${String(oauth.access_token)}`)).status).toBe(200);
		const subdomain = await amo.request('GET', '/oauth2/account/subdomain');
		expect(subdomain.body).toMatchObject({ subdomain: 'demo' });
	});

	test('the eighth request of a second gets an HTML 429 without Retry-After, for a while', async () => {
		await amo.control('reset');
		await amo.switch({ throttleMs: 1400, banAfter: 0 });
		const start = Date.now();
		const all = await Promise.all(Array.from({ length: 10 }, () => account()));
		const statuses = all.map(({ status }) => status).sort();
		expect(statuses).toEqual([200, 200, 200, 200, 200, 200, 200, 429, 429, 429]);
		const refused = all.find(({ status }) => status === 429);
		expect(refused?.text).toContain('<html>');
		expect(refused?.headers.get('content-type')).toContain('text/html');
		expect(refused?.headers.get('retry-after')).toBeNull();
		const { oauth } = await amo.emit({ oauth: {} });
		// another integration has a budget of its own
		expect((await account(`Bearer ${String(oauth.access_token)}`)).status).toBe(200);
		expect((await account()).status).toBe(429);
		await until(async () => (await account()).status === 200);
		// longer than the second that the rate is counted over
		expect(Date.now() - start).toBeGreaterThanOrEqual(1390);
	});

	test('who goes on gets 403 HTML for everything, until the support lifts it', async () => {
		await amo.switch({ ratePerSecond: 1, banAfter: 2 });
		const statuses: number[] = [];
		for (let call = 0; call < 5; call++) statuses.push((await account()).status);
		expect(statuses).toEqual([200, 429, 429, 403, 403]);
		await amo.switch({ ratePerSecond: 0 });
		const banned = await amo.get('/leads');
		expect(banned.status).toBe(403);
		expect(banned.text).toContain('403 Forbidden');
		expect((await token({})).status).toBe(403);
		await amo.switch({ banned: false });
		expect((await account()).status).toBe(200);
	});

	test('all integrations together have a limit, too', async () => {
		await amo.switch({ ratePerSecond: 7, accountRatePerSecond: 3 });
		const { oauth } = await amo.emit({ oauth: {} });
		for (let call = 0; call < 3; call++) await account();
		expect((await account(`Bearer ${String(oauth.access_token)}`)).status).toBe(429);
	});

	test('402 for writes when the subscription lapsed, 404 for an unknown subdomain', async () => {
		await amo.switch({ paymentRequired: true });
		expect((await amo.post('/leads', [{}])).status).toBe(402);
		expect((await account()).status).toBe(200);
		await amo.switch({ accountNotFound: true });
		const answer = await account();
		expect(answer.status).toBe(404);
		expect(answer.headers.get('x-error')).toBe('Account not found');
	});

	test('unknown switches and wrong values are refused, a reset brings the defaults back', async () => {
		expect((await amo.switch({ lag: 1 })).text).toContain(
			'unknown switch of amocrm: lag; known: search',
		);
		expect((await amo.switch({ searchLagMs: '5' })).status).toBe(400);
		expect((await amo.switch({ apiFilter: 'maybe' })).status).toBe(400);
		await amo.switch({ banned: true });
		await amo.emit({ contact: {} });
		await amo.control('reset');
		expect((await amo.get('/contacts')).status).toBe(204);
		expect(await amo.created('/contacts', {})).toBe(7000001);
	});
});
