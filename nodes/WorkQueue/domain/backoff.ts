/** Units are milliseconds. */
export interface Backoff {
	firstMs: number;
	factor: number;
	capMs: number;
}

/**
 * How long to rest after so many tries: nothing before the first, then first pause, first pause ×
 * factor, first pause × factor² … up to the cap.
 */
export function pauseAfter(tries: number, { firstMs, factor, capMs }: Backoff): number {
	if (tries <= 0 || firstMs <= 0) return 0;
	return Math.min(capMs, firstMs * Math.max(1, factor) ** (tries - 1));
}

/**
 * A pause between the two that is always the same for the same row: a test can predict it, and a
 * run that looks again does not roll the dice again.
 */
export function gapMs(id: number, minSeconds: number, maxSeconds: number): number {
	const span = Math.max(0, maxSeconds - minSeconds);
	return Math.round((minSeconds + span * shareOf(id)) * 1000);
}

/** FNV-1a of the digits with a final mix, as a number from 0 to below 1. */
function shareOf(id: number): number {
	let hash = 0x811c9dc5;
	for (const digit of String(id)) {
		hash = Math.imul(hash ^ digit.charCodeAt(0), 0x01000193);
	}
	hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
	hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
	return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
