import type { SeenRequest } from '../shared/simulator';
import { startVendors, type VendorsServer } from '../shared/server';
import type { EmitAnswer } from './emit';
import type { Json, Message, User, Webhook } from './model';
import type { Switches } from './switches';
import { ACCOUNT_KEY, WahelpSimulator } from './wahelp';
import { until } from '../shared/waiting';
import { WebhookReceiver, type WebhookHit } from '../shared/webhookReceiver';

export { pause, until } from '../shared/waiting';

export const PHONE = '79990001122';
export const TG = '/projects/1/channels/clients_tg';

export interface Answer {
	status: number;
	headers: Headers;
	/** Whatever JSON came; the text when it was none. */
	body: Json & { data: Json & { id: number } };
}

type HookBody = { action: string; payload: Json & { user: Json } };
export type Hit = WebhookHit<HookBody>;

interface State {
	tokens: number;
	users: User[];
	contacts: Json[];
	channels: Json[];
	projects: Json[];
	messages: Message[];
	webhooks: Webhook[];
	deliveries: Array<{ url: string; status: number; attempt: number; at: number; body: unknown }>;
	requests: SeenRequest[];
	switches: Switches;
}

/** A Wahelp and a receiver of its webhooks, for the simulator's own tests. */
export class Kit extends WebhookReceiver<HookBody> {
	base = '';
	private server?: VendorsServer;

	async start(): Promise<void> {
		this.server = await startVendors([new WahelpSimulator()]);
		this.base = `${this.server.url}/wahelp`;
		await this.listen((raw) => jsonOr(raw, {}));
	}

	async stop(): Promise<void> {
		await this.server?.close();
		await this.stopListening();
	}

	/** As fresh, with short delays. */
	async reset(): Promise<void> {
		await this.faults({ keepWebhooks: false });
		await this.control('reset', {});
		await this.faults({ retryDelaysMs: [5, 10], statusDelayMs: 2 });
		this.forgetHits();
	}

	/** A call under `/api/app`; a string or form goes out as it is. */
	async call(
		method: string,
		path: string,
		body?: unknown,
		headers: Record<string, string> = {},
	): Promise<Answer> {
		const isRaw = typeof body === 'string' || body instanceof FormData || body === undefined;
		const response = await fetch(`${this.base}/api/app${path}`, {
			method,
			redirect: 'manual',
			headers: {
				authorization: `Bearer ${ACCOUNT_KEY}`,
				...(body instanceof FormData ? {} : { 'content-type': 'application/json' }),
				...headers,
			},
			body: isRaw ? body : JSON.stringify(body),
		});
		const answer = jsonOr(await response.text()) as Answer['body'];
		return { status: response.status, headers: response.headers, body: answer };
	}

	async control(path: string, body: unknown): Promise<Json> {
		const { status, body: answer } = await this.call('POST', `/../../__sim/${path}`, body);
		if (status !== 200) throw new Error(String(answer.error));
		return answer;
	}

	async faults(body: unknown): Promise<void> {
		await this.control('faults', body);
	}

	async emit(body: object): Promise<EmitAnswer> {
		return (await this.control('emit', body)) as unknown as EmitAnswer;
	}

	async state(): Promise<State> {
		return (await (await fetch(`${this.base}/__sim/state`)).json()) as State;
	}

	/** A new or known user of `clients_tg`; his id. */
	async user(phone = PHONE, channel = TG): Promise<number> {
		return (await this.call('POST', `${channel}/users`, { phone, name: 'Ivan' })).body.data.id;
	}

	/** Sends a text to the user with PHONE. */
	async send(text: unknown = 'Hello', fields: object = {}): Promise<Answer> {
		return await this.call('POST', `${TG}/send_message/${await this.user()}`, { text, ...fields });
	}

	/** Registers our receiver for the messages of project 1. */
	async hook(url = this.hookUrl): Promise<Answer> {
		const entities = ['channel.message'];
		return await this.call('POST', '/projects/1/webhooks/', { url, entities });
	}

	/** Webhooks that came, once there are `count` of them. */
	async received(count: number): Promise<Hit[]> {
		await until(() => this.hits.length >= count);
		return this.hits;
	}
}

function jsonOr(text: string, otherwise: unknown = text): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return otherwise;
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
