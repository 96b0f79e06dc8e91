import type { IExecuteFunctions } from 'n8n-workflow';

import { connectAccount } from '../../shared/account';
import { InputError } from '../../shared/errors';
import type { RequestContext } from '../../shared/n8nHttp';
import { SitniksApi } from './client';
import { SitniksCalls } from './calls';
import { keyOf, serverOf } from './key';
import { sitniksPolicy } from './policy';

export const CREDENTIAL = 'crmBridgeSitniksApi';

export interface SitniksCredential {
	apiKey?: string;
	baseUrl: string;
	webhookSecret?: string;
	parallelWorkers?: number;
}

export interface ConnectOptions {
	timeoutMs?: number;
	/** False: a key that is blocked by a 429 is an error at once. */
	waitForLimit?: boolean;
}

/** Sitniks as the node's credential gives it. @throws {InputError} `no_key` when there is no key */
export async function connect(
	context: RequestContext,
	options: ConnectOptions = {},
): Promise<SitniksApi> {
	const { apiKey, baseUrl, parallelWorkers, webhookSecret } = await credentialOf(context);
	const key = keyOf(apiKey);
	if (key === '') {
		const hint = 'Sitniks is switched off until you fill it in in the credential.';
		throw new InputError('it is empty', 'API Key', hint, 'no_key');
	}
	const { http, ...server } = connectAccount(context, {
		credentialType: CREDENTIAL,
		baseUrl: serverOf(baseUrl),
		secret: key,
		moreSecrets: [webhookSecret],
		example: 'https://crm.sitniks.com',
		policy: (account) =>
			sitniksPolicy(account, { ...options, parallelWorkers: Number(parallelWorkers ?? 1) }),
	});
	const signal =
		'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined;
	const calls = new SitniksCalls(http, server.baseUrl, signal);
	const { timeoutMs = '', waitForLimit = true } = options;
	return new SitniksApi(calls, server.account, `${server.account}|${timeoutMs}|${waitForLimit}`);
}

/** The same for an item, with its options *Timeout* and *Wait for the Rate Limit*. */
export async function connectItem(
	context: IExecuteFunctions,
	itemIndex: number,
): Promise<SitniksApi> {
	const { timeout, waitForLimit } = context.getNodeParameter('options', itemIndex, {}) as {
		timeout?: unknown;
		waitForLimit?: boolean;
	};
	const seconds = Number(timeout);
	const timeoutMs = seconds > 0 ? Math.round(seconds * 1000) : undefined;
	return await connect(context, { timeoutMs, waitForLimit });
}

export async function credentialOf(context: RequestContext): Promise<SitniksCredential> {
	return (await context.getCredentials(CREDENTIAL)) as unknown as SitniksCredential;
}
