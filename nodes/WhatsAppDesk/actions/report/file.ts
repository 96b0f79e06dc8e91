import type { INodeProperties } from 'n8n-workflow';

import { textOf } from '../../../shared/rows';
import { csvFile } from '../../domain/report/csv';
import type { TogetherExecute } from '../together';

const show = { resource: ['report'], operation: ['file'] };

export const description: INodeProperties[] = [
	{
		displayName: 'File Name',
		name: 'fileName',
		type: 'string',
		required: true,
		default: 'whatsapp.csv',
		description: 'Name of the file. The input is all parts that List Messages has made.',
		displayOptions: { show },
	},
];

/** Gives `rows`, how many messages the file holds, and the file as `data`. */
export const executeAll: TogetherExecute = async function (parts) {
	const text = csvFile(parts.map(({ lines }) => textOf(lines)));
	const fileName = textOf(this.getNodeParameter('fileName', 0));
	const data = await this.helpers.prepareBinaryData(Buffer.from(text), fileName, 'text/csv');
	const rows = parts.reduce((sum, part) => sum + (Number(part.rows) || 0), 0);
	return { items: [{ json: { rows }, binary: { data } }] };
};
