import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { runItems, type OperationExecute } from '../shared/runItems';
import * as api from './actions/api';
import * as chat from './actions/chat';
import * as client from './actions/client';
import * as manager from './actions/manager';
import * as order from './actions/order';
import * as stage from './actions/stage';
import { CREDENTIAL } from './api/connect';
import { listSearch, loadOptions } from './methods';

const OPERATIONS: Record<string, Record<string, { execute: OperationExecute }>> = {
	api: api.operations,
	chat: chat.operations,
	client: client.operations,
	manager: manager.operations,
	order: order.operations,
	stage: stage.operations,
};

/** Resources whose operations call Sitniks. */
const CALLING = Object.keys(OPERATIONS).filter((resource) => resource !== 'stage');

/** Sitniks CRM: chats of a shop with their statuses, managers and tags; clients, orders, stages of a dialogue. */
export class Sitniks implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Sitniks CRM',
		name: 'sitniks',
		icon: { light: 'file:sitniks.svg', dark: 'file:sitniks.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'Work with chats, clients and orders of Sitniks CRM',
		defaults: { name: 'Sitniks CRM' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{ name: CREDENTIAL, required: true, displayOptions: { show: { resource: CALLING } } },
		],
		properties: [
			{
				displayName: 'Resource',
				name: 'resource',
				type: 'options',
				noDataExpression: true,
				options: [
					{ name: 'API', value: 'api' },
					{ name: 'Chat', value: 'chat' },
					{ name: 'Client', value: 'client' },
					{ name: 'Manager', value: 'manager' },
					{ name: 'Order', value: 'order' },
					{ name: 'Stage', value: 'stage' },
				],
				default: 'chat',
			},
			...api.description,
			...chat.description,
			...client.description,
			...manager.description,
			...order.description,
			...stage.description,
			...api.fields,
			...chat.fields,
			...client.fields,
			...manager.fields,
			...order.fields,
			...stage.fields,
		],
	};

	methods = { loadOptions, listSearch };

	/** One output item per input item, lists excepted. */
	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const resource = this.getNodeParameter('resource', 0) as string;
		const operation = this.getNodeParameter('operation', 0) as string;
		return [await runItems(this, OPERATIONS[resource][operation].execute)];
	}
}
