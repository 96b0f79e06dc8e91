import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { runItems, type OperationResult } from '../shared/runItems';
import { description } from './fields';
import { outputJson } from './output';
import { readUpdate } from './readUpdate';
import { decide, ROUTES } from './route';
import { settingsOf } from './settings';

/** Sorts what clients send to a Telegram bot. */
export class MessageRouter implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Message Router',
		name: 'messageRouter',
		icon: { light: 'file:messageRouter.svg', dark: 'file:messageRouter.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: 'sort client message',
		description: 'Sort the messages of clients to a Telegram bot: commands, buttons, free text',
		defaults: { name: 'Message Router' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: ROUTES.map(({ name }) => ({ type: NodeConnectionTypes.Main, displayName: name })),
		properties: description,
	};

	/** One item per input item, on one output. */
	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const items = await runItems(this, routeItem);
		// As an agent's tool the node is of this type, and the agent sees the first output only.
		if (this.getNode().type.endsWith('Tool')) return [items];
		const outputs: INodeExecutionData[][] = ROUTES.map(() => []);
		for (const item of items) {
			const index = ROUTES.findIndex(({ route }) => route === item.json.route);
			// A failed item has no route: nothing may be answered to it by mistake.
			(outputs.at(index) as INodeExecutionData[]).push(item);
		}
		return outputs;
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
