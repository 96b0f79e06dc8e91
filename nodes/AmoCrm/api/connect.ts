import type { IDataObject } from 'n8n-workflow';

import { connectAccount } from '../../shared/account';
import { InputError } from '../../shared/errors';
import type { RequestContext } from '../../shared/n8nHttp';
import { fieldsOf } from '../../shared/values';
import { AmoApi } from './client';
import { amoHost } from './host';
import { amoPolicy } from './policy';

/** Of the long-lived token and of OAuth2. */
export const [TOKEN_CREDENTIAL, OAUTH_CREDENTIAL] = [
	'crmBridgeAmoCrmApi',
	'crmBridgeAmoCrmOAuth2Api',
] as const;

/**
 * amoCRM as the node's credential gives it.
 *
 * @param goesFirst before calls of others that wait for the limit
 * @throws {InputError} when the address is not amoCRM's
 */
export async function connect(
	context: RequestContext,
	itemIndex = 0,
	goesFirst = parameterOf(context, 'goesFirst', itemIndex, false) === true,
): Promise<AmoApi> {
	const credentialType = credentialOf(context, itemIndex);
	const usesOAuth = credentialType === OAUTH_CREDENTIAL;
	const credential: IDataObject = await context.getCredentials(credentialType);
	const host = amoHost(credential.baseUrl);
	if (!host.ok) throw new InputError(host.problem, 'Base URL', host.hint);
	const { access_token, refresh_token } = fieldsOf(credential.oauthTokenData);
	const parallelWorkers = Number(credential.parallelWorkers ?? 1);
	return new AmoApi(
		connectAccount(context, {
			credentialType,
			refreshesToken: usesOAuth,
			baseUrl: host.baseUrl,
			// An access token lives a day, the integration's id as long as the credential.
			secret: usesOAuth ? credential.clientId : credential.accessToken,
			moreSecrets: [credential.clientSecret, access_token, refresh_token],
			example: 'https://example.amocrm.ru',
			policy: (account) => amoPolicy(account, parallelWorkers, goesFirst),
		}),
		parallelWorkers > 1,
	);
}

/** The secret of the credential that lives longest. */
export async function lastingSecret(context: RequestContext): Promise<unknown> {
	const { clientSecret, accessToken } = await context.getCredentials(credentialOf(context));
	return clientSecret ?? accessToken;
}

function credentialOf(context: RequestContext, itemIndex = 0): string {
	const authentication = parameterOf(context, 'authentication', itemIndex, 'accessToken');
	return authentication === 'oAuth2' ? OAUTH_CREDENTIAL : TOKEN_CREDENTIAL;
}

function parameterOf(
	context: RequestContext,
	name: string,
	itemIndex: number,
	fallback: unknown,
): unknown {
	// Only contexts of a running node take an item's index.
	return 'getInputData' in context && 'getWorkflowDataProxy' in context
		? context.getNodeParameter(name, itemIndex, fallback as string)
		: (context as { getNodeParameter(name: string, fallback: unknown): unknown }).getNodeParameter(
				name,
				fallback,
			);
}
