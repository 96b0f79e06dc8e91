import type { Call } from './api';
import { isObject, type Entity, type EntityType } from './model';
import { inOrder } from './paging';
import { listOf, textOf, treeOf, type Tree } from './phpQuery';
import { AmoError } from './problems';
import { visibleLinks } from './views';

const ORDERS = ['id', 'created_at', 'updated_at'];

/** The entities that a list request finds, in its order (amocrm sheet §4, §7.1, §7.2). */
export function findEntities(call: Call, type: EntityType): Entity[] {
	const { world, query } = call;
	const { apiFilter, deletedInLists, unorderedPages } = world.switches;
	const filter = treeOf(query.filter);
	if (apiFilter === 'refused' && filter.custom_fields_values !== undefined) {
		throw new AmoError(400, 'Invalid filter for current account');
	}
	const onlyDeleted = call.with.has('only_deleted');
	const found = world.store
		.all(type)
		.filter(({ is_deleted }) => (onlyDeleted ? is_deleted : !is_deleted || deletedInLists))
		.filter((entity) => matchesFilter(entity, filter, apiFilter === 'enabled'))
		.filter((entity) => matchesQuery(call, entity, textOf(query.query) ?? ''));
	if (unorderedPages && query.order === undefined) return shuffled(found);
	return inOrder(call, found, ORDERS);
}

/** Filters that work in every account, and with the paid feature all of the docs; others: no effect. */
function matchesFilter(entity: Entity, filter: Tree, paid: boolean): boolean {
	const free = [
		among(filter.id, entity.id),
		inRange(filter.created_at, entity.created_at),
		entity.type !== 'leads' || among(filter.pipeline_id, entity.pipeline_id),
		entity.type !== 'leads' || matchesStatus(entity, filter.statuses),
	];
	if (!free.every(Boolean)) return false;
	if (!paid) return true;
	return (
		among(filter.name, entity.name) &&
		among(filter.created_by, entity.created_by) &&
		among(filter.updated_by, entity.updated_by) &&
		among(filter.responsible_user_id, entity.responsible_user_id) &&
		inRange(filter.updated_at, entity.updated_at) &&
		Object.entries(treeOf(filter.custom_fields_values)).every(([id, wanted]) =>
			matchesField(entity, Number(id), wanted),
		)
	);
}

function matchesStatus(entity: Entity, statuses: string | Tree | undefined): boolean {
	const pairs = Object.values(treeOf(statuses)).map((pair) => treeOf(pair));
	if (pairs.length === 0) return true;
	return pairs.some(
		(pair) =>
			among(pair.status_id, entity.status_id) && among(pair.pipeline_id, entity.pipeline_id),
	);
}

function matchesField(entity: Entity, fieldId: number, wanted: string | Tree): boolean {
	const values = entity.fields.get(fieldId) ?? [];
	const range = treeOf(wanted);
	if ('from' in range || 'to' in range) {
		return values.some(({ value }) => inRange(range, Number(value)));
	}
	const texts = listOf(wanted);
	return values.some(
		({ value, enum_id }) => texts.includes(String(value)) || texts.includes(String(enum_id)),
	);
}

function matchesQuery(call: Call, entity: Entity, term: string): boolean {
	// An empty term finds the whole account (sheet §7.1).
	if (term.trim() === '') return true;
	const { world } = call;
	const { index } = world.store;
	if (index.matches(`${entity.type}/${entity.id}`, term)) return true;
	if (entity.type !== 'leads' || !world.switches.leadQueryByContact) return false;
	return visibleLinks(world, entity, 'contacts').some(({ to }) =>
		index.matches(`contacts/${to.id}`, term),
	);
}

function among(wanted: string | Tree | undefined, value: unknown): boolean {
	if (wanted === undefined) return true;
	return listOf(wanted).includes(String(value));
}

/** `{from, to}` in unix seconds, both inclusive; an exact value, too. */
function inRange(wanted: string | Tree | undefined, value: number): boolean {
	if (wanted === undefined) return true;
	if (!isObject(wanted)) return among(wanted, value);
	const from = textOf(wanted.from);
	const to = textOf(wanted.to);
	return (from === undefined || value >= Number(from)) && (to === undefined || value <= Number(to));
}

let turn = 0;

/** Another order at every call: rotated, and reversed every second time. */
function shuffled<T>(items: T[]): T[] {
	turn += 1;
	const cut = items.length === 0 ? 0 : (turn * 7) % items.length;
	const rotated = [...items.slice(cut), ...items.slice(0, cut)];
	return turn % 2 === 0 ? rotated : rotated.toReversed();
}
