import { RateLimiter, shareBudget } from '../../../nodes/shared/limiter';
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

describe('shareBudget', () => {
	test.each([
		[1, 1000],
		[4, 4000],
		[2.9, 2000],
		[0, 1000],
		[-3, 1000],
		[NaN, 1000],
		[Infinity, 1000],
	])('%p workers: 4 calls in %p ms each', (workers, windowMs) => {
		expect(shareBudget(BUDGET, workers)).toEqual({ calls: 4, windowMs });
	});
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
		expect(Date.now() - start).toBeLessThan(500);
	});

	test('does not go on with an execution that was cancelled meanwhile', async () => {
		const cancel = new AbortController();
		setTimeout(() => cancel.abort(new Error('stopped')), 20);
		await expect(pause(60, cancel.signal)).rejects.toThrow('stopped');
	});
});
