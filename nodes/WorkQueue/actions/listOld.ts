import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
} from 'n8n-workflow';

import { jsonField, nowField, nowIn, rowsIn } from '../../shared/rowFields';
import { oldRows } from '../domain/life/old';
import { textOf, type Row } from '../domain/rows';
import { runTogether } from './fields';

const show = { operation: ['listOld'] };

const settings = jsonField(
	'Settings',
	'settings',
	'Rows of bot_settings with the lifetimes: keep_days_payments, keep_days_messages …',
	show,
	{ default: "={{ $('Read Settings').all() }}" },
);
const tables = jsonField(
	'Tables',
	'tables',
	'The list of tables, as a Data Table node gives it',
	show,
	{
		default: '={{ $input.all() }}',
	},
);

export const description: INodeProperties[] = [settings, tables];
export const options: INodeProperties[] = [nowField(show)];

/**
 * *Delete* and *Blank*: conditions of rows that are old. *Look*: the two ends of each table, for *Estimate Size*.
 * *Tell*: an alert about settings that do not count.
 */
export function run(context: IExecuteFunctions): INodeExecutionData[][] {
	return runTogether(context, 4, () => {
		const list = rowsIn(context, tables);
		const now = nowIn(context);
		const { old, problems } = oldRows(rowsIn(context, settings), list, now);
		const items = (rows: object[]) =>
			rows.map((row) => ({ json: row as IDataObject, pairedItem: { item: 0 } }));
		return [
			items(old.filter(({ what }) => what === 'delete')),
			items(old.filter(({ what }) => what === 'blank')),
			items(list.flatMap(endsOf)),
			items(problems.length > 0 ? [alertAbout(problems, now)] : []),
		];
	});
}

function endsOf({ id, name }: Row): object[] {
	const table = { table_id: textOf(id), table: textOf(name) };
	return ['ASC', 'DESC'].map((direction) => ({ ...table, direction }));
}

/** Once a week: whoever wrote the number shall read it, and not every hour. */
function alertAbout(problems: string[], now: number) {
	const week = Math.floor(now / (7 * 24 * 3_600_000));
	const keys = problems.map((problem) => problem.split(':')[0]).join(',');
	const text = ['Сроки хранения в bot_settings:', ...problems].join('\n');
	return { alert_key: `keep-days:${keys}:${week}`, text };
}
