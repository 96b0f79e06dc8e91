import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import type { OperationResult } from '../../../shared/runItems';
import { readAnswers, type ShownPage } from '../../domain/templateState';
import { jsonField, objectIn } from '../fields';

const show = { resource: ['template'], operation: ['readAnswers'] };

const ANSWERS = jsonField('Answers', 'answers', 'What the Form node gave', show, {
	required: true,
	default: '={{ $json }}',
});
const SHOWN = jsonField(
	'Shown Page',
	'shownPage',
	'The page that was answered, as Write Page gave it under shown',
	show,
	{ placeholder: "={{ $('Write the Page').first().json.shown }}" },
);
const NOW = jsonField(
	'Template Now',
	'templateNow',
	'The row that the page is about, read again: a changed one is not overwritten',
	show,
	{ placeholder: "={{ $('Read the Template').first().json }}" },
);

export const description: INodeProperties[] = [ANSWERS, SHOWN, NOW];

/**
 * Gives `next` for a Switch: left, finish, page, check, add, change, switch or delete, and what it
 * needs. @throws {InputError}
 */
export async function execute(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<OperationResult> {
	const [shown, answers, now] = [SHOWN, ANSWERS, NOW].map((field) =>
		objectIn(this, field, itemIndex),
	);
	return readAnswers(shown as unknown as ShownPage, answers, now) as unknown as IDataObject;
}
