import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import type { OperationResult } from '../../../shared/runItems';
import { previewPage, type Preview } from '../../domain/testPages';
import { jsonField, nowIn, nowField, objectIn } from '../fields';

const show = { resource: ['test'], operation: ['previewPage'] };

const preview = jsonField(
	'Preview',
	'preview',
	'What Tell Result gave for a test that is only looked at',
	show,
	{ default: '={{ $json.preview }}' },
);

export const description: INodeProperties[] = [preview, nowField(show)];

/** @returns a page for a *Form* node @throws {InputError} */
export async function execute(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<OperationResult> {
	const shown = objectIn(this, preview, itemIndex) as unknown as Preview;
	return previewPage(shown, nowIn(this, itemIndex));
}
