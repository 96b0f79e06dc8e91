import fc from 'fast-check';

import {
	FIRST_IN_A_ROW,
	KeyBlocked,
	QueueFull,
	RateLimiter,
	shareBudget,
} from '../../../nodes/shared/limiter';
import { pause } from '../../../nodes/shared/pause';

/** A clock that jumps to the next sleeper's time when nobody can run. */
class FakeClock {
	time = 1_000_000;
	private sleepers: Array<{ at: number; wake: () => void; fail: (reason: unknown) => void }> = [];

	now = () => this.time;

	sleep = async (ms: number, signal?: AbortSignal) =>
		await new Promise<void>((wake, fail) => {
			const sleeper = { at: this.time + ms, wake, fail };
			this.sleepers.push(sleeper);
			signal?.addEventListener('abort', () => {
				this.sleepers = this.sleepers.filter((other) => other !== sleeper);
				fail(signal.reason);
			});
		});

	get sleeping(): number {
		return this.sleepers.length;
	}

	/** Runs until nobody sleeps. */
	async run(): Promise<void> {
		await settle();
		while (this.sleepers.length > 0) {
			this.sleepers.sort((a, b) => a.at - b.at);
			const next = this.sleepers.shift()!;
			this.time = Math.max(this.time, next.at);
			next.wake();
			await settle();
		}
	}
}

const settle = async () => await new Promise<void>((resolve) => setImmediate(resolve));

const BUDGET = { calls: 4, windowMs: 1000 };
let clock: FakeClock;
let limiter: RateLimiter;
beforeEach(() => {
	clock = new FakeClock();
	limiter = new RateLimiter(clock.now, clock.sleep);
});

/** Takes `count` slots at once; the calls as they were let through. */
function takeMany(count: number, key = 'shop') {
	const passed: Array<{ call: number; at: number }> = [];
	const all = Array.from({ length: count }, async (_, call) => {
		await limiter.take(key, BUDGET);
		passed.push({ call, at: clock.time });
	});
	return { passed, done: Promise.all(all) };
}

test('a cold limiter lets nothing through within the first window: the process before may have used it up', async () => {
	const cold = new RateLimiter(clock.now, clock.sleep, true);
	const begin = clock.time;
	const times: number[] = [];
	for (const windowMs of [1000, 10_000]) {
		void cold
			.take(`key ${windowMs}`, { calls: 2, windowMs })
			.then(() => times.push(clock.time - begin));
	}
	await clock.run();
	expect(times).toEqual([1000, 10_000]);
	await cold.take('key 1000', { calls: 2, windowMs: 1000 });
	expect(clock.time - begin).toBe(10_000);
});

describe('the window', () => {
	test('never holds more calls than the budget, whenever they come', async () => {
		const starts: number[] = [];
		const waits = [0, 0, 100, 0, 350, 0, 0, 700, 10, 0, 0, 0, 0, 999, 1, 0, 0, 0, 0, 1000, 0, 0];
		const running: Array<Promise<unknown>> = [];
		for (const wait of waits) {
			clock.time += wait;
			running.push(limiter.take('shop', BUDGET).then(() => starts.push(clock.time)));
			await settle();
		}
		await clock.run();
		await Promise.all(running);
		expect(starts).toHaveLength(waits.length);
		for (const start of starts) {
			const inWindow = starts.filter((other) => other >= start && other < start + BUDGET.windowMs);
			expect(inWindow.length).toBeLessThanOrEqual(BUDGET.calls);
		}
	});

	test('lets a burst through at once and the rest a window later', async () => {
		const { passed, done } = takeMany(10);
		await clock.run();
		await done;
		const after = passed.map(({ at }) => at - 1_000_000);
		expect(after).toEqual([0, 0, 0, 0, 1000, 1000, 1000, 1000, 2000, 2000]);
	});

	test('is full until its last millisecond', async () => {
		const first = takeMany(4);
		await first.done;
		clock.time += 999;

		const late = takeMany(1);
		await clock.run();
		await late.done;

		expect(late.passed[0].at - first.passed[0].at).toBe(1000);
	});

	test('serves in the order of asking', async () => {
		const { passed, done } = takeMany(20);
		await clock.run();
		await done;
		expect(passed.map(({ call }) => call)).toEqual([...Array(20).keys()]);
	});

	test('belongs to one key', async () => {
		const first = takeMany(4, 'shop');
		const second = takeMany(4, 'other shop');
		await settle();
		expect([first.passed.length, second.passed.length]).toEqual([4, 4]);
		expect(clock.sleeping).toBe(0);
		await Promise.all([first.done, second.done]);
	});

	test('is empty after clear()', async () => {
		await takeMany(4).done;
		limiter.clear();
		await takeMany(4).done;
		expect(clock.sleeping).toBe(0);
	});

	test('outlives many other keys', async () => {
		await takeMany(4).done;
		for (let key = 0; key < 1200; key++) await limiter.take(`key ${key}`, BUDGET);
		const { passed, done } = takeMany(1);
		await settle();
		expect(passed).toEqual([]);
		await clock.run();
		await done;
		expect(clock.time).toBe(1_001_000);
	});
});

