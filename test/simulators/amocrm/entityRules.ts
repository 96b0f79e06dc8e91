import { LOST, PIPELINES, USERS, firstStatus, mainPipeline } from './account';
import { readFieldChanges, type FieldChange } from './fieldValues';
import { isObject, type Entity, type EntityType, type Json } from './model';
import {
	MAX_TEXT,
	notExpected,
	notSupported,
	tooLong,
	wrongType,
	type Violation,
} from './problems';
import { entityTypeOf, type Store } from './store';

/** Everything a request may send for an element; unknown keys get FieldNotExpected (sheet §5). */
const COMMON = [
	...['id', 'name', 'responsible_user_id', 'created_by', 'updated_by', 'created_at', 'updated_at'],
	...['custom_fields_values', 'tags_to_add', 'tags_to_delete', '_embedded', 'request_id'],
];
/** Read-only parts of the model; a client that sends back what it read is let through. */
const READ_ONLY = [
	...['group_id', 'account_id', 'is_deleted', 'closest_task_at', '_links', 'is_unsorted', 'score'],
	...['labor_cost', 'source_id', 'is_price_modified_by_robot', 'price_with_minor_units'],
	...['is_price_computed', 'is_main', 'visitor_uid'],
];
const OWN: Record<EntityType, string[]> = {
	leads: ['price', 'status_id', 'pipeline_id', 'loss_reason_id', 'closed_at'],
	contacts: ['first_name', 'last_name'],
	companies: [],
};
const INTS = [
	...['price', 'status_id', 'pipeline_id', 'responsible_user_id', 'created_by', 'updated_by'],
	...['created_at', 'updated_at', 'closed_at', 'loss_reason_id'],
];
const EMBEDDED = ['tags', 'contacts', 'companies', 'leads', 'catalog_elements', 'source'];

export interface CheckedElement {
	violations: Violation[];
	fieldChanges: FieldChange[];
}

/**
 * Checks one element of a POST or PATCH (amocrm sheet §5–§8); writes nothing.
 *
 * @param entity the entity as it is, for an update
 */
export function checkElement(
	store: Store,
	type: EntityType,
	body: unknown,
	options: { entity?: Entity; rfc3339Dates: boolean },
): CheckedElement {
	if (!isObject(body)) return { violations: [wrongType('', 'array')], fieldChanges: [] };
	const violations: Violation[] = [];
	const known = new Set([...COMMON, ...READ_ONLY, ...OWN[type]]);
	for (const key of Object.keys(body)) if (!known.has(key)) violations.push(notExpected(key));
	for (const key of INTS.filter((name) => known.has(name))) {
		const value = body[key];
		if (value !== undefined && value !== null && !Number.isInteger(value)) {
			violations.push(wrongType(key, 'int'));
		}
	}
	for (const key of ['name', 'first_name', 'last_name']) {
		const value = body[key];
		if (value !== undefined && value !== null && typeof value !== 'string') {
			violations.push(wrongType(key, 'string'));
		}
		if (typeof value === 'string' && value.length > MAX_TEXT) violations.push(tooLong(key));
	}
	checkUser(body, options.entity, violations);
	if (type === 'leads') checkStage(body, options.entity, violations);
	checkTags(store, type, body.tags_to_add, 'tags_to_add', violations);
	checkTags(store, type, body.tags_to_delete, 'tags_to_delete', violations);
	checkEmbedded(store, type, body, options.entity, violations);
	const fieldChanges = readFieldChanges(
		body.custom_fields_values,
		{ fields: store.fieldsOf(type), rfc3339Dates: options.rfc3339Dates },
		violations,
	);
	return { violations, fieldChanges };
}

/** The pipeline and status that an element asks for. */
export function wantedStage(
	body: Json,
	entity?: Entity,
): { pipeline_id: unknown; status_id: unknown } {
	const pipeline_id = body.pipeline_id ?? entity?.pipeline_id ?? mainPipeline().id;
	const moves = entity === undefined || pipeline_id !== entity.pipeline_id;
	const usual = moves ? firstStatus(Number(pipeline_id)) : entity.status_id;
	return { pipeline_id, status_id: body.status_id ?? usual };
}

