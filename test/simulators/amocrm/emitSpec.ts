import { isObject, type Entity, type EntityType, type FieldDefinition, type Json } from './model';
import type { Store } from './store';

const SHORTHANDS: Record<string, string | number> = {
	phone: 'PHONE',
	email: 'EMAIL',
	telegram_id: 990001,
	telegram_username: 990002,
};
const CHOICES = ['select', 'radiobutton', 'multiselect'];
/** Set on the entity as they are, past all checks. */
const OVERRIDES = ['is_deleted', 'closed_at'];

/**
 * The body of an API request from the shorthands of `emit`: `phone`, `email`, `telegram_id`,
 * `telegram_username`, `fields: {id or code: value}`, `tags: ['name']`, `createdDaysAgo`.
 * Choices may be enum ids or texts; null clears.
 *
 * @throws {TypeError} for a field that the account lacks
 */
export function toBody(
	store: Store,
	type: EntityType,
	spec: Json,
): { body: Json; overrides: Partial<Entity> } {
	const { fields, tags, createdDaysAgo, ...rest } = spec;
	const body: Json = {};
	const overrides: Json = {};
	const wanted: Array<[string | number, unknown]> = [];
	for (const [key, value] of Object.entries(rest)) {
		if (Object.hasOwn(SHORTHANDS, key)) wanted.push([SHORTHANDS[key], value]);
		else if (OVERRIDES.includes(key)) overrides[key] = value;
		// A user that is gone can only come about in the interface.
		else if (key === 'responsible_user_id') overrides[key] = value;
		else body[key] = value;
	}
	if (isObject(fields)) wanted.push(...Object.entries(fields));
	if (wanted.length > 0) {
		const known = store.fieldsOf(type);
		const own = Array.isArray(body.custom_fields_values) ? body.custom_fields_values : [];
		const entries = wanted.map(([key, value]) => entry(findField(known, key), value));
		body.custom_fields_values = [...own, ...entries];
	}
	if (Array.isArray(tags)) body._embedded = { tags: tags.map((name) => ({ name: String(name) })) };
	if (createdDaysAgo !== undefined) {
		const at = Math.floor(Date.now() / 1000) - Number(createdDaysAgo) * 86_400;
		Object.assign(body, { created_at: at, updated_at: rest.updated_at ?? at });
	}
	return { body, overrides: overrides as Partial<Entity> };
}

function findField(known: FieldDefinition[], key: string | number): FieldDefinition {
	const field = known.find(({ id, code }) => String(id) === String(key) || code === key);
	if (!field) throw new TypeError(`there is no field ${key}`);
	return field;
}

function entry({ id, type }: FieldDefinition, value: unknown): Json {
	if (value === null) return { field_id: id, values: null };
	const values = [value].flat().map((item: unknown) => {
		if (isObject(item)) return item;
		if (CHOICES.includes(type) && typeof item === 'number') return { enum_id: item };
		const asText = ['text', 'textarea', 'multitext', 'tracking_data', 'url'].includes(type);
		return { value: asText ? String(item) : item };
	});
	return { field_id: id, values };
}
