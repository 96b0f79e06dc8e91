import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	Icon,
	IDataObject,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';
import { UserError } from 'n8n-workflow';

import { keptHome, REDIRECT_RULES } from '../nodes/shared/ownHost';
import { checkedInTest, TEST_HEADERS } from '../nodes/shared/secretLength';
import { LOGIN_PATH, serverOf, tokenIn } from '../nodes/Wahelp/api/login';

const NO_TOKEN = 'none';

/** An account of Wahelp: its log-in, or a token made in its interface (wahelp sheet §3). */
export class CrmBridgeWahelpApi implements ICredentialType {
	name = 'crmBridgeWahelpApi';

	displayName = 'CRM Bridge: Wahelp API';

	icon: Icon = {
		light: 'file:../nodes/Wahelp/wahelp.svg',
		dark: 'file:../nodes/Wahelp/wahelp.dark.svg',
	};

	documentationUrl = 'https://wahelp.ru';

	properties: INodeProperties[] = [
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			required: true,
			default: 'https://wahelp.ru',
			placeholder: 'e.g. https://wahelp.ru',
			description: 'The address at which you log in to Wahelp, without /api',
		},
		{
			displayName: 'Authentication',
			name: 'authentication',
			type: 'options',
			options: [
				{ name: 'Login and Password', value: 'password' },
				{ name: 'Token', value: 'token' },
			],
			default: 'password',
		},
		{
			displayName: 'Login',
			name: 'login',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. ops@shop.example',
			displayOptions: { show: { authentication: ['password'] } },
		},
		{
			displayName: 'Password',
			name: 'password',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			displayOptions: { show: { authentication: ['password'] } },
		},
		{
			displayName: 'Token',
			name: 'token',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description: 'A long-lived token made in the interface of Wahelp',
			displayOptions: { show: { authentication: ['token'] } },
		},
		{
			displayName: 'Webhook Secret',
			name: 'webhookSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description:
				'Secret that the trigger puts into its webhook address. Leave empty to have the trigger make one.',
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
		{
			// Of the credential test and the HTTP Request node. Not empty: n8n would log in for each node
			// run; ours keep their tokens in memory (nodes/Wahelp/token.ts).
			displayName: 'Session Token',
			name: 'sessionToken',
			type: 'hidden',
			typeOptions: { expirable: true, password: true },
			default: NO_TOKEN,
		},
	];

	/** Logs in for the credential test. */
	async preAuthentication(
		this: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
	): Promise<IDataObject> {
		if (credentials.authentication === 'token') return {};
		const { login, password, baseUrl } = credentials;
		const body: unknown = await this.helpers.httpRequest({
			method: 'POST',
			url: `${serverOf(baseUrl)}/api/app${LOGIN_PATH}`,
			body: { login: String(login).trim(), password },
			json: true,
			// The password stays here.
			disableFollowRedirect: true,
			ignoreHttpStatusErrors: true,
		});
		const token = tokenIn(body);
		if (token) return { sessionToken: token.value };
		throw new UserError('Wahelp refused the log-in: check Login, Password and Base URL');
	}

	authenticate = async (
		credentials: ICredentialDataDecryptedObject,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> => {
		const { authentication, baseUrl, token, sessionToken, webhookSecret } = credentials;
		const kept = checkedInTest(keptHome(request, baseUrl), { 'Webhook Secret': webhookSecret });
		const isAuthorized = kept.headers?.Authorization !== undefined;
		const key = String((authentication === 'token' ? token : sessionToken) ?? '').trim();
		const isLogIn = /\/user\/login\/?$/.test(kept.url);
		if (isAuthorized || isLogIn || key === '' || key === NO_TOKEN) return kept;
		return { ...kept, headers: { ...kept.headers, Authorization: `Bearer ${key}` } };
	};

	test: ICredentialTestRequest = {
		request: {
			baseURL:
				'={{ String($credentials.baseUrl).trim().replace(/\\/+$/, "").replace(/\\/api(\\/app)?$/, "") }}',
			url: '/api/app/projects/',
			headers: TEST_HEADERS,
		},
		rules: [
			...REDIRECT_RULES,
			{
				type: 'responseSuccessBody',
				properties: { key: 'success', value: false, message: 'Wahelp refused the token' },
			},
		] as ICredentialTestRequest['rules'],
	};
}
