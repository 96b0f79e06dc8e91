import { laneKeysOf, type KeyColumns } from './lanes';
import { causeOf, countOf, idOf, textOf, timeOf, type Row } from './rows';

/** What the two looks at a queue (*Select Due*, *Confirm Claim*) must see alike. */
export interface QueueColumns {
	/** Statuses of rows that wait for their turn. */
	waiting: string[];
	/** The status of a row in work. */
	claimed: string;
	lanes: KeyColumns;
	/** Holds the numbers that rows are ordered by before their ids; empty: ids alone. */
	orderBy: string;
	attempts: string;
	/** Who has claimed a row. */
	owner: string;
	/** When a row was sent. */
	time: string;
	/** Starts with the code of what went wrong. */
	error: string;
	/** Of waiting statuses but the first: no more tries after so many; 0: without end. */
	mostTries: number;
	/** Of waiting statuses but the first: only rows with these causes wait; none named: all do. */
	retryCauses: string[];
	/** 0: rows of any age. */
	maxAgeMs: number;
	leaseMs: number;
}

/** Codes under which *Select Due* closes rows. What it closed stays closed, whatever status that has. */
export const CLOSED = {
	double: 'duplicate',
	tooOld: 'too_old',
} as const;

/**
 * `waiting` for its turn · `held`: somebody works on it · `doubtful`: somebody did and has died or
 * let go without knowing what became of it · `ended`.
 */
export type State = 'waiting' | 'held' | 'doubtful' | 'ended';

/** A row with what the queue reads from it. */
export interface QueueRow {
	row: Row;
	id: number;
	state: State;
	/** Lanes it takes part in. */
	keys: string[];
	attempts: number;
	/** When it was sent, as far as its row says. */
	time?: number;
	updatedAt?: number;
	/** A claimed row whose owner has let go: the answer was lost. */
	isReleased: boolean;
}

/** @returns undefined when the row has no id. @param lookUp more columns for the lane, such as a session */
export function readRow(
	row: Row,
	now: number,
	columns: QueueColumns,
	lookUp: Row = {},
): QueueRow | undefined {
	const id = idOf(row);
	if (id === undefined) return undefined;
	const updatedAt = timeOf(row.updatedAt);
	const isClaimed = textOf(row.status) === columns.claimed;
	// Null is a table that knows no owners; an empty text is an owner that let go.
	const isReleased = isClaimed && row[columns.owner] === '';
	return {
		row,
		id,
		state: stateOf(row, now, columns, isClaimed, isReleased, updatedAt),
		keys: laneKeysOf(withLookUp(row, lookUp, columns.lanes), columns.lanes),
		attempts: countOf(row[columns.attempts]),
		time: timeOf(row[columns.time]),
		updatedAt,
		isReleased,
	};
}

function stateOf(
	row: Row,
	now: number,
	columns: QueueColumns,
	isClaimed: boolean,
	isReleased: boolean,
	updatedAt: number | undefined,
): State {
	if (isClaimed) {
		if (isReleased) return 'doubtful';
		// Without a time nobody can say that its holder has died.
		return updatedAt !== undefined && now - updatedAt >= columns.leaseMs ? 'doubtful' : 'held';
	}
	const place = columns.waiting.indexOf(textOf(row.status));
	if (place < 0) return 'ended';
	if (place === 0) return 'waiting';
	// A second waiting status, such as failed, holds rows that are tried again and rows that are not.
	return isTriedAgain(row, now, columns) ? 'waiting' : 'ended';
}

function isTriedAgain(row: Row, now: number, columns: QueueColumns): boolean {
	const cause = causeOf(row[columns.error]);
	const { retryCauses } = columns;
	if (retryCauses.length > 0 && !retryCauses.includes(cause)) return false;
	if (Object.values<string>(CLOSED).includes(cause)) return false;
	const isSpent = columns.mostTries > 0 && countOf(row[columns.attempts]) >= columns.mostTries;
	return !isSpent && !isTooOld(row, now, columns);
}

/** Whether it was written down longer ago than the maximum age. */
export function isTooOld(row: Row, now: number, { maxAgeMs }: QueueColumns): boolean {
	const createdAt = timeOf(row.createdAt);
	return maxAgeMs > 0 && createdAt !== undefined && now - createdAt > maxAgeMs;
}

function withLookUp(row: Row, lookUp: Row, lanes: KeyColumns): Row {
	const filled = { ...row };
	for (const column of lanes.flat()) {
		if (textOf(filled[column]) === '') filled[column] = lookUp[column];
	}
	return filled;
}

/**
 * When it was sent, or at the latest may have been. A row in work may be sent this moment, a row in
 * doubt any time until its lease ran out.
 */
export function sentAt(row: QueueRow, now: number, leaseMs: number): number | undefined {
	const { state, time, updatedAt = now, isReleased } = row;
	if (state === 'waiting') return undefined;
	if (state === 'ended') return time;
	if (state === 'held') return now;
	return Math.max(time ?? 0, isReleased ? updatedAt : updatedAt + leaseMs);
}
