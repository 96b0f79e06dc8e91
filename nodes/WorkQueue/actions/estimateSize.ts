import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
} from 'n8n-workflow';

import { jsonField, nowField, nowIn, rowsIn } from '../../shared/rowFields';
import { settingOf } from '../../shared/settings';
import { estimateSize, sizeAlert, type Sample } from '../domain/life/size';
import { textOf } from '../domain/rows';
import { runTogether } from './fields';

const show = { operation: ['estimateSize'] };
/** n8n's default cap. */
const MEGABYTES = 200;

const looks = jsonField(
	'Looks',
	'looks',
	'What List Old gave on Look. The input is what a Data Table node found for them.',
	show,
	{ default: "={{ $('List What Is Old').all(2) }}" },
);
const settings = jsonField(
	'Settings',
	'settings',
	'Rows of bot_settings with data_tables_max_mb, the cap of this n8n',
	show,
	{ default: "={{ $('Read Settings').all() }}" },
);

export const description: INodeProperties[] = [looks, settings];
export const options: INodeProperties[] = [nowField(show)];

/** An alert from 80 % of the cap on, nothing below. */
export function run(context: IExecuteFunctions): INodeExecutionData[][] {
	return runTogether(context, 1, () => {
		const most = Number(settingOf(rowsIn(context, settings), 'data_tables_max_mb', `${MEGABYTES}`));
		const alert = sizeAlert(samplesIn(context).map(estimateSize), most > 0 ? most : MEGABYTES);
		if (!alert) return [[]];
		const day = new Date(nowIn(context)).toISOString().slice(0, 10);
		const json = { alert_key: `tables-size:${day}`, ...alert } as unknown as IDataObject;
		return [[{ json, pairedItem: { item: 0 } }]];
	});
}

/** n8n's item links tell which table a row is from. */
function samplesIn(context: IExecuteFunctions): Sample[] {
	const names = rowsIn(context, looks).map(({ table }) => textOf(table));
	const samples = new Map(names.map((table) => [table, { table, rows: [] } as Sample]));
	for (const { json, pairedItem } of context.getInputData()) {
		const link = Array.isArray(pairedItem) ? pairedItem[0] : pairedItem;
		const index = typeof link === 'number' ? link : link?.item;
		if (index !== undefined) samples.get(names[index])?.rows.push(json);
	}
	return [...samples.values()];
}
