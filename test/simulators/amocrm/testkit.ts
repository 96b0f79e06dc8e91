import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { startVendors, type VendorsServer } from '../shared/server';
import { AmocrmSimulator, SANDBOX_KEY } from './amocrm';
import type { Json, Link, Write } from './model';

export interface Answer<T = Json> {
	status: number;
	headers: Headers;
	text: string;
	body: T;
}
/** Any JSON document, so that tests can walk it; a wrong path shows as a failing expectation. */
export interface Doc {
	[key: string]: Doc;
}
export interface State {
	contacts: Array<Json & { id: number; name: string }>;
	leads: Array<Json & { id: number; name: string; price: number; status_id: number }>;
	companies: Json[];
	notes: Array<Json & { params: Json }>;
	tasks: Json[];
	links: Link[];
	webhooks: Array<Json & { destination: string; disabled: boolean }>;
	deliveries: Array<{ url: string; body: string; attempts: Array<{ status: number }> }>;
	writes: Write[];
}
export interface Hit {
	type: string;
	form: URLSearchParams;
}

/** amoCRM over real HTTP and a receiver of its webhooks, for the simulator's own tests. */
export class Kit {
	/** What the receiver got; it answers `answers` in turn, then 200. */
	readonly hits: Hit[] = [];
	answers: number[] = [];
	hookUrl = '';
	url = '';
	private server?: VendorsServer;
	private receiver?: Server;

	async start(): Promise<void> {
		this.server = await startVendors([new AmocrmSimulator()], 0);
		this.url = `${this.server.url}/amocrm`;
		this.receiver = createServer((request, response) => {
			let text = '';
			request.on('data', (part: Buffer) => (text += part.toString('utf8')));
			request.on('end', () => {
				const type = request.headers['content-type'] ?? '';
				this.hits.push({ type, form: new URLSearchParams(text) });
				response.writeHead(this.answers.shift() ?? 200).end();
			});
		});
		await new Promise<void>((done) => this.receiver?.listen(0, '127.0.0.1', done));
		const { port } = this.receiver.address() as AddressInfo;
		this.hookUrl = `http://127.0.0.1:${port}/hook`;
	}

	/** A fresh account without rate limit and without search lag, for tests of other things. */
	async fresh(switches: Json = {}): Promise<void> {
		await this.control('reset');
		this.hits.length = 0;
		this.answers = [];
		await this.switch({ ratePerSecond: 0, searchLagMs: 0, ...switches });
	}

	async close(): Promise<void> {
		await this.server?.close();
		this.receiver?.closeAllConnections();
		await new Promise((done) => this.receiver?.close(done));
	}

	get = <T = Doc>(path: string, headers?: Record<string, string>) =>
		this.request<T>('GET', `/api/v4${path}`, undefined, headers);
	post = <T = Doc>(path: string, body: unknown) => this.request<T>('POST', `/api/v4${path}`, body);
	patch = <T = Doc>(path: string, body: unknown) =>
		this.request<T>('PATCH', `/api/v4${path}`, body);
	delete = (path: string, body?: unknown) => this.request<Doc>('DELETE', `/api/v4${path}`, body);

	/** The ids of the entities that a list request finds. */
	async ids(path: string): Promise<number[]> {
		const { status, body } = await this.get<{
			_embedded: Record<string, Array<{ id: number }>>;
		}>(path);
		if (status === 204) return [];
		if (status !== 200) throw new Error(`${status}`);
		return Object.values(body._embedded)[0].map(({ id }) => id);
	}

	/** The id of one new entity of `POST /leads`, `/contacts` … */
	async created(path: string, body: Json): Promise<number> {
		const answer = await this.post<{ _embedded: Record<string, Array<{ id: number }>> }>(path, [
			body,
		]);
		if (answer.status !== 200) throw new Error(answer.text);
		return Object.values(answer.body._embedded)[0][0].id;
	}

	async emit<T = Doc>(body: Json): Promise<T> {
		const answer = await this.control<T>('emit', body);
		if (answer.status !== 200) throw new Error(answer.text);
		return answer.body;
	}

	switch = (switches: Json) => this.control('faults', switches);
	state = async () => (await this.request<State>('GET', '/__sim/state')).body;
	control = <T = Doc>(name: string, body: unknown = {}) =>
		this.request<T>('POST', `/__sim/${name}`, body);

	/** Subscribes the receiver to these events. */
	subscribe = (settings: string[]) =>
		this.post('/webhooks', { destination: this.hookUrl, settings });

	/** Waits until the receiver got so many calls. */
	async received(count: number): Promise<Hit[]> {
		await until(() => this.hits.length >= count);
		return this.hits;
	}

	async request<T>(
		method: string,
		path: string,
		body?: unknown,
		headers: Record<string, string> = {},
	): Promise<Answer<T>> {
		const response = await fetch(`${this.url}${path}`, {
			method,
			redirect: 'manual',
			headers: {
				authorization: `Bearer ${SANDBOX_KEY}`,
				...(body === undefined ? {} : { 'content-type': 'application/json' }),
				...headers,
			},
			body: body === undefined ? undefined : JSON.stringify(body),
			signal: AbortSignal.timeout(5000),
		});
		const text = await response.text();
		const json = response.headers.get('content-type')?.includes('json');
		return {
			status: response.status,
			headers: response.headers,
			text,
			body: (json && text !== '' ? JSON.parse(text) : undefined) as T,
		};
	}
}

/** Waits for a condition for up to two seconds. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
	const end = Date.now() + 2000;
	while (!(await condition())) {
		if (Date.now() > end) throw new Error('it did not come about');
		await new Promise((resolve) => setTimeout(resolve, 5));
	}
}

/** Codes and paths of a validation-errors body, by request id. */
export function violations(body: unknown): Record<string, string[]> {
	const all = (body as { 'validation-errors': Array<{ request_id: string; errors: Json[] }> })[
		'validation-errors'
	];
	return Object.fromEntries(
		all.map(({ request_id, errors }) => [
			request_id,
			errors.map(({ code, path }) => `${String(code)} ${String(path)}`),
		]),
	);
}
