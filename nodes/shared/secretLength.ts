import { UserError, type IHttpRequestOptions } from 'n8n-workflow';

/** Shorter ones can be guessed. */
export const MIN_SECRET_LENGTH = 16;

/** Marks the request of a credential's test; it is not sent. */
export const TEST_HEADERS = { 'X-Credential-Test': 'yes' };
const [MARK] = Object.keys(TEST_HEADERS);

/** Whether a secret that is set can be guessed. */
export function isShortSecret(secret: unknown): boolean {
	const text = typeof secret === 'string' ? secret.trim() : '';
	return text !== '' && text.length < MIN_SECRET_LENGTH;
}

/** What the operator is told. */
export const SHORT_SECRET = `it has fewer than ${MIN_SECRET_LENGTH} characters, so it can be guessed`;

/**
 * Refuses short secrets in a credential's test. A saved credential goes on working: calls that a sender
 * makes today must not be lost over it.
 *
 * @param secrets by the names of their fields
 * @param problem of another field, which only the test tells
 * @throws {UserError} in a test only
 */
export function checkedInTest(
	request: IHttpRequestOptions,
	secrets: Record<string, unknown>,
	problem?: string,
): IHttpRequestOptions {
	if (request.headers?.[MARK] === undefined) return request;
	const short = Object.entries(secrets).find(([, secret]) => isShortSecret(secret));
	if (short) throw new UserError(`${short[0]}: ${SHORT_SECRET}`);
	if (problem !== undefined) throw new UserError(problem);
	const headers = Object.entries(request.headers).filter(([name]) => name !== MARK);
	return { ...request, headers: Object.fromEntries(headers) };
}
