/** A label or a message in the form in which they are compared. */
export interface Label {
	/** The words without the emoji at either end. */
	words: string;
	/** The emoji at either end. */
	emoji: string;
}

/** Variation selectors, joiners and other characters that nobody sees, and skin tones. */
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\p{Emoji_Modifier}]/gu;
const KEYCAP_OR_CHARACTER = /[0-9#*]\u20E3|./gsu;
const EMOJI_OR_SPACE = /^(?:\p{Extended_Pictographic}|\p{Regional_Indicator}|[0-9#*]\u20E3| )$/u;

/** Reads a label or a message: case, `ё`, kinds and numbers of spaces do not matter. */
export function readLabel(text: string): Label {
	const normal = text
		.replace(INVISIBLE, '')
		.normalize('NFC')
		.toLowerCase()
		.replace(/ё/g, 'е')
		.replace(/\s+/g, ' ');
	const parts = normal.match(KEYCAP_OR_CHARACTER) ?? [];
	// Two pointers: a pattern for the end would be slow on a message full of emoji.
	let start = 0;
	let end = parts.length;
	while (start < end && EMOJI_OR_SPACE.test(parts[start])) start++;
	while (end > start && EMOJI_OR_SPACE.test(parts[end - 1])) end--;
	const around = [...parts.slice(0, start), ...parts.slice(end)];
	return {
		words: parts.slice(start, end).join(''),
		emoji: around.filter((part) => part !== ' ').join(''),
	};
}

/** What tells two labels apart: the words, or the emoji of a label without words. */
export function labelKey({ words, emoji }: Label): string {
	return words || emoji;
}
