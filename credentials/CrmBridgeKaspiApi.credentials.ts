import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	Icon,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

import { keptHome, REDIRECT_RULES } from '../nodes/shared/ownHost';

/** Kaspi leaves calls of a library's own User-Agent without an answer (kaspi sheet §1). */
const BROWSER =
	'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36';

/** The token of one Kaspi.kz merchant. */
export class CrmBridgeKaspiApi implements ICredentialType {
	name = 'crmBridgeKaspiApi';

	displayName = 'CRM Bridge: Kaspi Shop API';

	icon: Icon = {
		light: 'file:../nodes/Kaspi/kaspi.svg',
		dark: 'file:../nodes/Kaspi/kaspi.dark.svg',
	};

	documentationUrl = 'https://guide.kaspi.kz/partner/ru/shop/api/general';

	properties: INodeProperties[] = [
		{
			displayName: 'Token',
			name: 'token',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description: 'Merchant cabinet: Settings, API token. The head of the company creates it.',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			required: true,
			default: 'https://kaspi.kz',
			description: 'Change it only for a proxy or a test server',
		},
		{
			displayName: 'User-Agent',
			name: 'userAgent',
			type: 'string',
			default: BROWSER,
			description: 'Kaspi may leave calls unanswered that do not look like those of a browser',
		},
		{
			displayName: 'Parallel Workers',
			name: 'parallelWorkers',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 1,
			description:
				'How many n8n processes share this account, each with its part of the request limit: the workers, and the main process, which polls for Kaspi Shop Trigger',
		},
	];

	/**
	 * A function, not expressions: n8n 2.40 takes the expression engine away from a poll as soon as
	 * another poll of the same trigger ends.
	 */
	authenticate = async (
		{ baseUrl, token, userAgent }: ICredentialDataDecryptedObject,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> => ({
		...keptHome(request, baseUrl),
		headers: {
			...request.headers,
			'X-Auth-Token': String(token).trim(),
			'User-Agent': String(userAgent ?? '').trim() || BROWSER,
		},
	});

	test: ICredentialTestRequest = {
		request: {
			baseURL: '={{ String($credentials.baseUrl).trim().replace(/\\/+$/, "") }}',
			// The orders of the last hour: `$ge` is required, in milliseconds.
			url: '=/shop/api/v2/orders?page%5Bnumber%5D=0&page%5Bsize%5D=1&filter%5Borders%5D%5Bstate%5D=NEW&filter%5Borders%5D%5BcreationDate%5D%5B%24ge%5D={{ Date.now() - 3600000 }}',
			headers: { Accept: 'application/vnd.api+json', 'Content-Type': 'application/vnd.api+json' },
			timeout: 30_000,
		},
		rules: REDIRECT_RULES,
	};
}
