import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import type { OperationResult } from '../../../shared/runItems';
import { readAnswers } from '../../domain/testPages';
import { jsonField, objectIn, rowsIn } from '../fields';
import { storesField, templatesField } from './lists';

const show = { resource: ['test'], operation: ['readAnswers'] };

const answers = jsonField(
	'Answers',
	'answers',
	'What the Form node gave for the page of Ask What to Send',
	show,
	{ default: '={{ $json }}' },
);

export const description: INodeProperties[] = [answers];

/** The test as the workflow that sends it takes it, and the answers themselves. @throws {InputError} */
export async function execute(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<OperationResult> {
	const given = objectIn(this, answers, itemIndex);
	const stores = rowsIn(this, storesField, itemIndex);
	const templates = rowsIn(this, templatesField, itemIndex);
	return { ...readAnswers(given, stores, templates) } as IDataObject;
}
