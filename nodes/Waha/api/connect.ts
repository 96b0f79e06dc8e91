import { connectAccount } from '../../shared/account';
import type { RequestContext } from '../../shared/n8nHttp';
import { wahaPolicy, WahaApi } from './client';

export const CREDENTIAL = 'crmBridgeWahaApi';

export interface WahaCredential {
	baseUrl: string;
	apiKey: string;
	webhookHmacSecret?: string;
	previousHmacSecret?: string;
	previousValidUntil?: string;
	parallelWorkers?: number;
}

/** WAHA as the node's credential gives it. @throws {InputError} */
export async function connect(context: RequestContext): Promise<WahaApi> {
	const credential = await credentialOf(context);
	const { apiKey, baseUrl, parallelWorkers = 1 } = credential;
	return new WahaApi(
		connectAccount(context, {
			credentialType: CREDENTIAL,
			baseUrl,
			secret: apiKey,
			moreSecrets: [credential.webhookHmacSecret, credential.previousHmacSecret],
			example: 'http://localhost:3000',
			policy: (account) => wahaPolicy(account, Number(parallelWorkers)),
		}),
	);
}

export async function credentialOf(context: RequestContext): Promise<WahaCredential> {
	return (await context.getCredentials(CREDENTIAL)) as unknown as WahaCredential;
}
