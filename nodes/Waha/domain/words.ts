/** They have no width, or only turn or decorate the text: nothing stands in their place. */
const INVISIBLE = /[\p{Cf}\p{Variation_Selector}\u115f\u1160\u3164\uffa0]/gu;
/** Accents without a letter of their own (`сто́п`), and what makes a keycap of a digit. */
const LOOSE_MARK = /[\u0300-\u036f\u20d0-\u20ff]/g;
const EMOJI = /[\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Regional_Indicator}]/gu;
const APOSTROPHE = /[\u2018\u2019\u02bc]/g;
const HYPHEN = /[\u2010\u2011]/g;
/** Punctuation and all other signs; hyphens and apostrophes but between two letters or digits. */
const SIGNS = /[^\p{L}\p{M}\p{N}'-]+|(?<![\p{L}\p{M}\p{N}])['-]+|['-]+(?![\p{L}\p{M}\p{N}])/gu;

const LATIN = 'abcehikmoptxy';
const CYRILLIC = 'авсенікмортху';
const TO_CYRILLIC = new Map([...LATIN].map((letter, index) => [letter, CYRILLIC[index]]));
const TO_LATIN = new Map([...CYRILLIC].map((letter, index) => [letter, LATIN[index]]));

/**
 * A message reduced for comparing it, as a whole, with a list of command words such as "стоп" or
 * "stop": lower case, `ё` as `е`, words with one space between them and nothing else. "" for no text.
 *
 * - Characters without width, emoji, punctuation, quotes and other signs are gone; a hyphen or an
 *   apostrophe inside a word stays.
 * - A word of mixed letters is written in one alphabet: `cтоп` with a Latin c is `стоп`, `stоp` with a
 *   Cyrillic о is `stop`.
 * - `с т о п` and `с-т-о-п` are `стоп`, but only where the message has nothing else than single letters.
 * - Three or more equal letters in a row are one: `стооооп` is `стоп`.
 *
 * A sentence stays a sentence: `стоп, а где заказ?` is `стоп а где заказ`. Never throws.
 */
export function wordsOf(text: unknown): string {
	if (typeof text !== 'string') return '';
	const plain = text
		.replace(INVISIBLE, '')
		// Before NFKC, which makes letters of ™ and ℹ.
		.replace(EMOJI, ' ')
		.normalize('NFKC')
		.toLowerCase()
		.replace(LOOSE_MARK, '')
		.replace(/ё/g, 'е')
		.replace(APOSTROPHE, "'")
		.replace(HYPHEN, '-')
		.replace(SIGNS, ' ')
		.trim()
		.replace(/ +/g, ' ');
	return joinedLetters(plain)
		.replace(/\p{L}+/gu, inOneAlphabet)
		.replace(/(\p{L})\1{2,}/gu, '$1');
}

function joinedLetters(text: string): string {
	return /^\p{L}([ -]\p{L})+$/u.test(text) ? text.replace(/[ -]/g, '') : text;
}

/** The alphabet is the one that more of the letters can only be of; Cyrillic when that is no help. */
function inOneAlphabet(word: string): string {
	const letters = [...word];
	const isCyrillic = (letter: string) => /\p{Script=Cyrillic}/u.test(letter);
	const isLatin = (letter: string) => /\p{Script=Latin}/u.test(letter);
	if (!letters.some(isCyrillic) || !letters.some(isLatin)) return word;
	const onlyLatin = letters.filter((letter) => isLatin(letter) && !TO_CYRILLIC.has(letter));
	const onlyCyrillic = letters.filter((letter) => isCyrillic(letter) && !TO_LATIN.has(letter));
	const alphabet = onlyLatin.length > onlyCyrillic.length ? TO_LATIN : TO_CYRILLIC;
	return letters.map((letter) => alphabet.get(letter) ?? letter).join('');
}