describe('a cancelled execution', () => {
	test('stops waiting, and those behind it go on', async () => {
		await takeMany(4).done;
		const cancel = new AbortController();
		const cancelled = limiter.take('shop', BUDGET, cancel.signal);
		const { passed, done } = takeMany(2);
		await settle();
		cancel.abort(new Error('stopped'));
		await expect(cancelled).rejects.toThrow('stopped');
		await clock.run();
		await done;
		expect(passed).toHaveLength(2);
		expect(clock.time).toBe(1_001_000);
	});

	test('uses up no slot when it was cancelled in the queue', async () => {
		await takeMany(4).done;
		const cancel = new AbortController();
		const first = takeMany(1);
		const cancelled = limiter.take('shop', BUDGET, cancel.signal);
		const last = takeMany(3);
		cancel.abort(new Error('stopped'));
		const refused = expect(cancelled).rejects.toThrow('stopped');
		await clock.run();
		await Promise.all([refused, first.done, last.done]);
		expect(clock.time).toBe(1_001_000);
	});

	test('does not start when it was cancelled before', async () => {
		await expect(
			limiter.take('shop', BUDGET, AbortSignal.abort(new Error('stopped'))),
		).rejects.toThrow('stopped');
	});
});

describe('a call that counts from its answer', () => {
	const FROM_ANSWER = { ...BUDGET, fromAnswer: true };
	const take = async () => await limiter.take('shop', FROM_ANSWER);

	test('keeps its slot while it is under way, and a window longer', async () => {
		for (let call = 0; call < 4; call++) await take();
		const next = take().then(() => clock.time);
		await settle();
		clock.time += 5000;
		limiter.answered('shop');
		await clock.run();
		const passed = await next;
		expect(passed).toBeGreaterThanOrEqual(1_006_000);
		expect(passed).toBeLessThan(1_006_100);
	});

	test('is never more than the budget in any window, wherever on its way it is seen', async () => {
		const seen: number[] = [];
		const ways = [0, 900, 10, 400, 0, 0, 700, 30, 999, 5, 0, 600, 0, 80, 0, 0, 300];
		const calls = ways.map(async (way) => {
			await take();
			await clock.sleep(way);
			seen.push(clock.time);
			await clock.sleep(20);
			limiter.answered('shop');
		});
		await clock.run();
		await Promise.all(calls);
		expect(seen).toHaveLength(ways.length);
		for (const at of seen) {
			const inWindow = seen.filter((other) => other >= at && other < at + BUDGET.windowMs);
			expect(inWindow.length).toBeLessThanOrEqual(BUDGET.calls);
		}
	});

	test('keeps its lane among many other keys', async () => {
		for (let call = 0; call < 4; call++) await take();
		clock.time += 60_000;
		for (let key = 0; key < 1200; key++) await limiter.take(`key ${key}`, BUDGET);
		const next = take();
		await settle();
		expect(clock.sleeping).toBe(1);
		limiter.answered('shop');
		await clock.run();
		await next;
	});

	test('that is answered twice, or nobody knows, harms nothing', async () => {
		limiter.answered('unknown');
		limiter.answered('shop');
		const { done } = takeMany(4);
		await done;
		limiter.answered('shop');
		const late = takeMany(1);
		await clock.run();
		await late.done;
		expect(clock.time).toBe(1_001_000);
	});
});

