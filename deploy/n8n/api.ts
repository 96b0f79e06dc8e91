import { setTimeout as delay } from 'node:timers/promises';

import type { Column, Table } from '../shipped/tables';
import type { Content, WorkflowNode } from '../shipped/workflow';
import type { PresentWorkflow } from '../plan/decide';
import { filterOf } from './rowFilter';
import { Trouble } from './trouble';

const TIMEOUT_MS = 60_000;
/** n8n's largest page. */
const PAGE = 250;
/** Pauses before a read is tried again. */
const RETRY_MS = [500, 2_000];
/** Before a credential is tested again whose vendor has got too many calls. */
const BUSY_MS = [1_000, 2_000, 4_000];

export type Cell = string | number | boolean | null;
export type Row = Record<string, Cell>;
export type StoredRow = Row & { id: number; createdAt: string };

export interface PresentTable extends Table {
	id: string;
	projectId?: string;
	sizeBytes?: number;
}

export interface PresentCredential {
	id: string;
	name: string;
	type: string;
}

/** A workflow of the list, with the projects that have it. */
export interface ListedWorkflow extends PresentWorkflow {
	shared?: Array<{ role: string; projectId: string }>;
}

export interface Execution {
	id: string;
	workflowId: string;
	status: string;
	startedAt: string;
}

export interface Capabilities {
	/** What the key may do: `workflow:create` … */
	scopes: string[];
	/** What this n8n offers to this key: `POST /api/v1/workflows`. */
	endpoints: string[];
}

/** Fields of a node that n8n may give and does not take. */
const READ_ONLY = ['createdAt', 'updatedAt'];

/**
 * n8n's public API (`/api/v1`), as n8n 2.40 has it.
 *
 * Every call throws a `Trouble` that says what to do. Reads are repeated when the network or a proxy fails; writes
 * are not, because the next run finds out what they did.
 */
export class N8n {
	/** By how much n8n's clock is ahead of this machine's. */
	private aheadMs = 0;

	/**
	 * Where everything is created and tables are looked for. While it is undefined n8n creates in the personal project
	 * of the key's owner, and lists the tables of all projects that the key may see.
	 */
	projectId?: string;

	/** @param webhookUrl where n8n takes webhooks and forms, when that is another address than the editor's */
	constructor(
		readonly url: string,
		private readonly key: string,
		readonly webhookUrl = url,
	) {}

	/** Milliseconds since 1970 by n8n's clock, as its last answer told it. */
	now(): number {
		return Date.now() + this.aheadMs;
	}

	/** What the key may do; undefined when this n8n is too old to say. @throws {Trouble} wrongKey, apiOff … */
	async capabilities(): Promise<Capabilities | undefined> {
		const answer = await this.ask('GET', '/discover');
		if (answer.status === 404) return undefined;
		const { data } = this.read<{
			data: {
				scopes: string[];
				resources: Record<string, { endpoints: Array<{ method: string; path: string }> }>;
			};
		}>(answer, 'GET /discover');
		const endpoints = Object.values(data.resources).flatMap((resource) =>
			resource.endpoints.map(({ method, path }) => `${method} ${path}`),
		);
		return { scopes: data.scopes, endpoints };
	}

