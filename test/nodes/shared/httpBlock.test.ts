import { VendorError } from '../../../nodes/shared/errors';
import {
	HttpClient,
	NoAnswer,
	type HttpAnswer,
	type HttpCall,
	type HttpPolicy,
} from '../../../nodes/shared/http';
import { RateLimiter } from '../../../nodes/shared/limiter';

const GET: HttpCall = { method: 'GET', url: 'http://vendor.example/orders' };
const POST: HttpCall = { method: 'POST', url: 'http://vendor.example/orders', body: { a: 1 } };
const answer = (statusCode: number): HttpAnswer => ({ statusCode, headers: {}, body: {} });
const OK = answer(200);

/** A client whose vendor gives these answers; the last one for ever. */
function clientFor(answers: Array<HttpAnswer | NoAnswer>, changes: Partial<HttpPolicy>) {
	const sent: HttpCall[] = [];
	const waits: number[] = [];
	const http = new HttpClient({
		send: async (call) => {
			sent.push(call);
			return answers[Math.min(sent.length, answers.length) - 1];
		},
		policy: {
			vendor: 'Vendor',
			limiterKey: 'vendor.example',
			budget: { calls: 1000, windowMs: 1 },
			timeoutMs: 5000,
			errorMessage: () => undefined,
			...changes,
		},
		limiter: new RateLimiter(),
		sleep: async (ms) => void waits.push(ms),
	});
	return { http, sent, waits };
}

async function failure(running: Promise<unknown>): Promise<VendorError> {
	const error = await running.catch((thrown: unknown) => thrown);
	expect(error).toBeInstanceOf(VendorError);
	return error as VendorError;
}

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
