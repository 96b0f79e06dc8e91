import { transformFileSync } from '@swc/core';
import { execFileSync } from 'child_process';
import fc from 'fast-check';
import { join } from 'path';

import {
	sign,
	verifySharedSecret,
	verifySignature,
	type HashAlgorithm,
	type SignatureEncoding,
	type VerifyRequest,
} from '../../../nodes/shared/signature';

const SECRET = 'my-secret-key';
const BODY = Buffer.from('{"event":"message","session":"default","engine":"WEBJS"}');
const WAHA_SIGNATURE =
	'208f8a55dde9e05519e898b10b89bf0d0b3b0fdf11fdbf09b6b90476301b98d8097c462b2b17a6ce93b6b47a136cf2e78a33a63f6752c2c1631777076153fa89';

function check(changes: Partial<VerifyRequest> = {}) {
	return verifySignature({
		algorithm: 'sha512',
		encoding: 'hex',
		rawBody: BODY,
		signature: WAHA_SIGNATURE,
		secrets: [SECRET],
		...changes,
	});
}

const invalid = (reason: string) => ({ valid: false, reason });
const hex = (algorithm: HashAlgorithm, data: Buffer | string, key: string) =>
	sign(data, key, { algorithm, encoding: 'hex' });

describe('published vectors', () => {
	const PHRASE = 'what do ya want for nothing?';

	test('RFC 4231, sha256', () => {
		expect(hex('sha256', 'Hi There', '\x0b'.repeat(20))).toBe(
			'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7',
		);
		expect(hex('sha256', PHRASE, 'Jefe')).toBe(
			'5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
		);
	});

	test('RFC 4231, sha512', () => {
		expect(hex('sha512', 'Hi There', '\x0b'.repeat(20))).toBe(
			'87aa7cdea5ef619d4ff0b4241a1d6cb02379f4e2ce4ec2787ad0b30545e17cdedaa833b7d6b8a702038b274eaea3f4e4be9d914eeb61f1702e696c203a126854',
		);
		expect(hex('sha512', PHRASE, 'Jefe')).toBe(
			'164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737',
		);
	});

	test('RFC 2202, sha1', () => {
		expect(hex('sha1', 'Hi There', '\x0b'.repeat(20))).toBe(
			'b617318655057264e28bc0b6fb378c8ef146be00',
		);
		expect(hex('sha1', PHRASE, 'Jefe')).toBe('effcdf6ae5eb2fa2d27416d5f184df9c259a7c79');
	});

	test('the one of WAHA (waha sheet §8)', () => {
		expect(hex('sha512', BODY, SECRET)).toBe(WAHA_SIGNATURE);
		expect(check()).toEqual({ valid: true });
	});

	test('a body of several alphabets', () => {
		const rawBody = Buffer.from(
			'{"id":"evt_01","event":"message","payload":{"body":"Привіт ✅"}}',
			'utf8',
		);
		const signature =
			'c950c413c27db6b4e3f0504d56353cd0256c4d02a798999662d50f9012d5cb8746faa9e2027a2d8f56039454754bfdaa98391715e2ff9acef7783ee6400475b6';
		expect(check({ rawBody, signature, secrets: ['hook-key-1'] })).toEqual({ valid: true });
	});
});

