import type { SeenRequest } from '../shared/simulator';
import { startVendors, type VendorsServer } from '../shared/server';
import { until } from '../shared/waiting';
import { WebhookReceiver, type WebhookHit } from '../shared/webhookReceiver';
import type { EmitAnswer } from './emit';
import type { Chat, Client, Json, Manager, Order } from './model';
import { API_KEY, SitniksSimulator } from './sitniks';
import type { Switches } from './switches';

export { pause, until } from '../shared/waiting';

export interface Answer {
	status: number;
	headers: Headers;
	/** Whatever JSON came; the text when it was none. */
	body: Json & { data: Json[]; count: number; message: string | string[] };
}

type HookBody = { chat: Json; message: Json };
export type Hit = WebhookHit<HookBody>;

interface State {
	chats: Chat[];
	managers: Manager[];
	clients: Client[];
	orders: Order[];
	overruns: number;
	blocked: number;
	blockedUntil: number;
	deliveries: Array<{ url: string; status: number; attempt: number; at: number; body: unknown }>;
	requests: SeenRequest[];
	switches: Switches;
}

/** A Sitniks and a receiver of its webhooks, for the simulator's own tests. */
export class Kit extends WebhookReceiver<HookBody> {
	base = '';
	private server?: VendorsServer;

	async start(): Promise<void> {
		this.server = await startVendors([new SitniksSimulator()]);
		this.base = `${this.server.url}/sitniks`;
		await this.listen((raw) => jsonOr(raw));
	}

	async stop(): Promise<void> {
		await this.server?.close();
		await this.stopListening();
	}

	/** As fresh, without a rate limit. */
	async reset(): Promise<void> {
		await this.faults({ keepWebhooks: false });
		await this.control('reset', {});
		await this.faults({ limit: false });
		this.forgetHits();
	}

	/** A call under `/open-api`; a string goes out as it is. */
	async call(
		method: string,
		path: string,
		body?: unknown,
		headers: Record<string, string> = {},
	): Promise<Answer> {
		const isRaw = typeof body === 'string' || body === undefined;
		const response = await fetch(`${this.base}/open-api${path}`, {
			method,
			headers: {
				authorization: `Bearer ${API_KEY}`,
				'content-type': 'application/json',
				...headers,
			},
			body: isRaw ? body : JSON.stringify(body),
		});
		const answer = jsonOr(await response.text()) as Answer['body'];
		return { status: response.status, headers: response.headers, body: answer };
	}

	async get(path: string, query: Record<string, string | number> = {}): Promise<Answer> {
		const params = new URLSearchParams();
		for (const [key, value] of Object.entries(query)) params.set(key, String(value));
		const text = params.toString();
		return await this.call('GET', text === '' ? path : `${path}?${text}`);
	}

	async control(path: string, body: unknown): Promise<Json> {
		const response = await fetch(`${this.base}/__sim/${path}`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(body),
		});
		const answer = (await response.json()) as Json;
		if (response.status !== 200) throw new Error(String(answer.error));
		return answer;
	}

	async faults(body: unknown): Promise<void> {
		await this.control('faults', body);
	}

	async emit(body: object): Promise<EmitAnswer & { chat_id: string }> {
		return (await this.control('emit', body)) as unknown as EmitAnswer & { chat_id: string };
	}

	/** Somebody writes for the first time; the id of the new chat. */
	async chat(fields: object = {}): Promise<string> {
		return (await this.emit({ client: { text: 'Добрий день', ...fields } })).chat_id;
	}

	async state(): Promise<State> {
		return (await (await fetch(`${this.base}/__sim/state`)).json()) as State;
	}

	/** Webhooks that came, once there are `count` of them. */
	async received(count: number): Promise<Hit[]> {
		await until(() => this.hits.length >= count);
		return this.hits;
	}
}

function jsonOr(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}

/** Starts a kit before all tests of a file, resets it before each. */
export function useKit(): Kit {
	const kit = new Kit();
	beforeAll(() => kit.start());
	afterAll(() => kit.stop());
	beforeEach(() => kit.reset());
	return kit;
}

export const idsOf = ({ body }: Answer): unknown[] => body.data.map(({ id }) => id);
