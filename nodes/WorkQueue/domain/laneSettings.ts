import { isOn } from '../../shared/settings';
import { laneKeysOf, type KeyColumns } from './lanes';
import { parseClock, type QuietTimes } from './quietHours';
import { textOf, timeOf, type Row } from './rows';

/** The names of the columns in a table of settings. */
export interface SettingColumns {
	enabled: string;
	quietFrom: string;
	quietTo: string;
	dailyLimit: string;
	minGap: string;
	maxGap: string;
	pausedUntil: string;
}

/** A table with one row of settings for each shop. */
export interface SettingsTable {
	/** A row of the queue belongs to the row of settings with the same value in this column. */
	matchColumn: string;
	rows: Row[];
	columns: SettingColumns;
	/** What an empty cell means, by column. */
	defaults: Row;
	/** Only shops with one of these values in the column can send now, such as working sessions. */
	available?: { column: string; values: Set<string> };
}

/** What one shop's row says. */
export interface Settings {
	/** The row, with its empty cells filled in. */
	row: Row;
	/** The value of the match column. */
	name: string;
	enabled: boolean;
	/** Whether what it sends through works now. */
	available: boolean;
	quiet: QuietTimes;
	/** Per calendar day; undefined: no limit. */
	dailyLimit?: number;
	minGapSeconds: number;
	maxGapSeconds: number;
	/** The latest pause of all rows of settings with the same lane. */
	pausedUntil?: number;
	/** What cannot be read; then nothing is sent for this shop. */
	problem?: string;
}

/** Reads the table. @returns the settings by the value of the match column; the first row counts */
export function readSettings(
	table: SettingsTable,
	lanes: KeyColumns,
	quietDays: number[],
): Map<string, Settings> {
	const filled = table.rows.map((row) => fillIn(row, table.defaults));
	const settings = new Map<string, Settings>();
	for (const row of filled) {
		const name = textOf(row[table.matchColumn]);
		if (name === '' || settings.has(name)) continue;
		settings.set(name, readOne(row, name, table, quietDays));
	}
	restTogether(filled, settings, lanes, table.columns.pausedUntil);
	return settings;
}

function fillIn(row: Row, defaults: Row): Row {
	const filled = { ...row };
	for (const [column, value] of Object.entries(defaults)) {
		if (textOf(filled[column]) === '') filled[column] = value;
	}
	return filled;
}

function readOne(row: Row, name: string, table: SettingsTable, quietDays: number[]): Settings {
	const { columns, available } = table;
	const problems: string[] = [];
	const clock = (column: string) => {
		const minutes = parseClock(textOf(row[column]));
		if (minutes === null) problems.push(`${column} of ${name} is no time such as 21:00`);
		return minutes ?? undefined;
	};
	const number = (column: string) => {
		const text = textOf(row[column]);
		if (text === '') return undefined;
		const value = Number(text);
		if (value >= 0 && Number.isFinite(value)) return value;
		problems.push(`${column} of ${name} is no number from 0 on`);
		return undefined;
	};
	const minGap = number(columns.minGap) ?? 0;
	return {
		row,
		name,
		// A table without this column has no switch.
		enabled: !(columns.enabled in row) || isOn(row[columns.enabled], false),
		available: !available || available.values.has(textOf(row[available.column])),
		quiet: { from: clock(columns.quietFrom), to: clock(columns.quietTo), days: quietDays },
		dailyLimit: number(columns.dailyLimit),
		minGapSeconds: minGap,
		maxGapSeconds: number(columns.maxGap) ?? minGap,
		problem: problems.length > 0 ? problems.join(', ') : undefined,
	};
}

/** A pause of one shop rests all shops of the same session: the vendor has blocked the number. */
function restTogether(
	rows: Row[],
	settings: Map<string, Settings>,
	lanes: KeyColumns,
	column: string,
): void {
	// Without lane columns all rows are one lane, but a pause of one shop is not meant for all others.
	const keysOfRow = (row: Row) => (lanes.length === 0 ? [] : laneKeysOf(row, lanes));
	const pauses = new Map<string, number>();
	for (const row of rows) {
		const until = timeOf(row[column]);
		if (until === undefined) continue;
		for (const key of keysOfRow(row)) pauses.set(key, Math.max(until, pauses.get(key) ?? 0));
	}
	for (const one of settings.values()) {
		const known = [timeOf(one.row[column]), ...keysOfRow(one.row).map((key) => pauses.get(key))];
		const times = known.filter((time) => time !== undefined);
		if (times.length > 0) one.pausedUntil = Math.max(...times);
	}
}
