import { InputError } from '../../../shared/errors';
import { entitySchema, type Entity } from '../../api/schema';

/**
 * A contact or lead that the flow read a moment ago, as amoCRM gives it; undefined for none. Without
 * its custom fields it says nothing.
 *
 * @param raw an object or its JSON text
 * @param id the one that it must be
 * @throws {InputError}
 */
export function asReadParameter(raw: unknown, field: string, id: number): Entity | undefined {
	const value = typeof raw === 'string' ? jsonOf(raw) : raw;
	if (value === undefined || value === null) return undefined;
	const parsed = entitySchema.safeParse(value);
	if (parsed.success && 'custom_fields_values' in (value as object)) {
		if (parsed.data.id === id) return parsed.data;
		throw new InputError('it has another ID', field, 'Give the one of the same item.');
	}
	if (typeof value === 'object' && Object.keys(value).length === 0) return undefined;
	const hint = 'Give it as amoCRM does, not simplified, or remove the option.';
	throw new InputError('it does not look as amoCRM gives it', field, hint);
}

function jsonOf(text: string): unknown {
	if (text.trim() === '') return undefined;
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}
