import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

import type {
	IDataObject,
	IExecuteFunctions,
	IHttpRequestOptions,
	INodeExecutionData,
	INodeType,
} from 'n8n-workflow';

import { Waha } from '../../../nodes/Waha/Waha.node';
import { allCredentialTypes, PlacedNode } from '../../harness/node';
import { homeMovedStranger, type Stranger } from './stranger';

const { home, moved, stranger } = homeMovedStranger();

const KEY = 'a-key-that-stays-at-home';
const KEYS: Record<string, IDataObject> = {
	crmBridgeAmoCrmApi: { accessToken: KEY },
	crmBridgeKaspiApi: { token: KEY },
	crmBridgeSitniksApi: { apiKey: KEY },
	crmBridgeWahaApi: { apiKey: KEY },
	crmBridgeWahelpApi: { authentication: 'token', token: KEY },
};
const CREDENTIALS = Object.keys(KEYS);
const gotKey = ({ calls }: Stranger) => calls.map((call) => JSON.stringify(call).includes(KEY));

/** A node of somebody else with this credential. */
async function withHelpers<T>(
	credential: string,
	baseUrl: string,
	work: (context: IExecuteFunctions) => Promise<T>,
): Promise<T> {
	let result: T | undefined;
	const type: INodeType = {
		description: { ...new Waha().description, credentials: [{ name: credential }] },
		async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
			result = await work(this);
			return [[]];
		},
	};
	const credentials = { [credential]: { baseUrl, ...KEYS[credential] } };
	await new PlacedNode(type, { credentials: credentials as never }).execute();
	return result as T;
}

/** As our nodes call. */
const byHelper = (credential: string, baseUrl: string, options: IHttpRequestOptions) =>
	withHelpers(
		credential,
		baseUrl,
		async (context) =>
			await context.helpers.httpRequestWithAuthentication.call(context, credential, options),
	);

/** As n8n's HTTP Request node calls: it says `uri`, and follows. */
const asHttpRequest = (credential: string, baseUrl: string, uri: string) =>
	withHelpers(credential, baseUrl, async (context) => {
		const options = { method: 'POST', uri, headers: {}, body: { a: 1 }, json: true };
		const follows = { followRedirect: true, followAllRedirects: true, gzip: true };
		return await context.helpers.requestWithAuthentication.call(context, credential, {
			...options,
			...follows,
		} as unknown as IHttpRequestOptions);
	});

test('every credential that adds a key to a call is in the list', () => {
	const adding = allCredentialTypes().filter(({ authenticate }) => authenticate);
	expect(adding.map(({ name }) => name).sort()).toEqual(CREDENTIALS);
	for (const { authenticate } of adding) expect(authenticate).toBeInstanceOf(Function);
});

describe.each(CREDENTIALS)('%s', (credential) => {
	test("in n8n's HTTP Request node sends its key to its own server", async () => {
		await asHttpRequest(credential, home.url, `${home.url}/anything`);
		expect(gotKey(home)).toEqual([true]);
		expect(home.calls[0]).toMatchObject({ method: 'POST', body: '{"a":1}' });
	});

	test("in n8n's HTTP Request node sends nothing to another server, and says why", async () => {
		const running = asHttpRequest(credential, home.url, `${stranger.url}/anything`);
		await expect(running).rejects.toThrow(`This credential is only for ${home.url}`);
		expect(stranger.calls).toEqual([]);
	});

	test("in n8n's HTTP Request node follows nobody to another server", async () => {
		await expect(
			asHttpRequest(credential, moved.url, `${moved.url}/anything`),
		).rejects.toMatchObject({ httpCode: '302' });
		expect([moved.calls.length, stranger.calls.length]).toEqual([1, 0]);
	});

	test("with n8n's helper follows nobody and goes to no other server", async () => {
		const to = (url: string, baseUrl: string) =>
			byHelper(credential, baseUrl, { url, method: 'POST' });
		await expect(to(`${moved.url}/x`, moved.url)).rejects.toMatchObject({ httpCode: '302' });
		await expect(to(`${stranger.url}/x`, home.url)).rejects.toThrow('only for');
		expect(stranger.calls).toEqual([]);
	});

	test('may go by https to the host that it knows by http', async () => {
		const type = allCredentialTypes().find(({ name }) => name === credential)!;
		const authenticate = type.authenticate as (
			credentials: IDataObject,
			request: IHttpRequestOptions,
		) => Promise<IHttpRequestOptions>;
		const call = async (baseUrl: string, url: string) =>
			await authenticate({ baseUrl, ...KEYS[credential] }, { url });
		const kept = await call('http://127.0.0.1:81', 'https://127.0.0.1/x');
		expect(JSON.stringify(kept.headers)).toContain(KEY);
		await expect(call('https://127.0.0.1', 'http://127.0.0.1/x')).rejects.toThrow('only for');
		await expect(call('http://127.0.0.1:81', 'http://127.0.0.1:82/x')).rejects.toThrow('only for');
	});
});

/** n8n's own node, of the pinned n8n, where that is installed. */
const CACHE = join(homedir(), '.cache/n8n-nodes-crm-bridge');
const NODE = 'node_modules/n8n-nodes-base/dist/nodes/HttpRequest/V3/HttpRequestV3.node.js';
const file = (existsSync(CACHE) ? readdirSync(CACHE) : [])
	.map((folder) => join(CACHE, folder, NODE))
	.find((path) => existsSync(path));

describe("n8n's HTTP Request node itself", () => {
	(file ? test.each(CREDENTIALS) : test.skip.each(CREDENTIALS))(
		'with %s reaches its own server and no other',
		async (credential) => {
			const { HttpRequestV3 } = require(file!) as {
				HttpRequestV3: new (base: object) => INodeType;
			};
			const base = { displayName: 'HTTP Request', name: 'httpRequest', group: [], description: '' };
			const run = async (baseUrl: string, url: string) => {
				const placed = new PlacedNode(new HttpRequestV3(base), {
					parameters: {
						url,
						authentication: 'predefinedCredentialType',
						nodeCredentialType: credential,
						options: {},
					},
					credentials: { [credential]: { baseUrl, ...KEYS[credential] } } as never,
				});
				placed.node.type = 'n8n-nodes-base.httpRequest';
				return await placed.execute();
			};
			await run(home.url, `${home.url}/x`);
			expect(gotKey(home)).toEqual([true]);
			await expect(run(home.url, `${stranger.url}/x`)).rejects.toThrow(/only for/);
			await expect(run(moved.url, `${moved.url}/x`)).rejects.toThrow();
			expect(stranger.calls).toEqual([]);
		},
	);
});
