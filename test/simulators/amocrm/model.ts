export type Json = Record<string, unknown>;
export type EntityType = 'leads' | 'contacts' | 'companies';
export const ENTITY_TYPES: readonly EntityType[] = ['leads', 'contacts', 'companies'];

export interface FieldEnum {
	id: number;
	value: string;
	sort: number;
	code: string | null;
}

/** A custom field as the account defines it (amocrm sheet §6.1). */
export interface FieldDefinition {
	id: number;
	name: string;
	type: string;
	code: string | null;
	entity_type: EntityType;
	is_predefined: boolean;
	enums: FieldEnum[] | null;
}

export interface StoredValue {
	value: unknown;
	enum_id?: number;
	enum_code?: string | null;
}

export interface Tag {
	id: number;
	name: string;
	color: null;
}

/** A lead, contact or company; times are unix seconds. `fields` holds filled custom fields only. */
export interface Entity {
	type: EntityType;
	id: number;
	name: string;
	first_name: string;
	last_name: string;
	price: number;
	status_id: number;
	pipeline_id: number;
	loss_reason_id: number | null;
	responsible_user_id: number;
	created_by: number;
	updated_by: number;
	created_at: number;
	updated_at: number;
	closed_at: number | null;
	is_deleted: boolean;
	fields: Map<number, StoredValue[]>;
	tags: Tag[];
}

/** One link; the lead comes before the contact, the contact before the company. */
export interface Link {
	entity_type: EntityType;
	entity_id: number;
	to_entity_type: EntityType;
	to_entity_id: number;
	is_main: boolean;
}

export interface Note {
	id: number;
	entity_type: EntityType;
	entity_id: number;
	note_type: string;
	params: Json;
	responsible_user_id: number;
	created_by: number;
	updated_by: number;
	created_at: number;
	updated_at: number;
}

export interface Task {
	id: number;
	entity_type: EntityType | null;
	entity_id: number | null;
	text: string;
	complete_till: number;
	task_type_id: number;
	responsible_user_id: number;
	is_completed: boolean;
	duration: number;
	result: Json | unknown[];
	created_by: number;
	updated_by: number;
	created_at: number;
	updated_at: number;
}

/** One carried out change that came through the API, for `state().writes`. `at` in milliseconds. */
export interface Write {
	at: number;
	action: 'create' | 'update' | 'link' | 'unlink' | 'note' | 'task';
	entity_type: string;
	id: number;
	body: unknown;
}

export function isObject(value: unknown): value is Json {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Now in unix seconds, as the vendor counts (amocrm sheet §4). */
export function unixNow(): number {
	return Math.floor(Date.now() / 1000);
}

/** `leads` → `lead`, the word of webhooks and error texts. */
export function singular(type: EntityType): 'lead' | 'contact' | 'company' {
	return type === 'companies' ? 'company' : type === 'leads' ? 'lead' : 'contact';
}
