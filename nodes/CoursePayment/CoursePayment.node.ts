import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { runItems, type OperationExecute } from '../shared/runItems';
import * as buildLeadUpdate from './actions/buildLeadUpdate';
import * as buildNote from './actions/buildNote';
import * as buildResult from './actions/buildResult';
import { paymentField } from './actions/fields';
import * as parse from './actions/parse';
import * as report from './actions/report';

const OPERATIONS: Record<string, OperationExecute> = {
	buildLeadUpdate: buildLeadUpdate.execute,
	buildNote: buildNote.execute,
	buildResult: buildResult.execute,
	parse: parse.execute,
	report: report.execute,
};

/** Payments of the course platform: read them, and write them down for amoCRM. */
export class CoursePayment implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Course Payment',
		name: 'coursePayment',
		icon: { light: 'file:coursePayment.svg', dark: 'file:coursePayment.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle:
			'={{ { buildLeadUpdate: "build lead update", buildNote: "build note", buildResult: "build result", parse: "parse payment", report: "write report" }[$parameter["operation"]] }}',
		description: 'Read payments of a course platform and write them down for amoCRM',
		defaults: { name: 'Course Payment' },
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
						name: 'Build Lead Update',
						value: 'buildLeadUpdate',
						description: 'Turn a payment into values for the fields of a lead',
						action: 'Build a lead update',
					},
					{
						name: 'Build Note',
						value: 'buildNote',
						description: 'Write the note about a payment for managers',
						action: 'Build a note',
					},
					{
						name: 'Build Result',
						value: 'buildResult',
						description: 'Sum up what was done with a payment, for the table and the answer',
						action: 'Build a result',
					},
					{
						name: 'Parse',
						value: 'parse',
						description: 'Check and normalize what the payment webhook received',
						action: 'Parse a payment',
					},
					{
						name: 'Report',
						value: 'report',
						description: 'Count payments by status and name those that failed, for the admin',
						action: 'Write a report on payments',
					},
				],
				default: 'parse',
			},
			paymentField,
			...parse.description,
			...buildLeadUpdate.description,
			...buildNote.description,
			...buildResult.description,
			...report.description,
		],
	};

	/** One output item per input item. */
	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const operation = this.getNodeParameter('operation', 0) as string;
		return [await runItems(this, OPERATIONS[operation])];
	}
}
