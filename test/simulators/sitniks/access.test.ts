import { API_KEY } from './sitniks';
import { pause, useKit } from './testkit';

const kit = useKit();
const managers = () => kit.get('/managers');
const statuses = async (count: number) => {
	const answers = [];
	for (let i = 0; i < count; i++) answers.push((await managers()).status);
	return answers;
};

describe('the key', () => {
	test.each([
		['another key', 'Bearer sandbox-other'],
		['none', ''],
		['the bare key', API_KEY],
	])('%s is 401, also for a path that does not exist', async (_, authorization) => {
		for (const path of ['/managers', '/nothing']) {
			const answer = await kit.call('GET', path, undefined, { authorization });
			expect(answer.status).toBe(401);
			expect(answer.body).toEqual({ statusCode: 401, message: 'Unauthorized' });
		}
		expect((await managers()).status).toBe(200);
	});

	test('a plan without API is 403 everywhere, after the key', async () => {
		const id = await kit.chat();
		await kit.faults({ trial: true });
		const calls = [
			kit.get('/chats'),
			kit.call('PATCH', `/chats/${id}/status`, { status: 'Оплачено' }),
			kit.call('POST', '/orders', {}),
			kit.get('/nothing'),
		];
		for (const { status, body } of await Promise.all(calls)) {
			expect(status).toBe(403);
			expect(body).toEqual({ statusCode: 403, message: 'Forbidden resource', error: 'Forbidden' });
		}
		expect((await kit.state()).chats[0].status).toBe('Новий');
		const wrong = await kit.call('GET', '/chats', undefined, { authorization: 'Bearer x' });
		expect(wrong.status).toBe(401);
	});
});

test('unknown paths and methods, and a body that is no JSON', async () => {
	const id = await kit.chat();
	expect((await kit.get('/nothing')).body).toEqual({
		statusCode: 404,
		message: 'Cannot GET /open-api/nothing',
		error: 'Not Found',
	});
	const patch = await kit.call('PATCH', `/chats/${id}`, { assignedManagerId: 33 });
	expect(patch).toMatchObject({
		status: 404,
		body: { message: `Cannot PATCH /open-api/chats/${id}` },
	});
	expect((await kit.call('PUT', `/chats/${id}`, '{"tags":')).status).toBe(400);
	expect((await fetch(`${kit.base}/api/v1/orders`)).status).toBe(404);
});

describe('the rate limit', () => {
	beforeEach(() => kit.faults({ limit: true, blockMs: 400 }));

	test('has the documented size by default', async () => {
		await kit.control('reset', {});
		expect((await kit.state()).switches).toMatchObject({
			limit: true,
			limitRequests: 10,
			limitWindowMs: 10_000,
			blockMs: 60_000,
		});
		expect(await statuses(11)).toEqual([...Array(10).fill(200), 429]);
	});

	test('an overrun is 429 without Retry-After and blocks the key', async () => {
		await statuses(10);
		const answer = await kit.get('/orders');
		expect(answer.status).toBe(429);
		expect(answer.body).toEqual({
			statusCode: 429,
			message: 'ThrottlerException: Too Many Requests',
		});
		expect(answer.headers.get('retry-after')).toBeNull();
		expect(await statuses(2)).toEqual([429, 429]);
		const { overruns, blocked, blockedUntil, requests } = await kit.state();
		expect({ overruns, blocked }).toEqual({ overruns: 1, blocked: 3 });
		expect(blockedUntil - Date.now()).toBeGreaterThan(0);
		expect(requests.map(({ status }) => status)).toEqual([
			...Array(10).fill(200),
			...Array(3).fill(429),
		]);
		expect(requests[12].at).toBeGreaterThanOrEqual(requests[0].at);
	});

	test('the block ends by itself; calls within it neither prolong it nor count later', async () => {
		await statuses(11);
		await pause(200);
		await statuses(5);
		await pause(220);
		expect(await statuses(11)).toEqual([...Array(10).fill(200), 429]);
		expect(await kit.state()).toMatchObject({ overruns: 2, blocked: 7 });
	});

	test('the window slides', async () => {
		await kit.faults({ limitWindowMs: 400 });
		await statuses(5);
		await pause(250);
		await statuses(5);
		await pause(200);
		expect(await statuses(6)).toEqual([...Array(5).fill(200), 429]);
	});

	test('all paths count, also missing ones and those that a fault hits; wrong keys do not', async () => {
		const id = await kit.chat();
		await kit.faults({ status: 500, times: 2, path: '/orders' });
		await kit.faults({ hang: true, path: '/clients' });
		for (let i = 0; i < 12; i++) {
			await kit.call('GET', '/chats', undefined, { authorization: 'Bearer x' });
		}
		const hanging = new AbortController();
		const hung = fetch(`${kit.base}/open-api/clients`, {
			headers: { authorization: `Bearer ${API_KEY}` },
			signal: hanging.signal,
		}).catch(() => 'gone');
		await pause(20);
		hanging.abort();
		expect(await hung).toBe('gone');
		for (const path of ['/orders', '/orders', '/nothing', `/chats/${id}`]) await kit.get(path);
		await kit.call('POST', `/chats/${id}/notes`, {});
		expect(await statuses(5)).toEqual([200, 200, 200, 200, 429]);
	});

	test('a block can begin without an overrun, and be ended', async () => {
		await kit.faults({ blockNow: true });
		expect(await statuses(2)).toEqual([429, 429]);
		expect(await kit.state()).toMatchObject({ overruns: 0, blocked: 2 });
		await kit.faults({ blockNow: false });
		expect(await statuses(1)).toEqual([200]);
		await kit.faults({ blockNow: true, blockMs: 30 });
		await pause(40);
		expect(await statuses(1)).toEqual([200]);
	});

	test('can be off; a reset forgets everything', async () => {
		await statuses(11);
		await kit.faults({ limit: false });
		expect(await statuses(12)).toEqual(Array(12).fill(200));
		await kit.faults({ limit: true });
		expect(await statuses(1)).toEqual([429]);
		await kit.control('reset', {});
		expect(await kit.state()).toMatchObject({ overruns: 0, blocked: 0 });
		expect(await statuses(10)).toEqual(Array(10).fill(200));
	});
});

