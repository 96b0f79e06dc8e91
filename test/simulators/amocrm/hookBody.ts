import { ACCOUNT } from './account';
import type { Change } from './entityChanges';
import { singular, type Entity, type Json, type Note, type StoredValue, type Task } from './model';
import { phpForm } from './phpQuery';
import type { Store } from './store';

/** One thing to tell: the setting that subscribes to it, where it goes in the body, and the element. */
export interface HookItem {
	/** `status_lead`, `add_contact` … */
	setting: string;
	/** First two keys of the body: `leads[status]`. Companies come as contacts with a type. */
	root: string;
	action: string;
	element: Json;
}

const ELEMENT_TYPES = { contacts: 1, leads: 2, companies: 3 };
const NOTE_TYPES: Record<string, number> = {
	common: 4,
	call_in: 10,
	call_out: 11,
	service_message: 25,
	extended_service_message: 26,
};

/** The events of a change: a moved lead raises `status` and `update` (amocrm sheet §12). */
export function changeItems(store: Store, { entity, kind, before }: Change): HookItem[] {
	const root = entity.type === 'leads' ? 'leads' : 'contacts';
	const item = (action: string, extra: Json = {}): HookItem => ({
		setting: `${action}_${singular(entity.type)}`,
		root,
		action,
		element: action === 'delete' ? deletedElement(entity) : { ...element(store, entity), ...extra },
	});
	if (kind !== 'update' || !before) return [item(kind)];
	const { status_id, pipeline_id, responsible_user_id } = before;
	const moved = status_id !== entity.status_id || pipeline_id !== entity.pipeline_id;
	const old = { old_status_id: status_id, old_pipeline_id: pipeline_id };
	const handed = responsible_user_id !== entity.responsible_user_id;
	return [
		...(moved ? [item('status', old)] : []),
		...(handed ? [item('responsible', { old_responsible_user_id: responsible_user_id })] : []),
		item('update'),
	];
}

export function noteItem(note: Note): HookItem {
	const params = note.params as { text?: string };
	return {
		setting: `note_${singular(note.entity_type)}`,
		root: note.entity_type === 'leads' ? 'leads' : 'contacts',
		action: 'note',
		element: {
			note: {
				id: note.id,
				note_type: NOTE_TYPES[note.note_type] ?? 4,
				element_type: ELEMENT_TYPES[note.entity_type],
				element_id: note.entity_id,
				text: note.note_type === 'common' ? params.text : JSON.stringify(note.params),
				main_user_id: note.responsible_user_id,
				created_by: note.created_by,
				modified_by: note.updated_by,
				date_create: note.created_at,
				timestamp_x: note.updated_at,
				account_id: ACCOUNT.id,
			},
		},
	};
}

export function taskItem(action: 'add' | 'update', task: Task): HookItem {
	return {
		setting: `${action}_task`,
		root: 'task',
		action,
		element: {
			id: task.id,
			element_id: task.entity_id,
			element_type: task.entity_type ? ELEMENT_TYPES[task.entity_type] : 0,
			task_type: task.task_type_id,
			text: task.text,
			status: task.is_completed ? 1 : 0,
			complete_till: task.complete_till,
			responsible_user_id: task.responsible_user_id,
			created_user_id: task.created_by,
			modified_user_id: task.updated_by,
			date_create: task.created_at,
			last_modified: task.updated_at,
			account_id: ACCOUNT.id,
		},
	};
}

/** The form-encoded body of items of one setting: many entities in one delivery. */
export function hookBody(items: HookItem[]): string {
	const { root, action } = items[0];
	const account = { id: ACCOUNT.id, subdomain: ACCOUNT.subdomain };
	const tree = { [root]: { [action]: items.map(({ element: part }) => part) }, account };
	return new URLSearchParams(phpForm(tree)).toString();
}

/** An entity in the words of API v2, as webhooks still use them. */
function element(store: Store, entity: Entity): Json {
	const lead = entity.type === 'leads';
	const linked = store.linksOf(entity, 'leads').map(({ to }) => [to.id, { ID: to.id }]);
	return {
		id: entity.id,
		name: entity.name,
		...(lead
			? {
					status_id: entity.status_id,
					price: entity.price,
					pipeline_id: entity.pipeline_id,
					loss_reason_id: entity.loss_reason_id,
				}
			: { type: singular(entity.type) }),
		responsible_user_id: entity.responsible_user_id,
		last_modified: entity.updated_at,
		modified_user_id: entity.updated_by,
		created_user_id: entity.created_by,
		date_create: entity.created_at,
		account_id: ACCOUNT.id,
		tags: entity.tags.map(({ id, name }) => ({ id, name })),
		custom_fields: customFields(store, entity),
		...(lead || linked.length === 0 ? {} : { linked_leads_id: Object.fromEntries(linked) }),
		created_at: entity.created_at,
		updated_at: entity.updated_at,
	};
}

function deletedElement({ type, id, status_id, pipeline_id }: Entity): Json {
	return type === 'leads' ? { id, status_id, pipeline_id } : { id, type: singular(type) };
}

function customFields(store: Store, entity: Entity): Json[] {
	return store
		.fieldsOf(entity.type)
		.filter(({ id }) => entity.fields.has(id))
		.map(({ id, name, code }) => ({
			id,
			name,
			code,
			values: (entity.fields.get(id) ?? []).map(({ value, enum_id }: StoredValue) => ({
				value,
				enum: enum_id,
			})),
		}));
}
