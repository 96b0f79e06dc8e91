import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { AmoCrm } from '../../../nodes/AmoCrm/AmoCrm.node';
import { AmoApi } from '../../../nodes/AmoCrm/api';
import { clearDictionaries } from '../../../nodes/AmoCrm/dictionaries';
import { amoPolicy } from '../../../nodes/AmoCrm/policy';
import { HttpClient, NoAnswer, processLimiter, type Send } from '../../../nodes/shared/http';
import { PlacedNode } from '../../harness/node';
import { AmocrmSimulator, SANDBOX_KEY } from '../../simulators/amocrm/amocrm';
import type { Json, Link, Write } from '../../simulators/amocrm/model';
import { startVendors, type VendorsServer } from '../../simulators/shared/server';
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

export interface KitSetup {
	continueOnFail?: boolean;
	/** Fields of the credential that differ. */
	credential?: IDataObject;
	staticData?: IDataObject;
}

/** The node against the amoCRM simulator. */
export class AmoKit {
	base = '';
	private server?: VendorsServer;

	async start(): Promise<void> {
		this.server = await startVendors([new AmocrmSimulator()], 0);
		this.base = `${this.server.url}/amocrm`;
	}

	async stop(): Promise<void> {
		await this.server?.close();
	}

	/** A fresh account without rate limit and search lag, unless the switches say otherwise. */
	async reset(switches: object = {}): Promise<void> {
		// A test must not wait for the calls of the one before it, nor know its account.
		processLimiter.clear();
		clearDictionaries();
		await this.control('reset', {});
		await this.faults({ ratePerSecond: 0, searchLagMs: 0, ...switches });
	}

	async faults(...faults: object[]): Promise<void> {
		await this.control('faults', faults);
	}

	async emit(body: object): Promise<Emitted> {
		return (await this.control('emit', body)) as Emitted;
	}

	async state(): Promise<State> {
		return (await (await fetch(`${this.base}/__sim/state`)).json()) as State;
	}

	/** Requests of the vendor's API whose `METHOD /path?query` contains this text, unescaped. */
	async requests(part = ''): Promise<SeenRequest[]> {
		return (await this.state()).requests.filter(({ method, path }) =>
			`${method} ${decodeURIComponent(path)}`.includes(part),
		);
	}

	credentials(extra: IDataObject = {}): Record<string, IDataObject> {
		return {
			crmBridgeAmoCrmApi: { baseUrl: `${this.base}/`, accessToken: SANDBOX_KEY, ...extra },
		};
	}

	place(parameters: INodeParameters, setup: KitSetup = {}): PlacedNode {
		return new PlacedNode(new AmoCrm(), {
			parameters,
			credentials: this.credentials(setup.credential) as never,
			continueOnFail: setup.continueOnFail,
			staticData: setup.staticData,
		});
	}

	/** Runs an operation for one item; its only output. */
	async run(parameters: INodeParameters, items?: INodeExecutionData[]): Promise<IDataObject> {
		const [output] = await this.place(parameters).execute(items);
		return output[0].json;
	}

	/** The message and the details of a failed item. */
	async failure(parameters: INodeParameters, credential?: IDataObject): Promise<IDataObject> {
		const placed = this.place(parameters, { continueOnFail: true, credential });
		const [[item]] = await placed.execute();
		expect(Object.keys(item.json)).toEqual(['error', 'details']);
		return { error: item.json.error, ...(item.json.details as IDataObject) };
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

	private async control(what: string, body: object): Promise<IDataObject> {
		const response = await fetch(`${this.base}/__sim/${what}`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(body),
		});
		const answer = (await response.json()) as IDataObject;
		if (!response.ok) throw new Error(JSON.stringify(answer));
		return answer;
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
