import { gapMs, pauseAfter } from './backoff';
import { rowsToClose } from './closing';
import { readSettings, type Settings } from './laneSettings';
import { groupLanes, inOrder, keysOf } from './lanes';
import { limitReason, Tally, type Limit } from './limits';
import { isTooOld, readRow, sentAt, type QueueRow } from './queueRow';
import { isQuiet, quietUntil, type QuietTimes } from './quietHours';
import { textOf, timeOf, type Row } from './rows';
import type { DueRules, Later, Selection } from './selection';

/** A row with its shop's settings. */
interface Member extends QueueRow {
	settings?: Settings;
}
interface Wait {
	/** Undefined: time alone does not help. */
	at?: number;
	reason: string;
}
interface Lane {
	name: string;
	index: string;
	members: Member[];
	lastAt?: number;
	/** Waiting rows that have not been looked at yet. */
	ahead: Member[];
	picked: number;
}

/**
 * Says for every unfinished row whether it is due, to be closed, in doubt, or has to wait.
 *
 * @param rows the unfinished rows; finished ones among them count for limits and doubles
 * @param recent rows of the last day, for limits, gaps and doubles; may hold the same rows
 */
export function selectDue(rows: Row[], recent: Row[], rules: DueRules): Selection {
	const table = rules.settings && readSettings(rules.settings, rules.lanes, rules.quietDays);
	const all = newestOf(rows, recent).flatMap((row) => {
		const settings = table?.get(textOf(row[rules.settings?.matchColumn ?? '']));
		const read = readRow(row, rules.now, rules, settings?.row);
		return read ? [{ ...read, settings }] : [];
	});
	return new Look(all, rules).result();
}

/** One version of each row: the later one, because a row only moves on. Lowest id first. */
function newestOf(rows: Row[], recent: Row[]): Row[] {
	const byId = new Map<string, Row>();
	for (const row of [...rows, ...recent]) {
		const id = textOf(row.id);
		const other = byId.get(id);
		const isNewer =
			other === undefined || (timeOf(row.updatedAt) ?? 0) > (timeOf(other.updatedAt) ?? 0);
		if (isNewer) byId.set(id, row);
	}
	return [...byId.values()].sort((a, b) => Number(a.id) - Number(b.id));
}

/** One look at the queue at one moment. */
class Look {
	private readonly selection: Selection = { due: [], close: [], inDoubt: [] };
	private readonly waits: Array<Wait & { member: Member }> = [];
	private readonly problems = new Set<string>();
	private readonly tallies: Array<{ limit: Limit; tally: Tally }>;
	private readonly shopTally: Tally;
	private readonly laneOf = new Map<Member, Lane>();

	constructor(
		private readonly all: Member[],
		private readonly rules: DueRules,
	) {
		const { now, zone } = rules;
		this.shopTally = new Tally('day', now, zone);
		this.tallies = rules.limits.map((limit) => ({ limit, tally: new Tally(limit.per, now, zone) }));
	}

	result(): Selection {
		const open = this.all.filter(({ state }) => state !== 'ended');
		if (this.rules.isSwitchedOff) {
			for (const member of open) this.waits.push({ member, reason: 'switched off' });
			return { ...this.selection, later: this.later() };
		}
		const closed = rowsToClose(this.all, this.rules);
		this.selection.close.push(...closed.values());
		const lanes = groupLanes(open.filter((member) => !closed.has(member))).map((members, index) =>
			this.lane(members, String(index)),
		);
		this.countWhatWasSent(lanes);
		const free = lanes.filter((lane) => this.isFree(lane));
		if (!this.waitsForRoom(open, free)) this.pick(free);
		return { ...this.selection, later: this.later() };
	}

	private lane(members: Member[], index: string): Lane {
		const name = members[0].keys[0] ?? `id=${members[0].id}`;
		const ahead = inOrder(members.filter(isWaiting), this.rules.orderBy);
		const lane = { name, index, members, ahead, picked: 0 };
		for (const member of members) this.laneOf.set(member, lane);
		return lane;
	}

	private countWhatWasSent(lanes: Lane[]): void {
		const laneOfKey = new Map<string, Lane>();
		for (const lane of lanes) {
			for (const { keys } of lane.members) for (const key of keys) laneOfKey.set(key, lane);
		}
		for (const member of this.all) {
			const time = sentAt(member, this.rules.now, this.rules.leaseMs);
			if (time === undefined) continue;
			const own = this.laneOf.get(member);
			const shared = member.keys.flatMap((key) => laneOfKey.get(key) ?? []);
			this.count(member, time, new Set(own ? [own, ...shared] : shared));
		}
	}

