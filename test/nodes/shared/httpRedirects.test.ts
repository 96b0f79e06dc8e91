import { type HttpAnswer, type HttpCall, NoAnswer } from '../../../nodes/shared/http';
import { clientFor as plainClientFor, failure } from './httpKit';

const BASE = 'http://vendor.example/api';
const GET: HttpCall = { method: 'GET', url: `${BASE}/orders?a=1` };
const POST: HttpCall = { method: 'POST', url: `${BASE}/orders?a=1`, body: { a: 1 } };
const OK: HttpAnswer = { statusCode: 200, headers: {}, body: { fine: true } };
const to = (location: string | undefined, statusCode = 302): HttpAnswer => ({
	statusCode,
	headers: location === undefined ? {} : { Location: location },
	body: '',
});

const clientFor = (answers: Array<HttpAnswer | NoAnswer>) =>
	plainClientFor(answers, { limiterKey: 'k' }, { baseUrl: BASE, secrets: ['a-secret-key'] });

describe('the same host', () => {
	test.each([307, 308])('%d: the call goes there with its method and body', async (status) => {
		for (const [location, url] of [
			[`${BASE}/orders/?a=1`, `${BASE}/orders/?a=1`],
			['/v2/orders', 'http://vendor.example/v2/orders'],
			['https://vendor.example/api/orders', 'https://vendor.example/api/orders'],
			['https://vendor.example:8443/x', 'https://vendor.example:8443/x'],
		]) {
			const { http, sent } = clientFor([to(location, status), OK]);
			expect(await http.write(POST)).toBe(OK);
			expect(sent.map(({ method, body }) => ({ method, body }))).toEqual([
				{ method: 'POST', body: { a: 1 } },
				{ method: 'POST', body: { a: 1 } },
			]);
			expect(sent[1].url).toBe(url);
		}
	});

	test.each([301, 302])(
		'%d: a read goes there, a write only by https or a slash',
		async (status) => {
			for (const [location, isMove] of [
				[`${BASE}/orders/?a=1`, true],
				['https://vendor.example/api/orders?a=1', true],
				['https://vendor.example/api/orders', false],
				['/v2/orders?a=1', false],
				['/login', false],
			] as const) {
				expect(await clientFor([to(location, status), OK]).http.read(GET)).toBe(OK);
				const { http, sent } = clientFor([to(location, status), OK]);
				const result = await http.write(POST).catch((thrown: unknown) => thrown);
				if (isMove) expect(result).toBe(OK);
				else expect(result).toMatchObject({ code: 'redirected', outcome: 'unknown' });
				expect(sent).toHaveLength(isMove ? 2 : 1);
			}
		},
	);

	test.each([301, 302, 307, 308])('%d: a write goes to no address twice', async (status) => {
		for (const locations of [['#again'], [`${BASE}/orders/?a=1`, POST.url]]) {
			const answers = locations.map((location) => to(location, status));
			const { http, sent } = clientFor(answers);
			expect(await failure(http.write(POST))).toMatchObject({
				code: 'redirected',
				outcome: 'unknown',
			});
			expect(sent).toHaveLength(locations.length);
		}
	});

	test.each([400, 401, 404, 422, 429])(
		'a write that is refused with %d behind a redirect may have been done before, and is not repeated',
		async (statusCode) => {
			const refused = { statusCode, headers: {}, body: {} };
			const { http, sent } = clientFor([to(`${BASE}/orders/?a=1`, 308), refused, OK]);
			expect(await failure(http.write(POST))).toMatchObject({
				code: 'redirected',
				outcome: 'unknown',
				httpStatus: statusCode,
			});
			expect(sent).toHaveLength(2);
		},
	);

	test('so may one that cannot be sent behind it', async () => {
		const there = [to(`${BASE}/orders/?a=1`, 308), new NoAnswer('ECONNREFUSED')];
		expect(await failure(clientFor(there).http.write(POST))).toMatchObject({ outcome: 'unknown' });
	});

	test('a step counts for the request limit, too', async () => {
		const { http, limiter } = clientFor([to('/v2'), OK]);
		const take = jest.spyOn(limiter, 'take');
		await http.read(GET);
		expect(take).toHaveBeenCalledTimes(2);
	});

	test('303 is followed by a read that is a GET, and by no write', async () => {
		expect(await clientFor([to('/v2', 303), OK]).http.read(GET)).toBe(OK);
		const { http, sent } = clientFor([to('/v2', 303), OK]);
		expect(await failure(http.write(POST))).toMatchObject({
			code: 'redirected',
			outcome: 'unknown',
		});
		expect(sent).toHaveLength(1);
	});

	test('a circle ends after three steps', async () => {
		const { http, sent } = clientFor([to('/again')]);
		expect(await failure(http.read(GET))).toMatchObject({ code: 'redirected' });
		expect(sent).toHaveLength(4);
	});
});

describe('another place', () => {
	test.each([
		'https://other.example/api/orders',
		'http://vendor.example:81/api/orders',
		'http://vendor.example.other.example/',
		'//other.example/api/orders',
		'http://other.example@evil.example/',
		'ftp://vendor.example/api/orders',
		'javascript:alert(1)',
		'http://[',
	])('%s gets nothing', async (location) => {
		for (const kind of ['read', 'write'] as const) {
			const { http, sent } = clientFor([to(location), OK]);
			const error = await failure(http[kind](kind === 'read' ? GET : POST));
			expect(error).toMatchObject({
				code: 'redirected',
				outcome: kind === 'read' ? 'not_sent' : 'unknown',
				httpStatus: 302,
			});
			expect(sent).toHaveLength(1);
		}
	});

	test('by http instead of https gets nothing: everybody on the way could read it', async () => {
		const { http } = clientFor([to('http://vendor.example/api/orders'), OK]);
		const url = 'https://vendor.example/api/orders';
		expect(await failure(http.read({ ...GET, url }))).toMatchObject({ code: 'redirected' });
	});

	test.each([300, 304, 305, 399])('a %d without an address is no answer', async (status) => {
		const { http } = clientFor([to(undefined, status)]);
		expect(await failure(http.write(POST))).toMatchObject({
			code: 'redirected',
			outcome: 'unknown',
			hint: expect.stringContaining('as Base URL'),
		});
	});
});

describe('the error names the address to enter', () => {
	test.each([
		['with the path of the base', 'https://new.example/api/orders?a=1', 'https://new.example'],
		['with another base', 'https://new.example/v9/api/orders/', 'https://new.example/v9/api'],
		[
			'and only the server of a log-in page',
			'https://sso.example/in?next=x',
			'https://sso.example',
		],
		['without a name and password', 'https://a:b@new.example/in', 'https://new.example'],
	])('%s', async (_name, location, address) => {
		const error = await failure(clientFor([to(location)]).http.read(GET));
		expect(error.message).toContain(`another address: ${address}`);
		expect(error.hint).toContain(`enter ${address}`);
		expect(error.hint).not.toMatch(/next|a:b/);
	});

	test('and no secret that it holds', async () => {
		const error = await failure(
			clientFor([to('https://a-secret-key.example/api/orders')]).http.read(GET),
		);
		expect(error.message + error.hint).not.toContain('a-secret-key');
	});
});
