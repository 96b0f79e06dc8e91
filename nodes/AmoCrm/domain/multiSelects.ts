import type { Body } from '../api/client';
import { enumIdsOf } from './customFields';
import type { Entity } from '../api/schema';

/** Whether there is a choice among these `custom_fields_values`: a lead must be read to add to it. */
export function hasChoices(entries: Body[]): boolean {
	return entries.some(({ values }) => values === null || choicesIn(values).length > 0);
}

/**
 * The entries with the choices of multi-select fields added to those that the lead has: amoCRM replaces
 * the whole list (amocrm sheet §6.2). One that brings nothing new is left out, an emptied one, too.
 *
 * @param lead as amoCRM gives it; only a filled field can lose something, and that one tells its type
 */
export function addedToLists(lead: Entity, entries: Body[]): Body[] {
	return entries.flatMap((entry) => {
		const { field_id } = entry;
		const stored = lead.custom_fields_values?.find((field) => field.field_id === field_id);
		if (stored?.field_type !== 'multiselect') return [entry];
		const old = enumIdsOf(lead, stored.field_id);
		const fresh = choicesIn(entry.values).filter((id) => !old.includes(id));
		if (fresh.length === 0) return [];
		return [{ ...entry, values: [...old, ...fresh].map((enum_id) => ({ enum_id })) }];
	});
}

function choicesIn(values: unknown): number[] {
	if (!Array.isArray(values)) return [];
	return (values as Array<{ enum_id?: number }>).flatMap(({ enum_id }) => enum_id ?? []);
}
