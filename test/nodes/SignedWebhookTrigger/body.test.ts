import { connect, type Socket } from 'node:net';
import { PassThrough } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';

import fc from 'fast-check';

import { discard, readBody } from '../../../nodes/SignedWebhookTrigger/readBody';
import { Kit, sign, signed } from './kit';

const kit = new Kit();
beforeAll(async () => await kit.start());
beforeEach(() => kit.set());
afterAll(async () => await kit.stop());

const KB = 1024;

/** JSON of exactly so many bytes. */
const bodyOf = (bytes: number) => JSON.stringify('x'.repeat(bytes - 2));

/** A call byte by byte, by hand. */
async function raw(head: string[]): Promise<{ socket: Socket; answer: () => string }> {
	const { hostname, port, pathname } = new URL(kit.url);
	const socket = connect(Number(port), hostname);
	let got = '';
	socket.on('data', (data) => (got += data.toString()));
	socket.on('error', () => undefined);
	await new Promise((resolve) => socket.once('connect', resolve));
	socket.write([`POST ${pathname} HTTP/1.1`, 'Host: n8n', ...head, '', ''].join('\r\n'));
	return { socket, answer: () => got };
}

async function until(check: () => boolean): Promise<void> {
	for (let tries = 0; tries < 300 && !check(); tries++) await setTimeout(20);
	expect(check()).toBe(true);
}

describe('Body Limit', () => {
	beforeEach(() => kit.set({ settings: { bodyLimitKb: 64 } }));

	test.each([
		['with its length announced', undefined],
		['in pieces without a length', 1000],
	])('to the byte, %s', async (_name, chunkBytes) => {
		for (const [bytes, expected] of [
			[64 * KB - 1, 200],
			[64 * KB, 200],
			[64 * KB + 1, 413],
		]) {
			const body = bodyOf(bytes);
			const { code } = await kit.send({ body, headers: signed(body), chunkBytes });
			expect({ bytes, code }).toEqual({ bytes, code: expected });
		}
		expect(kit.runs).toHaveLength(2);
	});

	test('is 1 MB unless it is set, and what is no number is no limit that lets all pass', async () => {
		for (const settings of [{}, { bodyLimitKb: 0 }, { bodyLimitKb: 'much' }]) {
			kit.set({ settings });
			const [fits, over] = [bodyOf(KB * KB), bodyOf(KB * KB + 1)];
			expect((await kit.send({ body: fits, headers: signed(fits) })).code).toBe(200);
			expect((await kit.send({ body: over, headers: signed(over) })).code).toBe(413);
		}
	});

	test('the refusal says the limit', async () => {
		const body = bodyOf(64 * KB + 1);
		expect((await kit.send({ body, headers: signed(body) })).body).toEqual({
			status: 'too_large',
			message: 'The body is larger than 65536 bytes.',
		});
	});

	test('what is announced too large is refused before a byte of it came', async () => {
		const { socket, answer } = await raw(['Content-Length: 65537', 'X-Signature: 00']);
		await until(() => answer().startsWith('HTTP/1.1 413'));
		socket.destroy();
	});

	test('who streams without end gets the answer and is hung up on', async () => {
		const { socket, answer } = await raw(['Transfer-Encoding: chunked', 'X-Signature: 00']);
		const piece = Buffer.alloc(64 * KB, 'x');
		const end = Date.now() + 10_000;
		while (!socket.destroyed && Date.now() < end) {
			socket.write(`${piece.length.toString(16)}\r\n`);
			socket.write(piece);
			socket.write('\r\n');
			await setTimeout(5);
		}
		expect(socket.destroyed).toBe(true);
		expect(answer()).toMatch(/^HTTP\/1.1 413/);
	});

	test('what is above it is not kept', async () => {
		const stream = Object.assign(new PassThrough(), { headers: {} });
		const read = readBody(stream, { bytes: 10, seconds: 30 });
		stream.write('12345678901');
		expect(await read).toEqual({ stop: 'tooLarge' });
		expect(stream.listenerCount('data')).toBe(0);
		void discard(stream);
		stream.write(Buffer.alloc(KB * KB));
		await setTimeout(50);
		expect(stream.readableLength).toBe(0);
		stream.destroy();
	});
});

