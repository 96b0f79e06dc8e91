import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { processTokens } from '../../../nodes/Wahelp/api/token';
import { WahelpTrigger } from '../../../nodes/Wahelp/WahelpTrigger.node';
import { PlacedNode } from '../../harness/node';
import { VendorKit, type VendorState } from '../../harness/vendorKit';
import type { Webhook } from '../../simulators/wahelp/model';
import { WahelpSimulator } from '../../simulators/wahelp/wahelp';

export const SECRET = 'c0ffee';
export const OUTPUTS = ['operator', 'client', 'status', 'other'] as const;

interface State extends VendorState {
	webhooks: Webhook[];
}

/** The trigger against the Wahelp simulator. */
export class TriggerKit extends VendorKit<State> {
	constructor() {
		super(
			() => new WahelpSimulator(),
			() => new WahelpTrigger(),
		);
	}

	override async reset(switches: object = {}): Promise<void> {
		processTokens.clear();
		await super.reset(switches);
	}

	credentials(extra: IDataObject = {}): Record<string, IDataObject> {
		const account = { authentication: 'token', token: 'sandbox-wahelp' };
		return { crmBridgeWahelpApi: { baseUrl: this.base, ...account, ...extra } };
	}

	trigger(parameters: INodeParameters = {}, credential: IDataObject = {}): PlacedNode {
		return this.place(
			{ projectId: { __rl: true, mode: 'id', value: '1' }, ...parameters },
			{
				credential,
			},
		);
	}

	async webhooks(): Promise<string[]> {
		return (await this.state()).webhooks.map(({ url }) => url);
	}

	/** A call as another client of Wahelp would make it. */
	async call(method: string, path: string, body?: object): Promise<void> {
		const response = await fetch(`${this.base}/api/app/projects/1/${path}`, {
			method,
			headers: { authorization: 'Bearer sandbox-wahelp', 'content-type': 'application/json' },
			body: JSON.stringify(body ?? {}),
		});
		expect(response.status).toBe(200);
	}
}

/** Delivers a body and gives what the caller gets and what each output has. */
export async function deliver(
	placed: PlacedNode,
	body: string | object,
	call: { query?: object; headers?: Record<string, string>; runEnds?: number } = {},
) {
	const { query = { secret: SECRET }, headers, runEnds } = call;
	const { result, reply } = await placed.webhook({ body, headers, query: query as never, runEnds });
	const outputs = result.workflowData as INodeExecutionData[][] | undefined;
	return {
		status: reply.status,
		body: reply.body,
		answered: result.noWebhookResponse === true,
		items: outputs?.flat().map(({ json }) => json),
		at: outputs && OUTPUTS.filter((_, index) => outputs[index].length > 0),
	};
}
