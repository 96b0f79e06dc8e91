import { type HttpAnswer, type HttpCall, NoAnswer } from '../../../nodes/shared/http';
import { RateLimiter } from '../../../nodes/shared/limiter';
import { clientFor, failure } from './httpKit';

const GET: HttpCall = { method: 'GET', url: 'http://vendor.example/orders' };
const POST: HttpCall = { method: 'POST', url: 'http://vendor.example/orders', body: { a: 1 } };
const answer = (statusCode: number): HttpAnswer => ({ statusCode, headers: {}, body: {} });
const OK = answer(200);

describe('429 of a vendor that blocks the key', () => {
	const block = { ms: 40, maxWaits: 2 };

	test.each(['read', 'write'] as const)(
		'a %s waits for the end of the block, without a back-off',
		async (kind) => {
			const { http, sent, waits } = clientFor([answer(429), answer(429), OK], { block });
			const start = Date.now();
			expect(await http[kind](kind === 'read' ? GET : POST)).toBe(OK);
			expect(Date.now() - start).toBeGreaterThanOrEqual(75);
			expect([sent.length, waits.length]).toEqual([3, 0]);
		},
	);

	test('is given up after so many blocks, and tells how long it lasts', async () => {
		const { http, sent } = clientFor([answer(429)], { block });
		const error = await failure(http.read(GET));
		expect(error).toMatchObject({ code: 'rate_limited', outcome: 'not_sent', retryAfterMs: 40 });
		expect(sent).toHaveLength(3);
	});

	test('is an error at once where nobody waits, and then without a call', async () => {
		const { http, sent } = clientFor([answer(429)], { block: { ms: 10_000, maxWaits: 0 } });
		for (let call = 0; call < 2; call++) {
			const error = await failure(http.write(POST));
			expect(error).toMatchObject({ code: 'rate_limited', outcome: 'not_sent' });
		}
		expect(sent).toHaveLength(1);
	});
});

test('a queue that would take longer than a minute lets no further call in, and says when to come again', async () => {
	const limiter = new RateLimiter(Date.now, async () => await new Promise(() => undefined));
	const budget = { calls: 1, windowMs: 1000 };
	for (let call = 0; call < 62; call++) void limiter.take('crowded', budget);
	const { http, sent } = clientFor([OK], { limiterKey: 'crowded', budget }, { limiter });
	const error = await failure(http.write(POST));
	expect(error).toMatchObject({ code: 'rate_limited', outcome: 'not_sent', retryAfterMs: 61_000 });
	expect(sent).toHaveLength(0);
});

describe("a vendor's own rule for repeating reads", () => {
	const readRetries = (code: string) => ({ unavailable: 2, timeout: 1 })[code] ?? 0;

	test.each([
		[answer(500), 3],
		[new NoAnswer('ETIMEDOUT'), 2],
		[new NoAnswer('ECONNRESET'), 1],
	])('%j: %p calls', async (lost, calls) => {
		const { http, sent } = clientFor([lost], { readRetries });
		await failure(http.read(GET));
		expect(sent).toHaveLength(calls);
	});

	test('holds neither for writes nor for what was refused', async () => {
		const write = clientFor([answer(500)], { readRetries });
		await failure(write.http.write(POST));
		const classify = () => ({ code: 'unavailable' });
		const refused = clientFor([answer(403)], { readRetries, classify });
		await failure(refused.http.read(GET));
		expect([write.sent.length, refused.sent.length]).toEqual([1, 1]);
	});
});
