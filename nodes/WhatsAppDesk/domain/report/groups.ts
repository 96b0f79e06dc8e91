import { DateTime } from 'luxon';

import { textOf, timeOf, type Row } from '../../../shared/rows';

/** Messages that are alike in all that a report tells apart, counted. */
export interface Group {
	/** The day of the zone on which the row was written: `2026-03-01`; `''` for an unreadable time. */
	day: string;
	store: string;
	kind: string;
	/** Id of the template; `''` without one. */
	template: string;
	status: string;
	/** Code of a failure, such as `timeout`; `''` for what has not failed. */
	cause: string;
	n: number;
}

/** Rows of the log; what has no id is n8n's item for "nothing found". */
export function rowsOfLog(rows: Row[]): Row[] {
	return rows.filter(({ id }) => textOf(id) !== '');
}

/** Counts a part of the log. @param zone of the days, such as `Asia/Almaty` */
export function countRows(rows: Row[], zone: string): Group[] {
	return merged(rowsOfLog(rows).map((row) => groupOf(row, zone)));
}

/** The groups of all parts as if they had been counted together. */
export function mergeGroups(parts: Group[][]): Group[] {
	return merged(parts.flat());
}

/** The sum, of these statuses when given. */
export function sumOf(groups: Group[], statuses?: string[]): number {
	return groups
		.filter(({ status }) => !statuses || statuses.includes(status))
		.reduce((sum, { n }) => sum + n, 0);
}

/** Groups by the value of a field, in the order of the values. */
export function groupedBy<T>(groups: T[], keyOf: (group: T) => string): Array<[string, T[]]> {
	const found = new Map<string, T[]>();
	for (const group of groups) {
		const key = keyOf(group);
		const list = found.get(key);
		if (list) list.push(group);
		else found.set(key, [group]);
	}
	return [...found].sort(([a], [b]) => (a < b ? -1 : 1));
}

function groupOf(row: Row, zone: string): Group {
	const created = timeOf(row.createdAt);
	const day = created === undefined ? null : DateTime.fromMillis(created, { zone }).toISODate();
	const status = textOf(row.status);
	return {
		day: day ?? '',
		store: textOf(row.store_id),
		kind: textOf(row.order_kind) || 'new',
		template: textOf(row.template_id),
		status,
		cause: status === 'failed' ? textOf(row.error_message).split(':')[0].trim() : '',
		n: 1,
	};
}

function merged(groups: Group[]): Group[] {
	const sums = new Map<string, Group>();
	for (const group of groups) {
		const { day, store, kind, template, status, cause, n } = group;
		const key = JSON.stringify([day, store, kind, template, status, cause]);
		const sum = sums.get(key);
		if (sum) sum.n += n;
		else sums.set(key, { ...group });
	}
	return [...sums.values()];
}
