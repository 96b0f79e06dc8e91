import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { rowsOf } from '../../../shared/rows';
import type { OperationResult } from '../../../shared/runItems';
import { formItem } from '../../domain/form';
import { writePage } from '../../domain/templatePages';
import { idOfPage, type Page } from '../../domain/templateState';

const displayOptions = { show: { resource: ['template'], operation: ['writePage'] } };

export const description: INodeProperties[] = [
	{
		displayName: 'Page',
		name: 'page',
		type: 'json',
		default: '',
		placeholder: "={{ $('Tell What Was Done').first().json }}",
		description: 'What Choose Page gave. Without it the list is written.',
		displayOptions,
	},
	{
		displayName: 'Stores',
		name: 'stores',
		type: 'json',
		default: '',
		placeholder: "={{ $('Read Stores').all() }}",
		description: 'Rows of whatsapp_settings',
		displayOptions,
	},
	{
		displayName: 'Templates',
		name: 'templates',
		type: 'json',
		default: '',
		placeholder: "={{ $('Read Templates').all() }}",
		description: 'Rows of whatsapp_templates, in the order of the list',
		displayOptions,
	},
];

/**
 * Gives what the *Form* node shows, the page for *Read Answers* under `shown`, and the `template_id`
 * that it is about; 0 where there is none yet.
 */
export async function execute(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<OperationResult> {
	const rows = (name: string, displayName: string) =>
		rowsOf(this.getNodeParameter(name, itemIndex, ''), displayName);
	const [page = {}] = rows('page', 'Page');
	const stores = rows('stores', 'Stores');
	const templates = rows('templates', 'Templates');
	const { form, shown } = writePage(page as unknown as Page, { stores, templates });
	const remembered = { shown: shown as unknown as IDataObject, template_id: idOfPage(shown) };
	return { ...formItem(form), ...remembered };
}
