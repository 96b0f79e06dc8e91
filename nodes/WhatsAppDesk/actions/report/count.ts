import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { countRows, rowsOfLog } from '../../domain/report/groups';
import type { TogetherExecute } from '../together';
import { zoneField, zoneIn } from './fields';

const show = { resource: ['report'], operation: ['count'] };

export const description: INodeProperties[] = [
	zoneField(
		show,
		'Zone whose days are counted. The input is rows of whatsapp_messages_log, as many as fit into memory.',
	),
];

/** Gives `rows`, their number, and `groups`: see `Group`. @throws {InputError} */
export const executeAll: TogetherExecute = async function (rows) {
	const groups = countRows(rows, zoneIn(this));
	return { rows: rowsOfLog(rows).length, groups: groups as unknown as IDataObject[] };
};
