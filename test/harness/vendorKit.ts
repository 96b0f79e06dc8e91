import type { IDataObject, INodeExecutionData, INodeParameters, INodeType } from 'n8n-workflow';

import { processLimiter } from '../../nodes/shared/http';
import { startVendors, type VendorsServer } from '../simulators/shared/server';
import type { SeenRequest, Simulator } from '../simulators/shared/simulator';
import { PlacedNode } from './node';

/** What every simulator's state has, whatever else it holds. */
export interface VendorState {
	requests: SeenRequest[];
}

export interface KitSetup {
	continueOnFail?: boolean;
	/** Fields of the credential that differ. */
	credential?: IDataObject;
	staticData?: IDataObject;
}

/** A vendor's node against its simulator over real HTTP. */
export abstract class VendorKit<State extends VendorState> {
	/** Address that the simulator answers at, such as `http://127.0.0.1:5680/waha`. */
	base = '';
	private server?: VendorsServer;

	/** @param defaults the simulator's switches after every reset, such as short delays */
	constructor(
		private readonly createSimulator: () => Simulator,
		private readonly createNode: () => INodeType,
		private readonly defaults: object = {},
	) {}

	/** Credentials of the node by type, pointing at the simulator; `extra` replaces fields. */
	abstract credentials(extra?: IDataObject): Record<string, IDataObject>;

	async start(): Promise<void> {
		const simulator = this.createSimulator();
		this.server = await startVendors([simulator], 0);
		this.base = `${this.server.url}/${simulator.vendor}`;
	}

	async stop(): Promise<void> {
		await this.server?.close();
	}

	/** As fresh. */
	async reset(switches: object = {}): Promise<void> {
		// A test must not wait for the calls of the one before it.
		processLimiter.clear();
		await this.control('reset', {});
		await this.faults({ ...this.defaults, ...switches });
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

	/** Requests of the vendor's API whose `METHOD /path?query` contains this text, unescaped. */
	async requests(part = ''): Promise<SeenRequest[]> {
		return (await this.state()).requests.filter(({ method, path }) =>
			decodeURIComponent(`${method} ${path}`).includes(part),
		);
	}

	place(parameters: INodeParameters, setup: KitSetup = {}): PlacedNode {
		return new PlacedNode(this.createNode(), {
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
