import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { runItems, type OperationExecute } from '../shared/runItems';
import * as findPlace from './actions/findPlace';
import * as readMessage from './actions/readMessage';
import * as readWish from './actions/readWish';
import * as writeAnswer from './actions/writeAnswer';

const OPERATIONS: Record<string, OperationExecute> = {
	findPlace: findPlace.execute,
	readMessage: readMessage.execute,
	readWish: readWish.execute,
	writeAnswer: writeAnswer.execute,
};

/** A conversation that sells: what a client wants, by words of a table, and what the bot answers. */
export class SalesDialogue implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Sales Dialogue',
		name: 'salesDialogue',
		icon: { light: 'file:salesDialogue.svg', dark: 'file:salesDialogue.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle:
			'={{ { findPlace: "find place", readMessage: "read message", readWish: "read wish", writeAnswer: "write answer" }[$parameter["operation"]] }}',
		description:
			'Lead a conversation from the first word to the payment, by words and texts of a table',
		defaults: { name: 'Sales Dialogue' },
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
						name: 'Find Place',
						value: 'findPlace',
						description:
							'Tell where a dialogue stands: first or next message, blocked, with a human, answered before',
						action: 'Find the place in a dialogue',
					},
					{
						name: 'Read Message',
						value: 'readMessage',
						description: 'Bring messages of Telegram, Sitniks and other channels into one shape',
						action: 'Read a message',
					},
					{
						name: 'Read Wish',
						value: 'readWish',
						description:
							'Tell what a client wants: a product, to order, to pay, a human, an answer to a question',
						action: 'Read the wish of a client',
					},
					{
						name: 'Write Answer',
						value: 'writeAnswer',
						description: 'Write the answer to a wish and say how the dialogue stands after it',
						action: 'Write the answer to a wish',
					},
				],
				default: 'readWish',
			},
			...readMessage.description,
			...findPlace.description,
			...readWish.description,
			...writeAnswer.description,
		],
	};

	/** One output item per input item; none for a message that a dialogue does not answer. */
	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const operation = this.getNodeParameter('operation', 0) as string;
		return [await runItems(this, OPERATIONS[operation])];
	}
}
