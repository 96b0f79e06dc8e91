/** 2025-01-01 */
const EPOCH_MS = 1_735_689_600_000;

/**
 * Ids of everything that is made. Receivers remember them longer than a simulator lives, so none may come back:
 * counting starts at the clock, ten numbers a second, and a reset goes on from there.
 */
export class Ids {
	private last = Math.floor((Date.now() - EPOCH_MS) / 100);

	/** Of an order or a client. */
	number(): number {
		this.last += 1;
		return this.last;
	}

	/** Of a chat or a message: 24 hexadecimal digits, as MongoDB makes them. */
	hex(): string {
		return `6b10aa00e056c3${this.number().toString(16).padStart(10, '0')}`;
	}

	/** Of a person in a messenger: 17 digits, so parsing it to a JavaScript number damages it. */
	user(): string {
		return `2${String(this.number() * 2 + 1).padStart(16, '0')}`;
	}
}
