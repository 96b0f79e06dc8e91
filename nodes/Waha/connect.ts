import { createHash } from 'crypto';

import { InputError } from '../shared/errors';
import { HttpClient } from '../shared/http';
import { sendThroughN8n, type RequestContext } from '../shared/n8nHttp';
import { wahaPolicy, WahaApi } from './api';

export const CREDENTIAL = 'crmBridgeWahaApi';

export interface WahaCredential {
	baseUrl: string;
	apiKey: string;
	webhookHmacSecret?: string;
	parallelWorkers?: number;
}

/** WAHA as the node's credential gives it. @throws {InputError} */
export async function connect(context: RequestContext): Promise<WahaApi> {
	const credential = await credentialOf(context);
	const baseUrl = String(credential.baseUrl).trim().replace(/\/+$/, '');
	if (!URL.canParse(baseUrl) || !/^https?:/.test(baseUrl)) {
		throw new InputError(
			'this is no web address',
			'Base URL',
			'Set it in the credential, such as http://localhost:3000.',
		);
	}
	const keyHash = createHash('sha256').update(String(credential.apiKey)).digest('hex');
	const limiterKey = `${new URL(baseUrl).host}|${keyHash.slice(0, 12)}`;
	const signal =
		'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined;
	const http = new HttpClient({
		send: sendThroughN8n(context, CREDENTIAL),
		policy: wahaPolicy(limiterKey, Number(credential.parallelWorkers ?? 1)),
		signal,
	});
	return new WahaApi({ http, baseUrl, account: `${baseUrl}|${limiterKey}` });
}

export async function credentialOf(context: RequestContext): Promise<WahaCredential> {
	return (await context.getCredentials(CREDENTIAL)) as unknown as WahaCredential;
}
