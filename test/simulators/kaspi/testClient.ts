import { startVendors, type VendorsServer } from '../shared/server';
import { KaspiSimulator } from './kaspi';
import type { EntryAttributes, Json, OrderAttributes, SentCode, Write } from './model';

export interface Resource<A = Json> {
	type: string;
	id: string;
	attributes: A;
	relationships: Record<string, { data?: unknown; links: Record<string, string> }>;
	links: { self: string };
}

export interface Answer<T> {
	status: number;
	headers: Headers;
	body: T;
}

export interface ListBody<A = OrderAttributes> {
	data: Array<Resource<A>>;
	included: Resource[];
	meta: { pageCount: number; totalCount: number };
}

export interface OneBody<A = Json> {
	data: Resource<A>;
	included: Resource[];
}

export interface SimState {
	orders: Array<Resource<OrderAttributes> & { entries: Array<Resource<EntryAttributes>> }>;
	writes: Write[];
	sentCodes: SentCode[];
	requests: unknown[];
}

const HEADERS = {
	'x-auth-token': 'sandbox-kaspi',
	'content-type': 'application/vnd.api+json',
	accept: 'application/vnd.api+json',
	'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) test',
};

/** A well-behaved client of a simulator of its own, for the simulator's tests. */
export class TestClient {
	private constructor(readonly server: VendorsServer) {}

	static async start(options: { token?: string } = {}): Promise<TestClient> {
		return new TestClient(await startVendors([new KaspiSimulator(options)], 0));
	}

	get shop(): string {
		return `${this.server.url}/kaspi/shop/api`;
	}

	/** @param path after `/shop/api/v2` */
	async get<T = ListBody>(path: string, headers: Record<string, string> = {}): Promise<Answer<T>> {
		return await this.call('GET', `${this.shop}/v2${path}`, undefined, headers);
	}

	/** Orders of this query, which is sent as it stands; page 0 of 100 unless it says otherwise. */
	async list(query: string): Promise<Answer<ListBody>> {
		const page = query.includes('page') ? '' : 'page[number]=0&page[size]=100&';
		return await this.get(`/orders?${page}${query}`);
	}

	async post<T = OneBody>(
		path: string,
		body: unknown,
		headers: Record<string, string> = {},
	): Promise<Answer<T>> {
		return await this.call('POST', `${this.shop}/v2${path}`, body, headers);
	}

	async put<T>(path: string, body: unknown): Promise<Answer<T>> {
		return await this.call('PUT', `${this.shop}${path}`, body, {});
	}

	/** Asks for a new status of an order. */
	async setStatus(
		code: string,
		status: string,
		extra: Json = {},
		headers: Record<string, string> = {},
	): Promise<Answer<OneBody & { errors?: Array<{ title: string }> }>> {
		const { orders } = await this.state();
		const id = orders.find((order) => order.attributes.code === code)?.id ?? 'bm9uZQ';
		const attributes = { code, status, ...extra };
		return await this.post('/orders', { data: { type: 'orders', id, attributes } }, headers);
	}

	async emit(body: Json): Promise<Array<{ id: string; code: string }>> {
		const answer = await this.control<{ orders: Array<{ id: string; code: string }> }>(
			'emit',
			body,
		);
		if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
		return answer.body.orders;
	}

	/** The attributes of one new order as a client reads them. */
	async emitted(body: Json): Promise<OrderAttributes> {
		const [{ id }] = await this.emit(body);
		return (await this.get<OneBody<OrderAttributes>>(`/orders/${id}`)).body.data.attributes;
	}

	async state(): Promise<SimState> {
		return (await this.call<SimState>('GET', `${this.server.url}/kaspi/__sim/state`)).body;
	}

	async control<T = Json>(name: string, body: unknown = {}): Promise<Answer<T>> {
		return await this.call('POST', `${this.server.url}/kaspi/__sim/${name}`, body, {
			'content-type': 'application/json',
		});
	}

	private async call<T>(
		method: string,
		url: string,
		body?: unknown,
		headers: Record<string, string> = {},
	): Promise<Answer<T>> {
		const response = await fetch(url, {
			method,
			headers: { ...HEADERS, ...headers },
			body: body === undefined ? undefined : JSON.stringify(body),
			signal: AbortSignal.timeout(5000),
		});
		const text = await response.text();
		const json = response.headers.get('content-type')?.includes('json');
		return {
			status: response.status,
			headers: response.headers,
			body: (json ? JSON.parse(text) : text) as T,
		};
	}
}

/** Titles of an error document. */
export function titles(answer: { body: unknown }): string[] {
	return (answer.body as { errors: Array<{ title: string }> }).errors.map(({ title }) => title);
}
