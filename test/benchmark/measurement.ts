/** What is asked of a number. */
export type Goal = { atMost: number } | { atLeast: number };

export interface Measurement {
	/** Of what: `payment, amoCRM's limit not felt`. */
	path: string;
	/** What was measured: `table operations`. */
	what: string;
	value: number;
	/** `×`, `/s`, `ms`, `%`; nothing for a plain number. */
	unit?: string;
	/** How the value came about: `137 ms against 43 ms`. */
	detail?: string;
	goal?: Goal;
	/** The same before the canvases were rebuilt, or by the service that this pack replaces. */
	before?: string;
}

/** @returns undefined when nothing is asked of it */
export function isMet({ value, goal }: Measurement): boolean | undefined {
	if (!goal) return undefined;
	// As printed: 12.04 operations an event are 12.0 for the reader, too.
	const shown = rounded(value);
	return 'atMost' in goal ? shown <= goal.atMost : shown >= goal.atLeast;
}

/** To one digit; small numbers, which are shares, to two. */
export function rounded(value: number): number {
	const factor = Math.abs(value) < 1 ? 100 : 10;
	return Math.round(value * factor) / factor;
}
