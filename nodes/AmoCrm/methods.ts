import type {
	FieldType,
	ILoadOptionsFunctions,
	INodeListSearchResult,
	INodePropertyOptions,
	ResourceMapperField,
	ResourceMapperFields,
} from 'n8n-workflow';

import { InputError, toNodeError, VendorError } from '../shared/errors';
import type { AmoApi, EntityType } from './api/client';
import { connect } from './api/connect';
import { isWritable, valuesOf } from './domain/customFields';
import { EDITOR_AGE_MS, fieldDefinitions, pipelines, tags, users } from './api/dictionaries';
import type { Entity, FieldDefinition } from './api/schema';

const TEXTS = ['text', 'textarea', 'url'];
const NUMBERS = ['numeric', 'price', 'monetary'];
const DATES = ['date', 'date_time'];
/** Plain inputs of the node. */
const INPUTS_OF_THEIR_OWN = ['PHONE', 'EMAIL'];
/** "Неразобранное": a lead cannot be moved there (amocrm sheet §11). */
const UNSORTED = 1;
const MAX_SHOWN = 50;
/** A shorter term finds half the account (sheet §7.1). */
const MIN_TERM = 3;

/** Drop-downs. */
export const loadOptions = {
	getContactTextFields: fieldsOf('contacts', TEXTS),
	getLeadDateFields: fieldsOf('leads', DATES),
	getLeadNumericFields: fieldsOf('leads', NUMBERS),
	getLeadTextFields: fieldsOf('leads', TEXTS),

	getPipelines: dropDown(async (api) =>
		(await pipelines(api, EDITOR_AGE_MS))
			.filter(({ is_archive }) => is_archive !== true)
			.map(({ id, name }) => ({ name, value: id })),
	),

	/** All pipelines' stages: the same name exists in several (sheet §8). */
	getStages: dropDown(async (api) =>
		(await pipelines(api, EDITOR_AGE_MS))
			.filter(({ is_archive }) => is_archive !== true)
			.flatMap(({ id, name, _embedded }) =>
				_embedded.statuses
					.filter(({ type }) => type !== UNSORTED)
					.map((status) => ({ name: `${name} / ${status.name}`, value: `${id}:${status.id}` })),
			),
	),

	getTags: dropDown(async (api, context) => {
		const isContact = context.getCurrentNodeParameter('resource') === 'contact';
		const all = await tags(api, isContact ? 'contacts' : 'leads', EDITOR_AGE_MS);
		return all.map(({ id, name }) => ({ name, value: id })).sort(byName);
	}),

	getUsers: dropDown(async (api) => {
		const all = await users(api, EDITOR_AGE_MS).catch((error: unknown) => {
			throw error instanceof VendorError && error.code === 'forbidden' ? adminsOnly(error) : error;
		});
		return all
			.filter(({ rights }) => rights?.is_active !== false)
			.map(({ id, name }) => ({ name, value: id }))
			.sort(byName);
	}),
};

/** Lists of the resource locators. */
export const listSearch = {
	searchContacts: searchOf('contacts', (contact) => valuesOf(contact, 'PHONE')[0]),
	searchLeads: searchOf('leads', ({ id }) => `#${id}`),
};

/** Columns of the resource mappers. */
export const resourceMapping = {
	getContactFields: columnsOf('contacts'),
	getLeadFields: columnsOf('leads'),
};

type Loader<T> = (this: ILoadOptionsFunctions) => Promise<T>;

function editorMethod<T>(
	load: (api: AmoApi, context: ILoadOptionsFunctions) => Promise<T>,
): Loader<T> {
	return async function () {
		try {
			return await load(await connect(this), this);
		} catch (error) {
			throw toNodeError(this.getNode(), error);
		}
	};
}

function dropDown(
	load: (api: AmoApi, context: ILoadOptionsFunctions) => Promise<INodePropertyOptions[]>,
): Loader<INodePropertyOptions[]> {
	return editorMethod(load);
}

function fieldsOf(entity: EntityType, types: string[]): Loader<INodePropertyOptions[]> {
	return dropDown(async (api) =>
		(await fieldDefinitions(api, entity, EDITOR_AGE_MS))
			.filter(({ type }) => types.includes(type))
			.map(({ id, name }) => ({ name, value: id }))
			.sort(byName),
	);
}

/**
 * The newest entities, or those that amoCRM's search finds by a term of three characters or more; a
 * whole id is looked up as such.
 */
function searchOf(entity: EntityType, detail: (one: Entity) => string | undefined) {
	return async function (
		this: ILoadOptionsFunctions,
		filter?: string,
	): Promise<INodeListSearchResult> {
		try {
			const found = await matches(await connect(this), entity, (filter ?? '').trim());
			const results = found.map((one) => ({
				name: [one.name || `#${one.id}`, detail(one)].filter(Boolean).join(' · '),
				value: one.id,
			}));
			return { results };
		} catch (error) {
			throw toNodeError(this.getNode(), error);
		}
	};
}

async function matches(api: AmoApi, entity: EntityType, term: string): Promise<Entity[]> {
	const alive = (list: Entity[]) => list.filter(({ is_deleted }) => is_deleted !== true);
	if (term.length >= MIN_TERM) {
		const id = /^\d{3,15}$/.test(term) ? Number(term) : 0;
		const byId = id > 0 ? await api.entity(entity, id) : undefined;
		const hits = await api.search(entity, term);
		return alive(byId ? [byId, ...hits.filter((hit) => hit.id !== byId.id)] : hits);
	}
	const newest = api.list(entity, { order: { updated_at: 'desc' }, limit: MAX_SHOWN });
	const { value } = await newest.next();
	return alive((value as Entity[] | undefined) ?? []).filter(({ name }) =>
		(name ?? '').toLowerCase().includes(term.toLowerCase()),
	);
}

function columnsOf(entity: EntityType): Loader<ResourceMapperFields> {
	return editorMethod(async (api) => {
		const definitions = await fieldDefinitions(api, entity, EDITOR_AGE_MS);
		return {
			fields: definitions
				.filter((one) => isWritable(one) && !INPUTS_OF_THEIR_OWN.includes(one.code ?? ''))
				.map(columnOf),
		};
	});
}

/** Ids that are the same in every account where there are some: shipped workflows name them. */
function columnOf(definition: FieldDefinition): ResourceMapperField {
	const { id, name, code } = definition;
	const type = columnType(definition);
	return {
		id: code || String(id),
		displayName: code && code.toLowerCase() !== name.toLowerCase() ? `${name} (${code})` : name,
		required: false,
		defaultMatch: false,
		canBeUsedToMatch: false,
		display: true,
		type,
		options: type === 'options' ? choicesOf(definition) : undefined,
	};
}

function columnType({ type }: FieldDefinition): FieldType {
	if (NUMBERS.includes(type)) return 'number';
	if (type === 'checkbox') return 'boolean';
	if (DATES.includes(type) || type === 'birthday') return 'dateTime';
	if (type === 'select' || type === 'radiobutton') return 'options';
	return type === 'multiselect' ? 'array' : 'string';
}

function choicesOf({ enums }: FieldDefinition): INodePropertyOptions[] {
	return (enums ?? []).map(({ id, value }) => ({ name: value, value: id }));
}

function adminsOnly({ message }: VendorError): InputError {
	const hint = 'Give the ID of the user by an expression, or connect amoCRM as an administrator.';
	return new InputError(`only administrators see the users (${message})`, 'Responsible User', hint);
}

function byName(a: INodePropertyOptions, b: INodePropertyOptions): number {
	return a.name.localeCompare(b.name);
}
