import { ACCOUNT, LOSS_REASONS } from './account';
import { showFields } from './fieldValues';
import type { Entity, EntityType, Json, Note, Task } from './model';
import type { World } from './world';

export interface ViewOptions {
	/** Names of `with`. */
	with: Set<string>;
	/** `http://host/amocrm/api/v4` */
	base: string;
}

/** A lead, contact or company as it is read (amocrm sheet §7.3, §8). */
export function entityView(world: World, entity: Entity, options: ViewOptions): Json {
	const { store } = world;
	const self = { href: `${options.base}/${entity.type}/${entity.id}` };
	if (options.with.has('only_deleted')) {
		const { id, updated_at, updated_by } = entity;
		return { id, updated_at, updated_by, is_deleted: true, _links: { self } };
	}
	const shared = {
		responsible_user_id: entity.responsible_user_id,
		group_id: 0,
		created_by: entity.created_by,
		updated_by: entity.updated_by,
		created_at: entity.created_at,
		updated_at: entity.updated_at,
		closest_task_at: closestTask(world, entity),
		is_deleted: entity.is_deleted,
		custom_fields_values: showFields(entity.fields, store.fieldsOf(entity.type)),
		account_id: ACCOUNT.id,
		_links: { self },
		_embedded: embedded(world, entity, options),
	};
	const { id, name } = entity;
	if (entity.type === 'companies') return { id, name, ...shared };
	if (entity.type === 'contacts') {
		const { first_name, last_name } = entity;
		return { id, name, first_name, last_name, is_unsorted: false, ...shared };
	}
	return {
		id,
		name,
		price: entity.price,
		status_id: entity.status_id,
		pipeline_id: entity.pipeline_id,
		loss_reason_id: entity.loss_reason_id,
		source_id: null,
		closed_at: entity.closed_at,
		score: null,
		labor_cost: null,
		...shared,
	};
}

/** Short entry of `_embedded`: id and link. */
export function shortView(type: EntityType, id: number, base: string, extra: Json = {}): Json {
	return { id, ...extra, _links: { self: { href: `${base}/${type}/${id}` } } };
}

export function noteView(note: Note, base: string): Json {
	const { entity_type, ...rest } = note;
	const href = `${base}/${entity_type}/${note.entity_id}/notes/${note.id}`;
	return { ...rest, group_id: 0, account_id: ACCOUNT.id, _links: { self: { href } } };
}

export function taskView(task: Task, base: string): Json {
	const self = { href: `${base}/tasks/${task.id}` };
	return { ...task, group_id: 0, account_id: ACCOUNT.id, _links: { self } };
}

/** Linked entities that a reader may see: deleted ones only with the switch. */
export function visibleLinks(world: World, entity: Entity, to?: EntityType) {
	return world.store.linksOf(entity, to).filter(({ to: other }) => {
		const target = world.store.find(other.type, other.id);
		return target && (!target.is_deleted || world.switches.deletedInLists);
	});
}

function embedded(world: World, entity: Entity, { with: wanted, base }: ViewOptions): Json {
	const list = (type: EntityType) =>
		visibleLinks(world, entity, type).map(({ to, is_main }) =>
			shortView(
				type,
				to.id,
				base,
				entity.type === 'leads' && type === 'contacts' ? { is_main } : {},
			),
		);
	const result: Json = { tags: entity.tags.map((tag) => ({ ...tag })) };
	if (entity.type !== 'companies') result.companies = list('companies');
	if (entity.type !== 'leads' && wanted.has('leads')) result.leads = list('leads');
	if (entity.type !== 'contacts' && wanted.has('contacts')) result.contacts = list('contacts');
	if (wanted.has('catalog_elements')) result.catalog_elements = [];
	if (entity.type === 'leads' && wanted.has('loss_reason')) {
		result.loss_reason = LOSS_REASONS.filter(({ id }) => id === entity.loss_reason_id);
	}
	return result;
}

function closestTask(world: World, { type, id }: Entity): number | null {
	const open = world.store.tasks.filter(
		(task) => task.entity_type === type && task.entity_id === id && !task.is_completed,
	);
	return open.length > 0 ? Math.min(...open.map(({ complete_till }) => complete_till)) : null;
}
