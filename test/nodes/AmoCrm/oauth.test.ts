import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { IDataObject, ILoadOptionsFunctions, INodeType } from 'n8n-workflow';

import { connect } from '../../../nodes/AmoCrm/api/connect';
import type { AmoApi } from '../../../nodes/AmoCrm/api/client';
import { toNodeError } from '../../../nodes/shared/errors';
import type { CredentialValues } from '../../harness/credentials';
import { PlacedNode } from '../../harness/node';
import { Stranger } from '../trust/stranger';
import { AmoKit } from './kit';

const NAME = 'crmBridgeAmoCrmOAuth2Api';
const kit = new AmoKit();
/** Tokens that were asked for, through the relay. */
let refreshes = 0;
let relay: Server;
let relayUrl = '';

/**
 * n8n leaves `redirect_uri` out when it refreshes (n8n issue 24624); amoCRM's documents and the simulator
 * want it. The relay stands for an amoCRM that does without.
 */
beforeAll(async () => {
	await kit.start();
	relay = createServer((request, response) => {
		let text = '';
		request.on('data', (part: Buffer) => (text += part.toString('utf8')));
		request.on('end', () => {
			refreshes += 1;
			const form = new URLSearchParams(text);
			form.set('redirect_uri', 'https://n8n.example/rest/oauth2-credential/callback');
			void fetch(`${kit.base}/oauth2/access_token`, { method: 'POST', body: form }).then(
				async (answer) => {
					response.writeHead(answer.status, { 'content-type': 'application/json' });
					response.end(await answer.text());
				},
			);
		});
	});
	await new Promise<void>((done) => relay.listen(0, '127.0.0.1', done));
	relayUrl = `http://127.0.0.1:${(relay.address() as AddressInfo).port}/oauth2/access_token`;
});
beforeEach(async () => {
	await kit.reset();
	refreshes = 0;
});
afterAll(async () => {
	await kit.stop();
	relay.closeAllConnections();
	await new Promise((done) => relay.close(done));
});

async function tokens(): Promise<IDataObject> {
	return (await kit.emit({ oauth: {} })).oauth as IDataObject;
}

function credentials(oauthTokenData: IDataObject, more: IDataObject = {}): CredentialValues {
	return {
		[NAME]: {
			baseUrl: kit.base,
			clientId: 'sandbox-amocrm',
			clientSecret: 'sandbox-amocrm',
			accessTokenUrl: relayUrl,
			oauthTokenData,
			...more,
		} as CredentialValues[string],
	};
}

/** Runs the call in n8n's own context, with our credential. */
async function call<T>(values: CredentialValues, work: (api: AmoApi) => Promise<T>): Promise<T> {
	const type = {
		description: {
			displayName: 'OAuth',
			name: 'oauth',
			version: 1,
			properties: [
				{ displayName: 'A', name: 'authentication', type: 'string', default: 'accessToken' },
			],
			credentials: [{ name: NAME }],
		},
	} as unknown as INodeType;
	const placed = new PlacedNode(type, {
		parameters: { authentication: 'oAuth2' },
		credentials: values,
	});
	const context: ILoadOptionsFunctions = placed.loadOptionsContext();
	try {
		return await work(await connect(context));
	} catch (error) {
		throw toNodeError(context.getNode(), error);
	}
}
const readLead = async (api: AmoApi) => await api.entity('leads', 8000001);
const EXPIRED = { access_token: 'expired', token_type: 'Bearer' };

test('a good token is used as it is', async () => {
	const values = credentials(await tokens());
	await call(values, readLead);
	expect(refreshes).toBe(0);
	expect(await kit.requests()).toHaveLength(1);
});

test('a redirect to another server gets neither the token nor the data, and no refresh', async () => {
	const stranger = new Stranger();
	await stranger.start();
	await kit.faults({ status: 307, redirectTo: stranger.url, times: 0 });
	const values = credentials(await tokens());
	await expect(call(values, readLead)).rejects.toThrow(`another address: ${stranger.url}`);
	const create = async (api: AmoApi) => await api.create('leads', [{ name: 'A' }]);
	await expect(call(values, create)).rejects.toThrow(`another address: ${stranger.url}`);
	expect([stranger.calls, refreshes]).toEqual([[], 0]);
	await stranger.stop();
});

test('401: one refresh, the call again, and the new pair is kept', async () => {
	const { refresh_token } = await tokens();
	const values = credentials({ ...EXPIRED, refresh_token });
	const body = [{ name: 'A', request_id: 'a' }];
	const created = await call(values, async (api) => await api.create('leads', body));
	expect(created.get('a')?.id).toBeGreaterThan(0);
	expect((await kit.state()).leads).toHaveLength(1);
	expect(refreshes).toBe(1);

	const kept = values[NAME].oauthTokenData as IDataObject;
	expect(kept.access_token).not.toBe('expired');
	expect(kept.refresh_token).not.toBe(refresh_token);
	await call(values, readLead);
	expect(refreshes).toBe(1);
});

test('calls at the same time share one refresh: a refresh token works once', async () => {
	const { refresh_token } = await tokens();
	const values = credentials({ ...EXPIRED, refresh_token });
	await Promise.all(Array.from({ length: 6 }, () => call(values, readLead)));
	expect(refreshes).toBe(1);
	expect((await kit.state()).oauth).toMatchObject({ refresh_tokens_unused: 1 });
});

test('a revoked refresh token: one clear error, no repeats', async () => {
	const values = credentials({ ...EXPIRED, refresh_token: 'revoked' });
	const refused = call(values, readLead);
	await expect(refused).rejects.toMatchObject({
		name: 'NodeApiError',
		httpCode: '401',
		description: expect.stringContaining('reconnect'),
	});
	expect(refreshes).toBe(1);
});

test('a fresh token that is refused, too, is not refreshed for ever', async () => {
	const { refresh_token } = await tokens();
	await kit.faults({ status: 401, times: 0, path: '/api/v4' });
	const values = credentials({ ...EXPIRED, refresh_token });
	await expect(call(values, readLead)).rejects.toMatchObject({ httpCode: '401' });
	expect(refreshes).toBe(1);
});

test('429 and 5xx are read as without OAuth2', async () => {
	const values = credentials(await tokens());
	await kit.faults({ status: 429, html: true, times: 1 });
	await call(values, readLead);
	await kit.faults({ banned: true });
	await expect(call(values, readLead)).rejects.toMatchObject({
		message: expect.stringContaining('blocked'),
	});
});

test('the token endpoint wants redirect_uri: nothing is repeated, and the operator is told', async () => {
	const { refresh_token } = await tokens();
	const accessTokenUrl = `${kit.base}/oauth2/access_token`;
	const values = credentials({ ...EXPIRED, refresh_token }, { accessTokenUrl });
	await expect(call(values, readLead)).rejects.toMatchObject({
		name: 'NodeApiError',
		description: expect.stringContaining('reconnect'),
	});
	expect(await kit.requests('oauth2')).toHaveLength(1);
});

test('a token never goes to another host', async () => {
	const values = credentials(await tokens(), { baseUrl: 'https://evil.example' });
	await expect(call(values, readLead)).rejects.toMatchObject({
		message: expect.stringContaining('Base URL'),
	});
	expect(await kit.requests()).toEqual([]);
});

test('not connected yet', async () => {
	const values = credentials({});
	delete values[NAME].oauthTokenData;
	await expect(call(values, readLead)).rejects.toMatchObject({
		message: expect.stringContaining('not connected'),
	});
	expect(await kit.requests()).toEqual([]);
});
