/** Milliseconds of an ISO time, NaN when it is none. */
export function timeOf(value: unknown): number {
	return typeof value === 'string' ? Date.parse(value) : NaN;
}
