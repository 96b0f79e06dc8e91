/** Random numbers that are the same for the same seed on every machine (mulberry32). */
export class Dice {
	private state: number;

	constructor(seed: number) {
		this.state = seed >>> 0;
	}

	/** From 0 to below 1. */
	next(): number {
		this.state = (this.state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	}

	/** A whole number, both ends included. */
	between(from: number, to: number): number {
		return from + Math.floor(this.next() * (to - from + 1));
	}

	chance(share: number): boolean {
		return this.next() < share;
	}

	pick<T>(from: readonly T[]): T {
		return from[Math.floor(this.next() * from.length)];
	}

	/** Another order of the same items (Fisher and Yates). */
	shuffled<T>(items: readonly T[]): T[] {
		const all = [...items];
		for (let last = all.length - 1; last > 0; last--) {
			const other = this.between(0, last);
			[all[last], all[other]] = [all[other], all[last]];
		}
		return all;
	}

	/** A stream of its own: what one part of a plan draws does not move the others. */
	fork(): Dice {
		return new Dice(Math.floor(this.next() * 2 ** 32));
	}
}