describe('a blocked key', () => {
	test('lets nobody through until its end, another key does', async () => {
		limiter.block('shop', 70_000);
		const { passed, done } = takeMany(2);
		await takeMany(1, 'other shop').done;
		expect(limiter.blockedMs('shop')).toBe(70_000);
		await clock.run();
		await done;
		expect(passed.map(({ at }) => at)).toEqual([1_070_000, 1_070_000]);
		expect(limiter.blockedMs('shop')).toBe(0);
	});

	test('stops those that wait for a slot, too, and a later block counts', async () => {
		await takeMany(4).done;
		const { passed, done } = takeMany(1);
		await settle();
		clock.time += 500;
		limiter.block('shop', 70_000);
		clock.time += 100;
		limiter.block('shop', 70_000);
		limiter.block('shop', 10);
		await clock.run();
		await done;
		expect(passed[0].at).toBe(1_070_600);
	});

	test('is remembered among many other keys', async () => {
		await takeMany(1).done;
		limiter.block('shop', 70_000);
		clock.time += 5000;
		for (let key = 0; key < 1200; key++) await limiter.take(`key ${key}`, BUDGET);
		expect(limiter.blockedMs('shop')).toBe(65_000);
	});

	test('is an error at once for a call that does not wait', async () => {
		limiter.block('shop', 70_000);
		const refused = limiter.take('shop', BUDGET, undefined, 0);
		await expect(refused).rejects.toEqual(new KeyBlocked(70_000));
		await expect(refused).rejects.toMatchObject({ waitMs: 70_000 });
		expect(clock.sleeping).toBe(0);
	});

	test('ends the waiting of one in the queue that does not wait, and it uses up no slot', async () => {
		await takeMany(4).done;
		const patient = takeMany(1);
		const impatient = limiter.take('shop', BUDGET, undefined, 0);
		const behind = takeMany(3);
		await settle();
		limiter.block('shop', 5000);
		await expect(impatient).rejects.toThrow(KeyBlocked);
		await clock.run();
		await Promise.all([patient.done, behind.done]);
		expect(clock.time).toBe(1_005_000);
	});

	test('is waited for as often as asked', async () => {
		limiter.block('shop', 1000);
		const once = limiter.take('shop', BUDGET, undefined, 1).catch((error: unknown) => error);
		const twice = limiter.take('shop', BUDGET, undefined, 2).catch((error: unknown) => error);
		await settle();
		clock.time += 1000;
		// The first one through has met the next block.
		limiter.block('shop', 1000);
		expect(await once).toBeInstanceOf(KeyBlocked);
		await clock.run();
		expect(await twice).toBeUndefined();
	});

	test('does not keep a cancelled execution', async () => {
		limiter.block('shop', 70_000);
		const cancel = new AbortController();
		const cancelled = limiter.take('shop', BUDGET, cancel.signal, 2);
		await settle();
		cancel.abort(new Error('stopped'));
		await expect(cancelled).rejects.toThrow('stopped');
	});
});

describe('shareBudget', () => {
	test.each([
		[1, 4, 1000],
		[2.9, 2, 1000],
		[3, 1, 1000],
		[4, 1, 1000],
		[5, 1, 2000],
		[0, 4, 1000],
		[-3, 4, 1000],
		[NaN, 4, 1000],
		[Infinity, 4, 1000],
	])('%p processes: %p calls in %p ms each', (workers, calls, windowMs) => {
		expect(shareBudget(BUDGET, workers)).toEqual({ calls, windowMs });
	});

	test.each([2, 3, 4])(
		'%p processes that begin at once keep the budget together',
		async (workers) => {
			const budget = shareBudget(BUDGET, workers);
			const processes = Array.from(
				{ length: workers },
				() => new RateLimiter(clock.now, clock.sleep),
			);
			const times: number[] = [];
			const calls = processes.flatMap((own) =>
				Array.from({ length: 6 }, async () => {
					await own.take('shop', budget);
					times.push(clock.time);
				}),
			);
			await clock.run();
			await Promise.all(calls);
			expect(times).toHaveLength(6 * workers);
			const most = times.map((from) => times.filter((at) => at >= from && at < from + 1000).length);
			expect(Math.max(...most)).toBeLessThanOrEqual(BUDGET.calls);
		},
	);
});

