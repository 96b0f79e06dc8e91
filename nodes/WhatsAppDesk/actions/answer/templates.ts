import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { rowsOf } from '../../../shared/rows';
import type { OperationResult } from '../../../shared/runItems';
import { templatesAnswer } from '../../domain/answers';

export const description: INodeProperties[] = [
	{
		displayName: 'Templates',
		name: 'templates',
		type: 'json',
		default: '',
		placeholder: "={{ $('Read the List').all() }}",
		description: 'Rows of whatsapp_templates of one shop',
		displayOptions: { show: { resource: ['answer'], operation: ['templates'] } },
	},
];

/** Gives `http_status` and `body`. */
export async function execute(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<OperationResult> {
	const rows = rowsOf(this.getNodeParameter('templates', itemIndex, ''), 'Templates');
	return { ...templatesAnswer(rows) } as IDataObject;
}
