import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { rowsOf } from '../../../shared/rows';
import type { OperationResult } from '../../../shared/runItems';
import { pageAfter, type Step } from '../../domain/templateState';

const displayOptions = { show: { resource: ['template'], operation: ['choosePage'] } };

export const description: INodeProperties[] = [
	{
		displayName: 'Step',
		name: 'step',
		type: 'json',
		default: '',
		placeholder: "={{ $('Read the Answers').first().json }}",
		description: 'What Read Answers gave',
		displayOptions,
	},
	{
		displayName: 'Outcome',
		name: 'outcome',
		type: 'json',
		default: '={{ $json }}',
		description:
			'What came of it: the check of the text, or the row that was added, changed, switched or deleted. Without an ID there was none any more.',
		displayOptions,
	},
];

/** Gives the page to write next, with what it says about the step. */
export async function execute(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<OperationResult> {
	const row = (name: string, displayName: string) =>
		rowsOf(this.getNodeParameter(name, itemIndex, ''), displayName)[0] ?? {};
	const step = row('step', 'Step') as unknown as Step;
	return pageAfter(step, row('outcome', 'Outcome')) as unknown as IDataObject;
}
