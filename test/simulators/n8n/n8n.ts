import type { AddressInfo } from 'node:net';

import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { z } from 'zod';

import { addressesOf } from '../../../deploy/shipped/addresses';
import { CREDENTIALS } from '../../../deploy/shipped/credentials';
import type { Content, WorkflowNode } from '../../../deploy/shipped/workflow';

interface StoredWorkflow extends Content {
	id: string;
	versionId: string;
	activeVersionId: string | null;
	isArchived: boolean;
	tags: string[];
	/** The one of the first administrator unless given. */
	projectId?: string;
}

interface StoredTable {
	id: string;
	name: string;
	projectId?: string;
	columns: Array<{ id: string; name: string; type: string }>;
	rows: Array<Record<string, unknown> & { id: number }>;
}

const ALL_SCOPES = [
	...['create', 'read', 'update', 'delete', 'list', 'activate', 'deactivate'].map(
		(operation) => `workflow:${operation}`,
	),
	...['create', 'read', 'update', 'delete', 'list'].map((operation) => `credential:${operation}`),
	...['create', 'read', 'update', 'delete', 'list'].map((operation) => `dataTable:${operation}`),
	...['create', 'read', 'update', 'delete', 'upsert'].map(
		(operation) => `dataTableRow:${operation}`,
	),
	...['create', 'read', 'update', 'delete'].map((operation) => `dataTableColumn:${operation}`),
	...['tag:list', 'tag:create', 'workflowTags:update', 'execution:list', 'execution:read'],
];

const PROJECT = 'project';

/** Fields that n8n takes of a node; another one is a 400. */
const node = z
	.object({
		id: z.string().optional(),
		name: z.string().optional(),
		type: z.string().optional(),
		typeVersion: z.number().optional(),
		position: z.array(z.number()).optional(),
		parameters: z.record(z.unknown()).optional(),
		credentials: z.record(z.unknown()).optional(),
		webhookId: z.string().optional(),
		disabled: z.boolean().optional(),
		notes: z.string().optional(),
		notesInFlow: z.boolean().optional(),
		executeOnce: z.boolean().optional(),
		alwaysOutputData: z.boolean().optional(),
		retryOnFail: z.boolean().optional(),
		maxTries: z.number().optional(),
		waitBetweenTries: z.number().optional(),
		continueOnFail: z.boolean().optional(),
		onError: z.string().optional(),
	})
	.strict();
const body = z
	.object({
		name: z.string(),
		nodes: z.array(node),
		connections: z.record(z.unknown()),
		settings: z
			.object({
				saveExecutionProgress: z.boolean().optional(),
				saveManualExecutions: z.boolean().optional(),
				saveDataErrorExecution: z.enum(['all', 'none']).optional(),
				saveDataSuccessExecution: z.enum(['all', 'none']).optional(),
				executionTimeout: z.number().optional(),
				errorWorkflow: z.string().optional(),
				timezone: z.string().optional(),
				executionOrder: z.string().optional(),
				callerPolicy: z.string().optional(),
				availableInMCP: z.boolean().optional(),
			})
			.strict(),
	})
	.strict();

const newBody = body.extend({ projectId: z.string().optional() });

/** An n8n without an editor and without runs: its public API over real HTTP. */
export class N8nSimulator {
	readonly workflows: StoredWorkflow[] = [];
	readonly credentials: Array<{
		id: string;
		name: string;
		type: string;
		data: object;
		projectId?: string;
	}> = [];
	readonly tags: Array<{ id: string; name: string }> = [];
	readonly tables: StoredTable[] = [];
	/** Every write that was carried out: `POST /workflows`. */
	readonly writes: string[] = [];
	version: string | undefined = '2.40.5';
	apiKey = 'n8n-api-key-of-the-simulator';
	/** Personal project of the key's owner, an administrator: he sees those of all others, too. */
	project = PROJECT;
	scopes = [...ALL_SCOPES];
	/** False: an n8n that has no `/discover` yet. */
	discovers = true;
	/** Endpoints that this n8n lacks: `POST /api/v1/workflows/{workflowId}/publish`. */
	lacks: string[] = [];
	/** Credential types of the pack that are loaded; all of them when undefined. */
	packTypes?: string[];
	/** Data that a vendor refuses. */
	badCredentials: (data: Record<string, unknown>) => string | undefined = () => undefined;
	/** Paths at which n8n does not listen although the workflow is published. */
	deafPaths: string[] = [];
	/** After so many writes the connection breaks, each time again until it is set to undefined. */
	failAfterWrites?: number;
	/** N8N_WORKFLOW_TAGS_DISABLED. */
	tagsDisabled = false;
	/** A proxy asks for a log-in before the editor. */
	editorRedirects = false;
	/** Status of the run that 00-setup has when it is published. */
	setupStatus = 'success';

