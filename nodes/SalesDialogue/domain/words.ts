/** The words of a row of `bot_settings`, separated by commas. A star alone is none: it would be every word. */
export function wordsOf(written: string): string[] {
	return written
		.split(',')
		.map((word) => word.trim())
		.filter((word) => word !== '' && word !== '*');
}

/**
 * Whether one of the words stands in the text, in any case and as a word of its own. `word*` is the
 * beginning of a word; a word may have spaces and signs (`не хочу`, `+`).
 */
export function says(text: string, words: string[]): boolean {
	if (words.length === 0) return false;
	return new RegExp(`(?<![\\p{L}\\p{N}])(?:${words.map(patternOf).join('|')})`, 'iu').test(text);
}

function patternOf(word: string): string {
	const literal = word.replace(/\*$/, '').replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
	return word.endsWith('*') ? literal : `${literal}(?![\\p{L}\\p{N}])`;
}
