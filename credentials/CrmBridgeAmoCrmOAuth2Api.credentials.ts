import type { ICredentialType, Icon, INodeProperties } from 'n8n-workflow';

/** As the operator typed it, with or without `https://`. */
const BASE_URL =
	'$self["baseUrl"].trim().replace(/\\/+$/, "").replace(/\\/api\\/v4$/, "").replace(/^(?!https?:\\/\\/)/, "https://")';
/** The account's own address, or this machine for tests (amocrm sheet §1); anything else gets no token. */
const OWN_HOST =
	'/^https:\\/\\/[a-z0-9-]+\\.(amocrm\\.ru|amocrm\\.com|kommo\\.com)$|^https?:\\/\\/(localhost|127\\.\\d+\\.\\d+\\.\\d+)(:\\d+)?(\\/[\\w-]+)*$/';

/** OAuth2 of amoCRM and Kommo; n8n keeps the one-time refresh tokens (amocrm sheet §2). */
export class CrmBridgeAmoCrmOAuth2Api implements ICredentialType {
	name = 'crmBridgeAmoCrmOAuth2Api';

	displayName = 'CRM Bridge: amoCRM OAuth2 API';

	extends = ['oAuth2Api'];

	icon: Icon = {
		light: 'file:../nodes/AmoCrm/amocrm.svg',
		dark: 'file:../nodes/AmoCrm/amocrm.dark.svg',
	};

	documentationUrl = 'https://www.amocrm.ru/developers/content/oauth/oauth';

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
		{ displayName: 'Grant Type', name: 'grantType', type: 'hidden', default: 'authorizationCode' },
		{
			displayName: 'Authorization URL',
			name: 'authUrl',
			type: 'hidden',
			// Consent is asked for on the shared domain, the token on the account's own.
			default: `={{ /^https?:\\/\\/(localhost|127\\.)/.test(${BASE_URL}) ? ${BASE_URL} + "/oauth" : /kommo\\.com$/.test(${BASE_URL}) ? "https://www.kommo.com/oauth" : "https://www.amocrm.ru/oauth" }}`,
		},
		{
			displayName: 'Access Token URL',
			name: 'accessTokenUrl',
			type: 'hidden',
			default: `={{ ${OWN_HOST}.test(${BASE_URL}) ? ${BASE_URL} + "/oauth2/access_token" : "" }}`,
		},
		{ displayName: 'Scope', name: 'scope', type: 'hidden', default: '' },
		{
			displayName: 'Auth URI Query Parameters',
			name: 'authQueryParameters',
			type: 'hidden',
			default: 'mode=popup',
		},
		{ displayName: 'Authentication', name: 'authentication', type: 'hidden', default: 'body' },
		// Other nodes, such as HTTP Request, may use the credential for the account's own host only.
		{
			displayName: 'Allowed HTTP Request Domains',
			name: 'allowedHttpRequestDomains',
			type: 'hidden',
			default: 'domains',
		},
		{
			displayName: 'Allowed Domains',
			name: 'allowedDomains',
			type: 'hidden',
			default: `={{ ${OWN_HOST}.test(${BASE_URL}) ? ${BASE_URL}.replace(/^https?:\\/\\//, "").replace(/[:\\/].*$/, "") : "none.invalid" }}`,
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
}
