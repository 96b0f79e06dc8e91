import { VendorError } from '../../../nodes/shared/errors';
import { TtlCache } from '../../../nodes/shared/ttlCache';

let now = 0;
let reads = 0;
let cache: TtlCache<number>;
const read = async () => await Promise.resolve(++reads);

beforeEach(() => {
	now = 1_000_000;
	reads = 0;
	cache = new TtlCache<number>(() => now);
});

test('callers at the same time share one read', async () => {
	const all = await Promise.all([1, 2, 3].map(() => cache.get('k', 100, read)));
	expect(all).toEqual([1, 1, 1]);
});

test('what is older than the caller takes is read again', async () => {
	await cache.get('k', 100, read);
	now += 100;
	expect(await cache.get('k', 100, read)).toBe(1);
	now += 1;
	expect(await cache.get('k', 100, read)).toBe(2);
});

test('an age below zero is a read of its own, even in the same millisecond', async () => {
	await cache.get('k', 100, read);
	expect(await cache.get('k', -1, read)).toBe(2);
});

test('a failed read fails its callers and is not kept', async () => {
	const failed = new VendorError('no', { code: 'unavailable', outcome: 'not_sent' });
	const failing = async () => await Promise.reject(failed);
	const both = [cache.get('k', 100, failing), cache.get('k', 100, read)];
	await expect(both[0]).rejects.toBe(failed);
	await expect(both[1]).rejects.toBe(failed);
	expect(await cache.get('k', 100, read)).toBe(1);
});

test('who shares the read of a cancelled execution reads for itself', async () => {
	const cancelled = async () => await Promise.reject(new Error('aborted'));
	const first = cache.get('k', 100, cancelled);
	const second = cache.get('k', 100, read);
	await expect(first).rejects.toThrow('aborted');
	await expect(second).resolves.toBe(1);
});

test('the age counts from the first answer of a long read', async () => {
	let finish: () => void = () => undefined;
	const slow = cache.get('k', 100, async (answered) => {
		answered();
		await new Promise<void>((resolve) => (finish = resolve));
		return 10;
	});
	await Promise.resolve();
	now += 101;
	const second = cache.get('k', 100, read);
	finish();
	expect([await slow, await second]).toEqual([10, 1]);
});

test('forgets by prefix, and peeks without reading', async () => {
	await cache.get('a|1', 100, read);
	await cache.get('b|1', 100, read);
	cache.forget('a');
	expect([await cache.peek('a', 100), await cache.peek('b', 100)]).toEqual([[], [2]]);
	expect(reads).toBe(2);
});

test('of very many keys the oldest is forgotten', async () => {
	for (let index = 0; index <= 200; index++) await cache.get(`k${index}`, 100, read);
	expect([await cache.get('k200', 100, read), await cache.get('k0', 100, read)]).toEqual([
		201, 202,
	]);
});
