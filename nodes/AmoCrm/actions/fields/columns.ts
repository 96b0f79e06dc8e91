import type { ResourceMapperField } from 'n8n-workflow';

import { mayBeDay } from '../../domain/calendarDay';
import { MAX_TEXT } from '../../../shared/amoCrmLimits';
import type { FieldDefinition } from '../../api/schema';

/** The column types of `methods.ts`, as a field type that is written in the same shape. */
const TYPES: Partial<Record<NonNullable<ResourceMapperField['type']>, string>> = {
	array: 'multiselect',
	boolean: 'checkbox',
	dateTime: 'date_time',
	number: 'numeric',
	options: 'select',
	string: 'text',
};
const WITH_CHOICES = ['multiselect', 'select'];

/**
 * A field as the node's own list of columns describes it: a run needs no request to learn what was
 * known when the node was edited. Undefined when only amoCRM can tell: no such column, or a choice
 * given by a text that the column does not list.
 */
export function fieldOfColumn(
	columns: ResourceMapperField[],
	key: string,
	value: unknown,
): FieldDefinition | undefined {
	const column = columns.find(({ id, removed }) => id === key && removed !== true);
	const type = TYPES[column?.type ?? 'object'];
	if (column === undefined || type === undefined) return undefined;
	const isId = /^\d+$/.test(key);
	const field = {
		id: isId ? Number(key) : 0,
		name: column.displayName,
		// Fields with a code are named by it; those of amoCRM's own are texts.
		code: isId ? null : key,
		type: isId ? type : 'tracking_data',
	};
	if (!isId && type !== 'text') return undefined;
	// It may be a field without a time, where a midnight is a day.
	if (type === 'date_time' && mayBeDay(value)) return undefined;
	// It may be a textarea, which takes more than a text does.
	if (isId && type === 'text' && String(value).length > MAX_TEXT) return undefined;
	if (!WITH_CHOICES.includes(type)) return field;
	const ids = (Array.isArray(value) ? (value as unknown[]) : [value]).map(String);
	// A number is the choice's id: amoCRM checks it.
	if (!ids.every((id) => /^\d+$/.test(id))) return undefined;
	const listed = column.options?.map((option) => String(option.value));
	// The text of a choice may be a number, too.
	if (listed && !ids.every((id) => listed.includes(id))) return undefined;
	return { ...field, enums: ids.map((id) => ({ id: Number(id), value: id })) };
}
