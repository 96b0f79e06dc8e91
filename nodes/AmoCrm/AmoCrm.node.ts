import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { runItems, type OperationExecute } from '../shared/runItems';
import * as contact from './actions/contact';
import * as lead from './actions/lead';
import * as note from './actions/note';
import * as task from './actions/task';
import { runBatches, type BatchOperation } from './actions/batch';
import { OAUTH_CREDENTIAL, TOKEN_CREDENTIAL } from './api/connect';
import * as methods from './methods';

/** An operation runs item by item, or for many items in one request. */
type Operation = { execute: OperationExecute } | { batch: BatchOperation<unknown> };

const OPERATIONS: Record<string, Record<string, Operation>> = {
	contact: contact.operations,
	lead: lead.operations,
	note: note.operations,
	task: task.operations,
};

/** amoCRM and Kommo: contacts, leads, payments, notes, tasks. */
export class AmoCrm implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'amoCRM Bridge',
		name: 'amoCrm',
		icon: { light: 'file:amocrm.svg', dark: 'file:amocrm.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'Match contacts, keep leads and record payments in amoCRM or Kommo',
		defaults: { name: 'amoCRM Bridge' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{
				name: TOKEN_CREDENTIAL,
				required: true,
				displayOptions: { show: { authentication: ['accessToken'] } },
			},
			{
				name: OAUTH_CREDENTIAL,
				required: true,
				displayOptions: { show: { authentication: ['oAuth2'] } },
			},
		],
		properties: [
			{
				displayName: 'Authentication',
				name: 'authentication',
				type: 'options',
				options: [
					{ name: 'Long-Lived Token', value: 'accessToken' },
					{ name: 'OAuth2', value: 'oAuth2' },
				],
				default: 'accessToken',
			},
			{
				displayName: 'Resource',
				name: 'resource',
				type: 'options',
				noDataExpression: true,
				options: [
					{ name: 'Contact', value: 'contact' },
					{ name: 'Lead', value: 'lead' },
					{ name: 'Note', value: 'note' },
					{ name: 'Task', value: 'task' },
				],
				default: 'lead',
			},
			...contact.description,
			...lead.description,
			...note.description,
			...task.description,
			...contact.fields,
			...lead.fields,
			...note.fields,
			...task.fields,
			{
				displayName: 'Goes First',
				name: 'goesFirst',
				type: 'boolean',
				default: false,
				description:
					'Whether the calls of this node go before those of others that wait for the limit of amoCRM (7 a second), as payments should. Of four calls one is left to the others. Record Payment always goes first.',
			},
		],
	};

	methods = {
		loadOptions: methods.loadOptions,
		listSearch: methods.listSearch,
		resourceMapping: methods.resourceMapping,
	};

	/** One output item per input item, lists excepted. */
	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const resource = this.getNodeParameter('resource', 0) as string;
		const operation = OPERATIONS[resource][this.getNodeParameter('operation', 0) as string];
		return [
			'batch' in operation
				? await runBatches(this, operation.batch)
				: await runItems(this, operation.execute),
		];
	}
}