	private readonly app: FastifyInstance = fastify();
	private readonly executions: Array<{ id: string; workflowId: string; status: string }> = [];
	private lastId = 0;

	static async start(): Promise<N8nSimulator> {
		const simulator = new N8nSimulator();
		simulator.routes();
		await simulator.app.listen({ port: 0, host: '127.0.0.1' });
		return simulator;
	}

	async stop(): Promise<void> {
		this.app.server.closeAllConnections();
		await this.app.close();
	}

	get url(): string {
		return `http://127.0.0.1:${(this.app.server.address() as AddressInfo).port}`;
	}

	/** All that it holds, to be put back later: a deployment takes a second, this does not. */
	snapshot(): () => void {
		const held = [
			this.workflows,
			this.credentials,
			this.tags,
			this.tables,
			this.writes,
			this.executions,
		];
		const copies = held.map((list) => structuredClone(list as unknown[]));
		return () => {
			held.forEach((list, i) => {
				(list as unknown[]).splice(0, Infinity, ...(structuredClone(copies[i]) as unknown[]));
			});
		};
	}

	/** Takes every trouble back. */
	heal(): void {
		const { version, apiKey, scopes, discovers, lacks, packTypes, deafPaths } = new N8nSimulator();
		Object.assign(this, { version, apiKey, scopes, discovers, lacks, packTypes, deafPaths });
		this.badCredentials = () => undefined;
		this.failAfterWrites = undefined;
		this.setupStatus = 'success';
		this.editorRedirects = false;
		this.project = PROJECT;
		this.tagsDisabled = false;
	}

	/** Rows of a table by name. */
	rows(table: string): StoredTable['rows'] {
		return this.tables.find(({ name }) => name === table)?.rows ?? [];
	}

	workflow(name: string): StoredWorkflow {
		const found = this.workflows.find((workflow) => workflow.name.startsWith(name));
		if (!found) throw new Error(`No workflow ${name}.`);
		return found;
	}

	/** What an operator does in the editor: a new version, published or not. */
	edit(name: string, change: (workflow: Content) => void, publish = true): StoredWorkflow {
		const workflow = this.workflow(name);
		change(workflow);
		workflow.versionId = this.id('version');
		if (publish) workflow.activeVersionId = workflow.versionId;
		return workflow;
	}

	private id(kind: string): string {
		this.lastId += 1;
		return kind + String(this.lastId).padStart(16 - kind.length, '0');
	}

	private routes(): void {
		const { app } = this;
		app.get('/', (_request, reply) => {
			if (this.editorRedirects) return reply.redirect('https://login.example.invalid/');
			const config = { dsn: '', release: `n8n@${this.version}` };
			const content = Buffer.from(JSON.stringify(config)).toString('base64');
			const meta = this.version ? `<meta name="n8n:config:sentry" content="${content}">` : '';
			return reply.type('text/html').send(`<html><head>${meta}</head></html>`);
		});
		app.options('/*', (request, reply) => this.preflight(request, reply));
		app.addHook('preHandler', async (request, reply) => {
			if (!request.url.startsWith('/api/v1') || request.method === 'OPTIONS') return;
			if (request.headers['x-n8n-api-key'] !== this.apiKey) {
				await reply.status(401).send({ message: 'unauthorized' });
			}
		});
		// n8n has done it, and the caller does not hear of it.
		app.addHook('onSend', async (request, reply) => {
			if (request.method === 'GET' || request.method === 'OPTIONS' || reply.statusCode >= 300)
				return;
			this.writes.push(`${request.method} ${request.routeOptions.url?.slice(7)}`);
			if (this.failAfterWrites !== undefined && this.writes.length >= this.failAfterWrites) {
				request.raw.socket.destroy();
			}
		});
		this.discovery();
		this.workflowRoutes();
		this.credentialRoutes();
		this.tableRoutes();
		this.route('GET', '/tags', 'tag:list', () => page(this.tags));
		this.route('POST', '/tags', 'tag:create', ({ body: { name } }, reply) => {
			if (this.tags.some((tag) => tag.name === name)) {
				return reply.status(409).send({ message: 'Tag already exists' });
			}
			if (String(name).length > 24) return reply.status(409).send({ message: 'name is too long' });
			const tag = { id: this.id('tag'), name: String(name) };
			this.tags.push(tag);
			return reply.status(201).send(tag);
		});
		this.route('GET', '/executions', 'execution:list', ({ query }) =>
			page(
				this.executions
					.filter(({ workflowId }) => workflowId === query.workflowId)
					.reverse()
					.slice(0, Number(query.limit ?? 100)),
			),
		);
	}

