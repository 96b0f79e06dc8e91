const BREAKS = /[\p{Cc}\u2028\u2029]+/gu;
/** These would turn the rest of a line around. */
const TEXT_DIRECTION = /[\u202a-\u202e\u2066-\u2069]/g;

/** A text or number on one line, trimmed, without control characters; '' for anything else. */
export function oneLine(value: unknown): string {
	if (typeof value !== 'string' && !Number.isFinite(value)) return '';
	return String(value).replace(BREAKS, ' ').replace(TEXT_DIRECTION, '').trim();
}

/** The first characters; never half of one that takes two code units. */
export function cut(text: string, maxLength: number): string {
	return text.length > maxLength ? [...text].slice(0, maxLength).join('').trimEnd() : text;
}

/** Each text once, in order, without empty ones. */
export function distinct(texts: string[]): string[] {
	return [...new Set(texts.filter((text) => text !== ''))];
}

/** An ID in a cell or an answer; an empty one, 0 and what is no number are none. */
export function idIn(value: unknown): number | null {
	const id = Number(oneLine(value) || NaN);
	return Number.isSafeInteger(id) && id > 0 ? id : null;
}
