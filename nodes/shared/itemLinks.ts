import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

import { parseJson } from './jsonField';
import type { Row } from './rows';
import { fieldsOf, isObject } from './values';

/** A row and the index of the item that a table was asked with; undefined when n8n does not know it. */
export interface LinkedRow {
	row: Row;
	link: number | undefined;
}

/**
 * Rows of a field that holds `$('Some Node').all()`, with the links of the items. The input of a node does not do: n8n
 * numbers its items anew. What is no item is left out. @throws {InputError}
 */
export function linkedRowsIn(
	context: IExecuteFunctions,
	{ displayName, name }: INodeProperties,
): LinkedRow[] {
	const parsed = parseJson(context.getNodeParameter(name, 0, '[]') || '[]', displayName);
	return (Array.isArray(parsed) ? parsed : [parsed]).flatMap((one): LinkedRow[] => {
		const { json, pairedItem } = fieldsOf(one);
		return isObject(json) ? [{ row: json, link: linkOf(pairedItem as Link) }] : [];
	});
}

type Link = INodeExecutionData['pairedItem'];

function linkOf(pairedItem: Link): number | undefined {
	const link = Array.isArray(pairedItem) ? pairedItem[0] : pairedItem;
	return typeof link === 'number' ? link : link?.item;
}