describe('properties', () => {
	const scheme = fc.record({
		algorithm: fc.constantFrom<HashAlgorithm>('sha1', 'sha256', 'sha512'),
		encoding: fc.constantFrom<SignatureEncoding>('hex', 'base64'),
		prefix: fc.constantFrom(undefined, 'sha256=', 'v1='),
	});
	const body = fc.uint8Array({ minLength: 1, maxLength: 200 }).map((bytes) => Buffer.from(bytes));
	const secret = fc.string({ minLength: 1, maxLength: 40 });

	test('what was signed is valid, with and without the prefix', () => {
		fc.assert(
			fc.property(scheme, body, secret, (how, rawBody, key) => {
				const signature = sign(rawBody, key, how);
				const bare = signature.slice(how.prefix?.length ?? 0);
				for (const given of [signature, bare, ` ${signature} `]) {
					expect(verifySignature({ ...how, rawBody, secrets: [key], signature: given })).toEqual({
						valid: true,
					});
				}
			}),
		);
	});

	test('one changed bit of the body is invalid', () => {
		fc.assert(
			fc.property(scheme, body, secret, fc.nat(), fc.nat(7), (how, rawBody, key, at, bit) => {
				const signature = sign(rawBody, key, how);
				const changed = Buffer.from(rawBody);
				changed[at % changed.length] ^= 1 << bit;
				expect(verifySignature({ ...how, rawBody: changed, secrets: [key], signature })).toEqual(
					invalid('signature_wrong'),
				);
			}),
		);
	});

	test('one changed character of the secret is invalid', () => {
		fc.assert(
			fc.property(scheme, body, secret, fc.nat(), (how, rawBody, key, at) => {
				const index = at % key.length;
				const other = key[index] === 'x' ? 'y' : 'x';
				const wrong = key.slice(0, index) + other + key.slice(index + 1);
				const signature = sign(rawBody, wrong, how);
				expect(verifySignature({ ...how, rawBody, secrets: [key], signature })).toEqual(
					invalid('signature_wrong'),
				);
			}),
		);
	});

	// The padding of base64 is no part of it: many senders leave it out.
	test('one changed, missing or added character of the signature is invalid', () => {
		fc.assert(
			fc.property(scheme, body, secret, fc.nat(), (how, rawBody, key, at) => {
				const bare = sign(rawBody, key, { ...how, prefix: '' });
				const index = at % bare.replace(/=+$/, '').length;
				const other = bare[index] === '0' ? '1' : '0';
				const start = bare.slice(0, index);
				const wrong = [start + other + bare.slice(index + 1), start + bare.slice(index + 1)];
				for (const signature of [...wrong, `${bare}0`]) {
					expect(verifySignature({ ...how, rawBody, secrets: [key], signature })).toEqual(
						invalid('signature_wrong'),
					);
				}
			}),
		);
	});

	test('any text as signature and timestamp is refused, never thrown', () => {
		const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), fc.constant(undefined));
		fc.assert(
			fc.property(scheme, text, text, (how, signature, timestamp) => {
				const freshness = { timestamp, toleranceSeconds: 300 };
				const request = { ...how, rawBody: BODY, secrets: [SECRET], signature };
				expect(verifySignature(request).valid).toBe(false);
				expect(verifySignature({ ...request, freshness }).valid).toBe(false);
			}),
		);
	});
});

describe('secrets and signatures', () => {
	test.each([
		['the new one', ['other', SECRET]],
		['the old one', [SECRET, 'other']],
	])('during a rotation %s is accepted', (_name, secrets) => {
		expect(check({ secrets })).toEqual({ valid: true });
	});

	test('one right signature among several is enough', () => {
		const wrong = '0'.repeat(128);
		expect(check({ signature: `${wrong}, ${WAHA_SIGNATURE}` }).valid).toBe(true);
		expect(check({ signature: `${wrong} ${wrong}` })).toEqual(invalid('signature_wrong'));
	});

	test('hex in capitals is the same, base64 in other letters is not', () => {
		expect(check({ signature: WAHA_SIGNATURE.toUpperCase() }).valid).toBe(true);
		const signature = sign(BODY, SECRET, { algorithm: 'sha256', encoding: 'base64' });
		const base64 = { algorithm: 'sha256', encoding: 'base64' } as const;
		expect(check({ ...base64, signature }).valid).toBe(true);
		expect(check({ ...base64, signature: signature.toLowerCase() }).valid).toBe(false);
	});

	test('base64 may be written as base64url, with and without padding', () => {
		fc.assert(
			fc.property(
				fc.uint8Array({ maxLength: 60 }),
				fc.constantFrom<HashAlgorithm>('sha1', 'sha256', 'sha512'),
				(bytes, algorithm) => {
					const rawBody = Buffer.from(bytes);
					const base64 = { algorithm, encoding: 'base64', rawBody } as const;
					const standard = sign(rawBody, SECRET, base64);
					const url = standard.replaceAll('+', '-').replaceAll('/', '_');
					const bare = Buffer.from(standard, 'base64').toString('base64url');
					for (const signature of [standard, url, bare, standard.replace(/=+$/, '')]) {
						expect(check({ ...base64, signature })).toEqual({ valid: true });
					}
					expect(check({ ...base64, signature: `${bare}===` }).valid).toBe(false);
				},
			),
		);
	});

	test('the prefix may be written in capitals; another one is not cut off', () => {
		expect(check({ prefix: 'sha512=', signature: `SHA512=${WAHA_SIGNATURE}` }).valid).toBe(true);
		expect(check({ prefix: 'sha512=', signature: `sha256=${WAHA_SIGNATURE}` }).valid).toBe(false);
	});
});

