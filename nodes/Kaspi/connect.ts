import { createHash } from 'crypto';

import { InputError } from '../shared/errors';
import { HttpClient } from '../shared/http';
import { sendThroughN8n, type RequestContext } from '../shared/n8nHttp';
import { KaspiApi, kaspiPolicy } from './api';

export const CREDENTIAL = 'crmBridgeKaspiApi';

interface KaspiCredential {
	token: string;
	baseUrl: string;
	parallelWorkers?: number;
}

/** Kaspi as the node's credential gives it. @throws {InputError} */
export async function connect(context: RequestContext): Promise<KaspiApi> {
	const credential = (await context.getCredentials(CREDENTIAL)) as unknown as KaspiCredential;
	const baseUrl = String(credential.baseUrl).trim().replace(/\/+$/, '');
	if (!URL.canParse(baseUrl) || !/^https?:/.test(baseUrl)) {
		throw new InputError(
			'this is no web address',
			'Base URL',
			'Set it in the credential to https://kaspi.kz.',
		);
	}
	const tokenHash = createHash('sha256').update(String(credential.token).trim()).digest('hex');
	const account = `${new URL(baseUrl).host}|${tokenHash.slice(0, 12)}`;
	const signal =
		'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined;
	const http = new HttpClient({
		send: sendThroughN8n(context, CREDENTIAL),
		policy: kaspiPolicy(account, Number(credential.parallelWorkers ?? 1)),
		signal,
	});
	return new KaspiApi(http, baseUrl, account);
}
