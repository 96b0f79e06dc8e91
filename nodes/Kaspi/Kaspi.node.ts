import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { runItems } from '../shared/runItems';
import * as order from './actions/order';
import { searchOrders } from './methods';

/** Orders of a Kaspi.kz merchant. */
export class Kaspi implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Kaspi Shop',
		name: 'kaspi',
		icon: { light: 'file:kaspi.svg', dark: 'file:kaspi.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'Read and change the orders of a Kaspi.kz shop',
		defaults: { name: 'Kaspi Shop' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{
				name: 'crmBridgeKaspiApi',
				required: true,
				displayOptions: { hide: { operation: ['parse'] } },
			},
		],
		properties: [
			{
				displayName: 'Resource',
				name: 'resource',
				type: 'options',
				noDataExpression: true,
				options: [{ name: 'Order', value: 'order' }],
				default: 'order',
			},
			...order.description,
		],
	};

	methods = { listSearch: { searchOrders } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const operation = this.getNodeParameter('operation', 0) as string;
		return [await runItems(this, order.operations[operation])];
	}
}
