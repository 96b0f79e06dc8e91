import { createHmac } from 'node:crypto';

import {
	NodeOperationError,
	type ICredentialsDecrypted,
	type ICredentialTestFunctions,
	type IDataObject,
	type INodeExecutionData,
	type INodeParameters,
} from 'n8n-workflow';

import { WebhookSignature } from '../../../nodes/WebhookSignature/WebhookSignature.node';
import { PlacedNode } from '../../harness/node';

const SECRET = 'an invented secret';
const BODY = '{"payment_id": "p-1",\n "amount": 1500.0}';

interface Secrets {
	secret?: string;
	previousSecret?: string;
	legacySecret?: string;
}

function hmac(body: string | Buffer, secret = SECRET, algorithm = 'sha256') {
	return createHmac(algorithm, secret).update(body);
}

/** A call as the Webhook node hands it on with Raw Body. */
function call(body: string | Buffer, headers: IDataObject): INodeExecutionData {
	const data = Buffer.from(body).toString('base64');
	return { json: { headers }, binary: { data: { data, mimeType: 'application/json' } } };
}

function signed(body = BODY, secret = SECRET): INodeExecutionData {
	return call(body, { 'x-signature': hmac(body, secret).digest('hex') });
}

async function run(
	items: INodeExecutionData[],
	parameters: INodeParameters = {},
	credential: Secrets = { secret: SECRET },
	continueOnFail = false,
) {
	const node = new PlacedNode(new WebhookSignature(), {
		parameters,
		credentials: { crmBridgeSigningSecretApi: { ...credential } },
		continueOnFail,
	});
	return await node.execute(items);
}

/** 'valid', or the reason why the one call went to *Invalid*. */
async function verdict(
	item: INodeExecutionData,
	parameters: INodeParameters = {},
	credential?: Secrets,
): Promise<string> {
	const [valid, invalid] = await run([item], parameters, credential);
	expect(valid.length + invalid.length).toBe(1);
	const result = (valid[0] ?? invalid[0]).json.signature as { valid: boolean; reason?: string };
	expect(result.valid).toBe(valid.length === 1);
	expect(result.reason === undefined).toBe(result.valid);
	return result.reason ?? 'valid';
}

