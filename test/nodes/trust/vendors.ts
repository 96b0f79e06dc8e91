import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { processLimiter } from '../../../nodes/shared/http';
import { clearDictionaries } from '../../../nodes/AmoCrm/api/dictionaries';
import { processListings } from '../../../nodes/Sitniks/api/listing';
import { processManagers } from '../../../nodes/Sitniks/api/managers';
import { processStatuses } from '../../../nodes/Sitniks/api/statuses';
import { processEngines } from '../../../nodes/Waha/api/client';
import { clearChannels } from '../../../nodes/Wahelp/api/channels';
import { processTokens } from '../../../nodes/Wahelp/api/token';
import { PlacedNode } from '../../harness/node';
import { startVendors, type VendorsServer } from '../../simulators/shared/server';
import type { SeenRequest } from '../../simulators/shared/simulator';
import { Stranger } from './stranger';
import { OPERATIONS, SIMULATORS, type NodeUnderTest, type OperationCase } from '../operationCases';

/** Every operation that calls a vendor: of the table that each new one has to be added to. */
export const CALLING: Array<[name: string, under: NodeUnderTest, operation: string]> =
	OPERATIONS.filter(({ vendor }) => vendor).flatMap((under) =>
		Object.entries(under.operations)
			.filter(([, { callsNobody }]) => !callsNobody)
			.map(([operation]): [string, NodeUnderTest, string] => [
				`${under.name}: ${operation}`,
				under,
				operation,
			]),
	);

/** What this process remembers of vendors. */
const CACHES = [
	() => processTokens.clear(),
	() => processEngines.clear(),
	() => processListings.clear(),
	() => processManagers.clear(),
	() => processStatuses.clear(),
	clearChannels,
	clearDictionaries,
];

/** All simulators on one port. */
export class Vendors {
	private server?: VendorsServer;

	async start(): Promise<void> {
		// The request limits have tests of their own; here they would only cost time.
		jest.spyOn(processLimiter, 'take').mockResolvedValue();
		this.server = await startVendors(SIMULATORS.map((create) => create()));
	}

	async stop(): Promise<void> {
		await this.server?.close();
	}

	get url(): string {
		return this.server!.url;
	}

	async control<T>(vendor: string, action: string, body?: object): Promise<T> {
		const response = await fetch(`${this.url}/${vendor}/__sim/${action}`, {
			method: body ? 'POST' : 'GET',
			headers: { 'content-type': 'application/json' },
			body: body && JSON.stringify(body),
		});
		return (await response.json()) as T;
	}

	/** The vendor as the operation needs it, and then these faults. */
	async prepare(under: NodeUnderTest, operation: string, ...faults: object[]): Promise<void> {
		for (const clear of CACHES) clear();
		await this.control(under.vendor!, 'reset', {});
		if (under.switches) await this.control(under.vendor!, 'faults', under.switches);
		for (const body of under.operations[operation].emit ?? []) {
			await this.control(under.vendor!, 'emit', body);
		}
		if (faults.length > 0) await this.control(under.vendor!, 'faults', faults);
	}

	async requests(vendor: string): Promise<SeenRequest[]> {
		return (await this.control<{ requests: SeenRequest[] }>(vendor, 'state')).requests;
	}

	/** The operation for one item; what failed is an item with `error` and `details`. */
	async run(under: NodeUnderTest, operation: string, more: INodeParameters = {}) {
		const testCase = under.operations[operation];
		const placed = new PlacedNode(new under.NodeClass(), {
			parameters: { ...named(operation), ...testCase.needed, ...more },
			credentials: under.credentials?.(this.url),
			continueOnFail: true,
		});
		const outputs = await placed.execute([item(testCase)]);
		return outputs.flat().map(({ json }) => json);
	}
}

function named(name: string): INodeParameters {
	const [resource, operation] = name.split('.');
	return { resource, operation };
}

function item(testCase: OperationCase): INodeExecutionData {
	const json = { number: 0, ...testCase.input, ...testCase.inputOf?.(0) } as IDataObject;
	return { json, ...(testCase.binary ? { binary: testCase.binary() } : {}) };
}

/** All vendors, and somebody else, who forgets before each test what came to him, as long as the test file runs. */
export function vendorsAndStranger(): { vendors: Vendors; stranger: Stranger } {
	const [vendors, stranger] = [new Vendors(), new Stranger()];
	beforeAll(async () => {
		await vendors.start();
		await stranger.start();
	});
	beforeEach(() => void stranger.calls.splice(0));
	afterAll(async () => {
		await vendors.stop();
		await stranger.stop();
	});
	return { vendors, stranger };
}
