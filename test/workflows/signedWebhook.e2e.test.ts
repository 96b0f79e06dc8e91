import { createHmac } from 'node:crypto';
import { request as httpRequest } from 'node:http';

import type { Credential } from '../../sandbox/credentials';
import { importWorkflow, publish } from '../../sandbox/publishing';
import type { WorkflowFile } from '../../sandbox/workflows';
import { World } from './support/world';

/** Signed Webhook Trigger in a real n8n: the parts that only n8n decides. */
const SECRET = 'canary-e2e-signing-secret';
const LEGACY = 'canary-e2e-legacy-secret';
const TRIGGER = 'n8n-nodes-crm-bridge.signedWebhookTrigger';
const BODY = '{"payment_id": "p-1", "big": 12345678901234567890}';

let world: World;
let credential: Credential;
beforeAll(async () => {
	world = await World.start('payments-amocrm', ['34']);
	const { api } = world.sandbox;
	const type = 'crmBridgeSigningSecretApi';
	const name = 'Signed webhook test';
	const data = { secret: SECRET, legacySecret: LEGACY };
	const { id } = await api.rest<Credential>('POST', '/credentials', { name, type, data });
	credential = { id, name, type };
	await place('Respond', {
		path: 'signed/respond',
		httpMethod: ['POST', 'PUT'],
		responseMode: 'responseNode',
		settings: {
			acceptLegacySecret: true,
			bodyLimitKb: 64,
			includeText: true,
			refusalFields: '{"payment_id": null}',
		},
	});
	await place('LastNode', {
		path: 'signed/stores/:store_id',
		httpMethod: ['GET', 'DELETE'],
		authentication: 'key',
		responseMode: 'lastNode',
		settings: { includeQuery: true },
	});
	await place('AtOnce', {
		path: 'signed/open',
		httpMethod: ['GET', 'POST'],
		authentication: 'none',
		responseMode: 'onReceived',
	});
});
afterAll(async () => await world?.stop());

/** A workflow of this trigger, and of a *Respond to Webhook* node where it responds. */
async function place(name: string, parameters: Record<string, unknown>): Promise<void> {
	const credentials =
		parameters.authentication === 'none'
			? {}
			: { crmBridgeSigningSecretApi: { id: credential.id, name: credential.name } };
	const trigger = {
		id: 'trigger',
		name: 'Trigger',
		type: TRIGGER,
		typeVersion: 1,
		position: [0, 0],
		parameters,
		credentials,
		webhookId: `signed-${name.toLowerCase()}`,
	};
	const respond = {
		id: 'respond',
		name: 'Respond',
		type: 'n8n-nodes-base.respondToWebhook',
		typeVersion: 1,
		position: [200, 0],
		parameters: {
			respondWith: 'json',
			responseBody: '={{ JSON.stringify($json) }}',
			options: { responseCode: 202 },
		},
	};
	const responds = parameters.responseMode === 'responseNode';
	const workflow = {
		id: `Signed${name}`,
		name,
		nodes: responds ? [trigger, respond] : [trigger],
		connections: responds
			? { Trigger: { main: [[{ node: 'Respond', type: 'main', index: 0 }]] } }
			: {},
		settings: { executionOrder: 'v1' },
	} as unknown as WorkflowFile;
	const { api } = world.sandbox;
	const { versionId } = await importWorkflow(api, workflow, undefined);
	await publish(api, workflow, versionId);
}

const sign = (body: string | Buffer) => createHmac('sha256', SECRET).update(body).digest('hex');

interface Sent {
	method?: string;
	body?: string | Buffer;
	headers?: Record<string, string>;
}

async function call(path: string, { method = 'POST', body, headers = {} }: Sent = {}) {
	return await new Promise<{ code: number; text: string }>((resolve, reject) => {
		const url = `${world.sandbox.n8nUrl}/webhook/${path}`;
		const sent = httpRequest(url, { method, agent: false, headers }, (answer) => {
			let text = '';
			answer.on('data', (data: Buffer) => (text += data.toString()));
			answer.on('end', () => resolve({ code: answer.statusCode!, text }));
		});
		sent.on('error', reject);
		sent.end(body);
	});
}

