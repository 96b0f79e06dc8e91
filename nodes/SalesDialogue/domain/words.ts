/** The words of a row of `bot_settings`, separated by commas. */
export function wordsOf(written: string): string[] {
	return written
		.split(',')
		.map((word) => word.trim())
		.filter(Boolean);
}

/**
 * Whether one of the words stands in the text, in any case and as a word of its own. `word*` is the
 * beginning of a word; a word may have spaces and signs (`не хочу`, `+`).
 */
export function says(text: string, words: string[]): boolean {
	return words.some((word) => patternOf(word).test(text));
}

function patternOf(word: string): RegExp {
	const isBeginning = word.endsWith('*');
	const literal = word.replace(/\*$/, '').replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
	const end = isBeginning ? '' : '(?![\\p{L}\\p{N}])';
	return new RegExp(`(?<![\\p{L}\\p{N}])${literal}${end}`, 'iu');
}
