import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { Waha } from '../../../nodes/Waha/Waha.node';
import {
	HttpClient,
	NoAnswer,
	type HttpAnswer,
	type HttpCall,
	type HttpPolicy,
} from '../../../nodes/shared/http';
import { RateLimiter } from '../../../nodes/shared/limiter';
import { sendThroughN8n } from '../../../nodes/shared/n8nHttp';
import { PlacedNode } from '../../harness/node';
import { clientFor as plainClientFor, failure } from './httpKit';

const GET: HttpCall = { method: 'GET', url: 'http://vendor.example/orders' };
const POST: HttpCall = { method: 'POST', url: 'http://vendor.example/orders', body: { a: 1 } };
const OK: HttpAnswer = { statusCode: 200, headers: {}, body: { fine: true } };
const MAX_CALLS = 6;

const answer = (statusCode: number, headers = {}, body: unknown = { message: 'No.' }) => ({
	statusCode,
	headers,
	body,
});

const POLICY: HttpPolicy = {
	vendor: 'Vendor',
	limiterKey: 'vendor.example',
	budget: { calls: 1000, windowMs: 1 },
	timeoutMs: 5000,
	errorMessage: ({ body }) => (body as { message?: string }).message,
};

type Answers = Array<HttpAnswer | NoAnswer>;

const clientFor = (answers: Answers, changes: Partial<HttpPolicy> = {}) =>
	plainClientFor(answers, { ...POLICY, ...changes }, { random: () => 1 });

const KINDS = ['read', 'write'] as const;
const callOf = (kind: (typeof KINDS)[number]) => (kind === 'read' ? GET : POST);

describe('a good answer', () => {
	test.each(KINDS)('of a %s is given as it came', async (kind) => {
		const { http, sent } = clientFor([OK]);
		expect(await http[kind](callOf(kind))).toBe(OK);
		expect(sent).toHaveLength(1);
	});

	test("a call carries the policy's headers and time-out, or its own", async () => {
		const { http, sent } = clientFor([OK], { headers: { Accept: 'a', 'X-One': '1' } });
		await http.read(GET);
		await http.read({ ...GET, headers: { Accept: 'b' }, timeoutMs: 90_000 });
		expect(sent).toEqual([
			{ ...GET, headers: { Accept: 'a', 'X-One': '1' }, timeoutMs: 5000 },
			{ ...GET, headers: { Accept: 'b', 'X-One': '1' }, timeoutMs: 90_000 },
		]);
	});
});

describe.each(KINDS)('429 of a %s', (kind) => {
	test.each([
		['seconds', () => '2', 2000],
		['zero', () => '0', 0],
		['a date', () => new Date(Date.now() + 20_000).toUTCString(), 20_000],
		['a date that has passed', () => new Date(0).toUTCString(), 0],
	])('is repeated after Retry-After in %s', async (_name, value, expected) => {
		const { http, sent, waits } = clientFor([answer(429, { 'Retry-After': value() }), OK]);
		expect(await http[kind](callOf(kind))).toBe(OK);
		expect(sent).toHaveLength(2);
		expect(waits).toHaveLength(1);
		expect(Math.abs(waits[0] - expected)).toBeLessThanOrEqual(expected === 20_000 ? 2000 : 0);
	});

	test.each([undefined, 'soon', ''])('backs off when Retry-After is %p', async (value) => {
		const { http, waits } = clientFor([answer(429, { 'retry-after': value ?? '' }), OK]);
		await http[kind](callOf(kind));
		expect(waits).toEqual([500]);
	});

	test('is given up after five repeats, each after a longer pause', async () => {
		const { http, sent, waits } = clientFor([answer(429)]);
		const error = await failure(http[kind](callOf(kind)));
		expect(error).toMatchObject({ code: 'rate_limited', outcome: 'not_sent', httpStatus: 429 });
		expect(sent).toHaveLength(MAX_CALLS);
		expect(waits).toEqual([500, 1000, 2000, 4000, 8000]);
	});

	test('with a pause above a minute is left to the workflow', async () => {
		const { http, sent, waits } = clientFor([answer(429, { 'retry-after': '61' })]);
		const error = await failure(http[kind](callOf(kind)));
		expect(error).toMatchObject({ code: 'rate_limited', retryAfterMs: 61_000 });
		expect([sent.length, waits.length]).toEqual([1, 0]);
	});
});

