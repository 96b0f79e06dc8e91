/** More than anybody pays for a course, and far below where kopecks would be lost. */
export const MAX_AMOUNT = 1e12;

/** `ambiguous`: one reader takes `5,000` for five, another for five thousand. `none`: it is no number. */
export type AmountReading =
	{ ok: true; amount: number } | { ok: false; reason: 'ambiguous' | 'none' };

const MINUS = /^[-\u2212]\s*/;
/** `5000`, `1 234 567`, `1'500`; the spaces may be no-break or thin ones. */
const PLAIN = /^(?:\d+|\d{1,3}(?:\s\d{3})+|\d{1,3}(?:['’]\d{3})+)(?:[.,]\d+)?$/;
/** `1,234,567` and `1,234.56`: what comes twice, or before the other one, groups thousands. */
const COMMA_GROUPS = /^\d{1,3}(?:(?:,\d{3}){2,}(?:\.\d+)?|,\d{3}\.\d+)$/;
const DOT_GROUPS = /^\d{1,3}(?:(?:\.\d{3}){2,}(?:,\d+)?|\.\d{3},\d+)$/;
/** A leading zero or a fourth digit before the separator leaves only one reading. */
const TWO_WAYS = /^[1-9]\d{0,2}[.,]\d{3}$/;
/** Nothing but digits and what stands between them: meant as a number, however it is written. */
const LIKE_A_NUMBER = /^[\d\s.,'’]*\d[\d\s.,'’]*$/;

/** An amount written by a person or a program; what can be read two ways is not guessed. */
export function readAmount(text: string): AmountReading {
	const written = text.trim();
	const isNegative = MINUS.test(written);
	const bare = written.replace(MINUS, '');
	const digits = plainDigits(bare);
	if (digits !== undefined && Number.isFinite(Number(digits))) {
		return { ok: true, amount: isNegative ? -Number(digits) : Number(digits) };
	}
	return { ok: false, reason: LIKE_A_NUMBER.test(bare) ? 'ambiguous' : 'none' };
}

/**
 * An amount in whole kopecks, so that sums are exact. A number with more decimals is rounded.
 *
 * @param value roubles as a number or text
 * @returns undefined for what is no amount: negative, not finite, above {@link MAX_AMOUNT}
 */
export function kopecksOf(value: unknown): number | undefined {
	const roubles = typeof value === 'string' ? amountOf(value) : value;
	if (typeof roubles !== 'number' || !(roubles >= 0 && roubles <= MAX_AMOUNT)) return undefined;
	return Math.round(roubles * 100);
}

/** `10000`, `99.50`. */
export function amountText(roubles: number): string {
	return Number.isInteger(roubles) ? String(roubles) : roubles.toFixed(2);
}

function amountOf(text: string): number | undefined {
	const reading = readAmount(text);
	return reading.ok ? reading.amount : undefined;
}

/** Whether a text, such as `5,000` or `-5.000`, is five for one reader and five thousand for another. */
export function isReadTwoWays(value: unknown): boolean {
	return typeof value === 'string' && TWO_WAYS.test(value.trim().replace(MINUS, ''));
}

/** As `Number` reads it; undefined when it is no number or more than one. */
function plainDigits(written: string): string | undefined {
	if (TWO_WAYS.test(written)) return undefined;
	if (PLAIN.test(written)) return written.replace(/[\s'’]/g, '').replace(',', '.');
	if (COMMA_GROUPS.test(written)) return written.replace(/,/g, '');
	if (DOT_GROUPS.test(written)) return written.replace(/\./g, '').replace(',', '.');
	return undefined;
}
