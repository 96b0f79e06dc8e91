import type { IDataObject } from 'n8n-workflow';

import { HttpClient, NoAnswer, processLimiter, type Send } from '../../../nodes/shared/http';
import { RateLimiter } from '../../../nodes/shared/limiter';
import { SitniksApi } from '../../../nodes/Sitniks/api/client';
import { SitniksCalls } from '../../../nodes/Sitniks/api/calls';
import { processListings } from '../../../nodes/Sitniks/api/listing';
import { processManagers } from '../../../nodes/Sitniks/api/managers';
import { sitniksPolicy, type PolicyOptions } from '../../../nodes/Sitniks/api/policy';
import { Sitniks } from '../../../nodes/Sitniks/Sitniks.node';
import { processStatuses } from '../../../nodes/Sitniks/api/statuses';
import { VendorKit, type VendorState } from '../../harness/vendorKit';
import type { Chat, Order } from '../../simulators/sitniks/model';
import { SitniksSimulator } from '../../simulators/sitniks/sitniks';

interface State extends VendorState {
	chats: Chat[];
	orders: Order[];
	overruns: number;
	blocked: number;
}

export const KEY = 'sandbox-sitniks';
export const CHAT_ID = '6b10aa00e056c38300000a01';
/** As people type it; digits that do not fit a number. */
export const USER_ID = '20000000000000001';

export const byId = (value: unknown) => ({ __rl: true, mode: 'id', value }) as IDataObject;
export const byName = (value: unknown) => ({ __rl: true, mode: 'name', value }) as IDataObject;

/** Parameters of an operation on one chat. */
export const onChat = (operation: string, more: IDataObject = {}) =>
	({ resource: 'chat', operation, chatId: byId(CHAT_ID), ...more }) as never;

interface ApiOptions extends PolicyOptions {
	limiter?: RateLimiter;
	signal?: AbortSignal;
	send?: Send;
}

const QUICK = { windowMs: 1, blockMs: 200 };

/** The node against the Sitniks simulator, without the request limit. */
export class SitniksKit extends VendorKit<State> {
	constructor() {
		super(
			() => new SitniksSimulator(),
			() => new Sitniks(),
			{ limit: false },
		);
	}

	override async reset(switches: object = {}): Promise<void> {
		processListings.clear();
		processManagers.clear();
		processStatuses.clear();
		await super.reset(switches);
	}

	credentials(extra: IDataObject = {}): Record<string, IDataObject> {
		return { crmBridgeSitniksApi: { baseUrl: this.base, apiKey: KEY, ...extra } };
	}

	/** A chat as a human would see it; its id. */
	async seed(chat: IDataObject = {}): Promise<string> {
		const userId = { userId: USER_ID };
		return String((await this.emit({ chat: { id: CHAT_ID, ...userId, ...chat } })).chat_id);
	}

	async chat(id = CHAT_ID): Promise<Chat> {
		return (await this.state()).chats.find((chat) => chat.id === id)!;
	}

	/** The API in this process, with times of its own. */
	api(options: ApiOptions = {}): SitniksApi {
		const all = { timing: QUICK, limiter: new RateLimiter(), ...options };
		const { limiter, signal, send = sendWithKey(KEY), ...policy } = all;
		const http = new HttpClient({
			send,
			policy: sitniksPolicy('account', policy),
			limiter,
			signal,
			secrets: [KEY],
			random: () => 0,
		});
		const account = `test ${Math.random()}`;
		return new SitniksApi(new SitniksCalls(http, this.base, signal), account);
	}
}

/** Starts a kit before all tests of a file, resets it before each. */
export function useKit(): SitniksKit {
	const kit = new SitniksKit();
	beforeAll(async () => {
		// The request limit has tests of its own; here it would only cost time.
		jest.spyOn(processLimiter, 'take').mockResolvedValue();
		await kit.start();
	});
	beforeEach(async () => await kit.reset());
	afterAll(async () => await kit.stop());
	return kit;
}

/** Without n8n. */
export function sendWithKey(key: string): Send {
	return async ({ method, url, headers, body, timeoutMs }) => {
		try {
			const response = await fetch(url, {
				method,
				headers: {
					...headers,
					Authorization: `Bearer ${key}`,
					...(body === undefined ? {} : { 'content-type': 'application/json' }),
				},
				body: body === undefined ? undefined : JSON.stringify(body),
				signal: AbortSignal.timeout(timeoutMs ?? 5000),
			});
			const text = await response.text();
			const isJson = response.headers.get('content-type')?.includes('json');
			return {
				statusCode: response.status,
				headers: Object.fromEntries(response.headers),
				body: isJson ? JSON.parse(text) : text,
			};
		} catch (error) {
			const isTimeout = (error as Error).name === 'TimeoutError';
			return new NoAnswer(isTimeout ? 'ETIMEDOUT' : 'ECONNRESET');
		}
	};
}
