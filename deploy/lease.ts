import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';

import type { Memory, MemoryTable } from './memory';
import type { N8n } from './n8n/api';
import { Trouble } from './n8n/trouble';

const LEASE_MS = 120_000;
const REFRESH_MS = 15_000;

/** Who is at work on this n8n: the row of the last run says it. */
export interface Lease {
	/** One per run. */
	id: string;
	host: string;
	pid: number;
	/** Milliseconds since 1970 by n8n's clock, which all runs share; 0 once it was given back. */
	until: number;
}

/** This process, and which others of this machine are still there. */
export interface Here {
	host: string;
	pid: number;
	isAlive(pid: number): boolean;
}

/**
 * How many milliseconds a lease still keeps others away. One of a run that was killed keeps away nobody on its own
 * machine; and a process has one run at a time, so its own number on an old lease was somebody else's.
 */
export function heldFor(lease: Lease | undefined, here: Here, now: number): number {
	if (!lease || lease.until <= now) return 0;
	const isGone = lease.host === here.host && (lease.pid === here.pid || !here.isAlive(lease.pid));
	return isGone ? 0 : lease.until - now;
}

/** @throws {Trouble} busy while another run is at work */
export function requireFree(lease: Lease | undefined, n8n: N8n): void {
	const left = heldFor(lease, HERE, n8n.now());
	if (left === 0) return;
	throw new Trouble('busy', { host: lease!.host, seconds: Math.ceil(left / 1000) });
}

/** The right to write into this n8n, for one run at a time. */
export class Turn {
	private constructor(
		private readonly n8n: N8n,
		private readonly memory: MemoryTable,
		private readonly mine: Lease,
	) {}

	/**
	 * Does the work of a run, which holds the lease step by step and ends it; a run that fails gives it back.
	 *
	 * @param planned what the plan was made on: another run since then has made it worthless
	 * @throws {Trouble} busy, overtaken
	 */
	static async during<Result>(
		n8n: N8n,
		memory: MemoryTable,
		planned: Memory,
		work: (turn: Turn) => Promise<Result>,
	): Promise<Result> {
		const { host, pid } = HERE;
		const turn = new Turn(n8n, memory, { id: randomUUID(), host, pid, until: 0 });
		await turn.take(planned.lease?.id);
		try {
			return await work(turn);
		} catch (error) {
			// What stopped the run is told; a lease that cannot be given back runs out by itself.
			await turn.end('started').catch(() => undefined);
			throw error;
		}
	}

	/** To be called before each step. @throws {Trouble} overtaken when another run has taken over */
	async hold(): Promise<void> {
		await this.requireMine();
		if (this.mine.until - this.n8n.now() < LEASE_MS - REFRESH_MS) await this.refresh();
	}

	/** @param state `started`: there is something left for the next run */
	async end(state: 'started' | 'finished'): Promise<void> {
		await this.requireMine();
		await this.memory.run(state, { ...this.mine, until: 0 });
	}

	private async take(last: string | undefined): Promise<void> {
		const found = await this.memory.lease();
		requireFree(found, this.n8n);
		if (found && found.id !== last) throw new Trouble('overtaken', { host: found.host });
		await this.refresh();
		// Of two that write at the same time the last one counts.
		await this.requireMine();
	}

	private async refresh(): Promise<void> {
		this.mine.until = this.n8n.now() + LEASE_MS;
		await this.memory.run('started', this.mine);
	}

	private async requireMine(): Promise<void> {
		const found = await this.memory.lease();
		if (found?.id !== this.mine.id) throw new Trouble('overtaken', { host: found?.host ?? '?' });
	}
}

const HERE: Here = {
	host: hostname(),
	pid: process.pid,
	isAlive(pid) {
		try {
			return process.kill(pid, 0);
		} catch (error) {
			return (error as NodeJS.ErrnoException).code === 'EPERM';
		}
	},
};