describe('Verify', () => {
	test('a signed call goes to Valid with all it had', async () => {
		const item = signed();

		const [valid, invalid] = await run([item]);

		expect(invalid).toEqual([]);
		expect(valid).toEqual([
			{
				json: { ...item.json, signature: { valid: true } },
				binary: item.binary,
				pairedItem: { item: 0 },
			},
		]);
	});

	test('a forged call goes to Invalid with the reason', async () => {
		const item = signed(BODY, 'a guess');

		const [valid, invalid] = await run([item]);

		expect(valid).toEqual([]);
		expect(invalid[0].json.signature).toEqual({ valid: false, reason: 'signature_wrong' });
	});

	test('a claim in the item itself counts for nothing', async () => {
		const item = signed(BODY, 'a guess');
		item.json.signature = { valid: true };

		expect(await verdict(item)).toBe('signature_wrong');
	});

	test('several calls are sorted, each linked to its own', async () => {
		const items = [signed('a'), signed('b', 'a guess'), signed('c'), call('d', {})];

		const [valid, invalid] = await run(items);

		expect(valid.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 2 }]);
		expect(invalid.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 1 }, { item: 3 }]);
		expect(valid.map(({ binary }) => binary)).toEqual([items[0].binary, items[2].binary]);
		expect(invalid.map(({ binary }) => binary)).toEqual([items[1].binary, items[3].binary]);
		expect(invalid.map(({ json }) => (json.signature as IDataObject).reason)).toEqual([
			'signature_wrong',
			'signature_missing',
		]);
	});

	test('no calls, no items', async () => {
		expect(await run([])).toEqual([[], []]);
	});

	test('the second test case of RFC 4231', async () => {
		const signatures = {
			sha256: '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
			sha512:
				'164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea250554' +
				'9758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737',
		};
		for (const [algorithm, signature] of Object.entries(signatures)) {
			const item = call('what do ya want for nothing?', { 'x-signature': signature });
			expect(await verdict(item, { algorithm }, { secret: 'Jefe' })).toBe('valid');
		}
	});

	describe.each(['sha1', 'sha256', 'sha512'])('%s', (algorithm) => {
		test.each(['hex', 'base64'] as const)('in %s', async (encoding) => {
			const signature = hmac(BODY, SECRET, algorithm).digest(encoding);
			const item = call(BODY, { 'x-signature': signature });
			const other = algorithm === 'sha1' ? 'sha256' : 'sha1';

			expect(await verdict(item, { algorithm, encoding })).toBe('valid');
			expect(await verdict(item, { algorithm: other, encoding })).toBe('signature_wrong');
		});
	});

	test('a prefix is taken off; a signature without it is accepted', async () => {
		const hex = hmac(BODY).digest('hex');
		const withPrefix = call(BODY, { 'x-signature': `sha256=${hex}` });

		expect(await verdict(withPrefix, { prefix: 'sha256=' })).toBe('valid');
		expect(await verdict(signed(), { prefix: 'sha256=' })).toBe('valid');
		expect(await verdict(withPrefix)).toBe('signature_wrong');
	});

	test('capital hex digits and several signatures are accepted', async () => {
		const hex = hmac(BODY).digest('hex');

		expect(await verdict(call(BODY, { 'x-signature': hex.toUpperCase() }))).toBe('valid');
		expect(await verdict(call(BODY, { 'x-signature': `00, ${hex}` }))).toBe('valid');
		expect(await verdict(call(BODY, { 'x-signature': ['00', hex] }))).toBe('valid');
	});

	test('a body that was parsed and written again is invalid', async () => {
		const item = signed();
		const text = JSON.stringify(JSON.parse(BODY));

		expect(await verdict(item, { bodySource: 'text', text })).toBe('signature_wrong');
		expect(await verdict(item, { bodySource: 'text', text: BODY })).toBe('valid');
	});

	test('the bytes count, not the text: no character set gets in between', async () => {
		const bytes = Buffer.from([0xff, 0xfe, 0x00, 0x80]);

		expect(await verdict(call(bytes, { 'x-signature': hmac(bytes).digest('hex') }))).toBe('valid');
	});

	test('an empty body is a body', async () => {
		expect(await verdict(signed(''), { bodySource: 'text', text: '' })).toBe('valid');
		expect(await verdict(signed(''))).toBe('valid');
	});

	test('the body may be in another field', async () => {
		const { json, binary } = signed();
		const item = { json, binary: { raw: binary!.data } };

		expect(await verdict(item, { binaryPropertyName: 'raw' })).toBe('valid');
		expect(await verdict(item)).toBe('no_raw_body');
	});

	test.each([
		['no data at all', { json: signed().json }, 'no_raw_body'],
		['no signature', call(BODY, {}), 'signature_missing'],
		['a blank signature', call(BODY, { 'x-signature': ' ' }), 'signature_missing'],
		['no headers', { ...signed(), json: {} }, 'signature_missing'],
		['half a signature', call(BODY, { 'x-signature': 'ab12' }), 'signature_wrong'],
		['not even hex', call(BODY, { 'x-signature': 'ключ' }), 'signature_wrong'],
	])('%s is invalid', async (_case, item, reason) => {
		expect(await verdict(item, {})).toBe(reason);
	});

	test('no secret set is invalid, even if signed with the empty secret', async () => {
		const item = signed(BODY, '');

		expect(await verdict(item, {}, { secret: '' })).toBe('no_secret_set');
		expect(await verdict(item, {}, {})).toBe('no_secret_set');
		expect(await verdict(item, {}, { secret: SECRET, previousSecret: '' })).toBe('signature_wrong');
	});

	test('during a rotation both secrets are good, afterwards the new one alone', async () => {
		const rotating = { secret: 'the new one', previousSecret: SECRET };

		expect(await verdict(signed(BODY, 'the new one'), {}, rotating)).toBe('valid');
		expect(await verdict(signed(), {}, rotating)).toBe('valid');
		expect(await verdict(signed(), {}, { secret: 'the new one' })).toBe('signature_wrong');
	});
});

