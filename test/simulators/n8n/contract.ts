/**
 * What the deploy tool relies on, asked of whoever answers at `url`. The simulator and the real n8n have to give the
 * same list: only so the unit tests say anything about n8n.
 */
export async function contract(url: string, key: string): Promise<Record<string, unknown>> {
	const found: Record<string, unknown> = {};
	const ask = async (method: string, path: string, body?: unknown, apiKey = key) => {
		const response = await fetch(`${url}${path}`, {
			method,
			headers: {
				'x-n8n-api-key': apiKey,
				...(body === undefined ? {} : { 'content-type': 'application/json' }),
				...(method === 'OPTIONS' ? { origin: url, 'access-control-request-method': 'POST' } : {}),
			},
			body: body === undefined ? undefined : JSON.stringify(body),
		});
		const text = await response.text();
		const json = /^[[{]/.test(text) ? (JSON.parse(text) as unknown) : {};
		return { status: response.status, json: json as Json, headers: response.headers };
	};
	const api = async (method: string, path: string, body?: unknown) =>
		await ask(method, `/api/v1${path}`, body);

	found['the editor’s page tells the version'] = /n8n:config:sentry/.test(
		await (await fetch(`${url}/`)).text(),
	);
	found['a wrong key'] = (await ask('GET', '/api/v1/workflows', undefined, 'wrong')).status;
	const { data } = (await api('GET', '/discover')).json as {
		data: { scopes: string[]; resources: Record<string, { endpoints: object[] }> };
	};
	found['discover names scopes'] = data.scopes.includes('workflow:create');
	const endpoints = Object.values(data.resources).flatMap(
		(resource) => resource.endpoints,
	) as Array<{
		method: string;
		path: string;
	}>;
	found['discover names endpoints'] = endpoints.some(
		({ method, path }) => `${method} ${path}` === 'POST /api/v1/workflows/{workflowId}/publish',
	);

	const start = {
		...{ id: 'start', name: 'Start', type: 'n8n-nodes-base.executeWorkflowTrigger' },
		...{ typeVersion: 1.1, position: [0, 0], parameters: { inputSource: 'passthrough' } },
	};
	const telegram = {
		...{ id: 'send', name: 'Send', type: 'n8n-nodes-base.telegram', typeVersion: 1.2 },
		...{ position: [200, 0], parameters: {} },
	};
	const workflow = (nodes: object[], more: object = {}) => ({
		...{ name: 'Contract', nodes, connections: {}, settings: { executionOrder: 'v1' } },
		...more,
	});
	found['an id of one’s own'] = (
		await api('POST', '/workflows', workflow([start], { id: 'Mine' }))
	).status;
	found['an unknown field of a node'] = (
		await api('POST', '/workflows', workflow([{ ...start, unknown: 1 }]))
	).status;
	const callee = (await api('POST', '/workflows', workflow([start]))).json as Stored;
	const sender = (await api('POST', '/workflows', workflow([start, telegram]))).json as Stored;
	found['a new workflow is a draft'] = callee.activeVersionId === null && Boolean(callee.versionId);
	found['a node that could get calls gets an id for them'] = sender.nodes.map(({ webhookId }) =>
		Boolean(webhookId),
	);
	found['the fields of a stored node'] = sender.nodes.map((node) => Object.keys(node).sort());

	const call = {
		...{ id: 'call', name: 'Call', type: 'n8n-nodes-base.executeWorkflow', typeVersion: 1.2 },
		position: [200, 0],
		parameters: { workflowId: { __rl: true, mode: 'id', value: callee.id }, options: {} },
	};
	const path = `contract-${callee.id}`;
	const webhook = {
		...{ id: 'hook', name: 'Hook', type: 'n8n-nodes-crm-bridge.signedWebhookTrigger' },
		...{ typeVersion: 1, position: [0, 0], webhookId: path },
		parameters: { httpMethod: ['POST'], path, authentication: 'none' },
	};
	const lines = { Hook: { main: [[{ node: 'Call', type: 'main', index: 0 }]] } };
	const caller = (
		await api('POST', '/workflows', workflow([webhook, call], { connections: lines }))
	).json as Stored;
	const early = await api('POST', `/workflows/${caller.id}/publish`, {});
	found['publishing before what it calls'] = [
		[400, 409, 422].includes(early.status),
		/not published/.test(String(early.json.message)),
	];
	found['publishing a callee'] = (await api('POST', `/workflows/${callee.id}/publish`, {})).status;
	const live = (await api('POST', `/workflows/${caller.id}/publish`, {})).json as Stored;
	found['publishing'] = live.activeVersionId === live.versionId && Boolean(live.versionId);
	const hears = async () => {
		const { status, headers } = await ask('OPTIONS', `/webhook/${path}`);
		return status === 204 && (headers.get('access-control-allow-methods') ?? '').includes('POST');
	};
	found['a published webhook is served, and asking starts no run'] = await within(hears);
	found['another address is not'] = (await ask('OPTIONS', '/webhook/nobody')).status;

	const changed = workflow([webhook, { ...call, notes: 'changed' }], { connections: lines });
	changed.settings = { executionTimeout: 60 } as never;
	const draft = (await api('PUT', `/workflows/${caller.id}?publishIfActive=false`, changed))
		.json as Stored;
	found['an update that is not to be published'] = [
		draft.activeVersionId === live.activeVersionId,
		draft.versionId === live.versionId,
	];
	found['settings are added to those that are there'] = draft.settings;
	found['deleting what is published'] = (await api('DELETE', `/workflows/${caller.id}`)).status;

	const one = (await api('GET', `/workflows/${caller.id}?excludePinnedData=true`)).json as Stored;
	found['one workflow alone'] = [
		one.versionId === draft.versionId,
		one.activeVersionId === live.activeVersionId,
		one.nodes.length,
	];
	found['a workflow that is not there'] = (await api('GET', '/workflows/nobody')).status;

	const tag = `Tag ${callee.id}`;
	found['a tag that is too long'] = (await api('POST', '/tags', { name: 'T'.repeat(25) })).status;
	const { id: tagId } = (await api('POST', '/tags', { name: tag })).json;
	found['a tag twice'] = (await api('POST', '/tags', { name: tag })).status;
	found['tagging'] = (await api('PUT', `/workflows/${caller.id}/tags`, [{ id: tagId }])).status;
	const listed = (await api('GET', '/workflows?limit=250')).json as { data: Stored[] };
	found['tags in the list'] = listed.data
		.find(({ id }) => id === caller.id)
		?.tags?.map(({ name }) => name === tag);

	found['a credential type that is not loaded'] = (
		await api('GET', '/credentials/schema/nobodyApi')
	).status;
	found['one that is'] = (await api('GET', '/credentials/schema/crmBridgeKaspiApi')).status;
	const basic = { name: 'Contract', type: 'httpBasicAuth', data: { user: 'a', password: 'b' } };
	const { id: credentialId } = (await api('POST', '/credentials', basic)).json;
	found['a test where there is none'] = (
		await api('POST', `/credentials/${credentialId}/test`)
	).json.message;
	found['changing a part of a credential'] = (
		await api('PATCH', `/credentials/${credentialId}`, {
			data: { password: 'c' },
			isPartialData: true,
		})
	).status;

	const columns = [{ name: 'key', type: 'string' }];
	const table = (await api('POST', '/data-tables', { name: 'contract', columns }))
		.json as unknown as {
		id: string;
		columns: Array<{ name: string; type: string }>;
	};
	found['columns of a new table'] = table.columns.map(({ name, type }) => ({ name, type }));
	found['a table twice'] = (
		await api('POST', '/data-tables', { name: 'contract', columns })
	).status;
	const rows = `/data-tables/${table.id}/rows`;
	const filter = { type: 'and', filters: [{ columnName: 'key', condition: 'eq', value: 'a' }] };
	await api('POST', `${rows}/upsert`, { filter, data: { key: 'a' } });
	await api('POST', `${rows}/upsert`, { filter, data: { key: 'a' } });
	const unknown = await api('POST', `${rows}/upsert`, { filter, data: { key: 'a', nobody: 'x' } });
	found['a column that is not there'] = unknown.status;
	const query = new URLSearchParams({
		filter: JSON.stringify(filter),
		limit: '1',
		sortBy: 'id:asc',
	});
	const stored = (await api('GET', `${rows}?${query}`)).json as {
		data: object[];
		nextCursor: unknown;
	};
	found['an upsert twice is one row'] = [stored.data.length, stored.nextCursor];
	found['fields of a row'] = Object.keys(stored.data[0]).sort();
	const tables = (await api('GET', '/data-tables?limit=250')).json as {
		data: Array<{ name: string }>;
	};
	const entry = tables.data.find(({ name }) => name === 'contract')!;
	found['a table in the list'] = ['columns', 'projectId', 'sizeBytes'].filter(
		(name) => name in entry,
	);
	const gone = encodeURIComponent(JSON.stringify(filter));
	found['deleting rows'] = (await api('DELETE', `${rows}/delete?filter=${gone}`)).status;

	await api('POST', `/workflows/${caller.id}/unpublish`);
	await api('POST', `/workflows/${callee.id}/unpublish`);
	found['archiving'] = (await api('POST', `/workflows/${caller.id}/archive`)).json.isArchived;
	const remove = async (id: string) => (await api('DELETE', `/workflows/${id}`)).status === 200;
	found['deleting what is not published'] = [
		await within(() => remove(callee.id)),
		await within(() => remove(sender.id)),
		await within(() => remove(caller.id)),
	];
	await api('DELETE', `/credentials/${credentialId}`);
	found['deleting a table'] = (await api('DELETE', `/data-tables/${table.id}`)).status;
	return found;
}

/** Whatever it is: the facts below say what is read. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Json = any;

interface Stored {
	id: string;
	versionId: string;
	activeVersionId: string | null;
	nodes: Array<{ webhookId?: string }>;
	settings: object;
	tags?: Array<{ name: string }>;
}

async function within(check: () => Promise<boolean>): Promise<boolean> {
	for (let tries = 0; tries < 50; tries += 1) {
		if (await check()) return true;
		await new Promise((resolve) => setTimeout(resolve, 100));
	}
	return false;
}
