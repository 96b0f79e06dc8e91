import { confirmClaim } from '../../../nodes/WorkQueue/domain/claim';
import { selectDue } from '../../../nodes/WorkQueue/domain/due';
import type { DueRow, DueRules } from '../../../nodes/WorkQueue/domain/selection';
import type { KeyColumns } from '../../../nodes/WorkQueue/domain/lanes';
import type { Row } from '../../../nodes/WorkQueue/domain/rows';
import { settle } from '../../../nodes/WorkQueue/domain/settle';
import { iso, SETTLE } from './rules';

/** A row of the model's table. */
export interface TableRow extends Row {
	id: number;
	status: string;
	owner: string | null;
	attempts: number;
	updatedAt: string;
	/** From when on others see it: on PostgreSQL an id may appear after a higher one. */
	visibleAt: number;
}

export type Outcome = 'taken' | 'taken, answer lost' | 'lost on the way' | 'not sent' | 'refused';

const ANSWERS: Record<Outcome, Row> = {
	taken: { ok: true },
	'taken, answer lost': { error: 'no answer', details: { code: 'timeout', outcome: 'unknown' } },
	'lost on the way': { error: 'no answer', details: { code: 'timeout', outcome: 'unknown' } },
	'not sent': { error: 'no way', details: { code: 'busy', outcome: 'not_sent' } },
	refused: { error: 'no', details: { code: 'bad_text', outcome: 'rejected' } },
};

/** What a run does at one go; between two of these anything may happen. */
export type Step = Generator<string, void, Outcome>;

/** A table, a vendor and runs that work through the table as the canvases do: look, claim, look again, act, settle. */
export class World {
	now: number;
	readonly sent: Array<{ row: TableRow; at: number }> = [];
	/** Runs between "mine" and the last write, with the row they hold. */
	readonly holders = new Map<object, TableRow>();
	readonly faults: string[] = [];
	private runs = 0;

	constructor(
		readonly table: TableRow[],
		private readonly rules: DueRules,
		/** Whether somebody can ask the vendor what became of a row in doubt. */
		private readonly canAsk: boolean,
		/** Whether a claim is compared with what was sent since the look. */
		private readonly comparesSent = true,
	) {
		this.now = rules.now;
	}

	private visible(): TableRow[] {
		return this.table.filter(({ visibleAt }) => visibleAt <= this.now).map((row) => ({ ...row }));
	}

	private unfinished(): TableRow[] {
		const { waiting, claimed } = this.rules;
		return this.visible().filter(({ status }) => [...waiting, claimed].includes(status));
	}

	private recent(): TableRow[] {
		return this.visible().filter(({ sent_at: sentAt }) => Boolean(sentAt));
	}

	/** The update of a table with a condition. */
	private update(id: number, condition: Row, values: Row): boolean {
		const row = this.table.find((one) => one.id === id)!;
		if (row.visibleAt > this.now) return false;
		if (Object.entries(condition).some(([column, value]) => row[column] !== value)) return false;
		Object.assign(row, values, { updatedAt: iso(this.now) });
		return true;
	}

	/** One run of the workflow. Yields before every access to the table and to the vendor. */
	*run(): Step {
		const me = `run-${++this.runs}`;
		yield 'look at the unfinished rows';
		const rows = this.unfinished();
		yield 'look at the recent rows';
		const recent = this.recent();
		const { due, close, inDoubt } = selectDue(rows, recent, { ...this.rules, now: this.now });
		for (const { row, status, reason } of close) {
			yield 'close';
			this.update(row.id as number, { status: row.status }, { status, error_message: reason });
		}
		for (const { row } of inDoubt) yield* this.clearUp(row as TableRow);
		for (const one of due) yield* this.work(one, me);
	}

