import type { IDataObject } from 'n8n-workflow';

import { AmoCrm } from '../../../nodes/AmoCrm/AmoCrm.node';
import { AmoApi } from '../../../nodes/AmoCrm/api/client';
import { clearDictionaries } from '../../../nodes/AmoCrm/api/dictionaries';
import { amoPolicy } from '../../../nodes/AmoCrm/api/policy';
import { HttpClient, NoAnswer, type Send } from '../../../nodes/shared/http';
import { VendorKit } from '../../harness/vendorKit';
import { AmocrmSimulator, SANDBOX_KEY } from '../../simulators/amocrm/amocrm';
import type { Json, Link, Write } from '../../simulators/amocrm/model';
import type { SeenRequest } from '../../simulators/shared/simulator';

/** An entity as the simulator's state shows it: as amoCRM's API does. */
export type SeenEntity = Json & { id: number; name: string };

export interface State {
	contacts: SeenEntity[];
	leads: SeenEntity[];
	notes: Array<Json & { id: number; entity_id: number; params: Json }>;
	tasks: Array<Json & { id: number }>;
	links: Link[];
	webhooks: Array<Json & { destination: string; disabled: boolean; settings: string[] }>;
	deliveries: Json[];
	writes: Write[];
	oauth: Json;
	requests: SeenRequest[];
}

/** What `emit` answers: the ids of what it made. */
export interface Emitted extends IDataObject {
	contacts: Array<{ id: number }>;
	leads: Array<{ id: number }>;
}

/** The node against the amoCRM simulator: a fresh account without rate limit and search lag. */
export class AmoKit extends VendorKit<State> {
	constructor() {
		super(
			() => new AmocrmSimulator(),
			() => new AmoCrm(),
			{ ratePerSecond: 0, searchLagMs: 0 },
		);
	}

	override async reset(switches: object = {}): Promise<void> {
		// A test must not know the account of the one before it.
		clearDictionaries();
		await super.reset(switches);
	}

	override async emit(body: object): Promise<Emitted> {
		return (await super.emit(body)) as Emitted;
	}

	credentials(extra: IDataObject = {}): Record<string, IDataObject> {
		return {
			crmBridgeAmoCrmApi: { baseUrl: `${this.base}/`, accessToken: SANDBOX_KEY, ...extra },
		};
	}

	/** amoCRM's API without a node around it; it waits for nothing. */
	api(token = SANDBOX_KEY): AmoApi {
		const http = new HttpClient({
			send: sendByFetch(token),
			policy: { ...amoPolicy(`${this.base}|test`, 1), budget: { calls: 1e6, windowMs: 1 } },
			sleep: async () => undefined,
		});
		return new AmoApi({ http, baseUrl: this.base, account: `${this.base}|test` });
	}
}

function sendByFetch(token: string): Send {
	return async ({ method, url, headers, body }) => {
		try {
			const response = await fetch(url, {
				method,
				headers: {
					authorization: `Bearer ${token}`,
					...(body === undefined ? {} : { 'content-type': 'application/json' }),
					...headers,
				},
				body: body === undefined ? undefined : JSON.stringify(body),
			});
			return {
				statusCode: response.status,
				headers: Object.fromEntries(response.headers),
				body: jsonOrText(await response.text()),
			};
		} catch {
			return new NoAnswer('ECONNRESET');
		}
	};
}

function jsonOrText(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return text;
	}
}
