import type {
	IAuthenticateGeneric,
	Icon,
	ICredentialTestRequest,
	ICredentialType,
	INodeProperties,
} from 'n8n-workflow';

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
				'Signs what WAHA sends to the trigger. Leave empty to have the trigger make one.',
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

	authenticate: IAuthenticateGeneric = {
		type: 'generic',
		properties: { headers: { 'X-Api-Key': '={{ $credentials.apiKey }}' } },
	};

	test: ICredentialTestRequest = {
		request: {
			baseURL: '={{ $credentials.baseUrl.replace(/\\/+$/, "") }}',
			url: '/api/sessions',
		},
	};
}
