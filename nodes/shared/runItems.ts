import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { errorJson, toNodeError } from './errors';

/** What an operation gives for one input item: one object, several, or whole items with binary data. */
export type OperationResult = IDataObject | IDataObject[] | { items: INodeExecutionData[] };

/** One operation for one input item. @throws {InputError | VendorError} */
export type OperationExecute = (
	this: IExecuteFunctions,
	itemIndex: number,
) => Promise<OperationResult>;

/**
 * Runs an operation for every input item, links each output to its input, and turns what is thrown
 * into n8n's errors. With *Continue On Fail* a failed item goes on as
 * `{error, details: {code, outcome, httpStatus?, hint?}}`, so that a flow can branch on the cause.
 */
export async function runItems(
	context: IExecuteFunctions,
	execute: OperationExecute,
): Promise<INodeExecutionData[]> {
	const output: INodeExecutionData[] = [];
	for (let itemIndex = 0; itemIndex < context.getInputData().length; itemIndex++) {
		const pairedItem = { item: itemIndex };
		try {
			const result = await execute.call(context, itemIndex);
			for (const item of asItems(result)) output.push({ ...item, pairedItem });
		} catch (error) {
			if (!context.continueOnFail()) throw toNodeError(context.getNode(), error, itemIndex);
			// Not as `error` of the item: n8n would replace the fields by the message alone.
			output.push({ json: errorJson(error), pairedItem });
		}
	}
	return output;
}

function asItems(result: OperationResult): INodeExecutionData[] {
	if (Array.isArray(result)) return result.map((json) => ({ json }));
	if (isItems(result)) return result.items;
	return [{ json: result }];
}

function isItems(result: OperationResult): result is { items: INodeExecutionData[] } {
	const { items } = result as { items?: unknown };
	return (
		Array.isArray(items) &&
		Object.keys(result).length === 1 &&
		items.every((item) => typeof item === 'object' && item !== null && 'json' in item)
	);
}
