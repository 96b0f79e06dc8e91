import { VendorError } from '../../shared/errors';
import type { HttpAnswer, HttpCall, HttpClient } from '../../shared/http';
import { LOGIN_PATH, REFRESH_PATH, tokenIn, type GivenToken } from './login';
import { TokenStore, processTokens, type TokenSource } from './token';

export type Authentication =
	{ kind: 'password'; login: string; password: string } | { kind: 'token'; token: string };

export interface CallsOptions {
	http: HttpClient;
	/** Without a slash at the end and without `/api`. */
	server: string;
	/** Names server and log-in without a secret. */
	account: string;
	authentication: Authentication;
	tokens?: TokenStore;
}

/** One call of the API. */
export interface WahelpCall {
	method: HttpCall['method'];
	/** After `/api/app`, with its query. */
	path: string;
	/** Sent as `X-Project`, which part of the methods requires (wahelp sheet §3). */
	projectId?: string;
	body?: Record<string, unknown>;
	/** See `HttpCall`. */
	keepsSecrets?: boolean;
}

/** Statuses of a wrong log-in; the sheet knows none. */
const LOGIN_REFUSED = [200, 400, 401, 403, 404, 422];

/**
 * Calls with a valid token: logs in, renews, and after an early 401 logs in and repeats once. A 401 was
 * surely not done, so this holds for writes too (wahelp sheet §3).
 */
export class WahelpCalls {
	private readonly tokens: TokenStore;

	constructor(private readonly options: CallsOptions) {
		this.tokens = options.tokens ?? processTokens;
	}

	/** A call without effect at Wahelp: repeated on network errors and 5xx. @throws {VendorError} */
	async read(call: WahelpCall): Promise<unknown> {
		return await this.call(call, (httpCall) => this.options.http.read(httpCall));
	}

	/** A call that changes something: repeated only when it surely was not done. @throws {VendorError} */
	async write(call: WahelpCall): Promise<unknown> {
		return await this.call(call, (httpCall) => this.options.http.write(httpCall));
	}

	private async call(
		call: WahelpCall,
		send: (call: HttpCall) => Promise<HttpAnswer>,
	): Promise<unknown> {
		const token = await this.token();
		const first = this.attempt(call, token, send);
		return await first.catch(async (error: unknown) => {
			if (!this.isEarly401(error)) return await Promise.reject(error);
			this.tokens.drop(this.options.account, token);
			return await this.attempt(call, await this.token(), send);
		});
	}

	/** A token that was made in the interface of Wahelp cannot be renewed. */
	private isEarly401(error: unknown): boolean {
		return (
			error instanceof VendorError &&
			error.code === 'unauthorized' &&
			this.options.authentication.kind === 'password'
		);
	}

	private async attempt(
		{ method, path, projectId, body, keepsSecrets }: WahelpCall,
		token: string,
		send: (call: HttpCall) => Promise<HttpAnswer>,
	): Promise<unknown> {
		const headers: Record<string, string> = { Authorization: `Bearer ${token}` };
		if (projectId !== undefined) headers['X-Project'] = projectId;
		const url = this.url(path);
		return (await send({ method, url, headers, body, keepsSecrets, secrets: [token] })).body;
	}

	private async token(): Promise<string> {
		const { account, authentication } = this.options;
		if (authentication.kind === 'token') return authentication.token;
		const { login, password } = authentication;
		const source: TokenSource = {
			logIn: async () => await this.logIn(login, password),
			refresh: async (token) => await this.refresh(token),
		};
		return await this.tokens.get(account, source);
	}

	/** To log in twice does no harm, so it is repeated like a read. */
	private async logIn(login: string, password: string): Promise<GivenToken> {
		const call: HttpCall = {
			method: 'POST',
			url: this.url(LOGIN_PATH),
			body: { login, password },
			keepsSecrets: true,
		};
		const { http, account } = this.options;
		const answer = http.read(call).then(given);
		return await answer.catch(async (error: unknown) => {
			if (!isLoginRefused(error)) return await Promise.reject(error);
			// What the server says may repeat the password, so none of it is shown.
			const refused = new VendorError('Wahelp refused the log-in', {
				code: 'unauthorized',
				outcome: 'rejected',
				httpStatus: error.httpStatus,
				requestId: error.requestId,
				hint: 'Check Login, Password and Base URL in the credential and save it again.',
			});
			this.tokens.refuse(account, refused);
			return await Promise.reject(refused);
		});
	}

	/** Not repeated when it fails: the log-in is the way out. */
	private async refresh(token: string): Promise<GivenToken> {
		const headers = { Authorization: `Bearer ${token}` };
		const url = this.url(REFRESH_PATH);
		const call: HttpCall = { method: 'GET', url, headers, keepsSecrets: true, secrets: [token] };
		return given(await this.options.http.write(call));
	}

	private url(path: string): string {
		return `${this.options.server}/api/app${path}`;
	}
}

function isLoginRefused(error: unknown): error is VendorError {
	return (
		error instanceof VendorError &&
		error.outcome === 'rejected' &&
		error.code !== 'unexpected_answer' &&
		LOGIN_REFUSED.includes(error.httpStatus ?? 0)
	);
}

/** @throws {VendorError} when it is no answer of Wahelp */
function given(answer: HttpAnswer): GivenToken {
	const token = tokenIn(answer.body);
	if (token) return token;
	throw new VendorError('The answer to the log-in holds no token', {
		code: 'unexpected_answer',
		outcome: 'not_sent',
		hint: 'Check Base URL in the credential.',
	});
}
