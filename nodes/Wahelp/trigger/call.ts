import { verifySharedSecret, type VerifyResult } from '../../shared/signature';
import { readJson } from '../inbound/json';

/** In the query of the address that Wahelp calls: its webhooks are not signed (wahelp sheet §9). */
export const SECRET_PARAMETER = 'secret';

/** A webhook call as it arrived. */
export interface WebhookCall {
	query: Record<string, unknown>;
	headers: Record<string, unknown>;
	/** The body's bytes; undefined for a form with files. */
	rawBody: Buffer | undefined;
}

/**
 * Looks for a secret in the query's `secret` and `token` and in the header `X-Wahelp-Token`
 * (sheet §9). Fails closed: without a secret set every call is refused.
 */
export function checkSecret(call: WebhookCall, secrets: string[]): VerifyResult {
	const { query, headers } = call;
	const given = [query[SECRET_PARAMETER], query.token, headers['x-wahelp-token']];
	const results = given
		.filter((value) => typeof value === 'string' && value !== '')
		.map((value) => verifySharedSecret(value as string, secrets));
	return results.find(({ valid }) => valid) ?? results[0] ?? verifySharedSecret(undefined, secrets);
}

/** JSON, whatever the content type says; else the text. */
export function bodyOf({ rawBody }: WebhookCall): unknown {
	return readJson(rawBody?.toString('utf8') ?? '');
}
