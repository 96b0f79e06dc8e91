import { RecentKeys, TtlMap } from '../../../nodes/shared/ttlMap';
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

test('values go with their keys, the newest stands last, and what is over is not listed', () => {
	const map = new TtlMap<number>(1000, 3, () => now);
	map.set('a', 1);
	map.set('b', 2, 10);
	map.set('a', 3);
	expect([...map]).toEqual([
		['b', 2],
		['a', 3],
	]);
	now += 10;
	expect([[...map], map.get('a'), map.get('b')]).toEqual([[['a', 3]], 3, undefined]);
	map.delete('a');
	expect(map.get('a')).toBeUndefined();
});

test('with an endless time only the limit counts', () => {
	const map = new TtlMap<number>(Infinity, 2, () => now);
	for (const [index, key] of ['a', 'b', 'c'].entries()) map.set(key, index);
	now += 1e12;
	expect(['a', 'b', 'c'].map((key) => map.get(key))).toEqual([undefined, 1, 2]);
});

test('memory stays bounded over a hundred thousand keys, and costs little', () => {
	const recent = keys(500);
	const spent = cpuMs(() => {
		for (let index = 0; index < 100_000; index++) recent.remember(`key ${index}`);
	});
	expect(spent).toBeLessThan(2000);
	expect(recent.size).toBe(500);
});

test('what is over is let go before the limit is reached', () => {
	const recent = keys(500);
	for (let index = 0; index < 100; index++) recent.remember(`key ${index}`);
	now += 5000;
	recent.remember('new');
	expect(recent.size).toBe(1);
});
