import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { jsonField, objectIn } from '../../../shared/rowFields';
import type { OperationResult } from '../../../shared/runItems';

const show = { resource: ['relay'], operation: ['listFolded'] };
const sent = jsonField('Sent', 'sent', 'What Check Echo gave on Yes', show, {
	default: "={{ $('May It Be Sent').first(0).json }}",
});

export const outputs = [''];
export const description: INodeProperties[] = [sent];

/** An item with the `id` of each row whose words went out with the message. @throws {InputError} */
export async function execute(
	this: IExecuteFunctions,
	itemIndex: number,
): Promise<OperationResult> {
	const { folded_ids: ids } = objectIn(this, sent, itemIndex);
	return (Array.isArray(ids) ? ids : []).map((id): IDataObject => ({ id: Number(id) }));
}

/** There is only one. */
export function outputOf(): number {
	return 0;
}