	/** Looks at the vendor, or gives the row to a person. */
	private *clearUp(row: TableRow): Step {
		yield 'ask the vendor';
		const wasTaken = this.sent.some((one) => one.row.id === row.id);
		const { id, owner, attempts } = row;
		yield 'write down what the vendor said';
		const found = wasTaken
			? { status: 'sent', sent_at: iso(this.now) }
			: { status: 'pending', owner: '', attempts: attempts + 1 };
		const gaveUp = { status: 'failed', sent_at: iso(this.now), error_message: 'possible_double' };
		// Owner and attempts: so that nobody writes an old answer over a new try.
		this.update(id, { status: 'sending', owner, attempts }, this.canAsk ? found : gaveUp);
	}

	private *work({ row, lastAt }: DueRow, me: string): Step {
		const { id, attempts } = row as TableRow;
		yield 'claim';
		const { waiting, claimed } = this.rules;
		const claim = { status: claimed, owner: me };
		// Attempts: a row that was tried since the look is another one. With the old count written down
		// again, somebody's old "not found" would fit once more.
		if (!waiting.some((status) => this.update(id, { status, attempts }, claim))) return;
		yield 'look again';
		const again = [
			...this.unfinished(),
			...this.recent().filter(({ status }) => status === 'sent'),
		];
		const verdict = confirmClaim(again, {
			...this.rules,
			now: this.now,
			id,
			me,
			lastAt: this.comparesSent ? (lastAt ?? null) : undefined,
		});
		if (!verdict.isMine) {
			yield 'put it back';
			this.update(id, { owner: me }, { status: 'pending', owner: '' });
			return;
		}
		const token = {};
		this.hold(
			token,
			this.table.find((one) => one.id === id)!,
		);
		const outcome = yield 'act';
		this.act(this.holders.get(token)!, outcome);
		yield 'write down';
		const rules = { ...SETTLE, time: 'sent_at', mostTries: 3, now: this.now };
		const { write } = settle(ANSWERS[outcome], row, rules);
		this.update(id, { owner: me, status: claimed }, write);
		this.holders.delete(token);
	}

	private hold(token: object, row: TableRow): void {
		const { lanes, order } = this.rules;
		for (const other of this.holders.values()) {
			const key = sharedKey(row, other, lanes);
			if (key) this.faults.push(`${row.id} and ${other.id} both hold ${key}`);
		}
		if (order === 'strict') {
			const lower = this.unfinished().filter(({ id }) => id < row.id);
			const first = lower.find((one) => sharedKey(row, one, lanes));
			if (first) this.faults.push(`${row.id} goes before ${first.id}`);
		}
		this.holders.set(token, row);
	}

	private act(row: TableRow, outcome: Outcome): void {
		if (!outcome.startsWith('taken')) return;
		if (this.sent.some((one) => one.row.id === row.id)) this.faults.push(`${row.id} sent twice`);
		this.sent.push({ row, at: this.now });
	}
}

/** Compares the cells themselves, so that the node's own reading of keys is tested, too. */
function sharedKey(a: Row, b: Row, lanes: KeyColumns): string | undefined {
	const shared = lanes.find((key) => key.every((column) => a[column] && a[column] === b[column]));
	return shared?.join('+');
}

/** A process: starts a run, goes on with it step by step, may be killed and start again. */
export class Process {
	private steps?: Step;
	private startedAt = 0;
	private held: object[] = [];

	constructor(
		private readonly world: World,
		/** The workflow's own timeout, in milliseconds. */
		private readonly timeoutMs: number,
	) {}

	/** @returns false when a run has ended */
	step(outcome: Outcome): boolean {
		const { world } = this;
		if (!this.steps) {
			this.steps = world.run();
			this.startedAt = world.now;
		}
		const before = new Set(world.holders.keys());
		const { done } = this.steps.next(outcome);
		for (const token of world.holders.keys()) if (!before.has(token)) this.held.push(token);
		if (done) this.steps = undefined;
		return !done;
	}

	/** n8n ends a run at its timeout, whatever it is doing. */
	endIfTimeIsUp(): void {
		if (this.steps && this.world.now - this.startedAt >= this.timeoutMs) this.kill();
	}

	kill(): void {
		this.steps = undefined;
		// The dead hold nothing; their rows say otherwise until the lease is over.
		for (const token of this.held) this.world.holders.delete(token);
		this.held = [];
	}
}