	private readonly endpoints: Array<{ method: string; path: string; scope: string }> = [];

	private route(
		method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
		path: string,
		scope: string,
		handler: (request: Ask, reply: FastifyReply) => unknown,
	): void {
		const template = path.replace(/:(\w+)/g, '{$1}');
		this.endpoints.push({ method, path: `/api/v1${template}`, scope });
		this.app.route({
			method,
			url: `/api/v1${path}`,
			handler: async (request, reply) => {
				if (scope !== '' && !this.scopes.includes(scope)) {
					return await reply.status(403).send({ message: 'Forbidden' });
				}
				return await handler(request as unknown as Ask, reply);
			},
		});
	}

	private discovery(): void {
		this.app.get('/api/v1/discover', (_request, reply) => {
			if (!this.discovers) return reply.status(404).send({ message: 'not found' });
			const endpoints = this.endpoints.filter(
				({ method, path, scope }) =>
					(scope === '' || this.scopes.includes(scope)) &&
					!this.lacks.includes(`${method} ${path}`),
			);
			return { data: { scopes: this.scopes, resources: { all: { endpoints } } } };
		});
	}

	private preflight(request: FastifyRequest, reply: FastifyReply) {
		const asked = request.url.slice(1).split('?')[0];
		const methods = this.workflows
			.filter(({ activeVersionId }) => activeVersionId !== null)
			.flatMap(({ nodes }) => addressesOf(nodes))
			.filter(({ path }) => new RegExp(`^${path.replace(/:[^/]+/g, '[^/]+')}$`).test(asked))
			.flatMap(({ method }) => method.split(', '));
		if (methods.length === 0 || this.deafPaths.includes(asked)) {
			return reply
				.status(500)
				.send({ message: `The requested webhook "${asked}" is not registered.` });
		}
		return reply
			.status(204)
			.header('access-control-allow-methods', ['OPTIONS', ...methods].join(', '))
			.send();
	}

	private workflowRoutes(): void {
		const find = (id: string) => this.workflows.find((workflow) => workflow.id === id);
		const missing = (reply: FastifyReply) => reply.status(404).send({ message: 'Not Found' });
		const shown = ({ tags, projectId = PROJECT, ...workflow }: StoredWorkflow) => ({
			...structuredClone(workflow),
			active: workflow.activeVersionId !== null,
			tags: tags.map((id) => this.tags.find((tag) => tag.id === id)),
			meta: null,
			shared: [{ role: 'workflow:owner', workflowId: workflow.id, projectId }],
		});
		this.route('GET', '/workflows', 'workflow:list', () => page(this.workflows.map(shown)));
		this.route('GET', '/workflows/:id', 'workflow:read', ({ params }, reply) => {
			const stored = find(params.id);
			return stored ? shown(stored) : missing(reply);
		});
		this.route('POST', '/workflows', 'workflow:create', ({ body: given }, reply) => {
			const parsed = newBody.safeParse(given);
			if (!parsed.success) return reply.status(400).send(refusal(parsed.error));
			const { projectId = this.project, ...content } = parsed.data;
			const stored: StoredWorkflow = {
				...(content as unknown as Content),
				projectId,
				id: this.id('wf'),
				versionId: this.id('version'),
				activeVersionId: null,
				isArchived: false,
				tags: [],
			};
			stored.nodes.forEach(addWebhookId);
			this.workflows.push(stored);
			return shown(stored);
		});
		this.route(
			'PUT',
			'/workflows/:id',
			'workflow:update',
			({ params, body: given, query }, reply) => {
				const parsed = body.safeParse(given);
				if (!parsed.success) return reply.status(400).send(refusal(parsed.error));
				const stored = find(params.id);
				if (!stored) return missing(reply);
				if (stored.isArchived) {
					return reply.status(400).send({ message: 'Cannot update an archived workflow.' });
				}
				const { settings, ...content } = parsed.data as unknown as Content;
				const isNew =
					JSON.stringify([content.nodes, content.connections]) !==
					JSON.stringify([stored.nodes, stored.connections]);
				Object.assign(stored, content, { settings: { ...stored.settings, ...settings } });
				stored.nodes.forEach(addWebhookId);
				if (isNew) stored.versionId = this.id('version');
				if (stored.activeVersionId !== null && query.publishIfActive !== 'false') {
					stored.activeVersionId = stored.versionId;
				}
				return shown(stored);
			},
		);
		this.route('DELETE', '/workflows/:id', 'workflow:delete', ({ params }, reply) => {
			const stored = find(params.id);
			if (!stored) return missing(reply);
			if (stored.activeVersionId !== null) {
				const message = 'Cannot delete a published workflow. Unpublish it before deleting.';
				return reply.status(409).send({ message });
			}
			this.workflows.splice(this.workflows.indexOf(stored), 1);
			return shown(stored);
		});
		this.route(
			'POST',
			'/workflows/:workflowId/publish',
			'workflow:activate',
			({ params }, reply) => {
				const stored = find(params.workflowId);
				if (!stored) return missing(reply);
				const unpublished = stored.nodes.flatMap(({ type, parameters, name }) => {
					const { value } = (parameters.workflowId ?? {}) as { value?: string };
					const isCall = type === 'n8n-nodes-base.executeWorkflow' && value && value !== stored.id;
					return isCall && !find(value)?.activeVersionId ? [name] : [];
				});
				if (unpublished.length > 0) {
					const message = `Cannot publish workflow: Node "${unpublished[0]}" references a workflow which is not published`;
					return reply.status(422).send({ message });
				}
				stored.activeVersionId = stored.versionId;
				if (stored.name.startsWith('00 · Create')) {
					const id = String(this.executions.length + 1);
					this.executions.push({ id, workflowId: stored.id, status: this.setupStatus });
				}
				return shown(stored);
			},
		);
		this.route('POST', '/workflows/:id/unpublish', 'workflow:deactivate', ({ params }, reply) => {
			const stored = find(params.id);
			if (!stored) return missing(reply);
			stored.activeVersionId = null;
			return shown(stored);
		});
		this.route('POST', '/workflows/:id/archive', 'workflow:delete', ({ params }, reply) => {
			const stored = find(params.id);
			if (!stored) return missing(reply);
			Object.assign(stored, { isArchived: true, activeVersionId: null });
			return shown(stored);
		});
		this.route(
			'PUT',
			'/workflows/:id/tags',
			'workflowTags:update',
			({ params, body: tags }, reply) => {
				const stored = find(params.id);
				if (!stored) return missing(reply);
				if (this.tagsDisabled) return reply.status(400).send({ message: 'Workflow Tags Disabled' });
				stored.tags = (tags as unknown as Array<{ id: string }>).map(({ id }) => id);
				return stored.tags;
			},
		);
	}

