import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeProperties,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { runItems, type OperationExecute } from '../shared/runItems';
import * as answer from './actions/answer';
import * as consent from './actions/consent';
import * as delivery from './actions/delivery';
import * as general from './actions/general';
import * as history from './actions/history';
import * as person from './actions/person';
import { refusePresets } from './actions/presets';
import * as report from './actions/report';
import * as session from './actions/session';
import * as shop from './actions/shop';
import * as template from './actions/template';
import * as testMessage from './actions/testMessage';
import { runTogether, type TogetherExecute } from './actions/together';

/** For each input item, or once for all of them. */
interface Operation {
	execute?: OperationExecute;
	executeAll?: TogetherExecute;
}

/** What `actions/<resource>/index.ts` exports. */
interface Resource {
	operations: Record<string, Operation>;
	/** The list of operations. */
	description: INodeProperties[];
	/** The fields of all operations. */
	fields: INodeProperties[];
}

const RESOURCES: Record<string, Resource> = {
	answer,
	consent,
	delivery,
	general,
	history,
	person,
	report,
	session,
	shop,
	template,
	test: testMessage,
};

/** What a shop's owner sees and fills in: pages of forms, the rules of what was entered, reports. */
export class WhatsAppDesk implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'WhatsApp Desk',
		name: 'whatsAppDesk',
		icon: { light: 'file:whatsAppDesk.svg', dark: 'file:whatsAppDesk.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'Write the pages and reports of a WhatsApp desk and check what was entered',
		defaults: { name: 'WhatsApp Desk' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		properties: [
			{
				displayName: 'Resource',
				name: 'resource',
				type: 'options',
				noDataExpression: true,
				options: [
					{ name: 'Answer to a Program', value: 'answer' },
					{ name: 'Consent', value: 'consent' },
					{ name: 'Delivery', value: 'delivery' },
					{ name: 'General Setting', value: 'general' },
					{ name: 'History', value: 'history' },
					{ name: 'Person', value: 'person' },
					{ name: 'Report', value: 'report' },
					{ name: 'Session', value: 'session' },
					{ name: 'Shop', value: 'shop' },
					{ name: 'Template', value: 'template' },
					{ name: 'Test Message', value: 'test' },
				],
				default: 'template',
			},
			...Object.values(RESOURCES).flatMap(({ description }) => description),
			...Object.values(RESOURCES).flatMap(({ fields }) => fields),
		],
	};

	/** One output item per input item, or one for all. */
	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const resource = this.getNodeParameter('resource', 0) as string;
		const operation = this.getNodeParameter('operation', 0) as string;
		const { execute, executeAll } = RESOURCES[resource].operations[operation];
		if (executeAll) return [await runTogether(this, executeAll)];
		const executeChecked: OperationExecute = async function (itemIndex) {
			const result = await execute!.call(this, itemIndex);
			refusePresets(this, result, itemIndex);
			return result;
		};
		return [await runItems(this, executeChecked)];
	}
}
