/** 2025-01-01 */
const EPOCH_MS = 1_735_689_600_000;

/**
 * Numbers of users, contacts and messages. Receivers remember them longer than a simulator lives, so none may
 * come back: counting starts at the clock, ten numbers a second, and a reset goes on from there.
 * All kinds share one row: an id of the wrong kind is found nowhere.
 */
export class Ids {
	private last = Math.floor((Date.now() - EPOCH_MS) / 100);

	next(): number {
		this.last += 1;
		return this.last;
	}
}
