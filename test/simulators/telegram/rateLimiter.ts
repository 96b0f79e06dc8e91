export interface RateLimits {
	chatRatePerSecond: number;
	groupRatePerMinute: number;
	globalRatePerSecond: number;
}

interface Window {
	key: string;
	limit: number;
	lengthMs: number;
}

/** Counts messages per chat, per group and per bot in sliding windows (telegram sheet §3, limits). */
export class RateLimiter {
	private hits = new Map<string, number[]>();

	/**
	 * Books one message, unless a limit is reached. A limit of 0 is off.
	 *
	 * @param now in ms
	 * @returns 0, or the whole seconds to wait; then nothing is booked
	 */
	take(limits: RateLimits, bot: string, chatId: number, now: number): number {
		const windows: Window[] = [
			{ key: `${bot}`, limit: limits.globalRatePerSecond, lengthMs: 1000 },
			{ key: `${bot}/${chatId}`, limit: limits.chatRatePerSecond, lengthMs: 1000 },
		];
		if (chatId < 0) {
			const key = `${bot}/${chatId}/minute`;
			windows.push({ key, limit: limits.groupRatePerMinute, lengthMs: 60_000 });
		}
		const active = windows.filter((window) => window.limit > 0);
		const waits = active.map((window) => this.waitMs(window, now));
		const wait = Math.max(0, ...waits);
		if (wait > 0) return Math.ceil(wait / 1000);
		for (const { key } of active) this.hits.set(key, [...(this.hits.get(key) ?? []), now]);
		return 0;
	}

	clear(): void {
		this.hits.clear();
	}

	private waitMs({ key, limit, lengthMs }: Window, now: number): number {
		const recent = (this.hits.get(key) ?? []).filter((at) => at > now - lengthMs);
		this.hits.set(key, recent);
		// The oldest of the last `limit` messages has to leave the window.
		return recent.length < limit ? 0 : recent[recent.length - limit] + lengthMs - now;
	}
}