const LOST_CODES = ['ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ECONNABORTED'];
const LOST = [
	...[500, 502, 503].map((status) => answer(status)),
	...LOST_CODES.map((code) => new NoAnswer(code)),
];

describe('5xx, a lost connection and a time-out', () => {
	test.each(LOST)('a read is repeated: %j', async (lost) => {
		const { http, sent } = clientFor([lost, lost, OK]);
		expect(await http.read(GET)).toBe(OK);
		expect(sent).toHaveLength(3);
	});

	test.each(LOST)('a read is given up in the end: %j', async (lost) => {
		const { http, sent } = clientFor([lost]);
		expect((await failure(http.read(GET))).outcome).toBe('not_sent');
		expect(sent).toHaveLength(MAX_CALLS);
	});

	test.each(LOST)('a write is never repeated, and nobody knows its outcome: %j', async (lost) => {
		const { http, sent, waits } = clientFor([lost, OK]);
		const error = await failure(http.write(POST));
		expect(error.outcome).toBe('unknown');
		expect(error.hint).toContain('Look before you repeat it');
		expect([sent.length, waits.length]).toEqual([1, 0]);
	});

	test.each([
		'ECONNREFUSED',
		'ENOTFOUND',
		'EAI_AGAIN',
		'CERT_HAS_EXPIRED',
		'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
		'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
	])('a write that met %s was not sent, and is not repeated', async (code) => {
		const { http, sent } = clientFor([new NoAnswer(code), OK]);
		expect(await failure(http.write(POST))).toMatchObject({ code: 'network', outcome: 'not_sent' });
		expect(sent).toHaveLength(1);
	});

	test('a time-out says how long, and what the vendor is known for', async () => {
		const { http } = clientFor([new NoAnswer('ETIMEDOUT')], { timeoutHint: 'Geo block?' });
		const error = await failure(http.write(POST));
		expect(error.message).toBe('Vendor did not answer within 5 s');
		expect(error.code).toBe('timeout');
		expect(error.hint).toMatch(/^Geo block\? It may have been done/);
	});

	test('the code of a lost connection stands in the hint, not in the message', async () => {
		const error = await failure(clientFor([new NoAnswer('ECONNRESET')]).http.write(POST));
		expect(error.message).toBe('Vendor could not be reached');
		expect(error.hint).toContain('ECONNRESET');
	});
});

describe('refusals', () => {
	test.each([
		[400, 'invalid_request'],
		[401, 'unauthorized'],
		[403, 'forbidden'],
		[404, 'not_found'],
		[422, 'invalid_request'],
	])('%d is %s and never repeated', async (status, code) => {
		for (const kind of KINDS) {
			const { http, sent } = clientFor([answer(status, { 'X-Request-Id': 'r-1' }), OK]);
			const error = await failure(http[kind](callOf(kind)));
			expect(error).toMatchObject({ code, outcome: 'rejected', httpStatus: status });
			expect(error.message).toBe(`Vendor answered ${status}: No.`);
			expect(error.requestId).toBe('r-1');
			expect(sent).toHaveLength(1);
		}
	});

	test.each(['rate_limited', 'unavailable'])('403 is not repeated, even as %s', async (code) => {
		const { http, sent } = clientFor([answer(403), OK], { classify: () => ({ code }) });
		expect((await failure(http.read(GET))).code).toBe(code);
		expect(sent).toHaveLength(1);
	});

	test('what the server echoed is not in the message', async () => {
		const body = { message: 'no client +77011234567, anna@example.com' };
		const { http } = clientFor([answer(400, {}, body)]);
		expect((await failure(http.write(POST))).message).toBe(
			'Vendor answered 400: no client [number], [e-mail]',
		);
	});

	test.each([400, 403, 404, 405, 410])('a page with %d is no word of the API', async (status) => {
		for (const body of ['<html>x</html>', ' \r\n<!doctype html>', Buffer.from('<html>')]) {
			const { http, sent } = clientFor([answer(status, {}, body)]);
			const error = await failure(http.read(GET));
			const code = status === 403 ? 'forbidden' : 'unexpected_answer';
			expect(error).toMatchObject({ code, outcome: 'rejected' });
			expect(error.hint).toContain('Base URL');
			expect(sent).toHaveLength(1);
		}
	});

	test.each([
		[401, 'unauthorized'],
		[429, 'rate_limited'],
		[503, 'unavailable'],
	])('a page with %d keeps its own case', async (status, code) => {
		const { http } = clientFor(Array.from({ length: 6 }, () => answer(status, {}, '<html>')));
		expect(await failure(http.write(POST))).toMatchObject({ code });
	});

	test('a page with 200 does not say that a write was done', async () => {
		for (const status of [200, 201]) {
			const { http, sent } = clientFor([answer(status, {}, '<!doctype html>')]);
			expect(await failure(http.write(POST))).toMatchObject({
				message: 'Vendor answered with a web page',
				code: 'unexpected_answer',
				outcome: 'unknown',
				hint: expect.stringContaining('Base URL'),
			});
			expect(sent).toHaveLength(1);
		}
	});

	test('a page of a proxy', async () => {
		const { http } = clientFor([answer(502, {}, '<html>Bad Gateway</html>')]);
		const error = await failure(http.write(POST));
		expect(error).toMatchObject({ code: 'unavailable', outcome: 'unknown' });
		expect(error.message).toBe('Vendor answered 502');
	});
});