	private count(member: Member, time: number, lanes: Set<Lane>): void {
		if (member.settings) this.shopTally.add(member.settings.name, time);
		for (const { limit, tally } of this.tallies) {
			if (limit.by === 'lane') for (const { index } of lanes) tally.add(index, time);
			else for (const key of keysOf(member.row, limit.by)) tally.add(key, time);
		}
		for (const lane of lanes) lane.lastAt = Math.max(time, lane.lastAt ?? time);
	}

	/** Reports rows in doubt, and says whether anybody may start a row of this lane. */
	private isFree(lane: Lane): boolean {
		const { now, leaseMs, order } = this.rules;
		const doubtful = lane.members.filter(({ state }) => state === 'doubtful');
		const doubtEnds = doubtful.map((member) => this.reportDoubt(member, lane));
		const held = lane.members.filter(({ state }) => state === 'held');
		const heldUntil = held.map(({ updatedAt }) => (updatedAt ?? now) + leaseMs);
		// In a strict lane a row in doubt comes first: what follows it must not overtake it.
		const blocks = order === 'strict' ? [...heldUntil, ...doubtEnds] : heldUntil;
		if (blocks.length === 0) return true;
		const reason = held.length > 0 ? 'another row of the lane is in work' : 'a row is in doubt';
		for (const member of lane.ahead) {
			this.waits.push({ member, at: Math.max(now, ...blocks), reason });
		}
		return false;
	}

	/** @returns when it is looked at */
	private reportDoubt(member: Member, lane: Lane): number {
		const { now, inDoubtMs } = this.rules;
		const { row, isReleased, settings } = member;
		const rests = isReleased
			? Math.max((member.updatedAt ?? 0) + inDoubtMs, this.restUntil(member) ?? 0)
			: 0;
		if (rests > now) {
			this.waits.push({ member, at: rests, reason: 'a row is in doubt' });
			return rests;
		}
		this.selection.inDoubt.push({
			row,
			lane: lane.name,
			reason: isReleased
				? `in doubt: ${textOf(row[this.rules.error]) || 'the answer was lost'}`
				: 'in doubt: its holder did not come back in time',
			isTooOld: isTooOld(row, now, this.rules),
			settings: settings?.row,
		});
		return now;
	}

	/** Whether enough rows are in work already. */
	private waitsForRoom(open: Member[], free: Lane[]): boolean {
		const { mostInWork = 0, leaseMs, now } = this.rules;
		const held = open.filter(({ state }) => state === 'held');
		if (mostInWork === 0 || held.length < mostInWork) return false;
		const ends = held.map(({ updatedAt = now }) => updatedAt + leaseMs);
		const at = ends.reduce((a, b) => Math.min(a, b));
		for (const member of free.flatMap(({ ahead }) => ahead)) {
			this.waits.push({ member, at, reason: 'enough rows are in work' });
		}
		return true;
	}

	/** Takes the heads of all lanes, then the seconds, and so on: a full lane starves nobody. */
	private pick(free: Lane[]): void {
		const { most } = this.rules;
		const waitsSince = ({ ahead: [head] }: Lane) =>
			head ? (timeOf(head.row[this.rules.lastTry]) ?? 0) : 0;
		const id = ({ ahead: [head] }: Lane) => head?.id ?? 0;
		let round = [...free].sort((a, b) => waitsSince(a) - waitsSince(b) || id(a) - id(b));
		while (round.length > 0) {
			round = round.filter((lane) => this.selection.due.length < most && this.pickOne(lane));
		}
		for (const lane of free) {
			for (const member of lane.ahead) {
				const at = this.rules.now;
				this.waits.push({ member, at, reason: 'other rows go first' });
			}
		}
	}

	/** @returns whether a row was taken, so that another look at the lane makes sense */
	private pickOne(lane: Lane): boolean {
		const { now, perLane, order } = this.rules;
		while (lane.ahead.length > 0 && lane.picked < perLane) {
			const [member] = lane.ahead;
			const wait = this.waitOf(member, lane);
			if (!wait) {
				lane.ahead.shift();
				this.take(member, lane, now);
				return true;
			}
			if (order === 'strict') {
				// What is behind it waits as long.
				for (const one of lane.ahead) this.waits.push({ ...wait, member: one });
				lane.ahead = [];
				return false;
			}
			lane.ahead.shift();
			this.waits.push({ ...wait, member });
		}
		return false;
	}

