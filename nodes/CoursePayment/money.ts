/** More than anybody pays for a course, and far below where kopecks would be lost. */
export const MAX_AMOUNT = 1e12;

/** `5000`, `5000.5`, `5 000,50`. Not `5,000`, which means five to one reader and five thousand to another. */
const WRITTEN = /^(?:\d+|\d{1,3}(?:\s\d{3})+)(?:[.,]\d{1,2})?$/;

/**
 * An amount in whole kopecks, so that sums are exact. A number with more decimals is rounded.
 *
 * @param value roubles as a number or text
 * @returns undefined for what is no amount: negative, not finite, above {@link MAX_AMOUNT}
 */
export function kopecksOf(value: unknown): number | undefined {
	const roubles = typeof value === 'string' ? roublesOf(value.trim()) : value;
	if (typeof roubles !== 'number' || !(roubles >= 0 && roubles <= MAX_AMOUNT)) return undefined;
	return Math.round(roubles * 100);
}

function roublesOf(written: string): number | undefined {
	if (!WRITTEN.test(written)) return undefined;
	return Number(written.replace(/\s/g, '').replace(',', '.'));
}

/** `10000`, `99.50`. */
export function amountText(roubles: number): string {
	return Number.isInteger(roubles) ? String(roubles) : roubles.toFixed(2);
}
