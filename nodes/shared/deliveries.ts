import { RecentKeys } from './ttlMap';

/** What n8n's response object is here: `close` comes when the answer is out or the caller has left. */
interface Answer {
	statusCode: number;
	writableEnded: boolean;
	once(event: 'close', listener: () => void): unknown;
}

/**
 * `done` its run went well · `failed` it did not · `left` the caller left before the end, so nobody knows
 * yet · `new` it was not delivered before.
 */
export type Earlier = 'done' | 'failed' | 'left' | 'new';

/** How long the run of a caller that left is given to end. */
const LEFT_MS = 30_000;

/**
 * Webhook deliveries that are answered when their run ends. A copy that arrives meanwhile waits and gets
 * the answer of the first; a later one starts nothing, unless the run failed. In the memory of this
 * process: a workflow that must do something once claims it in a table, too.
 */
export class Deliveries {
	private readonly running = new Map<string, Promise<Earlier>>();
	private readonly done: RecentKeys;
	private readonly left: RecentKeys;

	constructor(rememberMs: number, limit: number, now: () => number = Date.now) {
		this.done = new RecentKeys(rememberMs, limit, now);
		this.left = new RecentKeys(LEFT_MS, limit, now);
	}

	/**
	 * What became of this delivery before; waits for a run that is under way. A new one starts a run, whose
	 * end is the end of `answer`: of copies that arrive in the same instant one is new.
	 */
	async enter(key: string, answer: Answer): Promise<Earlier> {
		if (this.done.has(key)) return 'done';
		if (this.left.has(key)) return 'left';
		const running = this.running.get(key);
		if (running) return await running;
		this.begin(key, answer);
		return 'new';
	}

	private begin(key: string, answer: Answer): void {
		const run = new Promise<Earlier>((resolve) => {
			answer.once('close', () => {
				const outcome = outcomeOf(answer);
				this.running.delete(key);
				if (outcome === 'done') this.done.remember(key);
				if (outcome === 'left') this.left.remember(key);
				resolve(outcome);
			});
		});
		this.running.set(key, run);
	}
}

function outcomeOf({ writableEnded, statusCode }: Answer): Earlier {
	if (!writableEnded) return 'left';
	return statusCode < 400 ? 'done' : 'failed';
}
