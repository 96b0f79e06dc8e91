import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { runItems, type OperationExecute } from '../shared/runItems';
import * as callback from './actions/callback';
import * as message from './actions/message';
import { CREDENTIAL } from './api/connect';

const OPERATIONS: Record<string, Record<string, { execute: OperationExecute }>> = {
	callback: callback.operations,
	message: message.operations,
};

/**
 * Messages of a Telegram bot. n8n's own Telegram node waits five minutes for an answer, does not wait for
 * `retry_after`, and its error does not tell "surely not sent" from "the answer was lost" (`apiRequest`
 * in n8n-nodes-base, Telegram/GenericFunctions; the time-out is axios' default as n8n sets it).
 */
export class Telegram implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Telegram Bridge',
		name: 'telegram',
		icon: { light: 'file:telegram.svg', dark: 'file:telegram.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'Send messages of a Telegram bot, in order and with a clear outcome',
		defaults: { name: 'Telegram Bridge' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: CREDENTIAL, required: true }],
		properties: [
			{
				displayName: 'Resource',
				name: 'resource',
				type: 'options',
				noDataExpression: true,
				options: [
					{ name: 'Callback', value: 'callback' },
					{ name: 'Message', value: 'message' },
				],
				default: 'message',
			},
			...callback.description,
			...message.description,
		],
	};

	/** One output item per input item. */
	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const resource = this.getNodeParameter('resource', 0) as string;
		const operation = this.getNodeParameter('operation', 0) as string;
		return [await runItems(this, OPERATIONS[resource][operation].execute)];
	}
}
