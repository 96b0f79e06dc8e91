import fc from 'fast-check';

import { CANARIES, Kit, LEGACY, PREVIOUS, SECRET, sign, signed } from './kit';

jest.mock('../../../nodes/shared/refusals', () => require('../../harness/refusals').atOnce);

const kit = new Kit();
beforeAll(async () => await kit.start());
afterAll(async () => await kit.stop());

const BODY = '{"payment_id": "p-1",\n "amount": 1500.0}';

const UNAUTHORIZED = {
	status: 'unauthorized',
	message:
		'The signature is missing or wrong. Sign the raw body with HMAC-SHA256 and send it as X-Signature.',
};

async function code(headers: Record<string, string>, body: string | Buffer = BODY) {
	return (await kit.send({ body, headers })).code;
}

describe('HMAC', () => {
	beforeEach(() => kit.set());

	test('a signed call starts a run with its body and nothing of its headers', async () => {
		expect(await kit.item({ body: BODY, headers: signed(BODY) })).toEqual({
			method: 'POST',
			params: {},
			body: { payment_id: 'p-1', amount: 1500 },
		});
		expect(kit.runs).toHaveLength(1);
	});

	test('the previous secret passes while the sender changes', async () => {
		expect(await code(signed(BODY, PREVIOUS))).toBe(200);
	});

	test.each([
		['passes until its time', 60_000, 200],
		['does not from then on', -1000, 401],
	])('the previous secret %s', async (_name, ms, expected) => {
		const previousValidUntil = new Date(Date.now() + ms).toISOString();
		kit.set({}, { secret: SECRET, previousSecret: PREVIOUS, previousValidUntil });
		expect(await code(signed(BODY, PREVIOUS))).toBe(expected);
		expect(await code(signed(BODY))).toBe(200);
	});

	test.each<[string, Record<string, string>]>([
		['no signature', {}],
		['an empty signature', { 'x-signature': '' }],
		['the signature of another secret', signed(BODY, 'another secret, not ours')],
		['the signature of another body', signed(`${BODY} `)],
		['the signature of the same JSON written again', signed(JSON.stringify(JSON.parse(BODY)))],
		['a shortened signature', { 'x-signature': sign(BODY).slice(0, -1) }],
		['the secret itself', { 'x-signature': SECRET }],
		['another algorithm', { 'x-signature': sign(BODY, SECRET, 'sha512') }],
		['another encoding', { 'x-signature': sign(BODY, SECRET, 'sha256', 'base64') }],
		['another header', { 'x-hub-signature': sign(BODY) }],
		['the legacy secret, which is off', { 'x-webhook-secret': LEGACY }],
		['the secret as an API key', { 'x-api-key': SECRET }],
	])('%s is a 401 and no run', async (_name, headers) => {
		expect(await kit.send({ body: BODY, headers })).toMatchObject({
			code: 401,
			body: UNAUTHORIZED,
		});
		expect(kit.runs).toEqual([]);
	});

	test.each([
		[{ algorithm: 'sha512' }, { 'x-signature': sign(BODY, SECRET, 'sha512') }],
		[{ encoding: 'base64' }, { 'x-signature': sign(BODY, SECRET, 'sha256', 'base64') }],
		[{ prefix: 'v1=' }, { 'x-signature': `v1=${sign(BODY)}` }],
		[{ signatureHeader: 'X-Hub-Signature' }, { 'x-hub-signature': sign(BODY) }],
	])('a sender that signs as set passes: %j', async (parameters, headers) => {
		kit.set(parameters);
		expect(await code(headers)).toBe(200);
	});

	test('a GET without a body is signed over nothing', async () => {
		kit.set({ httpMethod: ['GET'] });
		expect(await kit.item({ method: 'GET', headers: signed('') })).toMatchObject({
			method: 'GET',
			body: {},
		});
		expect((await kit.send({ method: 'GET', headers: signed(BODY) })).code).toBe(401);
	});

	test('any change of one bit of body or signature is a 401 and no run', async () => {
		const bodies = fc.uint8Array({ minLength: 1, maxLength: 200 });
		await fc.assert(
			fc.asyncProperty(bodies, fc.nat(), fc.boolean(), async (bytes, bit, inBody) => {
				kit.set();
				const body = Buffer.from(bytes);
				const digest = Buffer.from(sign(body), 'hex');
				const target = inBody ? body : digest;
				const at = bit % (target.length * 8);
				target[at >> 3] ^= 1 << (at & 7);
				expect(await code({ 'x-signature': digest.toString('hex') }, body)).toBe(401);
				expect([kit.runs, kit.failures]).toEqual([[], []]);
			}),
			{ numRuns: 150, seed: 13 },
		);
	});
});

