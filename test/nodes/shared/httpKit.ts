import { VendorError } from '../../../nodes/shared/errors';
import {
	HttpClient,
	type HttpAnswer,
	type HttpCall,
	type HttpClientOptions,
	type HttpPolicy,
	type NoAnswer,
} from '../../../nodes/shared/http';
import { RateLimiter } from '../../../nodes/shared/limiter';

/** A client whose vendor gives these answers, the last one for ever; nobody waits, `waits` says for how long. */
export function clientFor(
	answers: Array<HttpAnswer | NoAnswer>,
	changes: Partial<HttpPolicy> = {},
	options: Partial<HttpClientOptions> = {},
) {
	const sent: HttpCall[] = [];
	const waits: number[] = [];
	const limiter = new RateLimiter();
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
		limiter,
		sleep: async (ms) => void waits.push(ms),
		...options,
	});
	return { http, sent, waits, limiter };
}

/** What a call that fails is refused with. */
export async function failure(running: Promise<unknown>): Promise<VendorError> {
	const error = await running.catch((thrown: unknown) => thrown);
	expect(error).toBeInstanceOf(VendorError);
	return error as VendorError;
}
