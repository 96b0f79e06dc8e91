/**
 * Lets one piece of work at a time run per key, first come, first served. It holds within this
 * process only: other n8n workers do not see it.
 */
export class KeyedMutex {
	private readonly tails = new Map<string, Promise<unknown>>();

	/** Keys with work that runs or waits. */
	get size(): number {
		return this.tails.size;
	}

	/** Runs the work unless other work on this key runs or waits: then undefined. */
	async runIfFree<T>(key: string, work: () => Promise<T>): Promise<T | undefined> {
		return this.tails.has(key) ? undefined : await this.run(key, work);
	}

	/** Runs the work when all earlier work on this key has ended, whether well or badly. */
	async run<T>(key: string, work: () => Promise<T>): Promise<T> {
		const before = this.tails.get(key) ?? Promise.resolve();
		const result = before.then(work);
		// Those behind must not fail with it.
		const tail = result.catch(() => undefined);
		this.tails.set(key, tail);
		try {
			return await result;
		} finally {
			if (this.tails.get(key) === tail) this.tails.delete(key);
		}
	}
}
