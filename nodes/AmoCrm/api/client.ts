import type { Account } from '../../shared/account';
import { VendorError, type WriteOutcome } from '../../shared/errors';
import type { HttpClient } from '../../shared/http';
import { fieldsOf } from '../../shared/values';
import type { z } from '../../shared/vendor';
import { queryString, type Query } from './query';
import * as schema from './schema';
import type { ComplexCreated, Created, Entity, Note, Webhook } from './schema';

export type EntityType = 'contacts' | 'leads';
/** An element of a batch, in amoCRM's words. */
export type Body = Record<string, unknown>;

/** ≤ 250 on a page (amocrm sheet §3). */
export const PAGE_SIZE = 250;
/** Recommended for writes; `/leads/complex` takes no more (sheet §3). */
export const BATCH_SIZE = 50;
/** Ids in one filter (sheet §7.2). */
const ID_CHUNK = 50;

/** amoCRM and Kommo, API v4, in its own words. All methods @throws {VendorError}. */
export class AmoApi {
	readonly http: HttpClient;
	/** Names server and credential without a secret: the key of caches and locks. */
	readonly account: string;
	/** Other processes use the account, too: what this one remembers is not all that was written. */
	readonly isShared: boolean;
	private readonly baseUrl: string;

	constructor({ http, baseUrl, account }: Account, isShared = false) {
		this.isShared = isShared;
		this.http = http;
		this.baseUrl = baseUrl;
		this.account = account;
	}

	/** Undefined when there is none: amoCRM answers 204 (sheet §4). */
	async entity(type: EntityType, id: number, linked?: EntityType): Promise<Entity | undefined> {
		return await this.get(`${type}/${id}`, { with: linked }, schema.entitySchema);
	}

	/** Those of the ids that exist, deleted ones excluded; one request per 50. */
	async entities(type: EntityType, ids: number[], linked?: EntityType): Promise<Entity[]> {
		const wanted = [...new Set(ids)];
		const found: Entity[] = [];
		for (let start = 0; start < wanted.length; start += ID_CHUNK) {
			const chunk = wanted.slice(start, start + ID_CHUNK);
			const query = { filter: { id: chunk }, with: linked, limit: ID_CHUNK };
			for await (const page of this.pages(type, type, query, schema.entitySchema)) {
				// Filters are ignored in some accounts (sheet §7.2).
				found.push(...page.filter(({ id }) => chunk.includes(id)));
			}
		}
		return found;
	}

	/**
	 * The first page of amoCRM's full-text search: a substring of any field, so that every hit must be
	 * checked; a fresh record is not found for some seconds (sheet §7.1).
	 *
	 * @param term not empty: that would give the whole account
	 */
	async search(type: EntityType, term: string, linked?: EntityType): Promise<Entity[]> {
		if (term.trim() === '') throw new RangeError('an empty search gives the whole account');
		const query = { query: term, with: linked, limit: ID_CHUNK };
		const pages = this.pages(type, type, query, schema.entitySchema);
		for await (const page of pages) return page;
		return [];
	}

	/** Pages of contacts or leads in a fixed order; no entity comes twice. */
	async *list(type: EntityType, query: Query): AsyncGenerator<Entity[]> {
		const ordered = { order: { id: 'asc' }, ...query };
		yield* this.pages(type, type, ordered, schema.entitySchema);
	}

	/** @returns the answers by `request_id`; a lost answer is not repeated. */
	async create(type: EntityType, bodies: Body[]): Promise<Map<string, Created>> {
		return await this.createAll(type, type, bodies);
	}

	/** Leads with a new contact each (sheet §9). */
	async createComplex(bodies: Body[]): Promise<Map<string, ComplexCreated>> {
		const answer = await this.write('POST', 'leads/complex', bodies, schema.complexSchema);
		const created = new Map(
			answer.flatMap((one) => (one.request_id ?? []).map((requestId) => [requestId, one])),
		);
		const isWhole = bodies.every(({ request_id }) => created.has(String(request_id)));
		if (!isWhole) throw unexpected('unknown');
		return created;
	}

	/** One entity. Setting the same values twice does no harm, so a caller may repeat it. */
	async update(type: EntityType, id: number, body: Body): Promise<void> {
		const answer = await this.write('PATCH', `${type}/${id}`, body, schema.updatedSchema);
		if (!updatedIds(answer, type).includes(id)) throw unexpected('unknown');
	}

	/**
	 * Several entities at once.
	 *
	 * @param bodies each with its `id`
	 * @returns what amoCRM refused, by id; the others are done (sheet §5)
	 */
	async updateMany(
		type: EntityType,
		bodies: Array<Body & { id: number }>,
	): Promise<Map<number, string>> {
		const answer = await this.write('PATCH', type, bodies, schema.updatedSchema);
		const refused = new Map(
			Object.entries(answer.errors ?? {}).map(([id, text]) => [Number(id), String(text)]),
		);
		const told = [...updatedIds(answer, type), ...refused.keys()];
		// Of what is not named nobody knows whether it was done.
		if (!bodies.every(({ id }) => told.includes(id))) throw unexpected('unknown');
		return refused;
	}

	/** Links a contact to a lead; `_embedded` is ignored by PATCH (sheet §8). Safe to repeat. */
	async link(leadId: number, contactId: number, isMain?: boolean): Promise<void> {
		const metadata = isMain === undefined ? undefined : { is_main: isMain };
		const body = [{ to_entity_id: contactId, to_entity_type: 'contacts', metadata }];
		const answer = await this.write('POST', `leads/${leadId}/link`, body, schema.linkedSchema);
		const { links } = answer._embedded;
		if (!links.some((one) => one.to_entity_id === contactId)) throw unexpected('unknown');
	}

