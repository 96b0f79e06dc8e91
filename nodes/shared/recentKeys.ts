/** Remembers keys for some time, such as those of events that a trigger has seen; oldest forgotten first. */
export class RecentKeys {
	private readonly forgetAt = new Map<string, number>();

	/**
	 * @param rememberMs how long, from the last time that a key was remembered
	 * @param limit how many keys at most
	 */
	constructor(
		private readonly rememberMs: number,
		private readonly limit: number,
		private readonly now: () => number = Date.now,
	) {}

	has(key: string): boolean {
		return this.until(key) !== undefined;
	}

	/** When a key that it has will be forgotten, in milliseconds since 1970. */
	until(key: string): number | undefined {
		const forgetAt = this.forgetAt.get(key) ?? 0;
		return forgetAt > this.now() ? forgetAt : undefined;
	}

	/** @param rememberMs for a key that is worth less or more time than the others */
	remember(key: string, rememberMs = this.rememberMs): void {
		// Set anew, so that it is the last of the map.
		this.forgetAt.delete(key);
		this.forgetAt.set(key, this.now() + rememberMs);
		for (const [oldest, forgetAt] of this.forgetAt) {
			if (this.forgetAt.size <= this.limit && forgetAt > this.now()) break;
			this.forgetAt.delete(oldest);
		}
	}
}
