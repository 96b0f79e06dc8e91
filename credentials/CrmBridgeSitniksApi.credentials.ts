import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	Icon,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

import { keyOf } from '../nodes/Sitniks/api/key';
import { keptHome, REDIRECT_RULES } from '../nodes/shared/ownHost';
import { checkedInTest, TEST_HEADERS } from '../nodes/shared/secretLength';

/** The API key of one company in Sitniks CRM (sitniks sheet §1). */
export class CrmBridgeSitniksApi implements ICredentialType {
	name = 'crmBridgeSitniksApi';

	displayName = 'CRM Bridge: Sitniks API';

	icon: Icon = {
		light: 'file:../nodes/Sitniks/sitniks.svg',
		dark: 'file:../nodes/Sitniks/sitniks.dark.svg',
	};

	documentationUrl = 'https://crm.sitniks.com/open-api';

	properties: INodeProperties[] = [
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description:
				'From the settings of Sitniks CRM; the API needs a paid plan. While it is empty nothing is sent, and every operation ends with the code no_key.',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			required: true,
			default: 'https://crm.sitniks.com',
			placeholder: 'e.g. https://crm.sitniks.com',
			description: 'Change it only for a proxy or a test server',
		},
		{
			displayName: 'Webhook Secret',
			name: 'webhookSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description:
				'For the trigger: the secret that Sitniks appends to the webhook address you enter in its settings',
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
		{ apiKey, baseUrl, webhookSecret }: ICredentialDataDecryptedObject,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> => {
		const kept = checkedInTest(keptHome(request, baseUrl), { 'Webhook Secret': webhookSecret });
		const headers = { ...kept.headers, Authorization: `Bearer ${keyOf(apiKey)}` };
		return { ...kept, headers };
	};

	test: ICredentialTestRequest = {
		request: {
			baseURL:
				'={{ String($credentials.baseUrl).trim().replace(/\\/+$/, "").replace(/\\/open-api$/, "") }}',
			url: '/open-api/managers?limit=1',
			headers: TEST_HEADERS,
			timeout: 20_000,
		},
		rules: [
			...REDIRECT_RULES,
			{
				type: 'responseCode',
				properties: { value: 401, message: 'Sitniks does not know this API Key' },
			},
			{
				type: 'responseCode',
				properties: {
					value: 403,
					message: 'The plan of this Sitniks account has no API: it needs a paid one',
				},
			},
			{
				type: 'responseCode',
				properties: {
					value: 404,
					message: 'There is no Sitniks API at this address: check Base URL',
				},
			},
			{
				type: 'responseCode',
				properties: {
					value: 429,
					message:
						'Sitniks knows the key but has blocked it for a minute, as there were too many calls. Try again then.',
				},
			},
		],
	};
}
