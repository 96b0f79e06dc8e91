import type { INodeProperties } from 'n8n-workflow';

import { csvLines } from '../../domain/report/csv';
import { rowsOfLog } from '../../domain/report/groups';
import { storesField, templatesField } from '../fields';
import type { TogetherExecute } from '../together';
import { namesIn, zoneField, zoneIn } from './fields';

const show = { resource: ['report'], operation: ['list'] };

export const description: INodeProperties[] = [
	zoneField(
		show,
		'Zone of the times in the file. The input is rows of whatsapp_messages_log, as many as fit into memory.',
	),
	storesField(show),
	templatesField(show),
];

/** Gives `rows`, their number, and `lines`: CSV without a header. @throws {InputError} */
export const executeAll: TogetherExecute = async function (rows) {
	const lines = csvLines(rows, zoneIn(this), namesIn(this));
	return { rows: rowsOfLog(rows).length, lines };
};
