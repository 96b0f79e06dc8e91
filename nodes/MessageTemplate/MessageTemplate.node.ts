import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { runItems, type OperationExecute } from '../shared/runItems';
import * as check from './actions/check';
import * as checkRow from './actions/checkRow';
import * as choose from './actions/choose';
import * as decideKind from './actions/decideKind';
import { messageFields } from './actions/fields';
import * as render from './actions/render';

const OPERATIONS: Record<string, OperationExecute> = {
	check: check.execute,
	checkRow: checkRow.execute,
	choose: choose.execute,
	decideKind: decideKind.execute,
	render: render.execute,
};

/** Message templates with the variables of an order: check, choose and render. */
export class MessageTemplate implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Message Template',
		name: 'messageTemplate',
		icon: { light: 'file:messageTemplate.svg', dark: 'file:messageTemplate.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle:
			'={{ { check: "check template", checkRow: "check row", choose: "choose template", decideKind: "decide what to tell", render: "render message" }[$parameter["operation"]] }}',
		description: 'Check, choose and render message templates with the variables of an order',
		defaults: { name: 'Message Template' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		properties: [
			{
				displayName: 'Operation',
				name: 'operation',
				type: 'options',
				noDataExpression: true,
				options: [
					{
						name: 'Check',
						value: 'check',
						description: 'Look for unknown variables and limits, and preview the message',
						action: 'Check a template',
					},
					{
						name: 'Check Row',
						value: 'checkRow',
						description: 'Check what was entered for a row of whatsapp_templates, and make the row',
						action: 'Check a row of templates',
					},
					{
						name: 'Choose',
						value: 'choose',
						description: 'Pick the active template for a store and a kind of order',
						action: 'Choose a template',
					},
					{
						name: 'Decide Kind',
						value: 'decideKind',
						description: 'Tell which message the stage of an order calls for, if any',
						action: 'Decide the kind of message',
					},
					{
						name: 'Render',
						value: 'render',
						description: 'Put the data of an order into a template',
						action: 'Render a message',
					},
				],
				default: 'render',
			},
			...choose.description,
			...decideKind.description,
			...render.description,
			...checkRow.description,
			...check.description,
			...messageFields,
		],
	};

	/** One output item per input item. */
	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const operation = this.getNodeParameter('operation', 0) as string;
		return [await runItems(this, OPERATIONS[operation])];
	}
}
