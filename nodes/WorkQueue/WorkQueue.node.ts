import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import * as confirmClaim from './actions/confirmClaim';
import { queueFields } from './actions/fields';
import * as listOld from './actions/listOld';
import * as readSettings from './actions/readSettings';
import * as selectDue from './actions/selectDue';
import * as settle from './actions/settle';
import { shopField } from './actions/shopFields';

const OUTPUTS: Record<string, string[]> = {
	confirmClaim: ['Mine', 'Not Mine'],
	listOld: ['Delete', 'Blank', 'Look', 'Tell'],
	readSettings: [''],
	selectDue: ['Due', 'Close', 'In Doubt', 'Later'],
	settle: [''],
};

const outputsByOperation = Object.fromEntries(
	Object.entries(OUTPUTS).map(([operation, names]) => [
		operation,
		names.map((displayName) => ({ type: NodeConnectionTypes.Main, displayName })),
	]),
);

/** Rows of a table as a queue: who is next, whose claim counts, what becomes of a row. */
export class WorkQueue implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Work Queue',
		name: 'workQueue',
		icon: { light: 'file:workQueue.svg', dark: 'file:workQueue.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle:
			'={{ { confirmClaim: "confirm claim", listOld: "list old rows", readSettings: "read settings", selectDue: "select due rows", settle: "settle row" }[$parameter["operation"]] }}',
		description: 'Work through rows of a table one by one, in order and once',
		defaults: { name: 'Work Queue' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: `={{ (${JSON.stringify(outputsByOperation)})[$parameter["operation"]] }}`,
		properties: [
			{
				displayName: 'Operation',
				name: 'operation',
				type: 'options',
				noDataExpression: true,
				options: [
					{
						name: 'Confirm Claim',
						value: 'confirmClaim',
						description:
							'Tell from a second look at the lane whether a claimed row may be worked on',
						action: 'Confirm a claim',
					},
					{
						name: 'List Old',
						value: 'listOld',
						description: 'Tell by the lifetimes of the settings which rows of which tables are old',
						action: 'List old rows',
					},
					{
						name: 'Read Settings',
						value: 'readSettings',
						description: 'Turn rows with a key and a value into one item with the settings by key',
						action: 'Read settings',
					},
					{
						name: 'Select Due',
						value: 'selectDue',
						description: 'Tell rows that are due from those to close, in doubt, or to wait',
						action: 'Select due rows',
					},
					{
						name: 'Settle',
						value: 'settle',
						description: 'Decide from the answer of a service what becomes of a row',
						action: 'Settle a row',
					},
				],
				default: 'selectDue',
			},
			...confirmClaim.description,
			...queueFields,
			...selectDue.description,
			shopField,
			...selectDue.options,
			...confirmClaim.options,
			...settle.description,
			...readSettings.description,
			...listOld.description,
			...listOld.options,
		],
	};

	/** *Settle* judges each item, the other operations all items together. */
	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const operation = this.getNodeParameter('operation', 0) as string;
		const outputs = await run(this, operation);
		// As an agent's tool the node is of this type, and the agent sees the first output only.
		return this.getNode().type.endsWith('Tool') ? [outputs.flat()] : outputs;
	}
}

type Together = (context: IExecuteFunctions) => INodeExecutionData[][];

const TOGETHER: Record<string, Together> = {
	confirmClaim: confirmClaim.run,
	listOld: listOld.run,
	readSettings: readSettings.run,
	selectDue: selectDue.run,
};

async function run(context: IExecuteFunctions, operation: string): Promise<INodeExecutionData[][]> {
	if (operation === 'settle') return [await settle.run(context)];
	return TOGETHER[operation](context);
}
