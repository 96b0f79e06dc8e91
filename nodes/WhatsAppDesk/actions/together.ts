import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { errorJson, toNodeError } from '../../shared/errors';
import type { OperationResult } from '../../shared/runItems';

/** One operation for all input items: rows of a table, or parts of a report. */
export type TogetherExecute = (
	this: IExecuteFunctions,
	inputs: IDataObject[],
) => Promise<OperationResult>;

/** As `runItems`, for an operation that makes one result of all items. It belongs to the first item. */
export async function runTogether(
	context: IExecuteFunctions,
	execute: TogetherExecute,
): Promise<INodeExecutionData[]> {
	const pairedItem = { item: 0 };
	try {
		const inputs = context.getInputData().map(({ json }) => json);
		const result = await execute.call(context, inputs);
		if (Array.isArray(result)) return result.map((json) => ({ json, pairedItem }));
		const items = 'items' in result ? (result.items as INodeExecutionData[]) : [{ json: result }];
		return items.map((item) => ({ ...item, pairedItem }));
	} catch (error) {
		if (!context.continueOnFail()) throw toNodeError(context.getNode(), error, 0);
		return [{ json: errorJson(error), pairedItem }];
	}
}
