import { isObject, type FieldDefinition, type Json, type StoredValue } from './model';
import {
	MAX_TEXT,
	notExpected,
	notSupported,
	tooLong,
	wrongType,
	type Violation,
} from './problems';

/** A field with its new values; an empty list clears it, undefined leaves it as it is. */
export interface FieldChange {
	field: FieldDefinition;
	values: StoredValue[] | undefined;
}

export interface FieldRules {
	fields: FieldDefinition[];
	/** Accept RFC 3339 text for dates. */
	rfc3339Dates: boolean;
}

const TEXT_TYPES = ['text', 'textarea', 'url', 'streetaddress', 'tracking_data'];
const DATE_TYPES = ['date', 'date_time', 'birthday'];
const CHOICE_TYPES = ['select', 'radiobutton', 'multiselect'];
const ENTRY_KEYS = new Set(['field_id', 'field_code', 'field_name', 'field_type', 'values']);
const VALUE_KEYS = new Set(['value', 'enum_id', 'enum_code']);
const MANY_VALUES = new Set(['multiselect', 'multitext', 'smart_address', 'category', 'items']);

/**
 * Reads `custom_fields_values` of one element (amocrm sheet §6.2).
 *
 * @param violations gets what is wrong, with the vendor's paths
 */
export function readFieldChanges(
	input: unknown,
	rules: FieldRules,
	violations: Violation[],
): FieldChange[] {
	if (input === undefined || input === null) return [];
	if (!Array.isArray(input)) {
		violations.push(wrongType('custom_fields_values', 'array'));
		return [];
	}
	return input.flatMap((entry: unknown, index) => {
		const path = `custom_fields_values.${index}`;
		if (!isObject(entry)) {
			violations.push(wrongType(path, 'array'));
			return [];
		}
		for (const key of Object.keys(entry)) {
			if (!ENTRY_KEYS.has(key)) violations.push(notExpected(`${path}.${key}`));
		}
		const field = findField(entry, rules.fields, path, violations);
		if (!field) return [];
		return [
			{ field, values: readValues(field, entry.values, `${path}.values`, rules, violations) },
		];
	});
}

function findField(
	entry: Json,
	fields: FieldDefinition[],
	path: string,
	violations: Violation[],
): FieldDefinition | undefined {
	const byId = entry.field_id !== undefined && entry.field_id !== null;
	const byCode = entry.field_code !== undefined && entry.field_code !== null;
	if (byId && byCode) {
		violations.push(notExpected(`${path}.field_code`));
		return undefined;
	}
	const field = fields.find(({ id, code }) =>
		byId ? id === entry.field_id : code !== null && code === entry.field_code,
	);
	if (!field) violations.push(notSupported(`${path}.${byCode ? 'field_code' : 'field_id'}`));
	return field;
}

function readValues(
	field: FieldDefinition,
	input: unknown,
	path: string,
	rules: FieldRules,
	violations: Violation[],
): StoredValue[] | undefined {
	if (input === null) return [];
	if (!Array.isArray(input)) {
		violations.push(wrongType(path, 'array'));
		return undefined;
	}
	const values: StoredValue[] = [];
	let ignored = 0;
	input.forEach((item: unknown, index) => {
		const place = `${path}.${index}`;
		if (!isObject(item)) {
			violations.push(wrongType(place, 'array'));
			return;
		}
		const foreign = Object.keys(item).filter((key) => !VALUE_KEYS.has(key));
		violations.push(...foreign.map((key) => notExpected(`${place}.${key}`)));
		const hasEnum = typeof item.enum_id === 'number' || typeof item.enum_code === 'string';
		if ((item.value === null || item.value === undefined) && !hasEnum) return;
		// An empty text does not clear a field (sheet §6.2).
		if (item.value === '') ignored += 1;
		else readValue(field, item, place, rules, violations, values);
	});
	if (ignored > 0 && values.length === 0) return undefined;
	return MANY_VALUES.has(field.type) ? values : values.slice(0, 1);
}

function readValue(
	field: FieldDefinition,
	item: Json,
	path: string,
	rules: FieldRules,
	violations: Violation[],
	values: StoredValue[],
): void {
	const { value } = item;
	const { type } = field;
	if (CHOICE_TYPES.includes(type)) {
		const choice = choiceOf(field, item);
		if (!choice) violations.push(notSupported(`${path}.${keyOfChoice(item)}`));
		else values.push({ value: choice.value, enum_id: choice.id, enum_code: choice.code });
		return;
	}
	if (type === 'multitext') {
		const label = multitextEnum(field, item);
		if (!label) violations.push(notSupported(`${path}.${keyOfChoice(item)}`));
		else if (typeof value !== 'string') violations.push(wrongType(`${path}.value`, 'string'));
		else values.push({ value, enum_id: label.id, enum_code: label.code });
		return;
	}
	if (TEXT_TYPES.includes(type)) {
		if (typeof value !== 'string') violations.push(wrongType(`${path}.value`, 'string'));
		else if (type !== 'textarea' && value.length > MAX_TEXT)
			violations.push(tooLong(`${path}.value`));
		else values.push({ value });
		return;
	}
	if (type === 'numeric' || type === 'monetary' || type === 'price') {
		const isNumber = typeof value === 'number' || /^-?\d+(\.\d+)?$/.test(String(value));
		if (!isNumber) violations.push(wrongType(`${path}.value`, 'numeric'));
		// Read back as text (sheet §6.2).
		else values.push({ value: String(value) });
		return;
	}
	if (type === 'checkbox') {
		if (typeof value !== 'boolean') violations.push(wrongType(`${path}.value`, 'bool'));
		else values.push({ value });
		return;
	}
	if (DATE_TYPES.includes(type)) {
		const seconds = dateSeconds(value, rules.rfc3339Dates);
		if (seconds === undefined) violations.push(wrongType(`${path}.value`, 'int'));
		else values.push({ value: seconds });
		return;
	}
	values.push({ value });
}

function dateSeconds(value: unknown, rfc3339: boolean): number | undefined {
	if (Number.isInteger(value)) return value as number;
	if (!rfc3339 || typeof value !== 'string') return undefined;
	const at = Date.parse(value);
	return Number.isNaN(at) ? undefined : Math.floor(at / 1000);
}

function choiceOf({ enums }: FieldDefinition, { enum_id, enum_code, value }: Json) {
	return enums?.find((choice) => {
		if (enum_id !== undefined && enum_id !== null) return choice.id === enum_id;
		if (typeof enum_code === 'string') return choice.code === enum_code;
		return choice.value === value;
	});
}

/** WORK unless the request names another label. */
function multitextEnum({ enums }: FieldDefinition, { enum_id, enum_code }: Json) {
	if (enum_id !== undefined && enum_id !== null) return enums?.find(({ id }) => id === enum_id);
	return enums?.find(({ code }) => code === (enum_code ?? 'WORK'));
}

function keyOfChoice({ enum_id, enum_code }: Json): string {
	if (enum_id !== undefined && enum_id !== null) return 'enum_id';
	return enum_code === undefined || enum_code === null ? 'value' : 'enum_code';
}

/** `custom_fields_values` as it is read; null when nothing is filled (sheet §6.2). */
export function showFields(
	stored: Map<number, StoredValue[]>,
	fields: FieldDefinition[],
): Json[] | null {
	const filled = fields.filter(({ id }) => (stored.get(id) ?? []).length > 0);
	if (filled.length === 0) return null;
	return filled.map(({ id, name, code, type }) => ({
		field_id: id,
		field_name: name,
		field_code: code,
		field_type: type,
		values: structuredClone(stored.get(id) ?? []),
	}));
}
