/**
 * An answer that is not a success. Wahelp's error bodies are not public (wahelp sheet §8); these have the fields
 * that clients look at: `success`, `message`, `errors`.
 */
export class WahelpError extends Error {
	constructor(
		readonly status: number,
		message: string,
		readonly more: object = {},
		readonly headers: Record<string, string> = {},
	) {
		super(message);
	}

	get body(): object {
		return { success: false, message: this.message, ...this.more };
	}
}

export const unauthorized = (text = 'Unauthenticated.') => new WahelpError(401, text);
export const notFound = (what: string) => new WahelpError(404, `${what} не найден`);

/** A field that cannot be taken. */
export const invalid = (field: string, text: string) =>
	new WahelpError(422, 'The given data was invalid.', { errors: { [field]: [text] } });
