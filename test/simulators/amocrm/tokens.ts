import { randomBytes } from 'node:crypto';

import { isObject, unixNow, type Json } from './model';
import { AmoError } from './problems';
import type { Switches } from './switches';

/** The integration of the demo account: client id, client secret and long-lived token are the same. */
export const SANDBOX_KEY = 'sandbox-amocrm';

interface Token {
	expires_at: number;
	used: boolean;
}

/** OAuth 2 of one integration (amocrm sheet §2): one-time codes and one-time refresh tokens. */
export class Tokens {
	private codes = new Map<string, Token>();
	private access = new Map<string, Token>();
	private refresh = new Map<string, Token>();

	/** An authorization code as the consent page hands it out. */
	issueCode(codeSeconds: number): string {
		const code = randomBytes(20).toString('hex');
		this.codes.set(code, { expires_at: unixNow() + codeSeconds, used: false });
		return code;
	}

	/**
	 * `POST /oauth2/access_token`.
	 *
	 * @throws {AmoError} 401 for a wrong client or a used refresh token, 400 for a broken request
	 */
	exchange(body: unknown, switches: Switches): Json {
		const request = isObject(body) ? body : {};
		const missing = ['client_id', 'client_secret', 'grant_type', 'redirect_uri'].find(
			(key) => typeof request[key] !== 'string' || request[key] === '',
		);
		if (missing) throw oauthProblem(400, `Check the \`${missing}\` parameter`);
		if (request.client_id !== SANDBOX_KEY || request.client_secret !== SANDBOX_KEY) {
			throw oauthProblem(401, 'Client authentication failed');
		}
		if (request.grant_type === 'authorization_code') {
			this.useUp(this.codes, request.code, 'Authorization code');
		} else if (request.grant_type === 'refresh_token') {
			this.useUp(this.refresh, request.refresh_token, 'Token');
		} else throw oauthProblem(400, 'Check the `grant_type` parameter');
		return this.issue(switches.accessTokenSeconds);
	}

	/** A new pair; life of the access token in seconds, three months for the refresh token. */
	issue(accessTokenSeconds: number): Json {
		const access_token = randomBytes(32).toString('hex');
		const refresh_token = randomBytes(32).toString('hex');
		const now = unixNow();
		this.access.set(access_token, { expires_at: now + accessTokenSeconds, used: false });
		this.refresh.set(refresh_token, { expires_at: now + 90 * 86_400, used: false });
		return { token_type: 'Bearer', expires_in: accessTokenSeconds, access_token, refresh_token };
	}

	isValid(accessToken: string): boolean {
		const token = this.access.get(accessToken);
		return token !== undefined && token.expires_at > unixNow();
	}

	/** How many were handed out, and how many refresh tokens are still good. */
	counts(): Json {
		const refresh = [...this.refresh.values()];
		return {
			access_tokens: this.access.size,
			refresh_tokens: refresh.length,
			refresh_tokens_unused: refresh.filter(({ used }) => !used).length,
		};
	}

	reset(): void {
		this.codes = new Map();
		this.access = new Map();
		this.refresh = new Map();
	}

	private useUp(known: Map<string, Token>, value: unknown, what: string): void {
		const token = known.get(String(value));
		if (!token) throw oauthProblem(401, 'Cannot decrypt the token');
		if (token.used) throw oauthProblem(401, `${what} has been revoked`);
		if (token.expires_at <= unixNow()) throw oauthProblem(401, `${what} has expired`);
		token.used = true;
	}
}

function oauthProblem(status: number, hint: string): AmoError {
	return new AmoError(status, 'В запросе отсутствует ряд параметров или параметры невалидны', {
		hint,
		title: 'Некорректный запрос',
		type: 'https://developers.amocrm.ru/v3/errors/OAuthProblemJson',
	});
}
