import { TtlCache } from '../../shared/ttlCache';
import type { AmoApi, EntityType } from './client';
import {
	fieldDefinitionSchema,
	pipelineSchema,
	tagSchema,
	userSchema,
	type FieldDefinition,
	type Pipeline,
	type Tag,
	type User,
} from './schema';

/** How old a dictionary may be for the editor's drop-downs. */
export const EDITOR_AGE_MS = 60_000;
/**
 * How old it may be for a running node. Types and ids of fields do not change, and who meets an unknown
 * one asks for a fresh list: a payment must not cost a request more whenever five minutes have passed.
 */
const RUN_AGE_MS = 6 * 60 * 60_000;
const cache = new TtlCache<unknown>();

/** Custom fields of contacts or leads, all types (amocrm sheet §6.1). @throws {VendorError} */
export async function fieldDefinitions(
	api: AmoApi,
	entity: EntityType,
	maxAgeMs = RUN_AGE_MS,
): Promise<FieldDefinition[]> {
	const path = `${entity}/custom_fields`;
	return await cached(api, path, maxAgeMs, () =>
		api.dictionary(path, 'custom_fields', fieldDefinitionSchema),
	);
}

/** Pipelines with their stages, archived ones included (sheet §11). @throws {VendorError} */
export async function pipelines(api: AmoApi, maxAgeMs = RUN_AGE_MS): Promise<Pipeline[]> {
	return await cached(api, 'leads/pipelines', maxAgeMs, () =>
		api.dictionary('leads/pipelines', 'pipelines', pipelineSchema),
	);
}

/** Only administrators may read them: others get 403 (sheet §11). @throws {VendorError} */
export async function users(api: AmoApi, maxAgeMs = RUN_AGE_MS): Promise<User[]> {
	return await cached(api, 'users', maxAgeMs, () => api.dictionary('users', 'users', userSchema));
}

/** Tags are separate per entity type (sheet §8). @throws {VendorError} */
export async function tags(api: AmoApi, entity: EntityType, maxAgeMs = RUN_AGE_MS): Promise<Tag[]> {
	return await cached(api, `${entity}/tags`, maxAgeMs, () =>
		api.dictionary(`${entity}/tags`, 'tags', tagSchema),
	);
}

/** Forgets everything, for tests. */
export function clearDictionaries(): void {
	cache.clear();
}

async function cached<T>(
	{ account }: AmoApi,
	name: string,
	maxAgeMs: number,
	load: () => Promise<T>,
): Promise<T> {
	return (await cache.get(`${account}|${name}`, maxAgeMs, load)) as T;
}
