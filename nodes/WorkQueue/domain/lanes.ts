import { textOf, type Row } from './rows';

/** Each inner list is one key; its columns count together. Rows that share any key belong together. */
export type KeyColumns = string[][];

/** Reads `target + telegram_id, phone`: a comma between keys, a plus between columns of one key. */
export function parseKeyColumns(written: string): KeyColumns {
	return written
		.split(',')
		.map((key) =>
			key
				.split('+')
				.map((column) => column.trim())
				.filter(Boolean),
		)
		.filter((columns) => columns.length > 0);
}

/** Such as `phone=+77010001122`. A key with an empty column is no key: nobody shares an empty phone. */
export function keysOf(row: Row, keyColumns: KeyColumns): string[] {
	const keys: string[] = [];
	for (const columns of keyColumns) {
		const values = columns.map((column) => textOf(row[column]));
		if (values.includes('')) continue;
		// "a+b" and "c" must not read like "a" and "b+c".
		const safe = columns.length > 1 ? values.map(encodeURIComponent) : values;
		keys.push(`${columns.join('+')}=${safe.join('+')}`);
	}
	return keys;
}

/** The one lane of all rows when no columns are named. */
const ALL = ['all'];

/** The keys by which a row takes part in lanes; none: it is a lane of its own. */
export function laneKeysOf(row: Row, keyColumns: KeyColumns): string[] {
	return keyColumns.length === 0 ? ALL : keysOf(row, keyColumns);
}

/**
 * Members that share a key, directly or through others, are one lane.
 *
 * @returns lanes in the order of their first members; members stay in the order given
 */
export function groupLanes<T extends { keys: string[] }>(members: T[]): T[][] {
	const parent = members.map((_, index) => index);
	const rootOf = (index: number): number => {
		let root = index;
		while (parent[root] !== root) root = parent[root];
		while (parent[index] !== root) [index, parent[index]] = [parent[index], root];
		return root;
	};
	const firstWith = new Map<string, number>();
	members.forEach(({ keys }, index) => {
		for (const key of keys) {
			const other = firstWith.get(key);
			if (other === undefined) firstWith.set(key, index);
			else parent[rootOf(index)] = rootOf(other);
		}
	});
	const lanes = new Map<number, T[]>();
	members.forEach((member, index) => {
		const root = rootOf(index);
		const lane = lanes.get(root);
		if (lane) lane.push(member);
		else lanes.set(root, [member]);
	});
	return [...lanes.values()];
}

/**
 * The rows of a lane in the order in which they are worked on: by id, but those with a number in the
 * column share their places by it. A service numbers its messages before they are reported, and two
 * reports may be written down the wrong way round.
 *
 * @param members lowest id first
 */
export function inOrder<T extends { id: number; row: Row }>(members: T[], column: string): T[] {
	if (column === '') return members;
	const numberOf = ({ row }: T) => (/^\d+$/.test(textOf(row[column])) ? Number(row[column]) : NaN);
	const numbered = members.filter((member) => Number.isSafeInteger(numberOf(member)));
	const places = new Set(numbered);
	const sorted = [...numbered].sort((a, b) => numberOf(a) - numberOf(b) || a.id - b.id);
	return members.map((member) => (places.has(member) ? sorted.shift()! : member));
}
