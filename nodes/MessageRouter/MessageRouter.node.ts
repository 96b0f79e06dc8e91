import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { runItems } from '../shared/runItems';
import * as message from './actions/message';
import type { Operation } from './actions/message';
import * as relay from './actions/relay';

const OPERATIONS: Record<string, Record<string, Operation>> = {
	message: message.operations,
	relay: relay.operations,
};

/** By `resource.operation`: two closing brackets in a row would end n8n's expression. */
const OUTPUTS = JSON.stringify(
	Object.fromEntries(
		Object.entries(OPERATIONS).flatMap(([resource, operations]) =>
			Object.entries(operations).map(([operation, { outputs }]) => [
				`${resource}.${operation}`,
				outputs.map((displayName) => ({ type: NodeConnectionTypes.Main, displayName })),
			]),
		),
	),
);
const ONE_OUTPUT = JSON.stringify([{ type: NodeConnectionTypes.Main, displayName: '' }]);

/** Sorts what clients send to a Telegram bot, and says what is to be done and answered. */
export class MessageRouter implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Message Router',
		name: 'messageRouter',
		icon: { light: 'file:messageRouter.svg', dark: 'file:messageRouter.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description:
			'Sort the messages of clients to a Telegram bot, write its answers, and decide how messages are passed on',
		defaults: { name: 'Message Router' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: `={{ $parameter["options"]?.oneOutput ? ${ONE_OUTPUT} : (${OUTPUTS})[$parameter["resource"] + "." + $parameter["operation"]] }}`,
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
			...message.description,
			...relay.description,
			...message.fields,
			...relay.fields,
		],
	};

	/** One or more items per input item, each on one output. */
	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const resource = this.getNodeParameter('resource', 0) as string;
		const operation = this.getNodeParameter('operation', 0) as string;
		const { execute, outputs, outputOf } = OPERATIONS[resource][operation];
		const items = await runItems(this, execute);
		// As an agent's tool the node is of this type, and the agent sees the first output only.
		const isTool = this.getNode().type.endsWith('Tool');
		if (outputs.length === 1 || isTool || hasOneOutput(this)) return [items];
		const sorted: INodeExecutionData[][] = outputs.map(() => []);
		for (const item of items) sorted[outputOf(item.json)].push(item);
		return sorted;
	}
}

function hasOneOutput(context: IExecuteFunctions): boolean {
	const { oneOutput } = context.getNodeParameter('options', 0, {}) as { oneOutput?: boolean };
	return oneOutput === true;
}