	/**
	 * n8n's version, which the public API does not tell: its editor's page does, for crash reports. Undefined when
	 * that page looks different.
	 */
	async version(): Promise<string | undefined> {
		const page = await this.editorPage();
		const config = /<meta name="n8n:config:sentry" content="([^"]+)"/.exec(page)?.[1];
		if (!config) return undefined;
		const text = Buffer.from(config, 'base64').toString('utf8');
		return /"release":"n8n@([^"]+)"/.exec(text)?.[1];
	}

	/** Empty where a proxy asks for a log-in before the editor: that need not hold for the API. */
	private async editorPage(): Promise<string> {
		try {
			const response = await this.fetch(`${this.url}/`, { method: 'GET' });
			return response.ok ? await response.text() : '';
		} catch (error) {
			if (error instanceof Trouble && error.kind === 'redirected') return '';
			throw error;
		}
	}

	/** Whether this n8n has loaded a credential type: the public API's only sign of a loaded pack. */
	async knowsCredentialType(type: string): Promise<boolean> {
		const answer = await this.ask('GET', `/credentials/schema/${encodeURIComponent(type)}`);
		if (answer.status === 404) return false;
		this.read(answer, 'GET /credentials/schema');
		return true;
	}

	async workflows(): Promise<ListedWorkflow[]> {
		return await this.all('/workflows', { excludePinnedData: 'true' });
	}

	/** Undefined when it is gone. */
	async workflow(id: string): Promise<PresentWorkflow | undefined> {
		const answer = await this.ask('GET', `/workflows/${id}?excludePinnedData=true`);
		return answer.status === 404 ? undefined : this.read(answer, 'GET /workflows');
	}

	async createWorkflow(content: Content): Promise<PresentWorkflow> {
		const { projectId } = this;
		return await this.call('POST', '/workflows', { ...bodyOf(content), projectId });
	}

	/** Stores a new version without publishing it. */
	async updateWorkflow(id: string, content: Content): Promise<PresentWorkflow> {
		return await this.call('PUT', `/workflows/${id}?publishIfActive=false`, bodyOf(content));
	}

	/** @throws {Trouble} unpublished, with n8n's reason */
	async publish({ id, name }: { id: string; name: string }, versionId?: string): Promise<void> {
		const answer = await this.ask(
			'POST',
			`/workflows/${id}/publish`,
			versionId ? { versionId } : {},
		);
		if (answer.status === 400 || answer.status === 409 || answer.status === 422) {
			throw new Trouble('unpublished', { name, message: messageOf(answer) });
		}
		this.read(answer, 'POST /workflows/publish');
	}

	async unpublish(id: string): Promise<void> {
		await this.call('POST', `/workflows/${id}/unpublish`);
	}

	/** Takes it out of sight; n8n can bring it back. */
	async archive(id: string): Promise<void> {
		await this.call('POST', `/workflows/${id}/archive`);
	}

	/** Deletes an unpublished workflow: n8n refuses while it still takes its triggers down. */
	async deleteWorkflow(id: string): Promise<void> {
		for (let tries = 0; ; tries += 1) {
			const answer = await this.ask('DELETE', `/workflows/${id}`);
			if (answer.status === 404) return;
			if (answer.status !== 409 || tries >= 40) {
				this.read(answer, 'DELETE /workflows');
				return;
			}
			await delay(250);
		}
	}

	async tags(): Promise<Array<{ id: string; name: string }>> {
		return await this.all('/tags');
	}

	async createTag(name: string): Promise<string> {
		return (await this.call<{ id: string }>('POST', '/tags', { name })).id;
	}

	async setTags(workflowId: string, tagIds: string[]): Promise<void> {
		const body = tagIds.map((id) => ({ id }));
		await this.call('PUT', `/workflows/${workflowId}/tags`, body);
	}

	async credentials(): Promise<PresentCredential[]> {
		return await this.all('/credentials');
	}

	async createCredential(credential: {
		name: string;
		type: string;
		data: Record<string, unknown>;
	}): Promise<PresentCredential> {
		const { projectId } = this;
		return await this.call('POST', '/credentials', { ...credential, projectId });
	}

	/** Overwrites these fields of a credential and leaves the others. */
	async updateCredential(id: string, data: Record<string, unknown>): Promise<void> {
		await this.call('PATCH', `/credentials/${id}`, { data, isPartialData: true });
	}

	async deleteCredential(id: string): Promise<void> {
		const answer = await this.ask('DELETE', `/credentials/${id}`);
		if (answer.status !== 404) this.read(answer, 'DELETE /credentials');
	}

	/**
	 * n8n's own test of a stored credential. `untested`: its type has none, or the vendor is too busy to tell, for the
	 * flows call it, too. `unreachable`: the vendor could not answer, which says nothing against the credential.
	 */
	async testCredential(
		id: string,
	): Promise<{ status: 'ok' | 'bad' | 'untested' | 'unreachable'; message: string }> {
		const ask = async () =>
			await this.call<{ status: string; message: string }>('POST', `/credentials/${id}/test`);
		let answer = await ask();
		for (const pauseMs of BUSY_MS) {
			if (!isBusy(answer)) break;
			await delay(pauseMs);
			answer = await ask();
		}
		const { status, message } = answer;
		if (status === 'OK') return { status: 'ok', message };
		if (isOutage(answer)) return { status: 'unreachable', message };
		const isUntested = /^No testing function/.test(message) || isBusy(answer);
		return { status: isUntested ? 'untested' : 'bad', message };
	}

	async tables(): Promise<PresentTable[]> {
		const tables = await this.all<PresentTable>('/data-tables');
		return tables.filter(({ projectId }) => !this.projectId || projectId === this.projectId);
	}

	async createTable(table: Table): Promise<PresentTable> {
		const { projectId } = this;
		return await this.call('POST', '/data-tables', { ...table, projectId });
	}

	async addColumn(tableId: string, column: Column): Promise<void> {
		await this.call('POST', `/data-tables/${tableId}/columns`, column);
	}

	async deleteTable(id: string): Promise<void> {
		const answer = await this.ask('DELETE', `/data-tables/${id}`);
		if (answer.status !== 404) this.read(answer, 'DELETE /data-tables');
	}

	/** All rows whose columns equal `where`, the oldest first. */
	async rows(tableId: string, where: Row = {}): Promise<StoredRow[]> {
		return await this.all(`/data-tables/${tableId}/rows`, rowsQuery(where));
	}

	/** The oldest of these rows: what waits longest, without reading a table whole. */
	async oldestRow(tableId: string, where: Row): Promise<StoredRow | undefined> {
		const query = new URLSearchParams({ ...rowsQuery(where), limit: '1' });
		const path = `/data-tables/${tableId}/rows?${query}`;
		return (await this.call<{ data: StoredRow[] }>('GET', path)).data[0];
	}

	/** Changes the rows whose columns equal `where`, or adds one. */
	async upsert(tableId: string, where: Row, data: Row): Promise<void> {
		const body = { filter: filterOf(where), data: { ...where, ...data } };
		await this.call('POST', `/data-tables/${tableId}/rows/upsert`, body);
	}

	async deleteRows(tableId: string, where: Row): Promise<void> {
		const filter = encodeURIComponent(JSON.stringify(filterOf(where)));
		await this.call('DELETE', `/data-tables/${tableId}/rows/delete?filter=${filter}`);
	}

	/** The newest first. */
	async executions(workflowId: string, limit: number): Promise<Execution[]> {
		const query = new URLSearchParams({ workflowId, limit: String(limit) });
		const { data } = await this.call<{ data: Execution[] }>('GET', `/executions?${query}`);
		return data;
	}

	/**
	 * Whether n8n listens at an address, without starting a run: it answers a browser's preliminary question from
	 * the list of its webhooks.
	 *
	 * @returns true, too, where this machine cannot ask: vendors may reach what it does not
	 */
	async listensAt(address: { path: string; method: string }): Promise<boolean> {
		const method = address.method.split(', ')[0];
		// A path with parameters is asked for with some values.
		const path = address.path.replace(/:[^/]+/g, 'x');
		let response: Response;
		try {
			response = await this.fetch(`${this.webhookUrl}/${path}`, {
				method: 'OPTIONS',
				headers: { origin: this.url, 'access-control-request-method': method },
			});
		} catch (error) {
			if (error instanceof Trouble && this.webhookUrl !== this.url) return true;
			throw error;
		}
		const methods = response.headers.get('access-control-allow-methods') ?? '';
		return response.ok && methods.includes(method);
	}

	private async all<Item>(path: string, query: Record<string, string> = {}): Promise<Item[]> {
		const items: Item[] = [];
		let cursor: string | null = null;
		do {
			const params: URLSearchParams = new URLSearchParams(
				cursor ? { ...query, cursor } : { ...query, limit: String(PAGE) },
			);
			const page: { data: Item[]; nextCursor: string | null } = await this.call(
				'GET',
				`${path}?${params}`,
			);
			items.push(...page.data);
			cursor = page.nextCursor;
		} while (cursor);
		return items;
	}

	private async call<Body>(method: string, path: string, body?: unknown): Promise<Body> {
		return this.read<Body>(await this.ask(method, path, body), `${method} ${path.split('?')[0]}`);
	}

	private async ask(method: string, path: string, body?: unknown): Promise<Answer> {
		const send = async (): Promise<Answer> => {
			const response = await this.fetch(`${this.url}/api/v1${path}`, {
				method,
				headers: {
					'x-n8n-api-key': this.key,
					accept: 'application/json',
					...(body === undefined ? {} : { 'content-type': 'application/json' }),
				},
				body: body === undefined ? undefined : JSON.stringify(body),
			});
			return { status: response.status, body: parsed(await response.text()) };
		};
		if (method !== 'GET') return await send();
		for (const pause of RETRY_MS) {
			try {
				const answer = await send();
				if (![429, 502, 503, 504].includes(answer.status)) return answer;
			} catch (error) {
				if (!(error instanceof Trouble) || error.kind !== 'unreachable') throw error;
			}
			await delay(pause);
		}
		return await send();
	}

	/** @throws {Trouble} unless n8n has answered 2xx with JSON */
	private read<Body>(answer: Answer, what: string): Body {
		const { status, body } = answer;
		if (status === 401) throw new Trouble('wrongKey', { url: this.url });
		if (status < 200 || status >= 300) {
			if (body === undefined && status === 404) throw new Trouble('apiOff', { url: this.url });
			throw new Trouble('refused', { what, status, message: messageOf(answer) });
		}
		if (body === undefined && status !== 204) throw new Trouble('notN8n', { url: this.url });
		return body as Body;
	}

	/** No redirect is followed: the key goes to the address that was given and to no other. */
	private async fetch(url: string, options: RequestInit): Promise<Response> {
		let response: Response;
		try {
			response = await fetch(url, {
				...options,
				redirect: 'manual',
				signal: AbortSignal.timeout(TIMEOUT_MS),
			});
		} catch (error) {
			throw new Trouble('unreachable', { url: this.url, reason: reasonOf(error) });
		}
		const date = Date.parse(response.headers.get('date') ?? '');
		if (!Number.isNaN(date)) this.aheadMs = date - Date.now();
		if (response.status >= 300 && response.status < 400) {
			const to = new URL(response.headers.get('location') ?? '', url).origin;
			throw new Trouble('redirected', { url: this.url, to });
		}
		return response;
	}
}