	private take(member: Member, lane: Lane, now: number): void {
		this.selection.due.push({
			row: member.row,
			lane: lane.name,
			lastAt: lane.lastAt,
			attempts: member.attempts,
			settings: member.settings?.row,
		});
		lane.picked++;
		// It will have been sent when the next one's turn comes.
		this.count(member, now, new Set([lane]));
	}

	/** The longest of all that makes this row wait; undefined when it may go. */
	private waitOf(member: Member, lane: Lane): Wait | undefined {
		const { now } = this.rules;
		const waits = [...this.waitsOf(member, lane)].filter(({ at }) => at === undefined || at > now);
		return waits.find(({ at }) => at === undefined) ?? waits.sort((a, b) => b.at! - a.at!).at(0);
	}

	private *waitsOf(member: Member, lane: Lane): Generator<Wait> {
		const rest = this.restUntil(member);
		if (rest !== undefined) yield { at: rest, reason: 'back-off' };
		if (isTooOld(member.row, this.rules.now, this.rules)) yield { reason: 'too old' };
		if (this.rules.settings) yield* this.waitsOfShop(member, lane);
		else yield* this.quiet({ days: this.rules.quietDays });
		for (const { limit, tally } of this.tallies) {
			const keys = limit.by === 'lane' ? [lane.index] : keysOf(member.row, limit.by);
			for (const key of keys) {
				const at = tally.fullUntil(key, limit.count);
				if (at !== undefined) yield { at, reason: limitReason(limit.per) };
			}
		}
	}

	/** A row's own time counts; else the time since its last try. */
	private restUntil({ row, attempts }: Member): number | undefined {
		const own = timeOf(row[this.rules.notBefore]);
		if (own !== undefined) return own;
		const tried = timeOf(row[this.rules.lastTry]);
		const pause = pauseAfter(attempts, this.rules.backoff);
		return tried === undefined || pause === 0 ? undefined : tried + pause;
	}

	private *waitsOfShop({ settings, id, row }: Member, lane: Lane): Generator<Wait> {
		const { matchColumn } = this.rules.settings!;
		if (!settings) {
			const shop = textOf(row[matchColumn]) || 'none';
			this.problems.add(`There are no settings for ${matchColumn} ${shop}`);
			yield { reason: 'no settings' };
			return;
		}
		if (!settings.enabled) yield { reason: 'switched off' };
		if (!settings.available) yield { reason: 'not available' };
		if (settings.problem) {
			this.problems.add(settings.problem);
			yield { reason: 'unreadable settings' };
		}
		if (settings.pausedUntil !== undefined) yield { at: settings.pausedUntil, reason: 'paused' };
		yield* this.quiet(settings.quiet);
		if (settings.dailyLimit !== undefined) {
			const at = this.shopTally.fullUntil(settings.name, settings.dailyLimit);
			if (at !== undefined) yield { at, reason: limitReason('day') };
		}
		if (lane.lastAt !== undefined) {
			const gap = gapMs(id, settings.minGapSeconds, settings.maxGapSeconds);
			if (gap > 0) yield { at: lane.lastAt + gap, reason: 'gap between messages' };
		}
	}

	private *quiet(times: QuietTimes): Generator<Wait> {
		const { now, zone } = this.rules;
		if (!isQuiet(now, zone, times)) return;
		yield { at: quietUntil(now, zone, times), reason: 'quiet hours' };
	}

	private later(): Later | undefined {
		if (this.waits.length === 0) return undefined;
		const reasons: Record<string, number> = {};
		for (const { reason } of this.waits) reasons[reason] = (reasons[reason] ?? 0) + 1;
		const times = this.waits.flatMap(({ at }) => (at === undefined ? [] : [at]));
		return {
			at: times.length > 0 ? times.reduce((a, b) => Math.min(a, b)) : undefined,
			waiting: this.waits.length,
			reasons,
			problems: [...this.problems],
			example: this.waits[0].member.row,
		};
	}
}

function isWaiting({ state }: QueueRow): boolean {
	return state === 'waiting';
}