/** An entity whose responsible user is gone cannot be saved (sheet §7.5). */
function checkUser(body: Json, entity: Entity | undefined, violations: Violation[]): void {
	const wanted = body.responsible_user_id ?? entity?.responsible_user_id;
	if (wanted === undefined || violations.some(({ path }) => path === 'responsible_user_id')) return;
	if (!USERS.some(({ id }) => id === wanted)) violations.push(notSupported('responsible_user_id'));
}

function checkStage(body: Json, entity: Entity | undefined, violations: Violation[]): void {
	const { pipeline_id, status_id } = wantedStage(body, entity);
	const pipeline = PIPELINES.find(({ id }) => id === pipeline_id);
	if (!pipeline) {
		if (Number.isInteger(pipeline_id)) violations.push(notSupported('pipeline_id'));
		return;
	}
	if (Number.isInteger(status_id) && !pipeline.statuses.some(({ id }) => id === status_id)) {
		violations.push(notSupported('status_id'));
	}
	if (Number.isInteger(body.loss_reason_id) && status_id !== LOST) {
		violations.push(notSupported('loss_reason_id'));
	}
}

function checkTags(
	store: Store,
	type: EntityType,
	tags: unknown,
	path: string,
	violations: Violation[],
): void {
	if (tags === undefined || tags === null) return;
	if (!Array.isArray(tags)) {
		violations.push(wrongType(path, 'array'));
		return;
	}
	tags.forEach((tag: unknown, index) => {
		const place = `${path}.${index}`;
		if (!isObject(tag)) {
			violations.push(wrongType(place, 'array'));
			return;
		}
		for (const key of Object.keys(tag)) {
			if (!['id', 'name', 'color'].includes(key)) violations.push(notExpected(`${place}.${key}`));
		}
		if (tag.id !== undefined && tag.id !== null) {
			const known = store.tags[type].some(({ id }) => id === tag.id);
			if (!known) violations.push(notSupported(`${place}.id`));
		} else if (typeof tag.name !== 'string') {
			violations.push(wrongType(`${place}.name`, 'string'));
		} else if (tag.name.length > MAX_TEXT) violations.push(tooLong(`${place}.name`));
	});
}

function checkEmbedded(
	store: Store,
	type: EntityType,
	body: Json,
	entity: Entity | undefined,
	violations: Violation[],
): void {
	const embedded = body._embedded;
	if (embedded === undefined || embedded === null) return;
	if (!isObject(embedded)) {
		violations.push(wrongType('_embedded', 'array'));
		return;
	}
	for (const key of Object.keys(embedded)) {
		if (!EMBEDDED.includes(key)) violations.push(notExpected(`_embedded.${key}`));
	}
	checkTags(store, type, embedded.tags, '_embedded.tags', violations);
	// On an update contacts and companies are silently ignored (sheet §8).
	if (entity) return;
	for (const { path, to, id } of embeddedLinks(type, embedded)) {
		if (!to || !store.find(to, id)) violations.push(notSupported(path));
	}
}

/** The entities that a new one is linked to: contacts and companies of `_embedded`. */
export function embeddedLinks(type: EntityType, embedded: unknown) {
	if (!isObject(embedded)) return [];
	return ['contacts', 'companies']
		.filter((key) => key !== type && Array.isArray(embedded[key]))
		.flatMap((key) =>
			(embedded[key] as unknown[]).map((item, index) => ({
				path: `_embedded.${key}.${index}.id`,
				to: entityTypeOf(key),
				id: isObject(item) ? Number(item.id) : NaN,
				isMain: isObject(item) && typeof item.is_main === 'boolean' ? item.is_main : undefined,
			})),
		);
}
