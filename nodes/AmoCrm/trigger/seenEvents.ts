import { createHash } from 'crypto';

import { RecentKeys } from '../../shared/ttlMap';
import { changedAt, type AmoEvent } from './events';

/** amoCRM repeats a delivery for 95 minutes at most (amocrm sheet §12). */
const REMEMBER_MS = 2 * 3600 * 1000;
/** Without its time a second change, such as another deletion, looks just like a repeat. */
const REMEMBER_UNDATED_MS = 60_000;

/** Remembers the newest events of this process, so that a repeated delivery starts nothing. */
export class SeenEvents {
	private readonly keys: RecentKeys;

	constructor(limit = 5000, now: () => number = Date.now) {
		this.keys = new RecentKeys(REMEMBER_MS, limit, now);
	}

	/** True when the event is new; from then on it is not. */
	claim(scope: string, event: AmoEvent): boolean {
		const key = createHash('sha256')
			.update(JSON.stringify([scope, event.event, event.data]))
			.digest('base64');
		if (this.keys.has(key)) return false;
		this.keys.remember(key, changedAt(event) === undefined ? REMEMBER_UNDATED_MS : REMEMBER_MS);
		return true;
	}
}