describe("a vendor's own reading", () => {
	test('makes a refusal of a 200', async () => {
		const said = { code: 'bot_blocked', outcome: 'rejected', message: 'It said no' } as const;
		const { http, sent } = clientFor([OK], { classify: () => said });
		expect(await failure(http.write(POST))).toMatchObject(said);
		expect(sent).toHaveLength(1);
	});

	test('keeps the rest of the general case', async () => {
		const { http } = clientFor([answer(404)], { classify: () => ({ hint: 'Upgrade.' }) });
		expect(await failure(http.read(GET))).toMatchObject({
			code: 'not_found',
			outcome: 'rejected',
			hint: 'Upgrade.',
			message: 'Vendor answered 404: No.',
		});
	});

	test('of a limit repeats a write', async () => {
		const { http, sent } = clientFor([answer(400), OK], {
			classify: (given) => (given === OK ? undefined : { code: 'rate_limited' }),
		});
		expect(await http.write(POST)).toBe(OK);
		expect(sent).toHaveLength(2);
	});
});

describe('the limiter', () => {
	test('counts repeats as well', async () => {
		const limiter = new RateLimiter();
		const take = jest.spyOn(limiter, 'take');
		const answers: Answers = [answer(500), OK];
		const send = async () => answers.shift()!;
		const sleep = async () => undefined;
		await new HttpClient({ send, policy: POLICY, limiter, sleep }).read(GET);
		expect(take.mock.calls.map(([key]) => key)).toEqual(['vendor.example', 'vendor.example']);
	});

	test('a cancelled execution sends nothing', async () => {
		const send = jest.fn(async () => OK);
		const signal = AbortSignal.abort(new Error('stopped'));
		const limiter = new RateLimiter();
		const http = new HttpClient({ send, policy: POLICY, limiter, signal });
		await expect(http.read(GET)).rejects.toThrow('stopped');
		expect(send).not.toHaveBeenCalled();
	});
});

const CREDENTIAL = 'crmBridgeWahaApi';
const BYTES = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x00, 0xff, 0xfe]);
const JSON_TYPE = { 'content-type': 'application/json' };

let server: Server;
let baseUrl: string;
let seen: Array<{ method?: string; key?: unknown; body: string }> = [];

const ROUTES: Record<string, RequestListener> = {
	'/json': (_request, response) =>
		response.writeHead(201, { ...JSON_TYPE, 'x-request-id': 'r-1' }).end('{"id":7}'),
	'/empty': (_request, response) => response.writeHead(201).end(),
	'/html': (_request, response) =>
		response.writeHead(502, { 'content-type': 'text/html' }).end('<html>Bad Gateway</html>'),
	'/limit': (_request, response) =>
		response.writeHead(429, { ...JSON_TYPE, 'retry-after': '90' }).end('{"message":"slow"}'),
	'/denied': (_request, response) => response.writeHead(401, JSON_TYPE).end('{"message":"key"}'),
	'/bytes': (_request, response) =>
		response.writeHead(200, { 'content-type': 'image/png' }).end(BYTES),
	'/reset': (request) => request.socket.resetAndDestroy(),
	'/hangup': (request) => request.socket.end(),
	'/half': (request, response) => {
		response.writeHead(200, { ...JSON_TYPE, 'content-length': '100' }).write('{"id":');
		setTimeout(() => request.socket.destroy(), 30);
	},
	'/silent': () => undefined,
};

