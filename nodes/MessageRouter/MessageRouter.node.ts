import {
	NodeConnectionTypes,
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeProperties,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { runItems, type OperationExecute, type OperationResult } from '../shared/runItems';
import * as relay from './actions/relay';
import { description } from './fields';
import { outputJson } from './output';
import { readUpdate } from './readUpdate';
import { decide, ROUTES } from './route';
import { settingsOf } from './settings';

/** One operation: what it gives for an item, and which output that goes to. */
interface Operation {
	execute: OperationExecute;
	outputs: string[];
	/** By the item's fields. A failed item has none: it must not go where somebody is answered. */
	outputOf: (json: IDataObject) => number;
}

const OPERATIONS: Record<string, Record<string, Operation>> = {
	message: {
		route: {
			execute: routeItem,
			outputs: ROUTES.map(({ name }) => name),
			outputOf: ({ route }) => {
				const place = ROUTES.findIndex((one) => one.route === route);
				return place < 0 ? ROUTES.length - 1 : place;
			},
		},
	},
	relay: relay.operations,
};

/** One level only: two closing braces would end the expression. */
const OUTPUTS = Object.fromEntries(
	Object.entries(OPERATIONS).flatMap(([resource, operations]) =>
		Object.entries(operations).map(([operation, { outputs }]) => [
			`${resource}.${operation}`,
			outputs.map((displayName) => ({ type: NodeConnectionTypes.Main, displayName })),
		]),
	),
);

const messageOperation: INodeProperties = {
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	displayOptions: { show: { resource: ['message'] } },
	options: [
		{
			name: 'Route',
			value: 'route',
			description: 'Sort a message: command, button, dialog step, contact, free text',
			action: 'Route a message',
		},
	],
	default: 'route',
};

const ROUTE = { resource: ['message'], operation: ['route'] };

/** Sorts what clients send to a Telegram bot, and decides how messages are passed on. */
export class MessageRouter implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Message Router',
		name: 'messageRouter',
		icon: { light: 'file:messageRouter.svg', dark: 'file:messageRouter.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description:
			'Sort the messages of clients to a Telegram bot, and decide how they are passed on',
		defaults: { name: 'Message Router' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: `={{ (${JSON.stringify(OUTPUTS)})[$parameter["resource"] + "." + $parameter["operation"]] }}`,
		properties: [
			{
				displayName: 'Resource',
				name: 'resource',
				type: 'options',
				noDataExpression: true,
				options: [
					{ name: 'Message', value: 'message' },
					{ name: 'Relay', value: 'relay' },
				],
				default: 'message',
			},
			messageOperation,
			...relay.description,
			...description.map((field) => ({ ...field, displayOptions: { show: ROUTE } })),
			...relay.fields,
		],
	};

	/** One item per input item, on one output. */
	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const resource = this.getNodeParameter('resource', 0) as string;
		const operation = this.getNodeParameter('operation', 0) as string;
		const { execute, outputs, outputOf } = OPERATIONS[resource][operation];
		const items = await runItems(this, execute);
		// As an agent's tool the node is of this type, and the agent sees the first output only.
		if (this.getNode().type.endsWith('Tool')) return [items];
		const sorted: INodeExecutionData[][] = outputs.map(() => []);
		for (const item of items) sorted[outputOf(item.json)].push(item);
		return sorted;
	}
}

async function routeItem(this: IExecuteFunctions, itemIndex: number): Promise<OperationResult> {
	const settings = settingsOf(this, itemIndex);
	const facts = readUpdate(this.getNodeParameter('update', itemIndex));
	const json = outputJson(facts, decide(facts, settings), settings);
	const { includeInputFields } = this.getNodeParameter('options', itemIndex) as {
		includeInputFields?: boolean;
	};
	if (!includeInputFields) return { items: [{ json }] };
	const input = this.getInputData()[itemIndex];
	return { items: [{ json: { ...input.json, ...json }, binary: input.binary }] };
}