interface Answer {
	status: number;
	/** undefined when it is no JSON. */
	body: unknown;
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return undefined;
	}
}

function messageOf({ body }: Answer): string {
	return String((body as { message?: unknown } | undefined)?.message ?? '');
}

function reasonOf(error: unknown): string {
	const { cause, name, message } = error as Error & { cause?: { code?: string; message?: string } };
	if (name === 'TimeoutError') return `no answer within ${TIMEOUT_MS / 1000} s`;
	return cause?.code ?? cause?.message ?? message;
}

function bodyOf({ name, nodes, connections, settings }: Content) {
	return { name, nodes: nodes.map(writable), connections, settings };
}

function writable(node: WorkflowNode): Record<string, unknown> {
	const entries = Object.entries(node).filter(
		([key, value]) => !READ_ONLY.includes(key) && value !== undefined && value !== null,
	);
	return Object.fromEntries(entries);
}

function rowsQuery(where: Row): Record<string, string> {
	return { filter: JSON.stringify(filterOf(where)), sortBy: 'id:asc' };
}

/** Scheme, host and a path of n8n's own (N8N_PATH), whatever page of the editor was copied. @throws {Trouble} badAnswer */
export function n8nAddress(text: string): string {
	const typed = text.trim();
	const full = /^https?:\/\//i.test(typed) ? typed : `https://${typed}`;
	let url: URL;
	try {
		url = new URL(full);
	} catch {
		throw new Trouble('badAnswer', { what: 'n8n.url', message: typed });
	}
	const path = url.pathname.replace(
		/\/(home|workflow|workflows|api|rest|settings|signin|setup|projects|executions)(\/.*)?$/,
		'',
	);
	return `${url.origin}${path.replace(/\/+$/, '')}`;
}

/** n8n gives the vendor's 429 in words only. */
function isBusy({ message }: { message: string }): boolean {
	return /too many requests|\b429\b/i.test(message);
}

/**
 * The network failed, or the vendor answered 5xx. n8n gives the code of the error, the name of the status, or its own
 * words for them. A host that does not exist (ENOTFOUND) is none: its address was typed wrong.
 */
function isOutage({ message }: { message: string }): boolean {
	return OUTAGES.some((words) => words.test(message));
}

const OUTAGES = [
	/\b(ECONNREFUSED|ECONNRESET|ECONNABORTED|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EAI_AGAIN|EPIPE)\b/,
	/perhaps (it|the server) is offline|connection timed out|socket hang up|timeout of \d+ ?ms exceeded/i,
	/status code:? 5\d\d|internal server error|bad gateway|service unavailable|gateway time-?out|gateway timed out/i,
	/service (was not able|failed) to process your request/i,
];
