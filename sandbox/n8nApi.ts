import { Agent } from 'node:http';

import axios, { type AxiosInstance } from 'axios';

import type { WorkflowNode } from '../deploy/shipped/workflow';
import { DataTables } from './dataTables';

export type { WorkflowNode } from '../deploy/shipped/workflow';

/** The sandbox's only user. Not a secret: n8n listens on this machine only. */
export const OWNER = { email: 'owner@sandbox.example', password: 'Sandbox-2026' };
const API_KEY_LABEL = 'sandbox';

/** A workflow without its nodes, as lists hold it. */
export interface WorkflowSummary {
	id: string;
	name: string;
	versionId: string;
	/** Version that is published; null when none is. */
	activeVersionId: string | null;
}

export interface Workflow extends WorkflowSummary {
	nodes: WorkflowNode[];
}

export interface Execution {
	id: string;
	workflowId: string;
	status: string;
	startedAt: string;
	stoppedAt: string | null;
	/** Run data; only with `includeData`. */
	data?: unknown;
}

/** n8n as its owner sees it: the editor's own API, and the public one with an API key. */
export class N8nApi {
	readonly tables: DataTables;
	private readonly http: AxiosInstance;

	private constructor(
		readonly url: string,
		headers: Record<string, string>,
	) {
		this.http = axios.create({
			baseURL: url,
			headers,
			proxy: false,
			validateStatus: () => true,
			// A kept connection may be closed by a busy n8n in the moment in which it is used again.
			httpAgent: new Agent({ keepAlive: false }),
		});
		this.tables = new DataTables(this);
	}

	/** Logs in, after creating the owner when n8n is new. */
	static async login(url: string): Promise<N8nApi> {
		const http = axios.create({ baseURL: `${url}/rest`, proxy: false, validateStatus: () => true });
		const settings = await http.get('/settings');
		const isNew = settings.data?.data?.userManagement?.showSetupOnFirstLoad === true;
		const { status, headers } = isNew
			? await http.post('/owner/setup', { ...OWNER, firstName: 'Sandbox', lastName: 'Owner' })
			: await http.post('/login', { emailOrLdapLoginId: OWNER.email, password: OWNER.password });
		const cookie = headers['set-cookie']?.map((line) => line.split(';')[0]).join('; ');
		if (status !== 200 || !cookie) {
			throw new Error(
				`n8n refused the log-in of ${OWNER.email} (${status}). ` +
					'If its password was changed, set it back or start with --fresh.',
			);
		}
		return new N8nApi(url, { cookie });
	}

	/**
	 * Calls the editor's API.
	 *
	 * @param path below `/rest`
	 * @returns the `data` of the answer
	 * @throws {N8nApiError} when n8n answers anything but 2xx
	 */
	async rest<T>(method: string, path: string, data?: unknown, params?: object): Promise<T> {
		const answer = await this.request<{ data: T }>(method, `/rest${path}`, data, params);
		return answer.data;
	}

	/** Any path of n8n. @throws {N8nApiError} when n8n answers anything but 2xx */
	async request<T>(method: string, url: string, data?: unknown, params?: object): Promise<T> {
		const answer = await this.http.request({ method, url, data, params });
		if (answer.status >= 200 && answer.status < 300) return answer.data as T;
		throw new N8nApiError(method, url, answer.status, String(answer.data?.message ?? ''));
	}

	/** All workflows, at most 250. */
	async workflows(): Promise<WorkflowSummary[]> {
		const { data } = await this.request<{ data: WorkflowSummary[] }>(
			'GET',
			'/rest/workflows',
			undefined,
			{ take: 250 },
		);
		return data;
	}

	async workflow(id: string): Promise<Workflow> {
		return await this.rest('GET', `/workflows/${id}`);
	}

	/** One execution with its run data. */
	async execution(id: string): Promise<Execution> {
		return await this.request('GET', `/api/v1/executions/${id}`, undefined, { includeData: true });
	}

	/** The newest executions first, at most `limit` (100). */
	async executions(
		options: { workflowId?: string; status?: string; includeData?: boolean; limit?: number } = {},
	): Promise<Execution[]> {
		const { data } = await this.request<{ data: Execution[] }>(
			'GET',
			'/api/v1/executions',
			undefined,
			options,
		);
		return data;
	}

	/** Uses the key when n8n still knows it, makes a new one otherwise. @returns the key */
	async useApiKey(known: string | undefined): Promise<string> {
		if (known && (await this.isApiKey(known))) return this.setApiKey(known);
		const { items } = await this.rest<{ items: Array<{ id: string; label: string }> }>(
			'GET',
			'/api-keys',
		);
		for (const { id, label } of items) {
			if (label === API_KEY_LABEL) await this.rest('DELETE', `/api-keys/${id}`);
		}
		const { rawApiKey } = await this.rest<{ rawApiKey: string }>('POST', '/api-keys', {
			label: API_KEY_LABEL,
			scopes: await this.rest<string[]>('GET', '/api-keys/scopes'),
			expiresAt: null,
		});
		return this.setApiKey(rawApiKey);
	}

	private async isApiKey(key: string): Promise<boolean> {
		const { status } = await this.http.get('/api/v1/workflows?limit=1', {
			headers: { 'X-N8N-API-KEY': key },
		});
		return status === 200;
	}

	private setApiKey(key: string): string {
		this.http.defaults.headers.common['X-N8N-API-KEY'] = key;
		return key;
	}
}

export class N8nApiError extends Error {
	constructor(
		method: string,
		url: string,
		readonly status: number,
		message: string,
	) {
		super(`n8n answered ${status} to ${method} ${url}: ${message}`);
	}
}
