import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	Icon,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';
import { UserError } from 'n8n-workflow';

import { amoHost } from '../nodes/AmoCrm/api/host';
import { keptHome, REDIRECT_RULES } from '../nodes/shared/ownHost';

/** The long-lived token of a private integration (amocrm sheet §2). */
export class CrmBridgeAmoCrmApi implements ICredentialType {
	name = 'crmBridgeAmoCrmApi';

	displayName = 'CRM Bridge: amoCRM API';

	icon: Icon = {
		light: 'file:../nodes/AmoCrm/amocrm.svg',
		dark: 'file:../nodes/AmoCrm/amocrm.dark.svg',
	};

	documentationUrl = 'https://www.amocrm.ru/developers/content/oauth/step-by-step';

	properties: INodeProperties[] = [
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. https://example.amocrm.ru',
			description: 'Address of your account at amocrm.ru, amocrm.com or kommo.com',
		},
		{
			displayName: 'Long-Lived Token',
			name: 'accessToken',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description:
				'Made by an administrator on the card of a private integration, tab Keys and scopes',
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

	/** The token goes to the account's own address only, whoever uses the credential (sheet §1). */
	authenticate = async (
		{ baseUrl, accessToken }: ICredentialDataDecryptedObject,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> => {
		const host = amoHost(baseUrl);
		if (!host.ok) throw new UserError(`Base URL: ${host.problem}. ${host.hint}`);
		const Authorization = `Bearer ${String(accessToken).trim()}`;
		const kept = keptHome(request, host.baseUrl);
		return { ...kept, headers: { ...kept.headers, Authorization } };
	};

	test: ICredentialTestRequest = {
		request: {
			baseURL:
				'={{ /^https?:/.test($credentials.baseUrl.trim()) ? $credentials.baseUrl.trim().replace(/\\/+$/, "") : "https://" + $credentials.baseUrl.trim().replace(/\\/+$/, "") }}',
			url: '/api/v4/account',
		},
		rules: REDIRECT_RULES,
	};
}
