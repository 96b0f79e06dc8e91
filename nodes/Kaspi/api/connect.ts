import { connectAccount } from '../../shared/account';
import type { RequestContext } from '../../shared/n8nHttp';
import { KaspiApi, kaspiPolicy } from './client';

export const CREDENTIAL = 'crmBridgeKaspiApi';

interface KaspiCredential {
	token: string;
	baseUrl: string;
	parallelWorkers?: number;
}

/** Kaspi as the node's credential gives it. @throws {InputError} */
export async function connect(context: RequestContext): Promise<KaspiApi> {
	const credential = (await context.getCredentials(CREDENTIAL)) as unknown as KaspiCredential;
	const { token, baseUrl, parallelWorkers = 1 } = credential;
	const connected = connectAccount(context, {
		credentialType: CREDENTIAL,
		baseUrl,
		secret: token,
		example: 'https://kaspi.kz',
		policy: (account) => kaspiPolicy(account, Number(parallelWorkers)),
	});
	return new KaspiApi(connected.http, connected.baseUrl, connected.account);
}
