import { VendorError } from '../../shared/errors';
import { isPage, type HttpCall, type HttpClient } from '../../shared/http';
import { repeatLost } from '../../shared/writeOnce';
import { API_PATH } from './key';

export type Query = Record<string, string | number | boolean | undefined>;
export type Body = Record<string, unknown>;
export type WriteMethod = 'POST' | 'PUT' | 'PATCH' | 'DELETE';

const PASSING = ['html_page', 'network', 'timeout', 'unavailable'];

/** Calls of the API. */
export class SitniksCalls {
	constructor(
		private readonly http: HttpClient,
		/** Without a slash at the end and without `/open-api`. */
		private readonly server: string,
		readonly signal?: AbortSignal,
	) {}

	/** A call without effect: repeated on network errors, 5xx and web pages. @throws {VendorError} */
	async get(path: string, query: Query = {}): Promise<unknown> {
		return (await this.http.read({ method: 'GET', url: this.url(path, query) })).body;
	}

	/**
	 * A call that changes something: repeated only when it surely was not done.
	 *
	 * @returns null for a 204, which has no body
	 * @throws {VendorError}
	 */
	async write(method: WriteMethod, path: string, body?: unknown, query: Query = {}) {
		const call: HttpCall = { method, url: this.url(path, query), body };
		const answer = await this.http.write(call);
		return answer.statusCode === 204 ? null : answer.body;
	}

	/**
	 * A write that may be done twice, as it sets a value: tried again when the answer is lost.
	 *
	 * @param isAgain which errors are worth another try
	 * @throws {VendorError} outcome `unknown` when no try was answered
	 */
	async repeatLost<T>(
		write: () => Promise<T>,
		isAgain?: (error: VendorError) => boolean,
	): Promise<T> {
		return await repeatLost(write, this.signal, isAgain);
	}

	private url(path: string, query: Query): string {
		const pairs = Object.entries(query)
			.filter(([, value]) => value !== undefined)
			.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`);
		const search = pairs.length > 0 ? `?${pairs.join('&')}` : '';
		return `${this.server}${API_PATH}${path}${search}`;
	}
}

/** It may go well the next time. */
export function isPassing({ code, outcome }: VendorError): boolean {
	return PASSING.includes(code) && outcome !== 'rejected';
}

/** @throws {VendorError} for an answer that is none of Sitniks */
export function unexpected(
	body: unknown,
	outcome: 'not_sent' | 'unknown' = 'not_sent',
): VendorError {
	const what = isPage(body) ? 'a web page' : 'something else than was asked for';
	return new VendorError(`Sitniks answered with ${what}`, {
		code: 'unexpected_answer',
		outcome,
		hint: 'Check that Base URL in the credential points to Sitniks itself.',
	});
}
