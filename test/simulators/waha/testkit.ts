import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { startVendors, type VendorsServer } from '../shared/server';
import type { Message } from './model';
import { API_KEY, WahaSimulator } from './waha';
import { until } from '../shared/waiting';

export { pause, until } from '../shared/waiting';

export interface Answer<T = Record<string, unknown>> {
	status: number;
	body: T;
	text: string;
	headers: Headers;
}
export interface Hit {
	at: number;
	headers: IncomingHttpHeaders;
	raw: string;
	event: string;
	payload: Record<string, unknown>;
	json: Record<string, unknown>;
}
interface State {
	messages: Message[];
	sessions: Array<Record<string, unknown>>;
	deliveries: Array<{
		url: string;
		finished: boolean;
		attempts: Array<{ at: number; status: number }>;
	}>;
	typing: object[];
	seen: object[];
}

/** A WAHA and a receiver of its webhooks, for the simulator's own tests. */
export class Kit {
	readonly simulator = new WahaSimulator();
	readonly hits: Hit[] = [];
	/** Answers of the receiver, one a call; 200 when there are none left. 0 cuts the connection. */
	answers: number[] = [];
	/** How long the receiver takes to answer, in milliseconds, by call; 0 when there are none left. */
	slow: number[] = [];
	base = '';
	hookUrl = '';
	private server?: VendorsServer;
	private receiver?: Server;

	async start(): Promise<void> {
		this.server = await startVendors([this.simulator]);
		this.base = `${this.server.url}/waha`;
		this.receiver = createServer((request, response) => {
			const parts: Buffer[] = [];
			request.on('data', (part: Buffer) => parts.push(part));
			request.on('end', () => {
				const raw = Buffer.concat(parts).toString('utf8');
				this.hits.push(hit(request.headers, raw));
				const status = this.answers.shift() ?? 200;
				if (status === 0) request.socket.destroy();
				else setTimeout(() => response.writeHead(status).end(), this.slow.shift() ?? 0);
			});
		});
		await new Promise<void>((done) => this.receiver?.listen(0, '127.0.0.1', done));
		this.hookUrl = `http://127.0.0.1:${(this.receiver.address() as AddressInfo).port}/hook`;
	}

	async stop(): Promise<void> {
		await this.server?.close();
		this.receiver?.closeAllConnections();
		await new Promise((done) => this.receiver?.close(done));
	}

	/** As fresh, with short delays. */
	async reset(): Promise<void> {
		await this.control('reset', {});
		await this.faults({ notWorkingDelayMs: 30, startMs: 10, ackDelayMs: 2, retryUnitMs: 5 });
		this.hits.length = 0;
		this.answers = [];
		this.slow = [];
	}

	async call<T = Record<string, unknown>>(
		method: string,
		path: string,
		body?: unknown,
		headers: Record<string, string> = {},
	): Promise<Answer<T>> {
		const response = await fetch(this.base + path, {
			method,
			headers: { 'X-Api-Key': API_KEY, 'Content-Type': 'application/json', ...headers },
			body: body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body),
		});
		const text = await response.text();
		const json = (response.headers.get('content-type') ?? '').includes('json');
		const parsed: unknown = json ? JSON.parse(text) : text;
		return { status: response.status, body: parsed as T, text, headers: response.headers };
	}

	async text(fields: Record<string, unknown> = {}): Promise<Answer> {
		return await this.call('POST', '/api/sendText', {
			session: 'default',
			chatId: '77010001122@c.us',
			text: 'Hi',
			...fields,
		});
	}

	async control(path: string, body: unknown): Promise<Record<string, unknown>> {
		const { status, body: answer } = await this.call('POST', `/__sim/${path}`, body);
		if (status !== 200) throw new Error(String(answer.error));
		return answer;
	}

	async faults(body: unknown): Promise<void> {
		await this.control('faults', body);
	}

	async emit(body: unknown): Promise<{
		deliveries: Array<{ url: string; status: number; attempts: number }>;
		message?: Message;
	}> {
		return (await this.control('emit', body)) as Awaited<ReturnType<Kit['emit']>>;
	}

	async state(): Promise<State> {
		return (await this.call<State>('GET', '/__sim/state')).body;
	}

	/** Puts one webhook to our receiver into the default session and waits for WORKING. */
	async hook(fields: Record<string, unknown> = {}, config: object = {}): Promise<void> {
		const events = ['message', 'message.any', 'message.ack', 'session.status'];
		const webhooks = [{ url: this.hookUrl, events, ...fields }];
		await this.call('PUT', '/api/sessions/default', { config: { webhooks, ...config } });
		await until(async () => (await this.state()).sessions[0].status === 'WORKING');
		await until(async () => (await this.state()).deliveries.every(({ finished }) => finished));
		this.hits.length = 0;
	}

	/** Events that came, by kind, once there are `count` of them. */
	async events(event: string, count: number): Promise<Hit[]> {
		await until(() => this.hits.filter((h) => h.event === event).length >= count);
		return this.hits.filter((h) => h.event === event);
	}
}

function hit(headers: IncomingHttpHeaders, raw: string): Hit {
	let json: Record<string, unknown> = {};
	try {
		json = JSON.parse(raw) as Record<string, unknown>;
	} catch {
		// Some tests send what is not JSON.
	}
	const payload = (json.payload ?? {}) as Record<string, unknown>;
	return { at: Date.now(), headers, raw, event: String(json.event), payload, json };
}

/** Starts a kit before all tests of a file, resets it before each. */
export function useKit(): Kit {
	const kit = new Kit();
	beforeAll(() => kit.start());
	afterAll(() => kit.stop());
	beforeEach(() => kit.reset());
	return kit;
}
