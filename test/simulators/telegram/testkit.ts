import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { startVendors, type VendorsServer } from '../shared/server';
import type { Json } from './model';
import { TelegramSimulator } from './telegram';

export const TOKEN = '1000000:sandbox-telegram';
export const DIALOGUE_TOKEN = '1000001:sandbox-telegram-dialogue';
export const IRA = { id: 500000123, first_name: 'Ira', username: 'ira_k' };

export interface Answer {
	status: number;
	headers: Headers;
	body: Json & { ok?: boolean; result?: Json; description?: string; parameters?: Json };
}

/** The simulator behind real HTTP, and the calls that the tests make. */
export class Sim {
	private constructor(private readonly server: VendorsServer) {}

	static async start(): Promise<Sim> {
		return new Sim(await startVendors([new TelegramSimulator()], 0));
	}

	get url(): string {
		return `${this.server.url}/telegram`;
	}

	close = () => this.server.close();

	/** A Bot API call with a JSON body. */
	api = (method: string, body: object = {}, token = TOKEN) =>
		this.request(`/bot${token}/${method}`, body);

	/** The `result` of a call that has to succeed. */
	async ok(method: string, body: object = {}, token = TOKEN): Promise<Json> {
		const answer = await this.api(method, body, token);
		if (!answer.body.ok) throw new Error(`${method}: ${answer.body.description}`);
		return answer.body.result as Json;
	}

	async request(path: string, body?: object): Promise<Answer> {
		const init = body && {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(body),
		};
		const response = await fetch(`${this.url}${path}`, init);
		return {
			status: response.status,
			headers: response.headers,
			body: (await response.json()) as Answer['body'],
		};
	}

	async emit(body: object): Promise<Json> {
		const answer = await this.request('/__sim/emit', body);
		if (answer.status !== 200) throw new Error(String(answer.body.error));
		return answer.body;
	}

	switch = (switches: object) => this.request('/__sim/faults', switches);
	reset = () => this.request('/__sim/reset', {});
	state = async () => (await this.request('/__sim/state')).body as unknown as State;

	/** Ira presses Start, so that the bot may write to her. */
	start = (from: object = IRA, bot?: string) =>
		this.emit({ message: { from, text: '/start' }, bot });
}

export interface State {
	bots: Array<Json & { token: string; webhook: Json | null; pending: Json[] }>;
	chats: Array<Json & { id: number }>;
	messages: Array<Json & { text: string; chat_id: number; message_id: number }>;
	callbacks: Array<Json & { id: string; answers: Json[] }>;
	updates: Array<Json & { attempts: number; delivered: boolean; pending: boolean; update: Json }>;
	deliveries: Array<Json & { attempt: number; at: number; status: number; headers: Json }>;
}

export interface Received {
	update: Json & { update_id: number };
	headers: IncomingMessage['headers'];
	at: number;
}

type Reply = { status?: number; headers?: Record<string, string>; body?: object; delayMs?: number };

/** A webhook server; `reply` decides each answer, 200 by default. */
export class Receiver {
	readonly received: Received[] = [];
	reply: (received: Received, index: number) => Reply = () => ({});
	private server?: Server;

	async start(): Promise<this> {
		this.server = createServer((request, response) => {
			let text = '';
			request.on('data', (chunk) => (text += chunk));
			request.on('end', () => {
				const received = { update: JSON.parse(text), headers: request.headers, at: Date.now() };
				this.received.push(received);
				const reply = this.reply(received, this.received.length - 1);
				const answer = () => {
					const headers = { 'content-type': 'application/json', ...reply.headers };
					response.writeHead(reply.status ?? 200, headers);
					response.end(JSON.stringify(reply.body ?? {}));
				};
				if (reply.delayMs) setTimeout(answer, reply.delayMs);
				else answer();
			});
		});
		await new Promise<void>((resolve) => this.server?.listen(0, '127.0.0.1', resolve));
		return this;
	}

	get url(): string {
		return `http://127.0.0.1:${(this.server?.address() as AddressInfo).port}/webhook/tg`;
	}

	clear(): void {
		this.received.length = 0;
		this.reply = () => ({});
	}

	async close(): Promise<void> {
		this.server?.closeAllConnections();
		await new Promise((resolve) => this.server?.close(resolve));
	}
}

/** Waits until the check is true; fails after some seconds. */
export async function until(check: () => boolean | Promise<boolean>): Promise<void> {
	for (let i = 0; i < 400; i++) {
		if (await check()) return;
		await new Promise((resolve) => setTimeout(resolve, 10));
	}
	throw new Error('still not true');
}
