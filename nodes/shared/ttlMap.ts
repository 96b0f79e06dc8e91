interface Entry<V> {
	value: V;
	/** In milliseconds since 1970. */
	until: number;
}

/** Remembers values for some time and so many at most; the one that was set longest ago goes first. */
export class TtlMap<V> {
	private readonly entries = new Map<string, Entry<V>>();

	/**
	 * @param ttlMs how long, from the last time that a key was set; Infinity when only the limit counts
	 * @param limit how many keys at most
	 */
	constructor(
		private readonly ttlMs: number,
		private readonly limit: number,
		private readonly now: () => number = () => Date.now(),
	) {}

	get size(): number {
		return this.entries.size;
	}

	get(key: string): V | undefined {
		return this.fresh(key)?.value;
	}

	has(key: string): boolean {
		return this.fresh(key) !== undefined;
	}

	/** When a key that it has will be forgotten, in milliseconds since 1970. */
	until(key: string): number | undefined {
		return this.fresh(key)?.until;
	}

	/** @param ttlMs for a key that is worth less or more time than the others */
	set(key: string, value: V, ttlMs = this.ttlMs): void {
		// Set anew, so that it is the last of the map.
		this.entries.delete(key);
		this.entries.set(key, { value, until: this.now() + ttlMs });
		for (const [oldest, { until }] of this.entries) {
			if (this.entries.size <= this.limit && until > this.now()) break;
			this.entries.delete(oldest);
		}
	}

	delete(key: string): void {
		this.entries.delete(key);
	}

	clear(): void {
		this.entries.clear();
	}

	/** What it has, the oldest first. */
	*[Symbol.iterator](): Generator<[string, V]> {
		for (const [key, { value, until }] of this.entries) if (until > this.now()) yield [key, value];
	}

	private fresh(key: string): Entry<V> | undefined {
		const entry = this.entries.get(key);
		return entry && entry.until > this.now() ? entry : undefined;
	}
}

/** Remembers keys alone, such as those of events that a trigger has seen. */
export class RecentKeys extends TtlMap<true> {
	/** @param ttlMs as of `set` */
	remember(key: string, ttlMs?: number): void {
		this.set(key, true, ttlMs);
	}
}
