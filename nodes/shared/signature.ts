import { createHash, createHmac, timingSafeEqual } from 'crypto';
import { DateTime } from 'luxon';

export type HashAlgorithm = 'sha1' | 'sha256' | 'sha512';
export type SignatureEncoding = 'hex' | 'base64';

export interface SignatureScheme {
	algorithm: HashAlgorithm;
	encoding: SignatureEncoding;
	/** Text before the signature, such as `sha256=`. A signature without it is accepted as well. */
	prefix?: string;
}

export interface VerifyRequest extends SignatureScheme {
	/** The bytes as they arrived; a body that was parsed and written again has another signature. */
	rawBody: Buffer | undefined;
	/** The header's value; several signatures may be separated by commas or spaces. */
	signature: string | undefined;
	/** All active secrets: during a rotation the old and the new one. */
	secrets: string[];
	/** When set, the call must be this fresh. */
	freshness?: Freshness;
}

export interface Freshness {
	/** The header's value: seconds, or thousandths, millionths … of one, since 1970; or an ISO date and time. */
	timestamp: string | undefined;
	toleranceSeconds: number;
	/** True when the sender signs `<timestamp>.<body>`; otherwise the body alone is signed. */
	isSigned?: boolean;
	nowMs?: number;
}

export type VerifyResult = { valid: true } | { valid: false; reason: RejectReason };

export type RejectReason =
	| 'no_secret_set'
	| 'no_raw_body'
	| 'signature_missing'
	| 'timestamp_missing'
	| 'timestamp_unreadable'
	| 'timestamp_too_old'
	| 'timestamp_in_future'
	| 'signature_wrong'
	| 'secret_missing'
	| 'secret_wrong';

/** The signature of these bytes, prefix included. */
export function sign(data: Buffer | string, secret: string, scheme: SignatureScheme): string {
	const digest = createHmac(scheme.algorithm, secret).update(data).digest(scheme.encoding);
	return `${scheme.prefix ?? ''}${digest}`;
}

/**
 * Checks an HMAC signature over the raw body. Fails closed: no secret, no body or no signature is
 * invalid. Takes the same time for every wrong signature.
 */
export function verifySignature(request: VerifyRequest): VerifyResult {
	const secrets = request.secrets.filter((secret) => secret !== '');
	if (secrets.length === 0) return reject('no_secret_set');
	if (request.rawBody === undefined) return reject('no_raw_body');
	const given = (request.signature ?? '').trim();
	if (given === '') return reject('signature_missing');

	const stale = request.freshness && staleReason(request.freshness);
	if (stale) return reject(stale);

	const data = request.freshness?.isSigned
		? Buffer.concat([Buffer.from(`${request.freshness.timestamp?.trim()}.`), request.rawBody])
		: request.rawBody;
	const candidates = given.split(/[\s,]+/).map((part) => withoutPrefix(part, request.prefix));
	let valid = false;
	for (const secret of secrets) {
		const signed = sign(data, secret, { ...request, prefix: '' });
		const expected = normalise(signed, request.encoding);
		for (const candidate of candidates) {
			// No early exit: the time must not tell which secret or signature came close.
			if (equalInConstantTime(normalise(candidate, request.encoding), expected)) valid = true;
		}
	}
	return valid ? { valid } : reject('signature_wrong');
}

/** Checks a plain shared secret, as a header or query value carries it. Fails closed. */
export function verifySharedSecret(given: string | undefined, secrets: string[]): VerifyResult {
	const active = secrets.filter((secret) => secret !== '');
	if (active.length === 0) return reject('no_secret_set');
	if (!given) return reject('secret_missing');
	let valid = false;
	for (const secret of active) if (equalInConstantTime(given, secret)) valid = true;
	return valid ? { valid } : reject('secret_wrong');
}

function reject(reason: RejectReason): VerifyResult {
	return { valid: false, reason };
}

function staleReason(freshness: Freshness): RejectReason | undefined {
	const { timestamp, toleranceSeconds, nowMs = Date.now() } = freshness;
	if (!timestamp?.trim()) return 'timestamp_missing';
	const at = timestampMs(timestamp.trim());
	if (at === undefined) return 'timestamp_unreadable';
	const ageMs = nowMs - at;
	const toleranceMs = toleranceSeconds * 1000;
	if (ageMs < -toleranceMs) return 'timestamp_in_future';
	// Not `>`: a tolerance that is no number must not accept any age.
	return ageMs <= toleranceMs ? undefined : 'timestamp_too_old';
}

/** `2026-01-02T03:04:05`, with a space as well, with a fraction, with or without a zone. */
const DATE_TIME =
	/^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s*(?:Z|[+-]\d{2}(?::?\d{2})?)?$/i;
/** The date of HTTP and mail: `Fri, 02 Jan 2026 03:04:05 GMT`. */
const HTTP_DATE = /^[a-z]{3}, \d{1,2} [a-z]{3} \d{4} \d{2}:\d{2}:\d{2} (?:GMT|UTC|Z|[+-]\d{4})$/i;

/**
 * Without a zone it is UTC: the zone of this server says nothing about the sender. A day alone is
 * no time.
 */
function timestampMs(text: string): number | undefined {
	if (/^\d+(\.\d+)?$/.test(text)) return sinceEpochMs(Number(text));
	if (HTTP_DATE.test(text)) return numberOrNothing(Date.parse(text));
	if (!DATE_TIME.test(text)) return undefined;
	const iso = text
		.toUpperCase()
		.replace(/\s+(?=\d)/, 'T')
		.replace(/\s/g, '');
	return numberOrNothing(DateTime.fromISO(iso, { zone: 'utc' }).toMillis());
}

/** Seconds until the year 5138 have at most 11 digits; three more are milliseconds, and so on. */
function sinceEpochMs(value: number): number {
	if (value < 1e11) return value * 1000;
	if (value < 1e14) return value;
	return value < 1e17 ? value / 1e3 : value / 1e6;
}

function numberOrNothing(value: number): number | undefined {
	return Number.isNaN(value) ? undefined : value;
}

function withoutPrefix(part: string, prefix: string | undefined): string {
	return prefix && part.toLowerCase().startsWith(prefix.toLowerCase())
		? part.slice(prefix.length)
		: part;
}

/** Letters in which equal bytes are equal text: base64url is base64 with two other letters and no padding. */
function normalise(signature: string, encoding: SignatureEncoding): string {
	return encoding === 'hex'
		? signature.toLowerCase()
		: signature
				.replace(/-/g, '+')
				.replace(/_/g, '/')
				.replace(/={1,2}$/, '');
}

/** Compares hashes, so that not even the length of the secret shows in the time taken. */
function equalInConstantTime(a: string, b: string): boolean {
	const hash = (text: string) => createHash('sha256').update(text).digest();
	return timingSafeEqual(hash(a), hash(b));
}
