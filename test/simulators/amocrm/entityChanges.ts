import { LOST, USERS, WON } from './account';
import { embeddedLinks, wantedStage } from './entityRules';
import type { FieldChange } from './fieldValues';
import { isObject, unixNow, type Entity, type EntityType, type Json } from './model';
import type { Store } from './store';

/** A change of an entity, with what webhooks tell about the state before. */
export interface Change {
	entity: Entity;
	kind: 'add' | 'update' | 'delete' | 'restore';
	before?: Pick<Entity, 'status_id' | 'pipeline_id' | 'responsible_user_id'>;
}

/** Who writes: 0 is the API or a robot (amocrm sheet §11), and how late the search index is. */
export interface Author {
	userId: number;
	searchLagMs: number;
}

/** Creates an entity from a checked element. `id` may be chosen (`emit` only). */
export function createEntity(
	store: Store,
	type: EntityType,
	body: Json,
	fieldChanges: FieldChange[],
	author: Author,
	id = store.nextId(type),
): Change {
	const now = unixNow();
	const entity: Entity = {
		type,
		id,
		name: type === 'leads' ? `Сделка #${id}` : '',
		first_name: '',
		last_name: '',
		price: 0,
		status_id: 0,
		pipeline_id: 0,
		loss_reason_id: null,
		responsible_user_id: USERS[0].id,
		created_by: author.userId,
		updated_by: author.userId,
		created_at: int(body.created_at) ?? now,
		updated_at: now,
		closed_at: null,
		is_deleted: false,
		fields: new Map(),
		tags: [],
	};
	if (type === 'leads') Object.assign(entity, wantedStage(body));
	if (int(body.created_by) !== undefined) entity.created_by = int(body.created_by) ?? 0;
	store.entities[type].set(id, entity);
	store.reserveId(type, id);
	write(store, entity, body, fieldChanges, author);
	for (const link of embeddedLinks(type, body._embedded)) {
		if (link.to) store.link(entity, { type: link.to, id: link.id }, link.isMain);
	}
	return { entity, kind: 'add' };
}

/** Applies a checked element: only what it sends changes (amocrm sheet §6.2, §7.5). */
export function updateEntity(
	store: Store,
	entity: Entity,
	body: Json,
	fieldChanges: FieldChange[],
	author: Author,
): Change {
	const { status_id, pipeline_id, responsible_user_id } = entity;
	write(store, entity, body, fieldChanges, author);
	return { entity, kind: 'update', before: { status_id, pipeline_id, responsible_user_id } };
}

function write(
	store: Store,
	entity: Entity,
	body: Json,
	fieldChanges: FieldChange[],
	author: Author,
): void {
	const text = (key: string) => (typeof body[key] === 'string' ? body[key] : undefined);
	const now = unixNow();
	if (entity.type === 'contacts') writeNames(entity, text);
	else entity.name = text('name') || entity.name;
	entity.responsible_user_id = int(body.responsible_user_id) ?? entity.responsible_user_id;
	if (entity.type === 'leads') {
		entity.price = int(body.price) ?? (body.price === null ? 0 : entity.price);
		moveStage(entity, body, now);
	}
	writeTags(store, entity, body);
	for (const { field, values } of fieldChanges) {
		if (values === undefined) continue;
		if (values.length === 0) entity.fields.delete(field.id);
		else entity.fields.set(field.id, values);
	}
	entity.updated_at = int(body.updated_at) ?? now;
	entity.updated_by = int(body.updated_by) ?? author.userId;
	store.reindex(entity, author.searchLagMs);
}

function writeNames(entity: Entity, text: (key: string) => string | undefined): void {
	entity.first_name = text('first_name') ?? entity.first_name;
	entity.last_name = text('last_name') ?? entity.last_name;
	const parts = text('first_name') !== undefined || text('last_name') !== undefined;
	const joined = [entity.first_name, entity.last_name].filter(Boolean).join(' ');
	entity.name = text('name') ?? (parts ? joined : entity.name);
}

function moveStage(entity: Entity, body: Json, now: number): void {
	const wasClosed = isClosed(entity.status_id);
	Object.assign(entity, wantedStage(body, entity));
	const closed = isClosed(entity.status_id);
	if (!closed) entity.closed_at = null;
	else entity.closed_at = int(body.closed_at) ?? (wasClosed ? entity.closed_at : now);
	if (entity.status_id !== LOST) entity.loss_reason_id = null;
	else if (body.loss_reason_id !== undefined)
		entity.loss_reason_id = int(body.loss_reason_id) ?? null;
}

function writeTags(store: Store, entity: Entity, body: Json): void {
	const embedded = isObject(body._embedded) ? body._embedded : {};
	const read = (list: unknown) =>
		(Array.isArray(list) ? list : []).flatMap((tag: { id?: number; name?: string }) => {
			const wanted = tag.id ? { id: tag.id } : { name: tag.name };
			return store.tag(entity.type, wanted) ?? [];
		});
	// `_embedded.tags` replaces the set, null clears it; the others add and take away (sheet §7.5).
	if ('tags' in embedded) entity.tags = unique(read(embedded.tags));
	const gone = (Array.isArray(body.tags_to_delete) ? body.tags_to_delete : []) as Json[];
	entity.tags = unique([...entity.tags, ...read(body.tags_to_add)]).filter(
		({ id, name }) => !gone.some((tag) => (tag.id ? tag.id === id : tag.name === name)),
	);
}

function unique<T extends { id: number }>(items: T[]): T[] {
	return [...new Map(items.map((item) => [item.id, item])).values()];
}

function isClosed(statusId: number): boolean {
	return statusId === WON || statusId === LOST;
}

function int(value: unknown): number | undefined {
	return Number.isInteger(value) ? (value as number) : undefined;
}
