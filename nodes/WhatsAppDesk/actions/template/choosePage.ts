import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import type { OperationResult } from '../../../shared/runItems';
import { pageAfter, type Step } from '../../domain/templateState';
import { jsonField, objectIn } from '../fields';

const show = { resource: ['template'], operation: ['choosePage'] };

const STEP = jsonField('Step', 'step', 'What Read Answers gave', show, {
	placeholder: "={{ $('Read the Answers').first().json }}",
});
const OUTCOME = jsonField(
	'Outcome',
	'outcome',
	'What came of it: the check of the text, or the row that was added, changed, switched or deleted. Without an ID there was none any more.',
	show,
	{ default: '={{ $json }}' },
);

export const description: INodeProperties[] = [STEP, OUTCOME];

/** Gives the page to write next, with what it says about the step. @throws {InputError} */
export async function execute(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<OperationResult> {
	const step = objectIn(this, STEP, itemIndex) as unknown as Step;
	return pageAfter(step, objectIn(this, OUTCOME, itemIndex)) as unknown as IDataObject;
}
