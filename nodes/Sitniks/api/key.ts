/** The API's part of every address (sitniks sheet §1). */
export const API_PATH = '/open-api';

/** The server's address; some clients keep it with `/open-api` (sitniks sheet §1). */
export function serverOf(baseUrl: unknown): string {
	const trimmed = String(baseUrl ?? '')
		.trim()
		.replace(/\/+$/, '');
	return trimmed.replace(/\/open-api$/, '').replace(/\/+$/, '');
}

/** The key alone, '' for none; it is often pasted together with its `Bearer`. */
export function keyOf(apiKey: unknown): string {
	return String(apiKey ?? '')
		.trim()
		.replace(/^Bearer(?:\s+|$)/i, '')
		.trim();
}