describe('fails closed', () => {
	test.each<[string, Partial<VerifyRequest>, string]>([
		['no secret', { secrets: [] }, 'no_secret_set'],
		['empty secrets', { secrets: ['', ''] }, 'no_secret_set'],
		['no body', { rawBody: undefined }, 'no_raw_body'],
		['no signature', { signature: undefined }, 'signature_missing'],
		['a blank signature', { signature: '  ' }, 'signature_missing'],
		['only separators', { signature: ' , ,' }, 'signature_wrong'],
		['only the prefix', { signature: 'sha512=', prefix: 'sha512=' }, 'signature_wrong'],
	])('%s', (_name, changes, reason) => {
		expect(check(changes)).toEqual(invalid(reason));
	});

	test('an empty secret does not sign for the one that is set', () => {
		const signature = hex('sha512', BODY, '');
		expect(check({ signature, secrets: ['', SECRET] })).toEqual(invalid('signature_wrong'));
	});

	test('an empty body has a signature as well', () => {
		const rawBody = Buffer.alloc(0);
		expect(check({ rawBody, signature: hex('sha512', rawBody, SECRET) }).valid).toBe(true);
	});
});

describe('freshness', () => {
	const NOW = Date.UTC(2026, 10, 21, 12, 0, 0);
	const fresh = (timestamp: string | undefined, toleranceSeconds = 300) =>
		check({ freshness: { timestamp, toleranceSeconds, nowMs: NOW } });

	test.each([
		['seconds', (ms: number) => String(ms / 1000)],
		['milliseconds', (ms: number) => String(ms)],
		['an ISO date', (ms: number) => new Date(ms).toISOString()],
	])('%s: exactly the tolerance is fresh, one second more is not', (_name, write) => {
		expect(fresh(write(NOW))).toEqual({ valid: true });
		expect(fresh(write(NOW - 300_000))).toEqual({ valid: true });
		expect(fresh(write(NOW + 300_000))).toEqual({ valid: true });
		expect(fresh(write(NOW - 301_000))).toEqual(invalid('timestamp_too_old'));
		expect(fresh(write(NOW + 301_000))).toEqual(invalid('timestamp_in_future'));
	});

	test.each([undefined, '', '  '])('no timestamp: %p', (timestamp) => {
		expect(fresh(timestamp)).toEqual(invalid('timestamp_missing'));
	});

	test.each([
		['yesterday'],
		['2026-11-21'],
		['20261121'.repeat(3) + 'T'],
		['2026-11-21T12'],
		['2026-13-21T12:00:00'],
		['2026-02-30T12:00:00Z'],
		['12:00:00'],
		['21.11.2026 12:00:00'],
		['11/21/2026 12:00:00'],
		['Sat, 21 Nov 2026 12:00:00'],
		['-1795262400'],
	])('%s is unreadable', (timestamp) => {
		expect(fresh(timestamp)).toEqual(invalid('timestamp_unreadable'));
	});

	test.each([
		['2026-11-21T12:00:00'],
		['2026-11-21 12:00:00'],
		['2026-11-21T12:00'],
		['2026-11-21T12:00:00.000000'],
		['2026-11-21t12:00:00z'],
		['2026-11-21 12:00:00 +00:00'],
		['2026-11-21 17:00:00+05'],
		['2026-11-21T17:00:00+0500'],
		['2026-11-21T08:30:00-03:30'],
		['Sat, 21 Nov 2026 12:00:00 GMT'],
		[String(NOW / 1000)],
		[`${NOW / 1000}.000`],
		[`${NOW}.0`],
		[`${NOW}000`],
		[`${NOW}000.5`],
		[`${NOW}000000`],
	])('%s is noon in UTC, wherever this server stands', (timestamp) => {
		expect(fresh(timestamp, 1)).toEqual({ valid: true });
	});

	// Jest's own `process.env` is a copy: only another process has another zone.
	test.each(['Asia/Almaty', 'America/New_York', 'UTC'])('a server in %s reads it as UTC', (TZ) => {
		const file = join(__dirname, '../../../nodes/shared/signature.ts');
		const { code } = transformFileSync(file, {
			jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
			module: { type: 'commonjs' },
		});
		const timestamps = ['2026-11-21T12:00:00', '2026-11-21 12:00', 'Sat, 21 Nov 2026 12:00:00 GMT'];
		const script = `${code}
			const answers = ${JSON.stringify(timestamps)}.map((timestamp) => exports.verifySignature({
				algorithm: 'sha512', encoding: 'hex', secrets: ['x'], rawBody: Buffer.from(''),
				signature: exports.sign('', 'x', { algorithm: 'sha512', encoding: 'hex' }),
				freshness: { timestamp, toleranceSeconds: 1, nowMs: ${NOW} },
			}));
			console.log(JSON.stringify({ zone: Intl.DateTimeFormat().resolvedOptions().timeZone, answers }));`;
		const printed = execFileSync(process.execPath, ['-e', script], {
			cwd: join(__dirname, '../../..'),
			env: { ...process.env, TZ },
			encoding: 'utf8',
		});
		expect(JSON.parse(printed)).toEqual({
			zone: TZ,
			answers: timestamps.map(() => ({ valid: true })),
		});
	});

	test('a tolerance that is no number accepts nothing', () => {
		expect(fresh(String(NOW), Number('five minutes')).valid).toBe(false);
		expect(fresh('1', Number('five minutes')).valid).toBe(false);
	});

	test('a fresh call with a wrong signature is refused', () => {
		const freshness = { timestamp: String(NOW), toleranceSeconds: 300, nowMs: NOW };
		expect(check({ freshness, secrets: ['other'] })).toEqual(invalid('signature_wrong'));
	});

	test('a signed timestamp cannot be replaced', () => {
		const signature = hex('sha512', `${NOW}.${BODY.toString()}`, SECRET);
		const at = (ms: number) =>
			check({
				signature,
				freshness: { timestamp: String(ms), toleranceSeconds: 300, isSigned: true, nowMs: NOW },
			});
		expect(at(NOW)).toEqual({ valid: true });
		expect(at(NOW + 1000)).toEqual(invalid('signature_wrong'));
	});
});

describe('a plain shared secret', () => {
	test('is accepted when it is one of those set', () => {
		expect(verifySharedSecret('new', ['old', 'new'])).toEqual({ valid: true });
	});

	test.each<[string, string | undefined, string[], string]>([
		['none is set', 'x', [''], 'no_secret_set'],
		['none is given', undefined, ['x'], 'secret_missing'],
		['an empty one is given', '', ['', 'x'], 'secret_missing'],
		['a beginning is given', 'secre', ['secret'], 'secret_wrong'],
		['it has a space more', 'secret ', ['secret'], 'secret_wrong'],
	])('is refused when %s', (_name, given, secrets, reason) => {
		expect(verifySharedSecret(given, secrets)).toEqual(invalid(reason));
	});
});
