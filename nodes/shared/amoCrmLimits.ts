/** A text, tag, name or tracking value: with more than this amoCRM refuses the whole entity. */
export const MAX_TEXT = 256;
/** Of textareas: the sheet knows no limit; this fits 64 KiB whatever the alphabet. */
export const MAX_LONG_TEXT = 20_000;

/**
 * The text, or its beginning with `…`, at most `limit` UTF-16 units long: never more than amoCRM takes,
 * however it counts. Never half of a character that takes two units.
 */
export function cutText(text: string, limit = MAX_TEXT): string {
	if (text.length <= limit) return text;
	const kept = text.slice(0, limit - 1).replace(/[\ud800-\udbff]$/, '');
	return `${kept.trimEnd()}…`;
}
