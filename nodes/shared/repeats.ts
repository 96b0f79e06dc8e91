import { createHash } from 'crypto';

import { RecentKeys } from './ttlMap';

/** What tells an event from all others, and how long a copy of it is one. */
export interface Fingerprint {
	parts: unknown[];
	/** 0 for an event of which no copy is dropped. */
	ttlMs: number;
}

/**
 * The events that the triggers of a type have seen in this process. An event without a fingerprint, such as
 * a message without id and text, is never taken for a copy.
 */
export class Repeats {
	private readonly recent: RecentKeys;

	constructor(limit = 10_000, now?: () => number) {
		this.recent = new RecentKeys(Infinity, limit, now);
	}

	/**
	 * Those that this trigger did not get before, remembered from now on; of two alike the first. A copy does
	 * not prolong the time. To be called once a call is accepted: what was not comes again.
	 *
	 * @param scope one trigger of one workflow
	 */
	fresh<T>(scope: string, events: T[], fingerprintOf: (event: T) => Fingerprint | undefined): T[] {
		return events.filter((event) => {
			const { parts, ttlMs } = fingerprintOf(event) ?? { parts: [], ttlMs: 0 };
			if (ttlMs <= 0) return true;
			const key = hashOf([scope, ...parts]);
			if (this.recent.has(key)) return false;
			this.recent.remember(key, ttlMs);
			return true;
		});
	}

	/**
	 * The idempotency key of a whole delivery, the same for its copies as long as they count as such and
	 * another one after that; undefined when an event of it has no fingerprint.
	 */
	delivery(scope: string, fingerprints: Array<Fingerprint | undefined>): string | undefined {
		const known = fingerprints.filter((one): one is Fingerprint => (one?.ttlMs ?? 0) > 0);
		if (known.length === 0 || known.length < fingerprints.length) return undefined;
		const key = hashOf(['delivery', scope, ...known.map(({ parts }) => parts)]);
		if (!this.recent.has(key)) {
			this.recent.remember(key, Math.min(...known.map(({ ttlMs }) => ttlMs)));
		}
		return `${key}|${this.recent.until(key)}`;
	}
}

function hashOf(parts: unknown[]): string {
	return createHash('sha256').update(JSON.stringify(parts)).digest('base64');
}