describe('Check Time', () => {
	const now = () => Date.now();
	const fresh = (timestamp?: string) =>
		call(BODY, { 'x-signature': hmac(BODY).digest('hex'), 'x-timestamp': timestamp });

	test.each([
		['seconds', () => String(Math.floor(now() / 1000)), 'valid'],
		['milliseconds', () => String(now()), 'valid'],
		['an ISO date', () => new Date(now()).toISOString(), 'valid'],
		['within the default of 300 seconds', () => String(now() - 290_000), 'valid'],
		['too old', () => String(now() - 310_000), 'timestamp_too_old'],
		['in the future', () => String(now() + 310_000), 'timestamp_in_future'],
		['missing', () => undefined, 'timestamp_missing'],
		['unreadable', () => 'soon', 'timestamp_unreadable'],
	])('a time stamp: %s', async (_case, timestamp, result) => {
		expect(await verdict(fresh(timestamp()), { checkTime: true })).toBe(result);
	});

	test('the tolerance is the one that is set', async () => {
		const item = fresh(String(now() - 60_000));

		expect(await verdict(item, { checkTime: true, toleranceSeconds: 30 })).toBe(
			'timestamp_too_old',
		);
		expect(await verdict(item, { checkTime: true, toleranceSeconds: 90 })).toBe('valid');
	});

	test('an old call passes where the time is not checked', async () => {
		expect(await verdict(fresh('1'))).toBe('valid');
	});

	test('Timestamp Is Signed: time stamp, dot and body are signed', async () => {
		const parameters = { checkTime: true, timestampIsSigned: true };
		const timestamp = String(Math.floor(now() / 1000));
		const headers = {
			'x-signature': hmac(`${timestamp}.${BODY}`).digest('hex'),
			'x-timestamp': timestamp,
		};

		expect(await verdict(call(BODY, headers), parameters)).toBe('valid');
		expect(await verdict(fresh(timestamp), parameters)).toBe('signature_wrong');
		const replayed = { ...headers, 'x-timestamp': String(Number(timestamp) - 1) };
		expect(await verdict(call(BODY, replayed), parameters)).toBe('signature_wrong');
	});
});

describe('Shared Secret', () => {
	const method = { method: 'sharedSecret' };
	const given = (secret?: unknown): INodeExecutionData => ({
		json: { headers: { 'x-webhook-secret': secret } as IDataObject },
	});

	test.each([
		[SECRET, 'valid'],
		['the previous one', 'valid'],
		[`${SECRET} `, 'secret_wrong'],
		[SECRET.toUpperCase(), 'secret_wrong'],
		['', 'secret_missing'],
		[undefined, 'secret_missing'],
		[[SECRET, 'x'], 'secret_wrong'],
	])('%j: %s', async (secret, result) => {
		const credential = { secret: SECRET, previousSecret: 'the previous one' };

		expect(await verdict(given(secret), method, credential)).toBe(result);
	});

	test('no secret set is invalid, also for a call that brings an empty one', async () => {
		expect(await verdict(given(''), method, { secret: '' })).toBe('no_secret_set');
		expect(await verdict(given('undefined'), method, {})).toBe('no_secret_set');
	});
});

describe('a call that cannot be checked', () => {
	const parameters = { bodySource: 'text', text: '={{ $json.body }}' };
	const items: INodeExecutionData[] = [
		{ json: { ...signed('good').json, body: 'good' } },
		{ json: { ...signed('bad').json, body: { parsed: true }, signature: { valid: true } } },
	];

	test('stops the node with the field and the next step', async () => {
		const thrown: unknown = await run(items, parameters).catch((error: unknown) => error);

		expect(thrown).toBeInstanceOf(NodeOperationError);
		expect(thrown).toMatchObject({ message: 'Text: this is no text', context: { itemIndex: 1 } });
	});

	test('goes to Invalid with Continue On Fail, never to Valid', async () => {
		const [valid, invalid] = await run(items, parameters, { secret: SECRET }, true);

		expect(valid.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }]);
		expect(invalid).toEqual([
			{
				json: {
					error: 'this is no text',
					details: expect.objectContaining({ code: 'invalid_input', field: 'Text' }) as object,
				},
				pairedItem: { item: 1 },
			},
		]);
	});
});