test('a compressed body is refused: a bomb is not inflated', async () => {
	const bomb = gzipSync(Buffer.alloc(50 * KB * KB, ' '));
	for (const encoding of ['gzip', 'deflate', 'br', 'GZIP', 'gzip, gzip']) {
		const headers = { ...signed(bomb), 'content-encoding': encoding };
		expect(await kit.send({ body: bomb, headers })).toMatchObject({
			code: 415,
			body: { status: 'invalid', message: 'The body is compressed. Send it as it is.' },
		});
	}
	const body = '{}';
	const plain = { ...signed(body), 'content-encoding': 'identity' };
	expect((await kit.send({ body, headers: plain })).code).toBe(200);
	expect(kit.runs).toHaveLength(1);
});

test('a body that does not arrive in time is a 408 and no run', async () => {
	kit.set({ settings: { uploadSeconds: 0.4 } });
	const { socket, answer } = await raw(['Content-Length: 100', `X-Signature: ${sign('{}')}`]);
	socket.write('{');
	await until(() => answer().includes('did not arrive within 0.4 seconds'));
	expect(answer()).toMatch(/^HTTP\/1.1 408/);
	expect(kit.runs).toEqual([]);
	await until(() => socket.destroyed);
});

test('a body that somebody else has read is refused, not waited for', async () => {
	const stream = Object.assign(new PassThrough(), { headers: {} });
	stream.end('{}');
	await stream.toArray();
	expect(await readBody(stream, { bytes: 10, seconds: 30 })).toEqual({ stop: 'taken' });
});

test('a call that is broken off starts no run and leaves nothing behind', async () => {
	kit.set({ authentication: 'none' }, null);
	const { socket } = await raw(['Content-Length: 100']);
	// JSON as far as it came.
	socket.write('5');
	await until(() => kit.arriving === 1);
	socket.destroy();
	await until(() => kit.arriving === 0);
	expect([kit.runs, kit.failures]).toEqual([[], []]);
});

describe('what is not JSON', () => {
	test.each<[string, string | Buffer, string]>([
		['cut off', '{"course_order":', 'The body is not JSON.'],
		['a form', 'payment_id=pay_1', 'The body is not JSON.'],
		['control characters', '\u0000\u0001', 'The body is not JSON.'],
		['two values', '{}{}', 'The body is not JSON.'],
		['empty', '', 'The body is empty. Send JSON.'],
		['blank', ' \n', 'The body is empty. Send JSON.'],
		['only a mark', '\ufeff', 'The body is empty. Send JSON.'],
		[
			'damaged UTF-8',
			Buffer.from('7b2261223a22ff227d', 'hex'),
			'The body is not JSON: it is not UTF-8.',
		],
		[
			'Windows-1251',
			Buffer.from('7b2261223a22cfe8227d', 'hex'),
			'The body is not JSON: it is not UTF-8.',
		],
		['nested without end', '['.repeat(300_000), 'The body is not JSON.'],
		['nested deeply', '['.repeat(300_000) + ']'.repeat(300_000), 'The body is nested too deeply.'],
		[
			'deep with a long number',
			'{"a":'.repeat(5000) + '12345678901234567890' + '}'.repeat(5000),
			'The body is nested too deeply.',
		],
	])('%s is a 400 that says so', async (_name, body, message) => {
		expect(await kit.send({ body, headers: signed(body) })).toMatchObject({
			code: 400,
			body: { status: 'invalid', message },
		});
		expect([kit.runs, kit.failures]).toEqual([[], []]);
	});

	test('is told only to those who may call', async () => {
		expect((await kit.send({ body: '{', headers: { 'x-signature': '00' } })).code).toBe(401);
	});
});

