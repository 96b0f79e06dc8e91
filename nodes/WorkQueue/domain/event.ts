import { selectDue } from './due';
import { keysOf } from './lanes';
import { readRow, type QueueRow } from './queueRow';
import { idOf, textOf, type Row } from './rows';
import type { DueRules, Selection } from './selection';

export interface EventSelection extends Selection {
	/**
	 * Set when the event is in work or ended: the status of the row that stands for it. Then *close*
	 * holds my row alone, and nothing else is left to do.
	 */
	known?: string;
}

/**
 * Says for one event, my row and its doubles, whether somebody may work on it now: `due` or `inDoubt`
 * holds the row that stands for it (not always mine), `later` is set when it has to wait for its lane,
 * `known` when it is in work or ended. Rows of other events hold it up when they are in work, or wait in the
 * first waiting status with a lower id; failed ones do not. `close` holds my row when another one stands for the event.
 *
 * @param rows the event's rows, ended ones too, and the unfinished rows of its lane
 * @param mine the row as it was written; it may be gone from `rows`
 * @throws {Error} when it is gone and no other row has its event: its sender must send it again
 */
export function selectEvent(rows: Row[], mine: Row, rules: DueRules): EventSelection {
	const keys = new Set(keysOf(mine, rules.doubles));
	const isOwn = (row: Row) =>
		idOf(row) === idOf(mine) || keysOf(row, rules.doubles).some((key) => keys.has(key));
	const isMine = ({ row }: { row: Row }) => idOf(row) === idOf(mine);

	const contenders = rows.filter((row) => isOwn(row) || !isForOthers(row, rules));
	const all = selectDue(contenders, [], { ...rules, most: Number.MAX_SAFE_INTEGER });
	const due = all.due.filter(({ row }) => isOwn(row));
	const inDoubt = all.inDoubt.filter(({ row }) => isOwn(row));
	const close = all.close.filter(isMine);
	if (due.length > 0 || inDoubt.length > 0) return { due, close, inDoubt };

	const own = rows.filter(isOwn).flatMap((row) => readRow(row, rules.now, rules) ?? []);
	const closed = new Set(all.close.map(({ row }) => idOf(row)));
	const isWaiting = own.some(({ id, state }) => state === 'waiting' && !closed.has(id));
	if (isWaiting) return { due, close, inDoubt, later: all.later };

	const standsFor = own.find(({ state }) => state === 'held') ?? endedOf(own) ?? own.at(0);
	// Whoever hears that an event is known sends it no more, and nothing is left that could do it.
	if (!standsFor) throw new Error(`Row ${idOf(mine)} is gone, and no other row has its event.`);
	const known = textOf(standsFor.row.status);
	const reason = `${rules.doubleStatus}: row ${standsFor.id} of the same event is ${known}`;
	const mineNow = own.find(({ id }) => id === idOf(mine))?.row ?? mine;
	return {
		due,
		close: close.length > 0 ? close : [{ row: mineNow, status: rules.doubleStatus, reason }],
		inDoubt,
		known,
	};
}

/** A failed row of another event rests until whoever tries failed rows takes it: nobody waits for it. */
function isForOthers(row: Row, { waiting }: DueRules): boolean {
	return waiting.indexOf(textOf(row.status)) > 0;
}

function endedOf(own: QueueRow[]): QueueRow | undefined {
	return own.find(({ state }) => state === 'ended');
}
