import { VendorError } from './errors';

const HIDDEN = '[secret]';
/** Shorter ones are parts of ordinary words and numbers. */
const MIN_LENGTH = 6;
const MAX_DEPTH = 30;

/** Takes the secrets of one credential out of whatever a server says: it may show what was sent. */
export class Scrubber {
	private readonly known: string[];

	/** @param secrets values of the credential; what is no text, or too short, is left out */
	constructor(secrets: unknown[]) {
		const texts = secrets.map((one) => (typeof one === 'string' ? one.trim() : ''));
		// As a part of an address, too.
		const all = texts.flatMap((one) => [one, encodeURIComponent(one)]);
		const long = [...new Set(all)].filter((one) => one.length >= MIN_LENGTH);
		this.known = long.sort((a, b) => b.length - a.length);
	}

	text(text: string): string {
		return this.known.reduce((said, secret) => said.split(secret).join(HIDDEN), text);
	}

	/** The value, every text and name in it without the secrets; itself when it has none. */
	value<T>(value: T): T {
		return this.known.length === 0 ? value : (this.clean(value, 0) as T);
	}

	/** What a refused download says comes as bytes. */
	bytes(bytes: Buffer): Buffer {
		return this.known.some((secret) => bytes.includes(secret))
			? Buffer.from(this.text(bytes.toString('utf8')))
			: bytes;
	}

	/** The error with a text and a hint that hold none of them. */
	error(error: VendorError): VendorError {
		const message = this.text(error.message);
		const hint = error.hint === undefined ? undefined : this.text(error.hint);
		const elements = this.value(error.elements);
		const isSame = message === error.message && hint === error.hint && elements === error.elements;
		return isSame ? error : new VendorError(message, { ...error, hint, elements });
	}

	private clean(value: unknown, depth: number): unknown {
		if (typeof value === 'string') return this.text(value);
		if (typeof value !== 'object' || value === null || Buffer.isBuffer(value)) return value;
		if (depth >= MAX_DEPTH) return HIDDEN;
		if (Array.isArray(value)) {
			const cleaned = value.map((one) => this.clean(one, depth + 1));
			return cleaned.every((one, index) => Object.is(one, value[index])) ? value : cleaned;
		}
		const pairs = Object.entries(value);
		const cleaned = pairs.map(([name, one]) => [this.text(name), this.clean(one, depth + 1)]);
		const isSame = cleaned.every(
			([name, one], index) => name === pairs[index][0] && Object.is(one, pairs[index][1]),
		);
		return isSame ? value : Object.fromEntries(cleaned);
	}
}
