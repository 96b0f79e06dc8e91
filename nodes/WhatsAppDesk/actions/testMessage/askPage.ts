import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import type { OperationResult } from '../../../shared/runItems';
import { askPage, type AskedTest } from '../../domain/testPages';
import { jsonField, objectIn, rowsIn, textField, textIn } from '../fields';
import { storesField, templatesField } from './lists';

const show = { resource: ['test'], operation: ['askPage'] };

const asked = jsonField(
	'Filled In Before',
	'asked',
	'What Read Answers gave, or the phone alone; empty for a new page',
	show,
	{ default: '{}' },
);
const problem = textField(
	'Problem',
	'problem',
	'What is wrong with it, in words; empty for nothing',
	show,
);

export const description: INodeProperties[] = [asked, problem];

/** @returns a page for a *Form* node @throws {InputError} */
export async function execute(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<OperationResult> {
	const before = objectIn(this, asked, itemIndex) as Partial<AskedTest>;
	const stores = rowsIn(this, storesField, itemIndex);
	const templates = rowsIn(this, templatesField, itemIndex);
	return askPage(before, stores, templates, textIn(this, problem, itemIndex));
}
