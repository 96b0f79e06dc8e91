import { fieldsOf, firstText } from '../../shared/values';

/** Paths of the log-in and of the renewal (wahelp sheet §3), after the base of the API. */
export const LOGIN_PATH = '/user/login';
export const REFRESH_PATH = '/user/refresh-token';

/** A token without `expires_in` counts as one of an hour, as the reference shows. */
const DEFAULT_SECONDS = 3600;

export interface GivenToken {
	value: string;
	/** Seconds from now. */
	expiresIn: number;
}

/**
 * The server's address without what is often copied along: slashes and `/api` at the end (sheet §2).
 * The API is below `/api/app`.
 */
export function serverOf(baseUrl: unknown): string {
	const trimmed = String(baseUrl ?? '')
		.trim()
		.replace(/\/+$/, '');
	return trimmed.replace(/\/api(?:\/app)?$/, '').replace(/\/+$/, '');
}

/**
 * The token of an answer. Log-in and renewal have different shapes (sheet §3):
 * `{data:{access_token,expires_in}}` and `{data:{token:{token,expires_in}}}`.
 *
 * @returns undefined when there is none, or the answer says `success:false`
 */
export function tokenIn(body: unknown): GivenToken | undefined {
	const answer = fieldsOf(body);
	if (answer.success === false) return undefined;
	const data = fieldsOf(answer.data ?? answer);
	const renewed = fieldsOf(data.token);
	const value = [data.access_token, renewed.token, renewed.access_token, data.token].find(
		(candidate): candidate is string => typeof candidate === 'string' && candidate.trim() !== '',
	);
	if (value === undefined) return undefined;
	const seconds = Number(firstText(data.expires_in, renewed.expires_in));
	return { value: value.trim(), expiresIn: seconds > 0 ? seconds : DEFAULT_SECONDS };
}
