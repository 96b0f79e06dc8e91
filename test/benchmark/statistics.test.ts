import { median, middleOf, perSecond } from './statistics';

test('the median is the middle value, or the mean of the two in the middle, in any order', () => {
	expect(median([9, 1, 100])).toBe(9);
	expect(median([4, 1, 3, 2])).toBe(2.5);
	expect(median([7])).toBe(7);
	expect(() => median([])).toThrow('nothing');
});

test('the median leaves the list as it is', () => {
	const values = [3, 1, 2];
	median(values);
	expect(values).toEqual([3, 1, 2]);
});

test('a rate counts the steps between the first and the last time', () => {
	expect(perSecond([2000, 1000, 1500])).toBe(2);
	expect(() => perSecond([1000])).toThrow('two different times');
	expect(() => perSecond([1000, 1000])).toThrow('two different times');
});

test('the beginning and the end of a load are cut off, a tenth each', () => {
	const times = Array.from({ length: 20 }, (_, i) => i);
	expect(middleOf(times.toReversed())).toEqual(times.slice(2, 18));
	expect(middleOf([3, 1])).toEqual([1, 3]);
});
