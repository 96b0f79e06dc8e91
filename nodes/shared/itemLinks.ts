import type { INodeExecutionData } from 'n8n-workflow';

/** Index of the item that an item comes from; undefined when n8n does not know it. Of several the first counts. */
export function linkOf(pairedItem: INodeExecutionData['pairedItem']): number | undefined {
	const link = Array.isArray(pairedItem) ? pairedItem[0] : pairedItem;
	return typeof link === 'number' ? link : link?.item;
}