describe('Check Time', () => {
	const at = (seconds: number) => String(Math.floor(Date.now() / 1000) + seconds);

	test.each([
		['now', at(0), 200],
		['within the tolerance', at(-200), 200],
		['too old', at(-400), 401],
		['from the future', at(400), 401],
		['no time at all', 'yesterday', 401],
		['missing', '', 401],
	])('a call that is %s', async (_name, time, expected) => {
		kit.set({ checkTime: true });
		expect(await code({ ...signed(BODY), 'x-timestamp': time })).toBe(expected);
		expect(kit.runs).toHaveLength(expected === 200 ? 1 : 0);
	});

	test('a signed time cannot be exchanged for a fresh one', async () => {
		kit.set({ checkTime: true, timestampIsSigned: true, timestampHeader: 'X-Sent' });
		const time = at(-10);
		const headers = { 'x-signature': sign(`${time}.${BODY}`) };
		expect(await code({ ...headers, 'x-sent': time })).toBe(200);
		expect(await kit.send({ body: BODY, headers: { ...headers, 'x-sent': at(0) } })).toMatchObject({
			code: 401,
			body: {
				message:
					'The signature is missing or wrong. Sign the timestamp, a dot and the raw body with HMAC-SHA256 and send it as X-Signature. Send the time as X-Sent.',
			},
		});
	});
});

describe('Accept Legacy Secret', () => {
	beforeEach(() => kit.set({ settings: { acceptLegacySecret: true } }));

	test('the plain secret passes when there is no signature', async () => {
		expect(await code({ 'x-webhook-secret': LEGACY })).toBe(200);
		expect(await code({ 'x-webhook-secret': LEGACY, 'x-signature': '' })).toBe(200);
		expect(await code(signed(BODY))).toBe(200);
	});

	test.each<[string, Record<string, string>]>([
		['a wrong one', { 'x-webhook-secret': 'wrong' }],
		['an empty one', { 'x-webhook-secret': '' }],
		['the secret that signs', { 'x-webhook-secret': SECRET }],
		['beside a wrong signature', { ...signed(`${BODY} `), 'x-webhook-secret': LEGACY }],
	])('%s is a 401', async (_name, headers) => {
		expect(await kit.send({ body: BODY, headers })).toMatchObject({
			code: 401,
			body: {
				message:
					'The signature or secret is missing or wrong. Sign the raw body with HMAC-SHA256 and send it as X-Signature.',
			},
		});
		expect(kit.runs).toEqual([]);
	});

	test('in a header of its own', async () => {
		kit.set({ settings: { acceptLegacySecret: true, legacyHeader: 'X-Old' } });
		expect(await code({ 'x-old': LEGACY })).toBe(200);
		expect(await code({ 'x-webhook-secret': LEGACY })).toBe(401);
	});

	test('that is not set in the credential lets nobody in', async () => {
		kit.set({ settings: { acceptLegacySecret: true } }, { secret: SECRET });
		expect(await code({ 'x-webhook-secret': '' })).toBe(401);
		expect(await code({})).toBe(401);
	});
});

