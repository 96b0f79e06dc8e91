import { createHash } from 'crypto';

import { changedAt, type AmoEvent } from './events';

/** amoCRM repeats a delivery for 95 minutes at most (amocrm sheet §12). */
const REMEMBER_MS = 2 * 3600 * 1000;
/** Without its time a second change, such as another deletion, looks just like a repeat. */
const REMEMBER_UNDATED_MS = 60_000;

/** Remembers the newest events of this process, so that a repeated delivery starts nothing. */
export class SeenEvents {
	private readonly forgetAt = new Map<string, number>();

	constructor(
		private readonly limit = 5000,
		private readonly now: () => number = Date.now,
	) {}

	/** True when the event is new; from then on it is not. */
	claim(scope: string, event: AmoEvent): boolean {
		const key = createHash('sha256')
			.update(JSON.stringify([scope, event.event, event.data]))
			.digest('base64');
		const now = this.now();
		if ((this.forgetAt.get(key) ?? 0) > now) return false;
		this.forgetAt.delete(key);
		const rememberMs = changedAt(event) === undefined ? REMEMBER_UNDATED_MS : REMEMBER_MS;
		this.forgetAt.set(key, now + rememberMs);
		for (const oldest of this.forgetAt.keys()) {
			if (this.forgetAt.size <= this.limit) break;
			this.forgetAt.delete(oldest);
		}
		return true;
	}
}