describe('generic faults', () => {
	test('an HTML page instead of an answer', async () => {
		await kit.faults({ html: true, path: '/chats' });
		const answer = await kit.get('/chats');
		expect(answer.status).toBe(502);
		expect(answer.headers.get('content-type')).toContain('text/html');
		expect((await kit.get('/chats')).status).toBe(200);
	});

	test('a write whose answer is lost is done', async () => {
		const id = await kit.chat();
		await kit.faults({ dropAfterWrite: true, times: 3 });
		const lost = [
			() => kit.call('PATCH', `/chats/${id}/status`, { status: 'Оплачено' }),
			() => kit.call('POST', `/chats/${id}/messages`, { text: 'Дякуємо!' }),
			() => kit.call('POST', '/orders', { client: { fullname: 'Олена' } }),
		];
		for (const call of lost) await expect(call()).rejects.toThrow();
		const { chats, orders } = await kit.state();
		expect(chats[0]).toMatchObject({ status: 'Оплачено', messages: [{}, { text: 'Дякуємо!' }] });
		expect(orders).toHaveLength(3);
	});
});

describe('switches', () => {
	test.each([
		[{ bogus: 1 }, 'no switch "bogus"'],
		[{ startDateMeans: 'x' }, 'startDateMeans is one of'],
		[{ statuses: 'Новий' }, 'statuses must be a list'],
		[{ statuses: [1] }, 'statuses must be a list'],
		[{ webhookUrls: ['n8n'] }, 'webhookUrls must be a list'],
		[{ webhookUrl: 5 }, 'webhookUrls must be a list'],
		[{ retryDelaysMs: [-1] }, 'retryDelaysMs must be a list'],
		[{ blockMs: -1 }, 'blockMs must be a number'],
		[{ trial: 1 }, 'trial must be a boolean'],
		[{ blockNow: 1 }, 'blockNow must be a boolean'],
	])('%j is refused', async (switches, text) => {
		await expect(kit.faults(switches)).rejects.toThrow(text);
	});

	test('a reset brings the defaults and the first data back; ids do not come again', async () => {
		const first = await kit.chat();
		await kit.call('POST', '/orders', { client: { fullname: 'Олена' } });
		await kit.faults({ trial: true, statuses: ['Новый'], webhookUrl: kit.hookUrl });
		await kit.control('reset', {});
		const { chats, orders, clients, switches } = await kit.state();
		expect([chats.length, orders.length, clients.length]).toEqual([0, 2, 2]);
		expect(switches).toMatchObject({ trial: false, webhookUrls: [] });
		expect(switches.statuses).toContain('Взято в роботу');
		expect(await kit.chat()).not.toBe(first);
	});
});
