import { TestClient, titles } from './testClient';

const QUERY = '/orders?filter[orders][code]=900000001';

describe('what stands in front of the Kaspi API', () => {
	let kaspi: TestClient;
	beforeAll(async () => {
		kaspi = await TestClient.start();
	});
	beforeEach(async () => {
		await kaspi.control('reset');
		await kaspi.emit({});
	});
	afterAll(async () => await kaspi.server.close());

	test('a missing or wrong token gets 401, on unknown paths too', async () => {
		for (const token of ['', 'wrong']) {
			const answer = await kaspi.get(QUERY, { 'x-auth-token': token });
			expect(answer.status).toBe(401);
			expect(titles(answer)).toEqual(['Unauthorized']);
		}
		expect((await kaspi.get('/nothing', { 'x-auth-token': '' })).status).toBe(401);
		expect((await kaspi.get('/nothing')).status).toBe(404);
	});

	test('the token can be another one', async () => {
		const other = await TestClient.start({ token: 'other' });
		expect((await other.get(QUERY)).status).toBe(401);
		expect((await other.get(QUERY, { 'x-auth-token': 'other' })).status).toBe(200);
		await other.server.close();
	});

	test('without Mozilla/ in the User-Agent no answer comes, until that is switched off', async () => {
		const ask = async () =>
			await fetch(`${kaspi.shop}/v2${QUERY}`, {
				headers: { 'x-auth-token': 'sandbox-kaspi', 'user-agent': 'python-requests/2.32' },
				signal: AbortSignal.timeout(250),
			});
		await expect(ask()).rejects.toMatchObject({ name: 'TimeoutError' });
		await kaspi.control('faults', { requireBrowserUserAgent: false });
		expect((await ask()).status).toBe(200);
	});

	test('a reset cuts the connections that hang', async () => {
		const hanging = fetch(`${kaspi.shop}/v2${QUERY}`, { signal: AbortSignal.timeout(3000) });
		const outcome = expect(hanging).rejects.toMatchObject({ name: 'TypeError' });
		while ((await kaspi.state()).requests.length === 0) continue;
		await kaspi.control('reset');
		await outcome;
	});

	test('only application/vnd.api+json and */* are acceptable', async () => {
		const ask = async (accept: string) => (await kaspi.get(QUERY, { accept })).status;
		expect(await ask('application/json')).toBe(406);
		expect(await ask('text/html, application/json')).toBe(406);
		expect(await ask('application/vnd.api+json;charset=UTF-8')).toBe(200);
		expect(await ask('application/json, text/plain, */*')).toBe(200);
		await kaspi.control('faults', { notAcceptable: false });
		expect(await ask('application/json')).toBe(200);
	});

	test('above the rate it answers 429, with Retry-After only when asked', async () => {
		await kaspi.control('faults', { ratePerSecond: 2 });
		expect((await kaspi.get(QUERY)).status).toBe(200);
		expect((await kaspi.get(QUERY)).status).toBe(200);
		const refused = await kaspi.get(QUERY);
		expect(refused.status).toBe(429);
		expect(refused.headers.get('retry-after')).toBeNull();
		await kaspi.control('faults', { retryAfterSeconds: 3 });
		expect((await kaspi.get(QUERY)).headers.get('retry-after')).toBe('3');
	});

	test('it can be slow', async () => {
		await kaspi.control('faults', { slowMs: 150 });
		const start = Date.now();
		expect((await kaspi.get(QUERY)).status).toBe(200);
		expect(Date.now() - start).toBeGreaterThanOrEqual(145);
	});

	test('a reset brings the defaults back', async () => {
		await kaspi.control('faults', { requireState: true, slowMs: 10_000, ratePerSecond: 1 });
		await kaspi.control('reset');
		const answer = await kaspi.list('filter[orders][creationDate][$ge]=' + Date.now());
		expect(answer.body).toEqual({ data: [], included: [], meta: { pageCount: 0, totalCount: 0 } });
		expect(await kaspi.emit({})).toEqual([{ id: 'OTAwMDAwMDAx', code: '900000001' }]);
	});

	test('unknown switches and wrong values are refused with what is known', async () => {
		const unknown = await kaspi.control('faults', { slow: 5 });
		expect(unknown.status).toBe(400);
		expect(JSON.stringify(unknown.body)).toContain('unknown switch of kaspi: slow; known: require');
		expect((await kaspi.control('faults', { slowMs: '5' })).status).toBe(400);
		expect((await kaspi.control('faults', { ratePerSecond: -1 })).status).toBe(400);
	});

	test('the shared faults work in front of it: HTML 502, cut connection', async () => {
		await kaspi.control('faults', { html: true, status: 502 });
		const page = await kaspi.get<string>(QUERY);
		expect(page.status).toBe(502);
		expect(String(page.body)).toContain('<html>');
		await kaspi.control('faults', { drop: true });
		await expect(kaspi.get(QUERY)).rejects.toThrow();
		expect((await kaspi.get(QUERY)).status).toBe(200);
	});

	test('a write whose answer is lost has happened', async () => {
		await kaspi.control('faults', { dropAfterWrite: true, method: 'POST' });
		await expect(kaspi.setStatus('900000001', 'ACCEPTED_BY_MERCHANT')).rejects.toThrow();
		const { orders, writes } = await kaspi.state();
		expect(orders[0].attributes.status).toBe('ACCEPTED_BY_MERCHANT');
		expect(writes).toHaveLength(1);
	});
});