	/** Notes of one entity, newest first. */
	async *notes(type: EntityType, id: number, limit = PAGE_SIZE): AsyncGenerator<Note[]> {
		const query = { order: { id: 'desc' }, limit: Math.min(limit, PAGE_SIZE) };
		yield* this.pages(`${type}/${id}/notes`, 'notes', query, schema.noteSchema);
	}

	/** @param bodies each with `entity_id` and `request_id` */
	async addNotes(type: EntityType, bodies: Body[]): Promise<Map<string, Created>> {
		return await this.createAll(`${type}/notes`, 'notes', bodies);
	}

	async createTasks(bodies: Body[]): Promise<Map<string, Created>> {
		return await this.createAll('tasks', 'tasks', bodies);
	}

	/** A whole dictionary: pipelines, users, custom fields, tags. */
	async dictionary<S extends z.ZodTypeAny>(
		path: string,
		key: string,
		shape: S,
	): Promise<Array<z.output<S>>> {
		const all: Array<z.output<S>> = [];
		for await (const page of this.pages(path, key, {}, shape)) all.push(...page);
		return all;
	}

	/** Webhooks of the account, all or those of one address. */
	async webhooks(destination?: string): Promise<Webhook[]> {
		const query = { filter: destination === undefined ? undefined : { destination } };
		const all: Webhook[] = [];
		for await (const page of this.pages('webhooks', 'webhooks', query, schema.webhookSchema)) {
			all.push(...page);
		}
		return all;
	}

	/** The address is the key: a second call with it would be undefined behaviour (sheet §12). */
	async addWebhook(destination: string, settings: string[]): Promise<void> {
		const body = { destination, settings };
		await this.write('POST', 'webhooks', body, schema.webhookSchema);
	}

	/** False when there was none. */
	async deleteWebhook(destination: string): Promise<boolean> {
		const body = { destination };
		const call = this.http.write({ method: 'DELETE', url: this.url('webhooks'), body });
		const answer = await call.catch((error: unknown) => {
			if (error instanceof VendorError && error.code === 'not_found') return undefined;
			throw error;
		});
		if (answer && answer.statusCode !== 204) throw unexpected('unknown');
		return answer !== undefined;
	}

	/** All pages until `next` is missing or one is empty (sheet §4). */
	async *pages<S extends z.ZodTypeAny>(
		path: string,
		key: string,
		query: Query,
		shape: S,
	): AsyncGenerator<Array<z.output<S>>> {
		const seen = new Set<unknown>();
		for (let page = 1; ; page++) {
			const url = this.url(path, { limit: PAGE_SIZE, ...query, page });
			const { body, statusCode } = await this.http.read({ method: 'GET', url });
			if (statusCode === 204 || isEmpty(body)) return;
			const { _embedded, _links } = fieldsOf(body);
			const items: unknown = fieldsOf(_embedded)[key];
			if (!Array.isArray(items)) throw unexpected('not_sent');
			const parsed = items.map((item) => parse(shape, item, 'not_sent') as z.output<S>);
			// A record that changes meanwhile may move to the next page.
			const fresh = parsed.filter((item) => {
				const { id = item as unknown } = item as { id?: unknown };
				return !seen.has(id) && seen.add(id);
			});
			if (fresh.length > 0) yield fresh;
			if (items.length === 0 || fieldsOf(_links).next === undefined) return;
		}
	}

	private async get<S extends z.ZodTypeAny>(
		path: string,
		query: Query,
		shape: S,
	): Promise<z.output<S> | undefined> {
		const url = this.url(path, query);
		const { body, statusCode } = await this.http.read({ method: 'GET', url });
		if (statusCode === 204 || isEmpty(body)) return undefined;
		return parse(shape, body, 'not_sent');
	}

	private async createAll(
		path: string,
		key: string,
		bodies: Body[],
	): Promise<Map<string, Created>> {
		const { body } = await this.http.write({ method: 'POST', url: this.url(path), body: bodies });
		const items: unknown = fieldsOf(fieldsOf(body)._embedded)[key];
		if (!Array.isArray(items) || items.length < bodies.length) throw unexpected('unknown');
		const answers = items.map((item) => parse(schema.createdSchema, item, 'unknown'));
		// The order is not promised: only request_id tells which is which (sheet §7.4).
		return new Map(answers.map((answer, index) => [answer.request_id ?? String(index), answer]));
	}

	private async write<S extends z.ZodTypeAny>(
		method: 'POST' | 'PATCH',
		path: string,
		sent: unknown,
		shape: S,
	): Promise<z.output<S>> {
		const { body } = await this.http.write({ method, url: this.url(path), body: sent });
		return parse(shape, body, 'unknown');
	}

	private url(path: string, query: Query = {}): string {
		const search = queryString(query);
		return `${this.baseUrl}/api/v4/${path}${search === '' ? '' : `?${search}`}`;
	}
}

/** One entity is answered bare or in an envelope (sheet §7.5). */
function updatedIds({ id, _embedded }: schema.Updated, type: EntityType): number[] {
	const inside = (_embedded?.[type] ?? []).map((one) => one.id);
	return id === undefined ? inside : [id, ...inside];
}

function parse<S extends z.ZodTypeAny>(
	shape: S,
	body: unknown,
	outcome: WriteOutcome,
): z.output<S> {
	const parsed = shape.safeParse(body);
	if (!parsed.success) throw unexpected(outcome);
	return parsed.data as z.output<S>;
}

function unexpected(outcome: WriteOutcome): VendorError {
	return new VendorError('amoCRM answered something unexpected', {
		code: 'unexpected_answer',
		outcome,
		hint: 'Check the Base URL in the credential and whether a proxy stands in between.',
	});
}

function isEmpty(body: unknown): boolean {
	return body === undefined || body === null || body === '';
}
