import { RecentKeys } from '../../../nodes/shared/recentKeys';
import { cpuMs } from '../../harness/cpu';

let now = 0;
const keys = (limit = 3) => new RecentKeys(1000, limit, () => now);
beforeEach(() => (now = 1_000_000));

test('a key is known once it was remembered, until its time is over', () => {
	const recent = keys();
	expect(recent.has('a')).toBe(false);
	recent.remember('a');
	now += 999;
	expect(recent.has('a')).toBe(true);
	now += 1;
	expect(recent.has('a')).toBe(false);
});

test('looking does not prolong, remembering again does', () => {
	const recent = keys();
	recent.remember('a');
	now += 900;
	recent.has('a');
	recent.remember('b');
	recent.remember('b');
	now += 200;
	expect([recent.has('a'), recent.has('b')]).toEqual([false, true]);
});

test('beyond the limit the one that was remembered longest ago goes', () => {
	const recent = keys(2);
	for (const key of ['a', 'b', 'a', 'c']) recent.remember(key);
	expect(['a', 'b', 'c'].map((key) => recent.has(key))).toEqual([true, false, true]);
});

test('a key may have a time of its own', () => {
	const recent = keys();
	recent.remember('short', 10);
	recent.remember('long');
	now += 10;
	expect([recent.has('short'), recent.has('long')]).toEqual([false, true]);
});

test('tells until when a key is known', () => {
	const recent = keys();
	recent.remember('a', 10);
	expect([recent.until('a'), recent.until('b')]).toEqual([now + 10, undefined]);
	now += 10;
	expect(recent.until('a')).toBeUndefined();
});

test('memory stays bounded over a hundred thousand keys, and costs little', () => {
	const recent = keys(500);
	const spent = cpuMs(() => {
		for (let index = 0; index < 100_000; index++) recent.remember(`key ${index}`);
	});
	expect(spent).toBeLessThan(2000);
	expect((recent as unknown as { forgetAt: Map<string, number> }).forgetAt.size).toBe(500);
});

test('what is over is let go before the limit is reached', () => {
	const recent = keys(500);
	for (let index = 0; index < 100; index++) recent.remember(`key ${index}`);
	now += 5000;
	recent.remember('new');
	expect((recent as unknown as { forgetAt: Map<string, number> }).forgetAt.size).toBe(1);
});
