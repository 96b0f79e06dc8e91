/**
 * The middle value; of an even number the mean of the two in the middle.
 *
 * @throws {Error} when there is none
 */
export function median(values: number[]): number {
	if (values.length === 0) throw new Error('There is no median of nothing.');
	const sorted = values.toSorted((a, b) => a - b);
	const middle = Math.floor(sorted.length / 2);
	return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * Events a second between the first and the last of these times.
 *
 * @param times in ms, in any order
 * @throws {Error} when they are fewer than two, or all the same
 */
export function perSecond(times: number[]): number {
	const [first, last] = [Math.min(...times), Math.max(...times)];
	if (times.length < 2 || first === last) throw new Error('A rate needs two different times.');
	return ((times.length - 1) * 1000) / (last - first);
}

/**
 * The times without the first and the last tenth: while a load begins and while it ends, a limit is not
 * what holds it back.
 */
export function middleOf(times: number[]): number[] {
	const cut = Math.floor(times.length / 10);
	return times.toSorted((a, b) => a - b).slice(cut, times.length - cut);
}
