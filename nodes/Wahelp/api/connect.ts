import { connectAccount } from '../../shared/account';
import { InputError } from '../../shared/errors';
import type { RequestContext } from '../../shared/n8nHttp';
import { WahelpApi } from './client';
import { WahelpCalls, type Authentication } from './calls';
import { serverOf } from './login';
import { wahelpPolicy } from './policy';

export const CREDENTIAL = 'crmBridgeWahelpApi';

export interface WahelpCredential {
	authentication: 'password' | 'token';
	login?: string;
	password?: string;
	token?: string;
	baseUrl: string;
	webhookSecret?: string;
	parallelWorkers?: number;
}

/** Wahelp as the node's credential gives it. @throws {InputError} that names the field */
export async function connect(context: RequestContext): Promise<WahelpApi> {
	const credential = await credentialOf(context);
	const authentication = authenticationOf(credential);
	const { http, baseUrl, account } = connectAccount(context, {
		credentialType: CREDENTIAL,
		baseUrl: serverOf(credential.baseUrl),
		secret:
			authentication.kind === 'token'
				? authentication.token
				: JSON.stringify([authentication.login, authentication.password]),
		moreSecrets: [credential.password, credential.token, credential.webhookSecret],
		example: 'https://wahelp.ru',
		policy: (key) => wahelpPolicy(key, Number(credential.parallelWorkers ?? 1)),
	});
	const calls = new WahelpCalls({ http, server: baseUrl, account, authentication });
	return new WahelpApi(calls, account);
}

export async function credentialOf(context: RequestContext): Promise<WahelpCredential> {
	return (await context.getCredentials(CREDENTIAL)) as unknown as WahelpCredential;
}

function authenticationOf(credential: WahelpCredential): Authentication {
	if (credential.authentication === 'token') {
		return { kind: 'token', token: filled(credential.token, 'Token').trim() };
	}
	return {
		kind: 'password',
		login: filled(credential.login, 'Login').trim(),
		password: filled(credential.password, 'Password'),
	};
}

function filled(value: unknown, field: string): string {
	const text = typeof value === 'string' ? value : '';
	if (text.trim() !== '') return text;
	throw new InputError('it is empty', field, 'Fill it in in the credential.');
}
