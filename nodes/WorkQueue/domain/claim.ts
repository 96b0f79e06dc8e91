import { groupLanes, inOrder, keysOf, type KeyColumns } from './lanes';
import { readRow, sentAt, type QueueColumns, type QueueRow } from './queueRow';
import { textOf, type Row } from './rows';

export interface ClaimRules extends QueueColumns {
	now: number;
	order: 'strict' | 'loose';
	/** The row that was claimed. */
	id: number;
	/** What the claim wrote into the column of the owner. */
	me: string;
	/** The row was in doubt before: it comes first, because it has been begun. */
	wasInDoubt?: boolean;
	/** When the lane sent last by the look that chose the row; null: never. Undefined: not compared. */
	lastAt?: number | null;
	/** Until when the choice of the row is good; undefined: for ever. */
	planEndsAt?: number;
	/** Rows with the same key are doubles; none: not compared. */
	doubles?: KeyColumns;
	/** More columns for the lane, by row. */
	lookUp?: (row: Row) => Row | undefined;
}

export interface Verdict {
	isMine: boolean;
	/** In words. */
	reason: string;
	/** Whether another look at once is worth while: whoever is in the way goes back, too. */
	lookAgain: boolean;
	/** Whether another row of the same event is done: mine is superfluous for ever. */
	isDouble?: boolean;
}

/**
 * Whether a claim may be acted on, from a second look at its lane *after* the claim.
 *
 * Every claim is written before its second look. So of two claims in one lane at least the later one
 * sees the other, and whoever sees another's claim goes back, no matter which id is lower. When both
 * see each other both go back; the next look shows both the same rows, they choose the same one, and
 * the condition of the claim lets one through. A lower id alone would not do: the higher one may have
 * been confirmed before the lower one appeared, or before a finished row was opened again.
 *
 * That condition is status *and attempts*: a row that was tried since the look would else get its old
 * count back, and an old "not found" fit it.
 *
 * In a strict lane every lower unfinished row also sends the claim back, whether it rests, is in work
 * or in doubt, without a look at a clock. This cannot lock the lane: *Select Due* gives the lowest
 * row, closes it, or reports it as in doubt. A row that was in doubt itself goes on: *Select Due* holds
 * the lane for it.
 *
 * A double in work sends mine back, too, whatever its lane. One that is done does so for good: it may
 * have been worked on from start to end before its id could be seen, or my row was left over by a run
 * that died before it could withdraw it.
 *
 * @param rows the unfinished rows of the lane, read once more; rows sent since then show a stale plan,
 * and with `doubles` all other rows of the event
 */
export function confirmClaim(rows: Row[], rules: ClaimRules): Verdict {
	const read = rows.flatMap((row) => readRow(row, rules.now, rules, rules.lookUp?.(row)) ?? []);
	const mine = read.find(({ id }) => id === rules.id);
	if (!mine || textOf(mine.row.status) !== rules.claimed) {
		return no('the row is not in work: somebody else was faster');
	}
	if (textOf(mine.row[rules.owner]) !== rules.me) return no('somebody else has claimed the row');
	// So slow that others may have taken it for dead.
	if (mine.state !== 'held') return no('the claim is older than its lease', true);
	// Limits, quiet hours and switches may have changed since.
	if (rules.planEndsAt !== undefined && rules.now > rules.planEndsAt) {
		return no('the row was chosen too long ago', true);
	}
	const double = doubleOf(mine, read, rules.doubles ?? []);
	if (double) return double;
	const others = laneOf(mine, read).filter((other) => other !== mine);
	const open = others.filter(({ state }) => state !== 'ended');

	const rival = open.find(({ state }) => state === 'held');
	if (rival) return no(`row ${rival.id} of the lane is in work`, rival.id > mine.id);

	const lane = [...open, mine].sort((a, b) => a.id - b.id);
	const [first] = inOrder(lane, rules.orderBy);
	const before = first === mine || rules.wasInDoubt ? undefined : first;
	if (rules.order === 'strict' && before)
		return no(`row ${before.id} of the lane comes first`, true);

	const sent = others.find((other) => isNews(other, rules));
	if (sent) return no(`row ${sent.id} of the lane has been sent in the meantime`, true);
	return { isMine: true, reason: '', lookAgain: false };
}

function doubleOf(mine: QueueRow, read: QueueRow[], doubles: KeyColumns): Verdict | undefined {
	const keys = new Set(keysOf(mine.row, doubles));
	const same = read.filter(
		(other) => other !== mine && keysOf(other.row, doubles).some((key) => keys.has(key)),
	);
	const done = same.find(({ state }) => state === 'ended');
	if (done) return { ...no(`row ${done.id} is the same and is done`), isDouble: true };
	const taken = same.find(({ state }) => state !== 'waiting');
	return taken && no(`row ${taken.id} is the same and is in work`, true);
}

/** Rows that share a lane with mine; finished ones join nobody, they only belong. */
function laneOf(mine: QueueRow, read: QueueRow[]): QueueRow[] {
	const open = read.filter(({ state }) => state !== 'ended');
	const lane = groupLanes(open).find((members) => members.includes(mine)) ?? [mine];
	const keys = new Set(lane.flatMap((member) => member.keys));
	const ended = read.filter(
		(row) => row.state === 'ended' && row.keys.some((key) => keys.has(key)),
	);
	return [...lane, ...ended];
}

/** Whether another has sent since the plan was made: its limits and gaps no longer hold. */
function isNews(row: QueueRow, { lastAt, owner, me, now, leaseMs }: ClaimRules): boolean {
	if (lastAt === undefined || textOf(row.row[owner]) === me) return false;
	const time = sentAt(row, now, leaseMs);
	return time !== undefined && time > (lastAt ?? 0);
}

function no(reason: string, lookAgain = false): Verdict {
	return { isMine: false, reason, lookAgain };
}
