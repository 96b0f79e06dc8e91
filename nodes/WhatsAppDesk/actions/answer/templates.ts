import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import type { OperationResult } from '../../../shared/runItems';
import { templatesAnswer } from '../../domain/answers';
import { jsonField, rowsIn } from '../fields';

const TEMPLATES = jsonField(
	'Templates',
	'templates',
	'Rows of whatsapp_templates of one shop',
	{ resource: ['answer'], operation: ['templates'] },
	{ placeholder: "={{ $('Read the List').all() }}" },
);

export const description: INodeProperties[] = [TEMPLATES];

/** Gives `http_status` and `body`. @throws {InputError} */
export async function execute(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<OperationResult> {
	return { ...templatesAnswer(rowsIn(this, TEMPLATES, itemIndex)) } as IDataObject;
}
