import type { DataTables, StoredRow } from '../../../sandbox/dataTables';

/** Rows of the tables that the auditor reads, lowest id first. */
export interface Tables {
	bot_settings: StoredRow[];
	whatsapp_settings: StoredRow[];
	payment_events: StoredRow[];
	relay_messages: StoredRow[];
	whatsapp_messages_log: StoredRow[];
	sitniks_stages: StoredRow[];
}

const NAMES: Array<keyof Tables> = [
	'bot_settings',
	'whatsapp_settings',
	'payment_events',
	'relay_messages',
	'whatsapp_messages_log',
	'sitniks_stages',
];
/** What is long and tells the auditor nothing. */
const LEFT_OUT = new Set(['payload', 'waha_response', 'media_url', 'note']);

export async function readTables(tables: DataTables): Promise<Tables> {
	const read: Array<[string, StoredRow[]]> = [];
	for (const name of NAMES) read.push([name, (await tables.rows(name)).map(shortened)]);
	return Object.fromEntries(read) as unknown as Tables;
}

function shortened(row: StoredRow): StoredRow {
	return Object.fromEntries(Object.entries(row).filter(([key]) => !LEFT_OUT.has(key))) as StoredRow;
}

/** The value of a row of `bot_settings`. */
export function settingOf({ bot_settings }: Pick<Tables, 'bot_settings'>, key: string): number {
	return Number(bot_settings.find((row) => row.key === key)?.value);
}
