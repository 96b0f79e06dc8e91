import { NodeHelpers, type INodeProperties } from 'n8n-workflow';

import { CrmBridgeAmoCrmApi } from '../../../credentials/CrmBridgeAmoCrmApi.credentials';
import { CrmBridgeAmoCrmOAuth2Api } from '../../../credentials/CrmBridgeAmoCrmOAuth2Api.credentials';
import { credentialsHelper } from '../../harness/credentials';
import { loadOptions } from '../../../nodes/AmoCrm/methods';
import { AmoKit } from './kit';

const token = new CrmBridgeAmoCrmApi();
const oauth = new CrmBridgeAmoCrmOAuth2Api();

describe('the long-lived token', () => {
	const call = async (baseUrl: string, request: { url: string; baseURL?: string }) =>
		await token.authenticate({ baseUrl, accessToken: ' abc ' }, request);

	test('goes into the header, next to what is there', async () => {
		const request = { url: 'https://demo.amocrm.ru/api/v4/account', headers: { Accept: 'x' } };
		expect(await call('demo.amocrm.ru', request)).toMatchObject({
			...request,
			headers: { Accept: 'x', Authorization: 'Bearer abc' },
		});
	});

	test("n8n's credential test asks the account itself", async () => {
		const request = { baseURL: 'https://demo.amocrm.ru', url: '/api/v4/account' };
		expect((await call('https://demo.amocrm.ru/', request)).headers).toBeDefined();
	});

	test.each([
		'https://evil.example/api/v4/account',
		'https://other.amocrm.ru/api/v4/account',
		'http://demo.amocrm.ru/api/v4/account',
		'https://demo.amocrm.ru.evil.example/',
		'https://demo.amocrm.ru@evil.example/',
		'https://demo.amocrm.ru:8443/',
	])('never to another host: %s', async (url) => {
		await expect(call('https://demo.amocrm.ru', { url })).rejects.toThrow('only for https://demo.amocrm.ru,');
	});

	test('an address that is not amoCRM gets no token', async () => {
		const request = { url: 'https://evil.example/api/v4/account' };
		await expect(call('https://evil.example', request)).rejects.toThrow('Base URL');
	});
});

describe('OAuth2', () => {
	async function resolved(baseUrl: string): Promise<Record<string, unknown>> {
		const helper = credentialsHelper([oauth], { [oauth.name]: { baseUrl } });
		return await helper.getDecrypted({} as never, {} as never, oauth.name, 'internal');
	}

	test.each([
		[
			'https://demo.amocrm.ru',
			'https://www.amocrm.ru/oauth',
			'https://demo.amocrm.ru/oauth2/access_token',
		],
		[
			' https://demo.amocrm.ru/ ',
			'https://www.amocrm.ru/oauth',
			'https://demo.amocrm.ru/oauth2/access_token',
		],
		[
			'https://shop.kommo.com',
			'https://www.kommo.com/oauth',
			'https://shop.kommo.com/oauth2/access_token',
		],
		[
			'http://127.0.0.1:5680/amocrm',
			'http://127.0.0.1:5680/amocrm/oauth',
			'http://127.0.0.1:5680/amocrm/oauth2/access_token',
		],
	])('%s: consent on the shared domain, tokens from the own one', async (baseUrl, auth, access) => {
		expect(await resolved(baseUrl)).toMatchObject({ authUrl: auth, accessTokenUrl: access });
	});

	test.each([
		'https://evil.example',
		'https://demo.amocrm.ru.evil.example',
		'https://evil.example/demo.amocrm.ru',
		'https://demo.amocrm.ru@evil.example',
		'https://evil.example#.amocrm.ru',
		'http://demo.amocrm.ru',
		'https://127.0.0.1.evil.example',
	])('no client secret for %s', async (baseUrl) => {
		expect((await resolved(baseUrl)).accessTokenUrl).toBe('');
	});

	test.each([
		['https://demo.amocrm.ru', 'demo.amocrm.ru'],
		['http://127.0.0.1:5680/amocrm', '127.0.0.1'],
		['https://evil.example', 'none.invalid'],
	])('%s: HTTP Request nodes may send it to %s only', async (baseUrl, allowedDomains) => {
		const data = await resolved(baseUrl);
		expect(data).toMatchObject({ allowedHttpRequestDomains: 'domains', allowedDomains });
	});

	test('an address without https:// works as with the token', async () => {
		expect(await resolved('demo.amocrm.ru')).toMatchObject({
			accessTokenUrl: 'https://demo.amocrm.ru/oauth2/access_token',
		});
		expect(await resolved('shop.kommo.com')).toMatchObject({
			authUrl: 'https://www.kommo.com/oauth',
		});
	});
});

describe.each([token, oauth])('$displayName', (type) => {
	test('secrets are hidden, and its fields have names of their own', () => {
		const shown = type.properties.filter((p: INodeProperties) => p.type !== 'hidden');
		for (const { name, typeOptions } of shown) {
			expect(typeOptions?.password ?? false).toBe(name === 'accessToken');
		}
		const filled = NodeHelpers.getNodeParameters(type.properties, {}, true, false, null, null);
		expect(filled).toMatchObject({ baseUrl: '', parallelWorkers: 1 });
	});
});

describe('in a node', () => {
	const kit = new AmoKit();
	beforeAll(async () => await kit.start());
	beforeEach(async () => await kit.reset());
	afterAll(async () => await kit.stop());
	const pipelines = async (credential: object) => {
		const placed = kit.place({ resource: 'lead' }, { credential: credential as never });
		return await loadOptions.getPipelines.call(placed.loadOptionsContext());
	};

	test('a foreign address is refused before any call', async () => {
		await expect(pipelines({ baseUrl: 'https://evil.example' })).rejects.toMatchObject({
			message: expect.stringContaining('Base URL'),
		});
		expect(await kit.requests()).toEqual([]);
	});

	test('the token reaches amoCRM', async () => {
		expect(await pipelines({})).toHaveLength(3);
		const [seen] = await kit.requests();
		expect(seen.headers.authorization).toBe('Bearer sandbox-amocrm');
	});
});