describe('pause', () => {
	test('waits about as long as asked', async () => {
		const start = Date.now();
		await pause(60);
		expect(Date.now() - start).toBeGreaterThanOrEqual(55);
	});

	test('does not wait when the execution is cancelled', async () => {
		const start = Date.now();
		await expect(pause(60_000, AbortSignal.abort(new Error('stopped')))).rejects.toThrow('stopped');
		expect(Date.now() - start).toBeLessThan(10_000);
	});

	test('does not go on with an execution that was cancelled meanwhile', async () => {
		const cancel = new AbortController();
		setTimeout(() => cancel.abort(new Error('stopped')), 20);
		await expect(pause(60, cancel.signal)).rejects.toThrow('stopped');
	});
});

describe('calls that go first', () => {
	const ONE = { calls: 1, windowMs: 1000 };

	/** Asks all at once, after one that takes the first slot; who was served, in order. */
	async function served(asking: boolean[]): Promise<Array<{ goesFirst: boolean; index: number }>> {
		const order: Array<{ goesFirst: boolean; index: number }> = [];
		const all = [limiter.take('shop', ONE)];
		for (const [index, goesFirst] of asking.entries()) {
			const call = limiter.take('shop', { ...ONE, goesFirst });
			all.push(call.then(() => void order.push({ goesFirst, index })));
		}
		await clock.run();
		await Promise.all(all);
		return order;
	}

	test('pass those that wait, and after three of them one of the others is served', async () => {
		const order = await served([false, false, false, ...Array<boolean>(7).fill(true)]);
		const words = order.map(({ goesFirst }) => (goesFirst ? 'first' : 'other'));
		expect(words.join(' ')).toBe('first first first other first first first other first other');
	});

	test('each kind keeps its order, none is lost, and the others never wait for more than three', async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(fc.boolean(), { maxLength: 40 }), async (asking) => {
				clock = new FakeClock();
				limiter = new RateLimiter(clock.now, clock.sleep);
				const order = await served(asking);
				for (const kind of [true, false]) {
					const indices = order
						.filter(({ goesFirst }) => goesFirst === kind)
						.map(({ index }) => index);
					expect(indices).toEqual([...indices].sort((a, b) => a - b));
				}
				expect(order).toHaveLength(asking.length);
				let [inARow, waiting] = [0, asking.filter((goesFirst) => !goesFirst).length];
				for (const { goesFirst } of order) {
					inARow = goesFirst && waiting > 0 ? inARow + 1 : 0;
					waiting -= goesFirst ? 0 : 1;
					expect(inARow).toBeLessThanOrEqual(FIRST_IN_A_ROW);
				}
			}),
		);
	});

	test('one that never stops coming does not hold up what runs in the background', async () => {
		let isServed = false;
		const background = limiter.take('shop', ONE).then(async () => {
			await limiter.take('shop', ONE);
			isServed = true;
		});
		// Each takes the next slot as soon as it has one.
		const payments = Array.from({ length: 5 }, async () => {
			for (let calls = 0; !isServed && calls < 50; calls++) {
				await limiter.take('shop', { ...ONE, goesFirst: true });
			}
		});
		await clock.run();
		await Promise.all([background, ...payments]);
		expect(clock.time - 1_000_000).toBeLessThanOrEqual(10_000);
	});
});

describe('a queue that is too long', () => {
	const crowd = (count: number, goesFirst = false) =>
		Array.from({ length: count }, async () => await limiter.take('shop', { ...BUDGET, goesFirst }));

	test('lets nobody in who would wait for more than a minute, and says how long that is', async () => {
		// 4 calls a second: 241 that wait take 60.25 s. One more is being served.
		const waiting = crowd(242);
		const late = limiter.take('shop', BUDGET);
		await expect(late).rejects.toEqual(new QueueFull(60_250));
		await clock.run();
		await Promise.all(waiting);
	});

	test('takes those that go first, who have only each other before them', async () => {
		const waiting = crowd(242);
		const first = limiter.take('shop', { ...BUDGET, goesFirst: true }).then(() => clock.time);
		await clock.run();
		expect((await first) - 1_000_000).toBeLessThanOrEqual(1000);
		await Promise.all(waiting);
	});

	test('is open again when it has become shorter', async () => {
		const waiting = crowd(242);
		await clock.run();
		await Promise.all(waiting);
		await expect(limiter.take('shop', BUDGET)).resolves.toBeUndefined();
	});
});