describe('the item', () => {
	const bodyFor = async (body: string | Buffer, headers = {}) =>
		(await kit.item({ body, headers: { ...signed(body), ...headers } })).body;

	test.each<[string, string, unknown]>([
		['a list', '[1,2]', [1, 2]],
		['a text', '"text"', 'text'],
		['a number', '5', 5],
		['nothing', 'null', null],
		['after a byte order mark', '\ufeff{"a":1}', { a: 1 }],
		['a long whole number', '{"id":12345678901234567890}', { id: '12345678901234567890' }],
		['a number above all', '{"a":1e999,"b": -1E+400}', { a: '1e999', b: '-1E+400' }],
		['the same text in a string', '{"a":"x:1e999"}', { a: 'x:1e999' }],
		['what PostgreSQL refuses', '{"a":"b\\u0000c"}', { a: 'bc' }],
	])('%s', async (_name, body, expected) => {
		expect(await bodyFor(body)).toEqual(expected);
	});

	test('whatever the content type says', async () => {
		for (const type of [
			'text/plain',
			'application/x-www-form-urlencoded',
			'multipart/form-data; boundary=x',
		]) {
			expect(await bodyFor('{"a":1}', { 'content-type': type })).toEqual({ a: 1 });
		}
	});

	test('has no field that changes what a copy is', async () => {
		const body =
			'{"__proto__":{"admin":true},"a":{"__proto__":1,"constructor":{"prototype":{"x":1}}}}';
		const item = await kit.item({ body, headers: signed(body) });
		expect(JSON.stringify(kit.runs)).not.toContain('__proto__');
		expect(Object.assign({}, item.body)).toEqual({ a: { constructor: { prototype: { x: 1 } } } });
		expect(({} as { admin?: boolean; x?: number }).admin).toBeUndefined();
	});

	test('any other JSON arrives as it was sent', async () => {
		const unchanged = fc.json({ maxDepth: 4 }).filter((body) => !/\d{16}|__proto__|\\u/.test(body));
		await fc.assert(
			fc.asyncProperty(unchanged, async (body) => {
				kit.set();
				const item = await kit.item({ body, headers: signed(body) });
				expect(JSON.stringify(item.body)).toBe(JSON.stringify(JSON.parse(body)));
			}),
			{ numRuns: 60, seed: 13 },
		);
	});

	test('has the query and the text only when they are wanted', async () => {
		const body = '{ "amount": 1500.0 }';
		const call = { body, headers: signed(body), query: 'store=1&__proto__=2' };
		expect(Object.keys(await kit.item(call))).toEqual(['method', 'params', 'body']);
		kit.set({ settings: { includeQuery: true, includeText: true } });
		expect(await kit.item(call)).toMatchObject({ query: { store: '1' }, text: body });
	});
});

describe('how a refusal looks', () => {
	test('fields between status and message, in this order', async () => {
		kit.set({ settings: { refusalFields: '{"payment_id": null}' } });
		expect((await kit.send({ body: '{' })).text).toBe(
			'{"status":"unauthorized","payment_id":null,"message":"The signature is missing or wrong. Sign the raw body with HMAC-SHA256 and send it as X-Signature."}',
		);
		expect((await kit.send({ body: '{', headers: signed('{') })).text).toBe(
			'{"status":"invalid","payment_id":null,"message":"The body is not JSON."}',
		);
	});

	test('a body of its own for a status', async () => {
		const own = { success: false, error: 'Ключ не указан или неверен.' };
		kit.set({ settings: { refusalBodies: JSON.stringify({ 401: own }) } });
		expect(await kit.send({ body: '{' })).toMatchObject({ code: 401, body: own });
		expect((await kit.send({ body: '{', headers: signed('{') })).body).toMatchObject({
			status: 'invalid',
		});
	});

	test('what is no JSON there changes nothing', async () => {
		kit.set({ settings: { refusalFields: 'x', refusalBodies: '[1]' } });
		expect((await kit.send({ body: '{' })).body).toMatchObject({ status: 'unauthorized' });
	});
});
