import { RateLimiter } from '../../../nodes/shared/limiter';
import type { Send } from '../../../nodes/shared/http';
import type { SitniksApi } from '../../../nodes/Sitniks/api/client';
import { KEY, onChat, sendWithKey, SitniksKit } from './kit';

const kit = new SitniksKit();
beforeAll(async () => await kit.start());
afterAll(async () => await kit.stop());

const WINDOW_MS = 300;
const TIMING = { windowMs: WINDOW_MS + 10, blockMs: 350 };
beforeEach(async () => await kit.reset({ limit: true, limitWindowMs: WINDOW_MS, blockMs: 300 }));

const MANAGERS = { resource: 'manager', operation: 'getAll' };
const read = async (api: SitniksApi) => await api.calls.get('/managers', { limit: 1 });
const readMany = async (apis: SitniksApi[], count: number) =>
	await Promise.all(Array.from({ length: count }, (_, n) => read(apis[n % apis.length])));
/** Each request takes another time to the server. */
const slowWay: Send = async (call) => {
	await new Promise((resolve) => setTimeout(resolve, Math.random() * 120));
	return await sendWithKey(KEY)(call);
};

describe('ten requests in ten seconds', () => {
	test('are never exceeded at the server by many calls at once', async () => {
		const limiter = new RateLimiter();
		// Two workflows with the same key.
		const apis = [1, 2].map(() => kit.api({ limiter, timing: TIMING }));
		await readMany(apis, 60);
		const { overruns, blocked, requests } = await kit.state();
		expect({ overruns, blocked, requests: requests.length }).toEqual({
			overruns: 0,
			blocked: 0,
			requests: 60,
		});
	});

	test('nor when requests are on their way for different times', async () => {
		await readMany([kit.api({ timing: TIMING, send: slowWay })], 40);
		expect((await kit.state()).overruns).toBe(0);
	});

	test('are used up, so that nobody waits for nothing', async () => {
		const start = Date.now();
		await readMany([kit.api({ timing: TIMING })], 30);
		expect(Date.now() - start).toBeLessThan(3 * TIMING.windowMs + 400);
	});

	test.each([2, 3])('are shared by %p workers', async (parallelWorkers) => {
		// They do not know of each other.
		const workers = Array.from({ length: parallelWorkers }, () =>
			kit.api({ timing: TIMING, parallelWorkers, send: slowWay }),
		);
		await readMany(workers, 30);
		expect((await kit.state()).overruns).toBe(0);
	});

	test('hold for the node as it is', async () => {
		await kit.reset({ limit: true });
		await kit.place(MANAGERS).execute([1, 2, 3].map(() => ({ json: {} })));
		expect((await kit.state()).overruns).toBe(0);
	});
});

describe('a key that is blocked', () => {
	const block = async () => await kit.faults({ blockNow: true });

	test('makes all its calls wait for the end of the block', async () => {
		await block();
		const limiter = new RateLimiter();
		const apis = [1, 2].map(() => kit.api({ limiter, timing: TIMING }));
		const first = read(apis[0]);
		await new Promise((resolve) => setTimeout(resolve, 60));
		await Promise.all([first, read(apis[1]), read(apis[1])]);
		const { requests, overruns } = await kit.state();
		expect(requests.map(({ status }) => status)).toEqual([429, 200, 200, 200]);
		expect(requests[1].at - requests[0].at).toBeGreaterThanOrEqual(TIMING.blockMs - 5);
		expect(overruns).toBe(0);
	});

	test('lets a write go on that was surely not done, once', async () => {
		await kit.seed();
		await block();
		await kit.api({ timing: TIMING }).addNote('6b10aa00e056c38300000a01', 'Hi');
		expect((await kit.chat()).notes).toHaveLength(1);
	});

	test('is waited for twice by a call, no more', async () => {
		await kit.faults({ blockMs: 60_000 });
		await block();
		const api = kit.api({ timing: { ...TIMING, blockMs: 50 } });
		await expect(read(api)).rejects.toMatchObject({
			code: 'rate_limited',
			outcome: 'not_sent',
			retryAfterMs: 50,
		});
		expect(await kit.requests()).toHaveLength(3);
	});

	test('without Wait for the Rate Limit is an error at once, the second time without a call', async () => {
		await block();
		const limiter = new RateLimiter();
		const api = kit.api({ limiter, timing: TIMING, waitForLimit: false });
		await expect(read(api)).rejects.toMatchObject({ code: 'rate_limited', retryAfterMs: 350 });
		await expect(read(api)).rejects.toMatchObject({ code: 'rate_limited', outcome: 'not_sent' });
		expect(await kit.requests()).toHaveLength(1);
		expect(await read(kit.api({ limiter, timing: TIMING }))).toMatchObject({ count: 4 });
	});

	test('ends the waiting of those that were in the queue and do not wait', async () => {
		const limiter = new RateLimiter();
		const impatient = kit.api({ limiter, timing: TIMING, waitForLimit: false });
		await readMany([impatient], 10);
		const queued = expect(read(impatient)).rejects.toMatchObject({ code: 'rate_limited' });
		const start = Date.now();
		limiter.block('account', 60_000);
		await queued;
		expect(Date.now() - start).toBeLessThan(10_000);
		expect(await kit.requests()).toHaveLength(10);
	});

	test('at the node: the code, when to come back, and no word of the client', async () => {
		await kit.faults({ blockMs: 60_000 });
		await block();
		const options = { waitForLimit: false };
		const find = { resource: 'chat', operation: 'find', nickName: 'olena.k', options };
		const failed = await kit.failure(find);
		expect(failed).toMatchObject({ code: 'rate_limited', retryAfterMs: 70_000, httpStatus: 429 });
		const items = [1, 2].map(() => ({ json: {} }));
		const parameters = onChat('get', { options });
		const placed = kit.place(parameters, { continueOnFail: true });
		const [output] = await placed.execute(items);
		for (const { json } of output) {
			const details = json.details as { code: string; retryAfterMs: number };
			expect(details.code).toBe('rate_limited');
			expect(details.retryAfterMs).toBeGreaterThan(65_000);
			expect(JSON.stringify(json)).not.toContain('olena');
		}
		expect(await kit.requests()).toHaveLength(1);
	});

	test('does not keep a cancelled execution', async () => {
		await block();
		const cancel = new AbortController();
		const waiting = read(kit.api({ timing: TIMING, signal: cancel.signal }));
		setTimeout(() => cancel.abort(new Error('stopped')), 80);
		await expect(waiting).rejects.toThrow('stopped');
	});
});
