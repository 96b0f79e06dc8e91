import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { rowsOf } from '../../../shared/rows';
import type { OperationResult } from '../../../shared/runItems';
import { readAnswers, type ShownPage } from '../../domain/templateState';

const displayOptions = { show: { resource: ['template'], operation: ['readAnswers'] } };

export const description: INodeProperties[] = [
	{
		displayName: 'Answers',
		name: 'answers',
		type: 'json',
		required: true,
		default: '={{ $json }}',
		description: 'What the Form node gave',
		displayOptions,
	},
	{
		displayName: 'Shown Page',
		name: 'shownPage',
		type: 'json',
		default: '',
		placeholder: "={{ $('Write the Page').first().json.shown }}",
		description: 'The page that was answered, as Write Page gave it under shown',
		displayOptions,
	},
	{
		displayName: 'Template Now',
		name: 'templateNow',
		type: 'json',
		default: '',
		placeholder: "={{ $('Read the Template').first().json }}",
		description: 'The row that the page is about, read again: a changed one is not overwritten',
		displayOptions,
	},
];

/** Gives `next` for a Switch: left, finish, page, check, add, change, switch or delete, and what it needs. */
export async function execute(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<OperationResult> {
	const row = (name: string, displayName: string) =>
		rowsOf(this.getNodeParameter(name, itemIndex, ''), displayName)[0] ?? {};
	const shown = row('shownPage', 'Shown Page') as unknown as ShownPage;
	const step = readAnswers(shown, row('answers', 'Answers'), row('templateNow', 'Template Now'));
	return step as unknown as IDataObject;
}
