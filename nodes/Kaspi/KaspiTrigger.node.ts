import {
	NodeConnectionTypes,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IPollFunctions,
} from 'n8n-workflow';

import { toNodeError } from '../shared/errors';
import { triggerProperties } from './trigger/description';
import { livePoll, newestOrder } from './trigger/poll';

/** Starts a workflow for new orders of a Kaspi.kz shop. Kaspi has no webhooks, so it polls. */
export class KaspiTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Kaspi Shop Trigger',
		name: 'kaspiTrigger',
		icon: { light: 'file:kaspi.svg', dark: 'file:kaspi.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle:
			'={{ { newOrder: "new order", orderChanged: "new or changed order" }[$parameter["event"]] }}',
		description: 'Starts the workflow when a Kaspi.kz shop gets an order',
		defaults: { name: 'Kaspi Shop Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'crmBridgeKaspiApi', required: true }],
		properties: triggerProperties,
	};

	/** The orders of one poll as items, or null when there is nothing to tell. */
	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		try {
			if (this.getMode() === 'manual') return [[await newestOrder(this)]];
			const items = await livePoll(this);
			return items && [items];
		} catch (error) {
			throw toNodeError(this.getNode(), error);
		}
	}
}
