import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	Icon,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

import { keptHome, REDIRECT_RULES } from '../nodes/shared/ownHost';
import { checkedInTest, TEST_HEADERS } from '../nodes/shared/secretLength';
import { endProblem } from '../nodes/shared/secretsInForce';

/** A WAHA server and its key (waha sheet §2). */
export class CrmBridgeWahaApi implements ICredentialType {
	name = 'crmBridgeWahaApi';

	displayName = 'WAHA Bridge API';

	icon: Icon = {
		light: 'file:../nodes/Waha/waha.svg',
		dark: 'file:../nodes/Waha/waha.dark.svg',
	};

	documentationUrl = 'https://waha.devlike.pro/docs/how-to/security/';

	properties: INodeProperties[] = [
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			required: true,
			default: 'http://localhost:3000',
			placeholder: 'e.g. https://waha.example',
			description: 'Address of WAHA as n8n reaches it, without /api',
		},
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description: 'The plain key, even when WAHA_API_KEY holds its sha512',
		},
		{
			displayName: 'Webhook HMAC Secret',
			name: 'webhookHmacSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description:
				'Signs what WAHA sends to the trigger: 16 characters or more. Leave empty to have the trigger make one from the API key. After a change of either, publish the workflow of the trigger again.',
		},
		{
			displayName: 'Previous HMAC Secret',
			name: 'previousHmacSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description:
				'Still accepted until the time in the next field: WAHA signs with it until the workflow is published again, and what it repeats is signed with it, too',
		},
		{
			displayName: 'Previous HMAC Secret Valid Until',
			name: 'previousValidUntil',
			type: 'dateTime',
			default: '',
			description: 'From then on the previous secret no longer counts. A day from now is enough.',
		},
		{
			displayName: 'Parallel Workers',
			name: 'parallelWorkers',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 1,
			description:
				'How many n8n workers share this account; each takes its part of the request limit',
		},
	];

	authenticate = async (
		credential: ICredentialDataDecryptedObject,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> => {
		const { apiKey, baseUrl, webhookHmacSecret, previousHmacSecret, previousValidUntil } =
			credential;
		const secrets = {
			'Webhook HMAC Secret': webhookHmacSecret,
			'Previous HMAC Secret': previousHmacSecret,
		};
		const problem = endProblem(previousHmacSecret, previousValidUntil);
		const kept = checkedInTest(keptHome(request, baseUrl), secrets, problem);
		return { ...kept, headers: { ...kept.headers, 'X-Api-Key': String(apiKey ?? '').trim() } };
	};

	test: ICredentialTestRequest = {
		request: {
			baseURL: '={{ $credentials.baseUrl.trim().replace(/\\/+$/, "") }}',
			url: '/api/sessions',
			headers: TEST_HEADERS,
		},
		rules: REDIRECT_RULES,
	};
}
