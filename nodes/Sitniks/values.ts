/** An object's fields; of anything else none. */
export function fieldsOf(value: unknown): Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value)
		? (value as Record<string, unknown>)
		: {};
}

/** Text or a number as text, trimmed; '' for anything else. */
export function textOf(value: unknown): string {
	return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
}

/** The first value that is text or a number, '' when none is. */
export function firstText(...values: unknown[]): string {
	return values.map(textOf).find((text) => text !== '') ?? '';
}

const MAX_DEPTH = 6;

/** Every text of a value, however deep. */
export function textsIn(value: unknown, depth = 0): string[] {
	if (typeof value === 'string') return [value];
	if (typeof value !== 'object' || value === null || depth >= MAX_DEPTH) return [];
	return Object.values(value).flatMap((inner) => textsIn(inner, depth + 1));
}

/** Milliseconds of an ISO time, NaN when it is none. */
export function timeOf(value: unknown): number {
	return typeof value === 'string' ? Date.parse(value) : NaN;
}