const runs = async (name: string) =>
	await world.sandbox.api.executions({ workflowId: `Signed${name}`, includeData: true, limit: 50 });

/** n8n lists a run when it has ended, which is after its answer. */
const haveRun = async (name: string, count: number) =>
	await world.eventually(`${count} runs`, async () => (await runs(name)).length === count);

test('a signed call is answered by Respond to Webhook, by each method', async () => {
	for (const method of ['POST', 'PUT']) {
		const answer = await call('signed/respond', {
			method,
			body: BODY,
			headers: { 'x-signature': sign(BODY), 'content-type': 'application/json' },
		});
		expect({ ...answer, text: JSON.parse(answer.text) }).toEqual({
			code: 202,
			text: {
				method,
				params: {},
				body: { payment_id: 'p-1', big: '12345678901234567890' },
				text: BODY,
			},
		});
	}
	const headers = { 'x-webhook-secret': LEGACY };
	expect((await call('signed/respond', { body: BODY, headers })).code).toBe(202);
	await haveRun('Respond', 3);
});

test('what is refused starts no run, whatever its content type says', async () => {
	const multipart = '--x\r\ncontent-disposition: form-data; name="a"\r\n\r\n1\r\n--x--\r\n';
	const large = JSON.stringify('x'.repeat(64 * 1024));
	const refused: Array<[number, Sent]> = [
		[401, { body: BODY }],
		[401, { body: BODY, headers: { 'x-signature': sign(`${BODY} `) } }],
		[401, { body: '{', headers: { 'content-type': 'application/json' } }],
		[401, { body: multipart, headers: { 'content-type': 'multipart/form-data; boundary=x' } }],
		[400, { body: '{', headers: { 'x-signature': sign('{'), 'content-type': 'application/json' } }],
		[
			400,
			{
				body: multipart,
				headers: {
					'x-signature': sign(multipart),
					'content-type': 'multipart/form-data; boundary=x',
				},
			},
		],
		[413, { body: large, headers: { 'x-signature': sign(large) } }],
		[413, { body: large, headers: { 'x-signature': sign(large), 'transfer-encoding': 'chunked' } }],
		[415, { body: BODY, headers: { 'x-signature': sign(BODY), 'content-encoding': 'gzip' } }],
	];
	for (const [code, sent] of refused) {
		const answer = await call('signed/respond', sent);
		expect({ sent, code: answer.code }).toEqual({ sent, code });
		// n8n must not have read the call before the node.
		if (code === 400) expect(answer.text).toContain('The body is not JSON.');
		expect(Object.keys(JSON.parse(answer.text))).toEqual(['status', 'payment_id', 'message']);
	}
	expect((await call('signed/respond', { method: 'GET' })).code).toBe(404);
	const signed = { body: BODY, headers: { 'x-signature': sign(BODY) } };
	expect((await call('signed/respond', signed)).code).toBe(202);
	// Of this test only the last call.
	await haveRun('Respond', 4);
});

test('a key in a header; a path with a part of its own; the last node answers', async () => {
	const path = 'signed-lastnode/signed/stores/s-1?full=yes';
	expect((await call(path, { method: 'GET' })).code).toBe(401);
	const answer = await call(path, {
		method: 'DELETE',
		headers: { authorization: `Bearer ${SECRET}` },
	});
	expect({ ...answer, text: JSON.parse(answer.text) }).toEqual({
		code: 200,
		text: { method: 'DELETE', params: { store_id: 's-1' }, body: {}, query: { full: 'yes' } },
	});
	await haveRun('LastNode', 1);
});

test('without authentication, answered at once', async () => {
	expect(await call('signed/open', { method: 'GET' })).toEqual({
		code: 200,
		text: '{"message":"Workflow was started"}',
	});
});

test('no execution holds a secret or a header', async () => {
	const all = JSON.stringify([await runs('Respond'), await runs('LastNode')]);
	expect(all).toContain('p-1');
	for (const canary of [SECRET, LEGACY, sign(BODY), 'x-signature']) {
		expect(all).not.toContain(canary);
	}
});
