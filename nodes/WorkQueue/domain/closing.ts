import { keysOf, type KeyColumns } from './lanes';
import { CLOSED, isTooOld, type QueueRow } from './queueRow';
import { textOf } from './rows';
import type { ClosedRow, DueRules } from './selection';

/** Doubles, refused recipients, rows that are too old. Rows in work are nobody's to close. */
export function rowsToClose<T extends QueueRow>(all: T[], rules: DueRules): Map<T, ClosedRow> {
	const first = firstOfKey(all, rules.doubles);
	const closed = new Map<T, ClosedRow>();
	for (const one of all) {
		const end = one.state === 'waiting' ? endOf(one, first, rules) : undefined;
		if (end) closed.set(one, { row: one.row, ...end });
	}
	return closed;
}

/** By key of doubles, the one row that counts: in work or done before waiting ones, then the lowest. */
function firstOfKey(all: QueueRow[], doubles: KeyColumns): Map<string, QueueRow> {
	const first = new Map<string, QueueRow>();
	for (const one of all) {
		for (const key of keysOf(one.row, doubles)) {
			const other = first.get(key);
			// On PostgreSQL a lower id may appear when the higher one has been sent.
			const isBefore = !other || (other.state === 'waiting' && one.state !== 'waiting');
			if (isBefore) first.set(key, one);
		}
	}
	return first;
}

function endOf(
	{ row, id }: QueueRow,
	first: Map<string, QueueRow>,
	rules: DueRules,
): { status: string; reason: string } | undefined {
	for (const key of keysOf(row, rules.doubles)) {
		const other = first.get(key);
		if (other && other.id !== id) {
			const reason = `${CLOSED.double}: row ${other.id} is the same`;
			return { status: rules.doubleStatus, reason };
		}
	}
	if (rules.refused?.values.has(textOf(row[rules.refused.column]))) {
		const { status } = rules.refused;
		return { status, reason: `${status}: this recipient asked for no messages` };
	}
	if (rules.tooOldStatus !== '' && isTooOld(row, rules.now, rules)) {
		return { status: rules.tooOldStatus, reason: `${CLOSED.tooOld}: it waited too long` };
	}
	return undefined;
}
