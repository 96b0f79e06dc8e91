import { InputError, VendorError } from './errors';
import { TtlMap } from './ttlMap';

interface Entry<T> {
	reading: Promise<T>;
	/** Since when it may be out of date; undefined while nothing was answered. */
	readAt?: number;
}

const MAX_ENTRIES = 200;

/**
 * What was read lately, so that items and executions share it. A read that is under way is shared as long
 * as nothing of it was answered: it will be newer than whoever joins it. A failed one is not kept.
 */
export class TtlCache<T> {
	private readonly entries = new TtlMap<Entry<T>>(Infinity, MAX_ENTRIES);

	constructor(private readonly now: () => number = () => Date.now()) {}

	/**
	 * @param maxAgeMs how old it may be; less than 0 for a read of one's own
	 * @param read calls `answered` when its age begins to count, or else it does at its end
	 */
	async get(key: string, maxAgeMs: number, read: (answered: () => void) => Promise<T>): Promise<T> {
		const known = this.entries.get(key);
		if (!known || this.now() - (known.readAt ?? this.now()) > maxAgeMs) {
			return await this.start(key, read);
		}
		return await known.reading.catch(async (error: unknown) => {
			const isOurs = error instanceof VendorError || error instanceof InputError;
			// The other execution was cancelled: this one reads for itself.
			return isOurs ? await Promise.reject(error) : await this.start(key, read);
		});
	}

	/** All of these keys that was read at most so long ago, oldest first; reads nothing. */
	async peek(prefix: string, maxAgeMs: number): Promise<T[]> {
		const fresh = [...this.entries].filter(
			([key, { readAt = -Infinity }]) => key.startsWith(prefix) && this.now() - readAt <= maxAgeMs,
		);
		const read = await Promise.all(fresh.map(([, { reading }]) => reading.catch(() => undefined)));
		return read.filter((one) => one !== undefined);
	}

	/** What was read before is not given any more: something of it has proved wrong. */
	forget(prefix: string): void {
		for (const [key] of [...this.entries]) if (key.startsWith(prefix)) this.entries.delete(key);
	}

	/** Forgets everything, for tests. */
	clear(): void {
		this.entries.clear();
	}

	private async start(key: string, read: (answered: () => void) => Promise<T>): Promise<T> {
		const answered = () => {
			entry.readAt ??= this.now();
		};
		// Later than this line, so that `answered` has its entry.
		const entry: Entry<T> = { reading: Promise.resolve().then(async () => await read(answered)) };
		this.entries.set(key, entry);
		entry.reading.then(answered, () => {
			if (this.entries.get(key) === entry) this.entries.delete(key);
		});
		return await entry.reading;
	}
}
