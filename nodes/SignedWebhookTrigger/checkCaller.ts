import {
	verifySharedSecret,
	verifySignature,
	type SignatureScheme,
	type VerifyResult,
} from '../shared/signature';
import { headerText } from '../shared/signingSecret';

/** Names in lower case. */
export type Headers = Record<string, string | string[] | undefined>;

export type Authentication =
	| { method: 'none' }
	| { method: 'key'; headers: string[] }
	| ({
			method: 'hmac';
			header: string;
			/** Of a plain secret that passes when there is no signature; undefined when none does. */
			legacyHeader?: string;
			time?: { header: string; toleranceSeconds: number; isSigned: boolean };
	  } & SignatureScheme);

export interface Secrets {
	/** All active ones: during a rotation the old and the new one. */
	active: string[];
	legacy: string;
}

/**
 * What can be said before the body is there; undefined when it takes the body. A wrong signature is not
 * cured by the legacy secret.
 */
export function checkHeaders(
	headers: Headers,
	authentication: Authentication,
	{ active, legacy }: Secrets,
): VerifyResult | undefined {
	if (authentication.method === 'none') return { valid: true };
	if (authentication.method === 'key') {
		const name = authentication.headers.find((one) => headerOf(headers, one) !== undefined);
		return verifySharedSecret(name && keyOf(headers, name), active);
	}
	if (headerOf(headers, authentication.header)) {
		return active.length > 0 ? undefined : { valid: false, reason: 'no_secret_set' };
	}
	return authentication.legacyHeader === undefined
		? { valid: false, reason: 'signature_missing' }
		: verifySharedSecret(headerOf(headers, authentication.legacyHeader), [legacy]);
}

/** The signature over these bytes. */
export function checkSignature(
	headers: Headers,
	rawBody: Buffer,
	authentication: Authentication & { method: 'hmac' },
	{ active }: Secrets,
): VerifyResult {
	const { header, time } = authentication;
	return verifySignature({
		...authentication,
		rawBody,
		signature: headerOf(headers, header),
		secrets: active,
		freshness: time && { ...time, timestamp: headerOf(headers, time.header) },
	});
}

function headerOf(headers: Headers, name: string): string | undefined {
	return headerText(headers[name.trim().toLowerCase()]);
}

function keyOf(headers: Headers, name: string): string | undefined {
	const value = headerOf(headers, name);
	return name.trim().toLowerCase() === 'authorization' ? value?.replace(/^Bearer\s+/i, '') : value;
}
