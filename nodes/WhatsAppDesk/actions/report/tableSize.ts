import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { linkedRowsIn } from '../../../shared/itemLinks';
import { textOf } from '../../../shared/rows';
import { settingOf } from '../../../shared/settings';
import { estimateSize, sizeAlert, type Sample } from '../../domain/report/tableSize';
import { jsonField, nowField, nowIn, rowsIn, settingsField } from '../fields';
import type { TogetherExecute } from '../together';

const show = { resource: ['report'], operation: ['tableSize'] };
/** n8n's default cap. */
const MEGABYTES = 200;

const LOOKS = jsonField('Looks', 'looks', 'What Work Queue: List Old gave on Look', show, {
	default: "={{ $('Old Rows').all(2) }}",
});
const ENDS = jsonField(
	'Both Ends',
	'ends',
	'The items that a Data Table node found for them, with their links: all of the node that read them',
	show,
	{ default: "={{ $('Read Both Ends').all() }}" },
);
const SETTINGS = settingsField(show);

export const description: INodeProperties[] = [LOOKS, ENDS, SETTINGS, nowField(show)];

/** An alert from 80 % of the cap (`data_tables_max_mb`) on, nothing below. @throws {InputError} */
export const executeAll: TogetherExecute = async function () {
	const most = Number(settingOf(rowsIn(this, SETTINGS), 'data_tables_max_mb', `${MEGABYTES}`));
	const alert = sizeAlert(samplesIn(this).map(estimateSize), most > 0 ? most : MEGABYTES);
	if (!alert) return [];
	const day = new Date(nowIn(this)).toISOString().slice(0, 10);
	return { alert_key: `tables-size:${day}`, ...alert } as unknown as IDataObject;
};

/** n8n's item links tell which table a row is from. */
function samplesIn(context: IExecuteFunctions): Sample[] {
	const names = rowsIn(context, LOOKS).map(({ table }) => textOf(table));
	const samples = new Map(names.map((table): [string, Sample] => [table, { table, rows: [] }]));
	for (const { row, link } of linkedRowsIn(context, ENDS)) {
		samples.get(names[link ?? -1])?.rows.push(row);
	}
	return [...samples.values()];
}