	private credentialRoutes(): void {
		const find = (id: string) => this.credentials.find((credential) => credential.id === id);
		const shown = ({ id, name, type }: { id: string; name: string; type: string }) => ({
			...{ id, name, type },
		});
		const knows = (type: string) =>
			CREDENTIALS.some((spec) => spec.type === type) &&
			(!type.startsWith('crmBridge') || !this.packTypes || this.packTypes.includes(type));
		this.route('GET', '/credentials/schema/:type', '', ({ params }, reply) =>
			knows(params.type)
				? { type: 'object', properties: {} }
				: reply.status(404).send({ message: 'Not Found' }),
		);
		this.route('GET', '/credentials', 'credential:list', () => page(this.credentials.map(shown)));
		this.route('POST', '/credentials', 'credential:create', ({ body: given }, reply) => {
			const { name, type, data, projectId } = given as (typeof this.credentials)[number];
			if (!knows(type)) {
				return reply.status(400).send({ message: 'req.body.type is not a known type' });
			}
			const home = projectId ?? this.project;
			const stored = { id: this.id('cred'), name, type, data, projectId: home };
			this.credentials.push(stored);
			return shown(stored);
		});
		this.route(
			'PATCH',
			'/credentials/:id',
			'credential:update',
			({ params, body: given }, reply) => {
				const stored = find(params.id);
				if (!stored) return reply.status(404).send({ message: 'Credential not found' });
				stored.data = { ...(given.isPartialData ? stored.data : {}), ...(given.data as object) };
				return shown(stored);
			},
		);
		this.route('DELETE', '/credentials/:id', 'credential:delete', ({ params }, reply) => {
			const stored = find(params.id);
			if (!stored) return reply.status(404).send({ message: 'Not Found' });
			this.credentials.splice(this.credentials.indexOf(stored), 1);
			return shown(stored);
		});
		this.route('POST', '/credentials/:id/test', 'credential:read', ({ params }, reply) => {
			const stored = find(params.id);
			if (!stored) return reply.status(404).send({ message: 'Credential not found' });
			if (stored.type === 'httpBasicAuth') {
				const message = 'No testing function found for this credential.';
				return { status: 'Error', message };
			}
			const message = this.badCredentials(stored.data as Record<string, unknown>);
			return message
				? { status: 'Error', message }
				: { status: 'OK', message: 'Connection successful!' };
		});
	}

