import type { Backoff } from './backoff';
import type { KeyColumns } from './lanes';
import type { SettingsTable } from './laneSettings';
import type { Limit } from './limits';
import type { QueueColumns } from './queueRow';
import type { Row } from './rows';

/** The rules of a queue. Times are milliseconds, moments since 1970. */
export interface DueRules extends QueueColumns {
	now: number;
	/** IANA name: days and quiet hours follow its clocks. */
	zone: string;
	/** `strict`: a row that must rest holds up its lane. `loose`: later rows pass it. */
	order: 'strict' | 'loose';
	backoff: Backoff;
	lastTry: string;
	notBefore: string;
	/** Rows with the same key are doubles. */
	doubles: KeyColumns;
	doubleStatus: string;
	refused?: { column: string; values: Set<string>; status: string };
	/** Empty: such a row is neither due nor closed. */
	tooOldStatus: string;
	/** How long a released row rests before somebody looks what became of it. */
	inDoubtMs: number;
	limits: Limit[];
	quietDays: number[];
	settings?: SettingsTable;
	perLane: number;
	most: number;
	/** Nothing is due while so many rows of all lanes are in work; 0: without such a bound. */
	mostInWork?: number;
	/** All rows wait: nothing is due, closed or looked into. */
	isSwitchedOff?: boolean;
}

export interface DueRow {
	row: Row;
	/** Readable, such as `phone=+77010001122`. */
	lane: string;
	/** When the lane sent last, as far as this look saw; *Confirm Claim* compares it. */
	lastAt?: number;
	attempts: number;
	/** The shop's row of settings with its empty cells filled in. */
	settings?: Row;
}
export interface ClosedRow {
	row: Row;
	status: string;
	/** Code and words, as they go into the column of the error. */
	reason: string;
}
export interface DoubtfulRow {
	row: Row;
	lane: string;
	reason: string;
	isTooOld: boolean;
	settings?: Row;
}
export interface Later {
	/** When to look again; undefined when only a change of settings helps. */
	at?: number;
	waiting: number;
	/** How many rows wait for what. */
	reasons: Record<string, number>;
	/** What is wrong in the settings. */
	problems: string[];
	/** A row that waits. */
	example: Row;
}
export interface Selection {
	due: DueRow[];
	close: ClosedRow[];
	inDoubt: DoubtfulRow[];
	later?: Later;
}
