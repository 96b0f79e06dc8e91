import type { IDataObject } from 'n8n-workflow';

import { processEngines } from '../../../nodes/Waha/api/client';
import { Waha } from '../../../nodes/Waha/Waha.node';
import { VendorKit } from '../../harness/vendorKit';
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

/** The node against the WAHA simulator, with short delays. */
export class WahaKit extends VendorKit<State> {
	constructor() {
		super(
			() => new WahaSimulator(),
			() => new Waha(),
			{ notWorkingDelayMs: 20, startMs: 10, ackDelayMs: 2, retryUnitMs: 5 },
		);
	}

	override async reset(switches: object = {}): Promise<void> {
		processEngines.clear();
		await super.reset(switches);
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
}

/** An invented client. */
export const CLIENT = '77010001122@c.us';
