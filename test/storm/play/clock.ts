import { pause } from '../../workflows/support/world';

const LOOK_MS = 50;

/** The time of a storm. It can stand still, so that a slow machine does not sleep through its events. */
export class Clock {
	private stopped = 0;
	private stoppedAt?: number;

	/** @param startedAt milliseconds since 1970 */
	constructor(
		private readonly startedAt: number,
		private readonly now: () => number = Date.now,
	) {}

	/** Milliseconds since the beginning that count. */
	get elapsed(): number {
		return (this.stoppedAt ?? this.now()) - this.startedAt - this.stopped;
	}

	stop(): void {
		this.stoppedAt ??= this.now();
	}

	go(): void {
		if (this.stoppedAt === undefined) return;
		this.stopped += this.now() - this.stoppedAt;
		this.stoppedAt = undefined;
	}

	async until(at: number): Promise<void> {
		while (this.elapsed < at) {
			await pause(Math.max(LOOK_MS, Math.min(at - this.elapsed, 10 * LOOK_MS)));
		}
	}
}
