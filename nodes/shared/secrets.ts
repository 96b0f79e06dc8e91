import { VendorError } from './errors';

const HIDDEN = '[secret]';
/** Shorter ones are parts of ordinary words and numbers, even in an error. */
const MIN_LENGTH = 6;
/**
 * Shorter ones may be what a client writes (`777777`) or what a vendor calls its things (`default`): an answer
 * without them is not found again, and what was sent goes out twice.
 */
const MIN_LENGTH_IN_ANSWERS = 16;
/** Fields in which a text that is a short secret as a whole is that secret. */
const SECRET_FIELD = /secret|token|passw|hmac|authorization|^key$|api.?key/i;
const MAX_DEPTH = 30;

/** Takes the secrets of one credential out of whatever a server says: it may show what was sent. */
export class Scrubber {
	private readonly known: string[];
	/** Those that are taken out of any text of an answer. */
	private readonly long: string[];

	/** @param secrets values of the credential; what is no text, or too short, is left out */
	constructor(secrets: unknown[]) {
		const texts = secrets.map((one) => (typeof one === 'string' ? one.trim() : ''));
		// As a part of an address, too.
		const all = texts.flatMap((one) => [one, encodeURIComponent(one)]);
		const known = [...new Set(all)].filter((one) => one.length >= MIN_LENGTH);
		this.known = known.sort((a, b) => b.length - a.length);
		this.long = this.known.filter((one) => one.length >= MIN_LENGTH_IN_ANSWERS);
	}

	/** A text of an error, without any of them. */
	text(text: string): string {
		return without(this.known, text);
	}

	/**
	 * An answer: its texts without the long secrets, and without a short one that is the whole value of a field
	 * for secrets. Itself when it has none. Names of fields stay: they are what the answer is read by.
	 */
	value<T>(value: T): T {
		if (this.known.length === 0) return value;
		return cleaned(value, (text, name) => this.said(text, name)) as T;
	}

	/** What a refused download says comes as bytes. */
	bytes(bytes: Buffer): Buffer {
		return this.long.some((secret) => bytes.includes(secret))
			? Buffer.from(without(this.long, bytes.toString('utf8')))
			: bytes;
	}

	/** The error without any of them in what is shown of it. */
	error(error: VendorError): VendorError {
		const { message, hint, requestId, elements } = error;
		const told = { message, hint, requestId, elements };
		const clean = cleaned(told, (text) => this.text(text)) as typeof told;
		return clean === told ? error : new VendorError(clean.message, { ...error, ...clean });
	}

	private said(text: string, name: string): string {
		const isSecret = SECRET_FIELD.test(name) && this.known.includes(text.trim());
		return isSecret ? HIDDEN : without(this.long, text);
	}
}

function without(secrets: string[], text: string): string {
	return secrets.reduce((said, secret) => said.split(secret).join(HIDDEN), text);
}

/**
 * The value with its texts changed; itself when none changes.
 *
 * @param change gets a text and the name of its field; a list's texts have the list's name
 */
function cleaned(
	value: unknown,
	change: (text: string, name: string) => string,
	name = '',
	depth = 0,
): unknown {
	if (typeof value === 'string') return change(value, name);
	if (typeof value !== 'object' || value === null || Buffer.isBuffer(value)) return value;
	if (depth >= MAX_DEPTH) return HIDDEN;
	if (Array.isArray(value)) {
		const list = value.map((one) => cleaned(one, change, name, depth + 1));
		return list.every((one, index) => Object.is(one, value[index])) ? value : list;
	}
	const pairs = Object.entries(value);
	const inner = pairs.map(([key, one]) => [key, cleaned(one, change, key, depth + 1)]);
	const isSame = inner.every(([, one], index) => Object.is(one, pairs[index][1]));
	return isSame ? value : Object.fromEntries(inner);
}