	private tableRoutes(): void {
		const find = (id: string) => this.tables.find((table) => table.id === id);
		const missing = (reply: FastifyReply) => reply.status(404).send({ message: 'not found' });
		const shown = ({ id, name, columns, projectId = PROJECT }: StoredTable) => ({
			...{ id, name, columns, projectId, sizeBytes: 4096 },
		});
		this.route('GET', '/data-tables', 'dataTable:list', () => page(this.tables.map(shown)));
		this.route('POST', '/data-tables', 'dataTable:create', ({ body: given }, reply) => {
			const { name, columns, projectId = this.project } = given as unknown as StoredTable;
			const isThere = (table: StoredTable) =>
				table.name === name && (table.projectId ?? PROJECT) === projectId;
			if (this.tables.some(isThere)) {
				const message = `Data table with name '${name}' already exists in this project`;
				return reply.status(409).send({ message });
			}
			const table = { id: this.id('table'), name, columns, projectId, rows: [] };
			this.tables.push(table);
			return reply.status(201).send(shown(table));
		});
		this.route('DELETE', '/data-tables/:dataTableId', 'dataTable:delete', ({ params }, reply) => {
			const table = find(params.dataTableId);
			if (!table) return missing(reply);
			this.tables.splice(this.tables.indexOf(table), 1);
			return reply.status(204).send();
		});
		const columns = '/data-tables/:dataTableId/columns';
		this.route('POST', columns, 'dataTableColumn:create', ({ params, body: given }, reply) => {
			const table = find(params.dataTableId);
			if (!table) return missing(reply);
			const column = given as unknown as StoredTable['columns'][number];
			if (table.columns.some(({ name }) => name === column.name)) {
				return reply.status(409).send({ message: `Column '${column.name}' already exists` });
			}
			table.columns.push(column);
			return reply.status(201).send(column);
		});
		const rows = '/data-tables/:dataTableId/rows';
		this.route('GET', rows, 'dataTableRow:read', ({ params, query }, reply) => {
			const table = find(params.dataTableId);
			if (!table) return missing(reply);
			const found = table.rows.filter(matches(JSON.parse(query.filter ?? '{}') as Filter));
			const offset = Number(query.cursor ?? 0);
			const limit = Number(query.limit ?? 100);
			const next = offset + limit < found.length ? String(offset + limit) : null;
			return { data: found.slice(offset, offset + limit), nextCursor: next };
		});
		this.route(
			'POST',
			`${rows}/upsert`,
			'dataTableRow:upsert',
			({ params, body: given }, reply) => {
				const table = find(params.dataTableId);
				if (!table) return missing(reply);
				const { filter, data } = given as unknown as { filter: Filter; data: object };
				const unknown = Object.keys(data).find(
					(name) => !table.columns.some((one) => one.name === name),
				);
				if (unknown) return reply.status(400).send({ message: `unknown column name '${unknown}'` });
				const found = table.rows.filter(matches(filter));
				const at = new Date().toISOString();
				for (const row of found) Object.assign(row, data, { updatedAt: at });
				if (found.length === 0) {
					this.lastId += 1;
					table.rows.push({ id: this.lastId, createdAt: at, updatedAt: at, ...data });
				}
				return true;
			},
		);
		this.route('DELETE', `${rows}/delete`, 'dataTableRow:delete', ({ params, query }, reply) => {
			const table = find(params.dataTableId);
			if (!table) return missing(reply);
			const gone = matches(JSON.parse(query.filter ?? '{}') as Filter);
			table.rows = table.rows.filter((row) => !gone(row));
			return true;
		});
	}
}

interface Ask {
	params: Record<string, string>;
	query: Record<string, string | undefined>;
	body: Record<string, unknown>;
}

interface Filter {
	filters?: Array<{ columnName: string; value: unknown }>;
}

function matches({ filters = [] }: Filter) {
	return (row: Record<string, unknown>) =>
		filters.every(({ columnName, value }) => row[columnName] === value);
}

function page<Item>(data: Item[]) {
	return { data, nextCursor: null };
}

function refusal(error: z.ZodError) {
	const [{ path, message }] = error.errors;
	return { message: `request/body/${path.join('/')} ${message}` };
}

/** n8n gives every node that could get calls an id for them. */
function addWebhookId(node: WorkflowNode): void {
	if (/^n8n-nodes-base\.(telegram|wait|form)/.test(node.type)) node.webhookId ??= `hook-${node.id}`;
}