beforeAll(async () => {
	server = createServer((request, response) => {
		const parts: Buffer[] = [];
		request.on('data', (part: Buffer) => parts.push(part));
		request.on('end', () => {
			const { method, headers } = request;
			seen.push({ method, key: headers['x-api-key'], body: Buffer.concat(parts).toString() });
			ROUTES[request.url!](request, response);
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
	server.closeAllConnections();
	await new Promise((resolve) => server.close(resolve));
});
beforeEach(() => {
	seen = [];
});

const credentialsOf = (url: string) => ({ [CREDENTIAL]: { baseUrl: url, apiKey: 'key-1' } });

function sender(url = baseUrl) {
	const credentials = credentialsOf(url);
	return sendThroughN8n(
		new PlacedNode(new Waha(), { credentials }).loadOptionsContext(),
		CREDENTIAL,
	);
}

const get = async (path: string, more: Partial<HttpCall> = {}) =>
	await sender(more.url)({ method: 'GET', url: baseUrl + path, timeoutMs: 2000, ...more });

describe('answers through n8n', () => {
	test('JSON, with status and headers; the key of the credential is sent', async () => {
		const body = { text: 'Привіт' };
		const answer = (await get('/json', { method: 'POST', body })) as HttpAnswer;
		expect(answer.statusCode).toBe(201);
		expect(answer.body).toEqual({ id: 7 });
		expect(answer.headers['x-request-id']).toBe('r-1');
		expect(seen).toEqual([{ method: 'POST', key: 'key-1', body: JSON.stringify(body) }]);
	});

	test.each([
		['/limit', 429, { message: 'slow' }],
		['/denied', 401, { message: 'key' }],
		['/html', 502, '<html>Bad Gateway</html>'],
	])('%s is an answer, not an error', async (path, statusCode, body) => {
		expect(await get(path)).toMatchObject({ statusCode, body });
		expect(seen).toHaveLength(1);
	});

	test('an empty body', async () => {
		const answer = (await get('/empty')) as HttpAnswer;
		expect(answer.statusCode).toBe(201);
		expect(answer.body || undefined).toBeUndefined();
	});

	test('bytes arrive as they are', async () => {
		const answer = (await get('/bytes', { answerAs: 'binary' })) as HttpAnswer;
		expect(Buffer.isBuffer(answer.body)).toBe(true);
		expect(BYTES.equals(answer.body as Buffer)).toBe(true);
	});
});

describe('no answer through n8n', () => {
	test.each(['/reset', '/hangup'])('%s is ECONNRESET', async (path) => {
		expect(await get(path)).toEqual(new NoAnswer('ECONNRESET'));
	});

	test('an answer that breaks off is none', async () => {
		expect(await get('/half')).toBeInstanceOf(NoAnswer);
	});

	test('nobody listens', async () => {
		const other = createServer();
		await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
		const { port } = other.address() as AddressInfo;
		await new Promise((resolve) => other.close(resolve));
		expect(await get('', { url: `http://127.0.0.1:${port}/` })).toEqual(
			new NoAnswer('ECONNREFUSED'),
		);
	});
});

describe('a write through n8n', () => {
	const failed = async (path: string) => {
		const policy = { ...POLICY, timeoutMs: 150 };
		const http = new HttpClient({ send: sender(), policy, limiter: new RateLimiter() });
		return await failure(http.write({ method: 'POST', url: baseUrl + path, body: { a: 1 } }));
	};

	test.each([
		['/silent', { code: 'timeout', outcome: 'unknown' }],
		['/reset', { code: 'network', outcome: 'unknown' }],
		['/half', { code: 'network', outcome: 'unknown' }],
		['/html', { code: 'unavailable', outcome: 'unknown', httpStatus: 502 }],
		['/denied', { code: 'unauthorized', outcome: 'rejected', httpStatus: 401 }],
		['/limit', { code: 'rate_limited', outcome: 'not_sent', retryAfterMs: 90_000 }],
	])('%s reaches the server once', async (path, expected) => {
		expect(await failed(path)).toMatchObject(expected);
		expect(seen).toHaveLength(1);
	});
});

test('without a credential n8n says so, in an error of the node', async () => {
	const none = new PlacedNode(new Waha()).loadOptionsContext();
	const running = sendThroughN8n(none, CREDENTIAL)({ method: 'GET', url: `${baseUrl}/json` });
	await expect(running).rejects.toMatchObject({ node: { name: 'WAHA Bridge' } });
	await expect(running).rejects.toThrow(/credential/i);
	expect(seen).toEqual([]);
});
