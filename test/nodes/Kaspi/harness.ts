import type { IDataObject, INodeExecutionData, INodeParameters, INodeType } from 'n8n-workflow';

import { Kaspi } from '../../../nodes/Kaspi/Kaspi.node';
import { KaspiTrigger } from '../../../nodes/Kaspi/KaspiTrigger.node';
import type * as HttpModule from '../../../nodes/shared/http';
import { processLimiter } from '../../../nodes/shared/http';
import { PlacedNode, type NodeSetup } from '../../harness/node';
import { TestClient } from '../../simulators/kaspi/testClient';

type Json = Record<string, unknown>;

/** A request as the simulator saw it. */
export interface Seen {
	at: number;
	method: string;
	path: string;
	headers: Record<string, string>;
	body: Json;
	status: number;
}

/** A Kaspi of its own for one test file, and the nodes with a credential for it. */
export class Shop {
	private constructor(readonly client: TestClient) {}

	static async open(): Promise<Shop> {
		return new Shop(await TestClient.start());
	}

	async close(): Promise<void> {
		await this.client.server.close();
	}

	async reset(): Promise<void> {
		await this.client.control('reset');
	}

	/** New orders, or a change of one; gives their ids and codes. */
	async emit(body: Json): Promise<Array<{ id: string; code: string }>> {
		return await this.client.emit(body);
	}

	async faults(body: Json | Json[]): Promise<void> {
		const answer = await this.client.control('faults', body);
		if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
	}

	/** Requests since the last reset, or since the moment `from`. */
	async requests(from = 0): Promise<Seen[]> {
		const { requests } = await this.client.state();
		return (requests as Seen[]).slice(from);
	}

	async writes(): Promise<Json[]> {
		return (await this.client.state()).writes;
	}

	credential(values: IDataObject = {}) {
		return {
			crmBridgeKaspiApi: {
				token: 'sandbox-kaspi',
				baseUrl: `${this.client.server.url}/kaspi/`,
				...values,
			},
		};
	}

	node(parameters: INodeParameters, setup: NodeSetup = {}): PlacedNode {
		return new PlacedNode(new Kaspi(), {
			parameters,
			credentials: this.credential(),
			...setup,
		});
	}

	/** Runs an operation and gives the items of its output. */
	async run(
		operation: string,
		parameters: INodeParameters = {},
		items?: INodeExecutionData[],
	): Promise<INodeExecutionData[]> {
		const [output] = await this.node({ operation, ...parameters }).execute(items);
		return output;
	}

	/** The first item's JSON. */
	async one(operation: string, parameters: INodeParameters = {}): Promise<Json> {
		return (await this.run(operation, parameters))[0].json;
	}

	trigger(
		parameters: INodeParameters = {},
		setup: NodeSetup = {},
		type: INodeType = new KaspiTrigger(),
	) {
		return new PlacedNode(type, {
			parameters,
			credentials: this.credential(),
			mode: 'trigger',
			...setup,
		});
	}
}

/** The trigger as a new process of n8n loads it, with what the database kept. */
export function afterRestart(shop: Shop, old: PlacedNode, parameters: INodeParameters): PlacedNode {
	let type: INodeType | undefined;
	jest.isolateModules(() => {
		const http = require('../../../nodes/shared/http') as typeof HttpModule;
		jest.spyOn(http.processLimiter, 'take').mockResolvedValue();
		const { KaspiTrigger } = require('../../../nodes/Kaspi/KaspiTrigger.node') as {
			KaspiTrigger: new () => INodeType;
		};
		type = new KaspiTrigger();
	});
	const staticData = JSON.parse(JSON.stringify(old.workflow.staticData)) as IDataObject;
	return shop.trigger(parameters, { staticData }, type);
}

/** The codes that a poll or an execution gave, in their order. */
export function codes(output: INodeExecutionData[][] | null): unknown[] | null {
	return output && output[0].map(({ json }) => json.code);
}

/** Dozens of calls at four a second would take minutes; one test of its own proves the limit. */
export function withoutRateLimit(): void {
	beforeEach(() => {
		jest.spyOn(processLimiter, 'take').mockResolvedValue();
	});
	afterEach(() => jest.restoreAllMocks());
}

export const byCode = (value: string) => ({ __rl: true, mode: 'code', value });
export const byId = (value: string) => ({ __rl: true, mode: 'id', value });
