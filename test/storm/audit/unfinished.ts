import type { StoredRow } from '../../../sandbox/dataTables';
import { settingOf, type Tables } from '../collect/tables';

const HOUR = 3_600_000;

export interface Unfinished {
	table: keyof Tables;
	row: StoredRow;
}

/** Rows that somebody still has to work on, without those that a limit holds back. */
export function unfinished(tables: Tables, now: number): Unfinished[] {
	const mostRetries = settingOf(tables, 'payment_retry_max');
	const isOpen: Array<[keyof Tables, (row: StoredRow) => boolean]> = [
		[
			'payment_events',
			({ status, retry_count }) =>
				['pending', 'processing'].includes(String(status)) ||
				(status === 'failed' && Number(retry_count) < mostRetries),
		],
		['relay_messages', ({ status }) => ['pending', 'sending'].includes(String(status))],
		['sitniks_stages', ({ status }) => ['pending', 'processing'].includes(String(status))],
		[
			'whatsapp_messages_log',
			(row) =>
				row.status === 'sending' || (row.status === 'pending' && !isHeldBack(row, tables, now)),
		],
	];
	return isOpen.flatMap(([table, open]) =>
		tables[table].filter(open).map((row) => ({ table, row })),
	);
}

/** Whether the buyer has had as many messages within the hour as one may get. */
export function isHeldBack({ customer_phone }: StoredRow, tables: Tables, now: number): boolean {
	const sent = tables.whatsapp_messages_log.filter(
		(row) =>
			row.customer_phone === customer_phone && row.sent_at && now - timeOf(row.sent_at) < HOUR,
	);
	return sent.length >= settingOf(tables, 'whatsapp_contact_hourly_limit');
}

/** Milliseconds since 1970 of a date in a table. */
export function timeOf(date: unknown): number {
	return Date.parse(String(date));
}