describe('Sign', () => {
	test('adds the signature with its prefix and keeps the rest', async () => {
		const item = { ...call(BODY, {}), json: { kept: 1 } };

		const outputs = await run([item], { operation: 'sign', prefix: 'sha256=' });

		expect(outputs).toHaveLength(1);
		expect(outputs[0]).toEqual([
			{
				json: { kept: 1, signature: `sha256=${hmac(BODY).digest('hex')}` },
				binary: item.binary,
				pairedItem: { item: 0 },
			},
		]);
	});

	test('uses the new secret during a rotation', async () => {
		const rotating = { secret: 'the new one', previousSecret: SECRET };

		const [[{ json }]] = await run([call(BODY, {})], { operation: 'sign' }, rotating);

		expect(json.signature).toBe(hmac(BODY, 'the new one').digest('hex'));
	});

	test('still works when Verify was set to Shared Secret before', async () => {
		const parameters = { operation: 'sign', method: 'sharedSecret' };

		const [[{ json }]] = await run([call(BODY, {})], parameters);

		expect(json.signature).toBe(hmac(BODY).digest('hex'));
	});

	test.each([
		['no secret', {}, { secret: '' }, 'Secret: '],
		['the previous secret alone', {}, { secret: '', previousSecret: 'old' }, 'Secret: '],
		['no such data', { binaryPropertyName: 'raw' }, { secret: SECRET }, 'Input Data Field Name: '],
		['no text', { bodySource: 'text', text: '={{ $json }}' }, { secret: SECRET }, 'Text: '],
	])('%s is an error', async (_case, parameters, credential, message) => {
		const signing = run([call(BODY, {})], { operation: 'sign', ...parameters }, credential);

		await expect(signing).rejects.toThrow(NodeOperationError);
		await expect(signing).rejects.toThrow(message);
	});

	describe.each(['sha1', 'sha256', 'sha512'])('then Verify: %s', (algorithm) => {
		test.each(['hex', 'base64'])('in %s', async (encoding) => {
			const scheme = { algorithm, encoding, prefix: 'v1=' };
			const [signedItems] = await run([call(BODY, {})], { operation: 'sign', ...scheme });
			const [item] = signedItems;
			const parameters = { ...scheme, signature: '={{ $json.signature }}' };

			expect(await verdict(item, parameters)).toBe('valid');
			expect(await verdict(item, parameters, { secret: 'another' })).toBe('signature_wrong');
			const changed = { ...item, binary: call(`${BODY} `, {}).binary };
			expect(await verdict(changed, parameters)).toBe('signature_wrong');
		});
	});
});

describe('the credential test', () => {
	const ask = async (data?: Secrets) =>
		await new WebhookSignature().methods.credentialTest.signingSecretTest.call(
			{} as ICredentialTestFunctions,
			{ id: '1', name: 'x', type: 'crmBridgeSigningSecretApi', data } as ICredentialsDecrypted,
		);

	test('is the one that the node names', () => {
		const { description, methods } = new WebhookSignature();

		const names = description.credentials?.map(({ testedBy }) => testedBy);
		expect(names).toEqual(Object.keys(methods.credentialTest));
	});

	test('accepts a previous secret that has an end', async () => {
		const previousValidUntil = '2026-12-01T12:00:00';
		const data = { secret: SECRET, previousSecret: SECRET, previousValidUntil };
		expect((await ask(data)).status).toBe('OK');
	});

	test('accepts a secret', async () => {
		expect(await ask({ secret: SECRET })).toEqual({ status: 'OK', message: expect.any(String) });
	});

	test.each([
		[undefined],
		[{}],
		[{ secret: '' }],
		[{ previousSecret: SECRET }],
		[{ secret: 'x'.repeat(15) }],
		[{ secret: SECRET, previousSecret: 'short' }],
		[{ secret: SECRET, legacySecret: 'short' }],
		[{ secret: SECRET, previousSecret: SECRET }],
		[{ secret: SECRET, previousSecret: SECRET, previousValidUntil: 'tomorrow' }],
	])('refuses %j', async (data) => {
		expect((await ask(data)).status).toBe('Error');
	});
});

test('what PostgreSQL refuses does not leave the node; the signature is over the bytes', async () => {
	const body = '{"te\\u0000xt":"a\\u0000b"}';
	const item = signed(body);
	const parsed = JSON.parse(body) as IDataObject;
	const [valid] = await run([{ ...item, json: { ...item.json, body: parsed } }]);
	expect(valid[0].json).toMatchObject({ body: { text: 'ab' }, signature: { valid: true } });
	expect(valid[0].binary).toEqual(item.binary);
});
