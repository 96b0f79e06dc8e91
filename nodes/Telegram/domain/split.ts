/** UTF-16 units of one message (telegram sheet §3). */
export const MAX_TEXT = 4096;

/**
 * Cuts a long text into messages: after a line, else after a word, else anywhere but inside a character
 * of two units. A border counts only in the second half, so that no part is needlessly short.
 *
 * @returns parts that joined give the text again; each has 1 to `max` UTF-16 units
 */
export function splitText(text: string, max: number = MAX_TEXT): string[] {
	const parts: string[] = [];
	let rest = text;
	while (rest.length > max) {
		const end = lastBorder(rest, /\n/, max) ?? lastBorder(rest, /\s/, max) ?? hardBorder(rest, max);
		parts.push(rest.slice(0, end));
		rest = rest.slice(end);
	}
	return [...parts, rest];
}

/** Where the part ends that closes with the last such character. */
function lastBorder(text: string, border: RegExp, max: number): number | undefined {
	for (let end = max; end > max / 2; end--) {
		if (border.test(text[end - 1])) return end;
	}
	return undefined;
}

function hardBorder(text: string, max: number): number {
	const splitsPair = /[\uD800-\uDBFF]/.test(text[max - 1]) && /[\uDC00-\uDFFF]/.test(text[max]);
	return splitsPair && max > 1 ? max - 1 : max;
}
