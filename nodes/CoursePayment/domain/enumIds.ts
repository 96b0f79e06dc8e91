import { InputError } from '../../shared/errors';
import { isObject } from '../../shared/values';
import { oneLine } from './text';

/** Enum ids of amoCRM by the name that the platform uses. */
export type EnumMap = Map<string, number>;

/**
 * Reads rows `{name, enum_id}` of the tables subject_map and direction_map. A row without a usable
 * name or id is left out; of two rows with one name the first counts.
 *
 * @param field display name for the error
 * @throws {InputError} for what is no list
 */
export function enumMapOf(rows: unknown, field: string): EnumMap {
	if (!Array.isArray(rows)) {
		const hint = 'Give the rows of the table, such as [{"name": "Русский", "enum_id": 5501}].';
		throw new InputError('a list of rows is needed', field, hint);
	}
	const map: EnumMap = new Map();
	for (const row of rows.filter(isObject)) {
		const key = keyOf(oneLine(row.name));
		const id = enumIdOf(row.enum_id);
		if (key !== '' && id !== undefined && !map.has(key)) map.set(key, id);
	}
	return map;
}

/** The ids of the names that are in the map, in order, and the names that are not, each once. */
export function lookUp(names: string[], map: EnumMap): { ids: number[]; unmapped: string[] } {
	const ids = names.map((name) => map.get(keyOf(name))).filter((id) => id !== undefined);
	const unmapped = names.filter((name) => !map.has(keyOf(name)));
	return { ids, unmapped: [...new Set(unmapped)] };
}

/**
 * The enum ids that a lead has now: ids, or values of amoCRM `{enum_id}`. An unreadable one is not left
 * out, because amoCRM replaces the whole list: the lead would lose it.
 *
 * @throws {InputError}
 */
export function currentIdsOf(list: unknown, field: string): number[] {
	if (list === undefined || list === null || list === '') return [];
	const ids = Array.isArray(list)
		? list.map((one: unknown) => enumIdOf(isObject(one) ? one.enum_id : one))
		: [undefined];
	if (ids.every((id) => id !== undefined)) return ids;
	throw new InputError('a list of enum IDs is needed', field, 'Give a list such as [5501, 5502].');
}

function enumIdOf(value: unknown): number | undefined {
	const id = Number(oneLine(value));
	return Number.isSafeInteger(id) && id > 0 ? id : undefined;
}

/** `Русский  ` and `русский`, `зачёт` and `зачет` are one name. */
function keyOf(name: string): string {
	return name.trim().toLowerCase().replace(/ё/g, 'е').replace(/\s+/g, ' ');
}
