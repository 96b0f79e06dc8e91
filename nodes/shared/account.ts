import { createHash } from 'crypto';

import { InputError } from './errors';
import { HttpClient, type HttpPolicy } from './http';
import { sendThroughN8n, type RequestContext } from './n8nHttp';

export interface AccountOptions {
	credentialType: string;
	/** An OAuth2 credential: n8n gets a new token when the vendor answers 401. */
	refreshesToken?: boolean;
	/** As the operator typed it. */
	baseUrl: unknown;
	/** The key that tells accounts on one host apart; only its hash is kept. */
	secret: unknown;
	/** What else of the credential no answer and no error may show. */
	moreSecrets?: unknown[];
	/** A base URL as it should look, for the error. */
	example: string;
	/** @param account names server and credential without a secret: the key of limiters and caches */
	policy(account: string): HttpPolicy;
}

export interface Account {
	http: HttpClient;
	/** Without a slash at the end. */
	baseUrl: string;
	account: string;
}

/** The vendor's server as a credential names it, with the policy of its API. @throws {InputError} */
export function connectAccount(context: RequestContext, options: AccountOptions): Account {
	const baseUrl = String(options.baseUrl).trim().replace(/\/+$/, '');
	if (!URL.canParse(baseUrl) || !/^https?:/.test(baseUrl)) {
		const hint = `Set it in the credential, such as ${options.example}.`;
		throw new InputError('this is no web address', 'Base URL', hint);
	}
	const hash = createHash('sha256').update(String(options.secret).trim()).digest('hex');
	const account = `${baseUrl}|${hash.slice(0, 12)}`;
	const { credentialType, refreshesToken } = options;
	const secrets = [options.secret, ...(options.moreSecrets ?? [])];
	const http = new HttpClient({
		send: sendThroughN8n(context, credentialType, { refreshesToken, secrets }),
		policy: options.policy(account),
		baseUrl,
		secrets,
		signal: 'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined,
	});
	return { http, baseUrl, account };
}
