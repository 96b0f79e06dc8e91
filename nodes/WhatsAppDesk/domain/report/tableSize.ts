import { textOf, type Row } from '../../../shared/rows';

/** Rows of one table from one end, in the order of their ids. */
export interface Sample {
	table: string;
	rows: Row[];
}

export interface TableSize {
	table: string;
	bytes: number;
}

/** What the database stores beside the cells of a row. */
const ROW_OVERHEAD = 48;
/** Pages are never quite full. */
const PAGE_FACTOR = 1.2;

/**
 * About how much a table holds: n8n tells no workflow the size of its tables, and reading them whole would
 * cost what grows. The oldest and the newest rows tell what a row takes and from which id to which there are
 * rows. Of the oldest ones the middle id counts, so that a few rows that wait for years do not make all that
 * was deleted after them count.
 */
export function estimateSize({ table, rows }: Sample): TableSize {
	const ids = [...new Set(rows.map(idOf))].filter((id) => id !== undefined).sort((a, b) => a - b);
	if (ids.length === 0) return { table, bytes: 0 };
	const own = rows.filter((row) => idOf(row) !== undefined);
	const each = own.reduce((sum, row) => sum + bytesOf(row), 0) / own.length;
	const half = ids.slice(0, Math.ceil(ids.length / 2));
	const first = half[Math.floor(half.length / 2)];
	const between = ids[ids.length - 1] - first + 1;
	const count = Math.max(ids.length, between + half.indexOf(first));
	return { table, bytes: Math.round(count * each * PAGE_FACTOR) };
}

function bytesOf(row: Row): number {
	const cells = Object.values(row).map((value) => Buffer.byteLength(textOf(value), 'utf8'));
	return cells.reduce((sum, bytes) => sum + bytes, ROW_OVERHEAD);
}

const MEGABYTE = 1024 * 1024;
const WARN_FROM = 0.8;

export interface SizeAlert {
	megabytes: number;
	/** Of the cap, in percent. */
	percent: number;
	text: string;
}

/** A word to the admin from 80 % of the cap on. @param maxMegabytes the cap of n8n */
export function sizeAlert(sizes: TableSize[], maxMegabytes: number): SizeAlert | undefined {
	const bytes = sizes.reduce((sum, size) => sum + size.bytes, 0);
	const share = bytes / (maxMegabytes * MEGABYTE);
	if (share < WARN_FROM) return undefined;
	const biggest = [...sizes].sort((a, b) => b.bytes - a.bytes).slice(0, 3);
	const percent = Math.round(share * 100);
	const megabytes = Math.round(bytes / MEGABYTE);
	const text = [
		`Таблицы n8n заняли около ${megabytes} МБ из ${maxMegabytes} (${percent} %).`,
		`Больше всего: ${biggest.map((size) => `${size.table} — ${inWords(size.bytes)}`).join(', ')}.`,
		'Когда место кончится, оплаты и сообщения перестанут записываться.',
		'Уменьшите keep_days_… в bot_settings или поднимите N8N_DATA_TABLES_MAX_SIZE_BYTES и data_tables_max_mb.',
	].join('\n');
	return { megabytes, percent, text };
}

function inWords(bytes: number): string {
	return bytes < MEGABYTE ? 'меньше 1 МБ' : `${Math.round(bytes / MEGABYTE)} МБ`;
}

function idOf(row: Row): number | undefined {
	const id = Number(textOf(row.id));
	return id > 0 ? id : undefined;
}
