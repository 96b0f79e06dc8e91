/** Rows of the log with `after_id < id <= up_to_id`. */
export interface Part extends Record<string, number> {
	after_id: number;
	up_to_id: number;
}

/**
 * Parts of so many ids: together all rows from the first to the last, each in one part. Ids grow with
 * time, so that few of a part belong to another period.
 *
 * @param first undefined when the period has no rows: then there is no part
 */
export function cutIntoParts(first?: number, last?: number, size = 1000): Part[] {
	if (first === undefined || last === undefined || last < first) return [];
	return Array.from({ length: Math.ceil((last - first + 1) / size) }, (_, part) => {
		const after_id = first - 1 + part * size;
		return { after_id, up_to_id: Math.min(after_id + size, last) };
	});
}
