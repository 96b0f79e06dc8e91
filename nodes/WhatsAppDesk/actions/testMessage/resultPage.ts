import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import type { OperationResult } from '../../../shared/runItems';
import { resultPage } from '../../domain/testPages';
import { jsonField, objectIn } from '../fields';

const show = { resource: ['test'], operation: ['resultPage'] };

const result = jsonField('Result', 'result', 'What Tell Result gave', show, {
	default: '={{ $json }}',
});

export const description: INodeProperties[] = [result];

/** @returns a page for a *Form* node @throws {InputError} */
export async function execute(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<OperationResult> {
	return resultPage(objectIn(this, result, itemIndex));
}
