import type { Collected } from '../collect/collected';

/** What must hold after every storm. */
export interface Invariant {
	/** Completes the line of the report. */
	name: string;
	check(collected: Collected): Verdict;
}

export interface Verdict {
	/** How many things were looked at, with their name: `300 payments`. */
	seen: string;
	/** What is wrong, in words that name the event. */
	findings: string[];
}