describe('a key in a header', () => {
	beforeEach(() => kit.set({ authentication: 'key', httpMethod: ['GET', 'POST'] }));

	test.each<[string, Record<string, string>, number]>([
		['the key', { 'x-api-key': SECRET }, 200],
		['the previous key', { 'x-api-key': PREVIOUS }, 200],
		['as a bearer', { authorization: `Bearer ${SECRET}` }, 200],
		['without the word', { authorization: SECRET }, 200],
		['no key', {}, 401],
		['an empty key', { 'x-api-key': '' }, 401],
		['a wrong key', { 'x-api-key': `${SECRET}x` }, 401],
		['half a key', { 'x-api-key': SECRET.slice(0, -1) }, 401],
		['the legacy secret', { 'x-api-key': LEGACY }, 401],
		[
			'a wrong key beside a right one',
			{ 'x-api-key': 'x', authorization: `Bearer ${SECRET}` },
			401,
		],
		['a signature', signed(BODY), 401],
	])('%s', async (_name, headers, expected) => {
		for (const call of [{ method: 'GET' }, { method: 'POST', body: BODY }]) {
			expect((await kit.send({ ...call, headers })).code).toBe(expected);
		}
		expect(kit.runs).toHaveLength(expected === 200 ? 2 : 0);
	});

	test('the refusal says where it goes', async () => {
		expect((await kit.send({ method: 'GET' })).body).toEqual({
			status: 'unauthorized',
			message: 'The key is missing or wrong. Send it as X-Api-Key or as Authorization: Bearer.',
		});
	});

	test('is wrong before the body is read', async () => {
		// The rest of 900 kB never comes, and is waited for some seconds by who wants to read it.
		const started = Date.now();
		const headers = { 'x-api-key': 'wrong', 'content-length': '900000' };
		expect((await kit.send({ body: '{', headers, chunkBytes: 1 })).code).toBe(401);
		expect(Date.now() - started).toBeLessThan(5000);
	});
});

test('without authentication everybody may call', async () => {
	kit.set({ authentication: 'none', httpMethod: ['GET'] }, null);
	expect(await kit.item({ method: 'GET' })).toEqual({ method: 'GET', params: {}, body: {} });
});

describe('without a secret', () => {
	test.each([[{ secret: '' }], [{ secret: '', previousSecret: '' }], [null]])(
		'%j: every call is a 401, with whatever empty secret it is signed',
		async (credential) => {
			for (const parameters of [
				{},
				{ authentication: 'key' },
				{ settings: { acceptLegacySecret: true } },
			]) {
				kit.set(parameters, credential);
				for (const headers of [signed(BODY, ''), { 'x-api-key': '' }, {}]) {
					expect(await code(headers as Record<string, string>)).toBe(401);
				}
				expect([kit.runs, kit.failures]).toEqual([[], []]);
			}
		},
	);

	test('the workflow cannot be published', async () => {
		const publish = kit.set({}, { secret: '' }).hook('create');
		await expect(publish).rejects.toThrow('Secret: it is empty');
		await expect(kit.set().hook('create')).resolves.toBe(true);
		await expect(kit.set({ authentication: 'none' }, null).hook('create')).resolves.toBe(true);
	});
});

test('no secret is in an item, an answer or a failure', async () => {
	const seen: string[] = [];
	for (const parameters of [
		{},
		{ authentication: 'key' },
		{ settings: { acceptLegacySecret: true, includeQuery: true, includeText: true } },
	]) {
		kit.set(parameters);
		for (const headers of [
			signed(BODY),
			signed(`${BODY} `),
			{ 'x-api-key': SECRET },
			{ 'x-api-key': `${SECRET}x` },
			{ 'x-webhook-secret': LEGACY },
			{ 'x-webhook-secret': `${LEGACY}x` },
		]) {
			seen.push((await kit.send({ body: BODY, headers: headers as Record<string, string> })).text);
		}
		seen.push(JSON.stringify([kit.runs, kit.failures.map(String)]));
	}
	expect(seen.join()).toContain('p-1');
	for (const canary of [...CANARIES, sign(BODY)]) expect(seen.join()).not.toContain(canary);
});
