import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { processEngines } from '../../../nodes/Waha/engine';
import { processLimiter } from '../../../nodes/shared/http';
import { Waha } from '../../../nodes/Waha/Waha.node';
import { PlacedNode } from '../../harness/node';
import { startVendors, type VendorsServer } from '../../simulators/shared/server';
import type { SeenRequest } from '../../simulators/shared/simulator';
import type { Message, Session } from '../../simulators/waha/model';
import { API_KEY, WahaSimulator } from '../../simulators/waha/waha';

export interface State {
	messages: Message[];
	sessions: Session[];
	typing: Array<Record<string, unknown>>;
	seen: Array<Record<string, unknown>>;
	deliveries: Array<{ body: string; headers: Record<string, string> }>;
	requests: SeenRequest[];
}

/** The node against the WAHA simulator. */
export class WahaKit {
	base = '';
	private server?: VendorsServer;

	async start(): Promise<void> {
		this.server = await startVendors([new WahaSimulator()], 0);
		this.base = `${this.server.url}/waha`;
	}

	async stop(): Promise<void> {
		await this.server?.close();
	}

	/** As fresh, with short delays. */
	async reset(): Promise<void> {
		processEngines.clear();
		// A test must not wait for the calls of the one before it.
		processLimiter.clear();
		await this.control('reset', {});
		await this.faults({ notWorkingDelayMs: 20, startMs: 10, ackDelayMs: 2, retryUnitMs: 5 });
	}

	async faults(...faults: object[]): Promise<void> {
		await this.control('faults', faults);
	}

	async emit(body: object): Promise<IDataObject> {
		return await this.control('emit', body);
	}

	async state(): Promise<State> {
		return (await (await fetch(`${this.base}/__sim/state`)).json()) as State;
	}

	/** Requests of the vendor's API whose path contains this text. */
	async requests(part: string): Promise<SeenRequest[]> {
		return (await this.state()).requests.filter(({ path }) => path.includes(part));
	}

	/** A call as another client of WAHA would make it. */
	async call(method: string, path: string, body?: object): Promise<IDataObject> {
		const response = await fetch(`${this.base}${path}`, {
			method,
			headers: { 'x-api-key': API_KEY, 'content-type': 'application/json' },
			body: body && JSON.stringify(body),
		});
		return JSON.parse((await response.text()) || '{}') as IDataObject;
	}

	credentials(extra: IDataObject = {}): Record<string, IDataObject> {
		return { crmBridgeWahaApi: { baseUrl: `${this.base}/`, apiKey: API_KEY, ...extra } };
	}

	place(
		parameters: INodeParameters,
		setup: { continueOnFail?: boolean; credential?: IDataObject } = {},
	): PlacedNode {
		return new PlacedNode(new Waha(), {
			parameters,
			credentials: this.credentials(setup.credential) as never,
			continueOnFail: setup.continueOnFail,
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

/** An invented client. */
export const CLIENT = '77010001122@c.us';
