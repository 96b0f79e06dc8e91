/** PostgreSQL refuses it in any text, and JSON columns refuse even its escape. */
const NUL = '\0';
/**
 * Marks that turn the order of what is shown: `gpj.exe` reads as `exe.jpg`, and a line of a client as
 * one of ours. The signs U+200E, U+200F and U+061C turn nothing but their neighbours, and right-to-left
 * languages write them; joiners hold emoji together. They stay.
 */
const BIDI = '\u202a-\u202e\u2066-\u2069';
const DROPPED = new RegExp(`[${NUL}${BIDI}]`, 'g');
/** Half of a character, which is no text in UTF-8; with the `u` flag pairs do not match. */
const LONE_SURROGATE = /\p{Surrogate}/gu;
const REPLACEMENT = '\ufffd';
/** Deeper than any vendor nests; what is below is never stored. */
const MAX_DEPTH = 500;

/** A text from outside as every database takes it and everybody reads it: no NUL, no turned order, halves of characters as `\ufffd`. */
export function storableText(text: string): string {
	return text.replace(DROPPED, '').replace(LONE_SURROGATE, REPLACEMENT);
}

/**
 * A JSON value from outside with only texts and names that every database takes. What needs no change
 * is the same value, and bytes stay as they are: signatures are made over them.
 */
export function storable(value: unknown): unknown {
	return cleaned(value, 0);
}

function cleaned(value: unknown, depth: number): unknown {
	if (typeof value === 'string') return storableText(value);
	if (depth > MAX_DEPTH) return value;
	if (Array.isArray(value)) {
		const list = value as unknown[];
		const inner = list.map((one) => cleaned(one, depth + 1));
		return inner.every((one, index) => Object.is(one, list[index])) ? value : inner;
	}
	return isPlain(value) ? cleanedObject(value, depth) : value;
}

function cleanedObject(value: Record<string, unknown>, depth: number): Record<string, unknown> {
	let isSame = true;
	const entries = Object.entries(value).map(([name, one]): [string, unknown] => {
		const entry: [string, unknown] = [storableText(name), cleaned(one, depth + 1)];
		if (entry[0] !== name || !Object.is(entry[1], one)) isSame = false;
		return entry;
	});
	return isSame ? value : Object.fromEntries(entries);
}

/** By its name: an object of n8n may come from another realm. */
function isPlain(value: unknown): value is Record<string, unknown> {
	return Object.prototype.toString.call(value) === '[object Object]';
}
