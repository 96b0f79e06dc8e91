import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import type { OperationResult } from '../../../shared/runItems';
import { formItem } from '../../domain/form';
import { writePage } from '../../domain/templatePages';
import { idOfPage, type Page } from '../../domain/templateState';
import { jsonField, objectIn, rowsIn } from '../fields';

const show = { resource: ['template'], operation: ['writePage'] };

const PAGE = jsonField(
	'Page',
	'page',
	'What Choose Page gave. Without it the list is written.',
	show,
	{ placeholder: "={{ $('Tell What Was Done').first().json }}" },
);
const STORES = jsonField('Stores', 'stores', 'Rows of whatsapp_settings', show, {
	placeholder: "={{ $('Read Stores').all() }}",
});
const TEMPLATES = jsonField(
	'Templates',
	'templates',
	'Rows of whatsapp_templates, in the order of the list',
	show,
	{ placeholder: "={{ $('Read Templates').all() }}" },
);

export const description: INodeProperties[] = [PAGE, STORES, TEMPLATES];

/**
 * Gives what the *Form* node shows, the page for *Read Answers* under `shown`, and the `template_id`
 * that it is about; 0 where there is none yet. @throws {InputError}
 */
export async function execute(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<OperationResult> {
	const { form, shown } = writePage(objectIn(this, PAGE, itemIndex) as unknown as Page, {
		stores: rowsIn(this, STORES, itemIndex),
		templates: rowsIn(this, TEMPLATES, itemIndex),
	});
	const remembered = { shown: shown as unknown as IDataObject, template_id: idOfPage(shown) };
	return { ...formItem(form), ...remembered };
}
