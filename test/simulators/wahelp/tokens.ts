import { randomUUID } from 'node:crypto';

import { unauthorized } from './problems';

/** Log-in, password and long-lived token of the sandbox account are the same text. */
export const ACCOUNT_KEY = 'sandbox-wahelp';

/** Tokens that were handed out and still work (wahelp sheet §3). Several may live side by side. */
export class Tokens {
	private expiry = new Map<string, number>();

	/** @throws {WahelpError} 401 for another log-in or password */
	login(login: unknown, password: unknown, seconds: number): string {
		if (login !== ACCOUNT_KEY || password !== ACCOUNT_KEY) {
			throw unauthorized('Неверный логин или пароль');
		}
		return this.issue(seconds);
	}

	/** A new token that looks like a JWT. */
	issue(seconds: number): string {
		const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
		const token = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ sub: 1, jti: randomUUID() })}.sim`;
		this.expiry.set(token, Date.now() + seconds * 1000);
		return token;
	}

	/** @throws {WahelpError} 401 without a bearer token that works now */
	check(authorization: string | undefined): void {
		const token = /^Bearer (.+)$/i.exec(authorization ?? '')?.[1];
		if (token === ACCOUNT_KEY) return;
		if (token === undefined || !((this.expiry.get(token) ?? 0) > Date.now())) throw unauthorized();
	}

	/** How many work now. */
	count(): number {
		return [...this.expiry.values()].filter((at) => at > Date.now()).length;
	}

	/** None of them works any more; the long-lived one does. */
	clear(): void {
		this.expiry.clear();
	}
}
