/** Timers that can all be dropped at once, for reset and close. */
export class Timers {
	private running = new Map<NodeJS.Timeout, () => void>();

	/** Runs `work` after `ms`; answers a function that cancels it. */
	after(ms: number, work: () => void): () => void {
		const timer = setTimeout(() => {
			this.running.delete(timer);
			work();
		}, ms);
		timer.unref();
		this.running.set(timer, () => undefined);
		return () => {
			clearTimeout(timer);
			this.running.delete(timer);
		};
	}

	/** Resolves after `ms`, or at once when everything is dropped. */
	async wait(ms: number): Promise<void> {
		await new Promise<void>((resolve) => {
			const timer = setTimeout(() => {
				this.running.delete(timer);
				resolve();
			}, ms);
			this.running.set(timer, resolve);
		});
	}

	clear(): void {
		for (const [timer, finish] of [...this.running]) {
			clearTimeout(timer);
			finish();
		}
		this.running.clear();
	}
}
