import type { Answer, Call, Routes } from './api';
import { createEntity, updateEntity, type Change } from './entityChanges';
import { findEntities } from './entityQuery';
import { checkElement, type CheckedElement } from './entityRules';
import { ENTITY_TYPES, isObject, singular, type Entity, type EntityType, type Json } from './model';
import { listAnswer } from './paging';
import { AmoError, htmlPage, notFound, refuseInvalid, wrongType } from './problems';
import { entityView, shortView } from './views';

const MAX_BATCH = 250;

/** Reading and writing of leads, contacts and companies (amocrm sheet §4–§8). */
export function entityRoutes(): Routes {
	const routes: Routes = {};
	for (const type of ENTITY_TYPES) {
		routes[`GET /${type}`] = (call) =>
			listAnswer(call, type, findEntities(call, type), (entity) =>
				entityView(call.world, entity, call),
			);
		routes[`GET /${type}/:id`] = (call) => {
			const entity = call.world.store.find(type, call.params.id);
			const hidden = entity?.is_deleted && !call.world.switches.deletedInLists;
			return entity && !hidden ? entityView(call.world, entity, call) : undefined;
		};
		routes[`POST /${type}`] = (call) => create(call, type);
		routes[`PATCH /${type}`] = (call) => updateMany(call, type);
		routes[`PATCH /${type}/:id`] = (call) => updateOne(call, type);
	}
	return routes;
}

/**
 * The elements of a batch.
 *
 * @throws {AmoError} 400 when it is no array, empty or above 250; 504 when the switch says so
 */
export function batchOf(call: Call, max = MAX_BATCH): unknown[] {
	const { body, world } = call;
	if (!Array.isArray(body) || body.length === 0) {
		refuseInvalid([{ request_id: '0', errors: [wrongType('', 'array')] }]);
		return [];
	}
	if (body.length > max) throw new AmoError(400, `Request contains more than ${max} elements`);
	const { batch504Above } = world.switches;
	if (batch504Above > 0 && body.length > batch504Above) throw htmlPage(504);
	return body as unknown[];
}

/** What the client sent as `request_id`, else the index (amocrm sheet §5). */
export function requestId(element: unknown, index: number): string {
	const id = isObject(element) ? element.request_id : undefined;
	return id === undefined || id === null ? String(index) : String(id);
}

function create(call: Call, type: EntityType): Answer {
	const { world } = call;
	const elements = batchOf(call);
	const checked = elements.map((element) => check(call, type, element));
	// One broken element fails the whole batch (sheet §5).
	refuseBroken(elements, checked);
	const changes: Change[] = [];
	const created = elements.map((element, index) => {
		const body = element as Json;
		const fields = checked[index].fieldChanges;
		const change = createEntity(world.store, type, body, fields, world.robot);
		changes.push(change);
		world.store.record('create', type, change.entity.id, body);
		return shortView(type, change.entity.id, call.base, { request_id: requestId(body, index) });
	});
	world.changed(changes);
	return envelope(call, type, created);
}

/** A batch PATCH can be partial: unknown ids come back in `errors` (sheet §5). */
function updateMany(call: Call, type: EntityType): Answer {
	const { world } = call;
	const elements = batchOf(call);
	const known = elements.map((element) =>
		isObject(element) ? world.store.find(type, element.id) : undefined,
	);
	const checked = elements.map((element, index) => {
		const result = check(call, type, element, known[index]);
		const noId = isObject(element) && !Number.isInteger(element.id);
		if (noId) result.violations.push(wrongType('id', 'int'));
		return result;
	});
	refuseBroken(elements, checked);
	const errors: Json = {};
	const changes: Change[] = [];
	const answers: Json[] = [];
	elements.forEach((element, index) => {
		const body = element as Json;
		const entity = known[index];
		if (!entity || entity.is_deleted) {
			const word = singular(type);
			errors[String(body.id)] = `${word[0].toUpperCase()}${word.slice(1)} not found`;
			return;
		}
		changes.push(apply(call, entity, body, checked[index]));
		answers.push(updatedView(call, entity));
	});
	world.changed(changes);
	const result = envelope(call, type, answers);
	return Object.keys(errors).length > 0 ? { ...result, errors } : result;
}

function updateOne(call: Call, type: EntityType): Answer {
	const entity = call.world.store.find(type, call.params.id);
	if (!entity || entity.is_deleted) throw notFound(`${singular(type)} not found`);
	if (!isObject(call.body)) {
		refuseInvalid([{ request_id: '0', errors: [wrongType('', 'object')] }]);
	}
	const checked = check(call, type, call.body, entity);
	refuseBroken([call.body], [checked]);
	call.world.changed([apply(call, entity, call.body as Json, checked)]);
	const view = updatedView(call, entity);
	return call.world.switches.patchEnvelope ? envelope(call, type, [view]) : view;
}

function check(call: Call, type: EntityType, element: unknown, entity?: Entity): CheckedElement {
	const { store, switches } = call.world;
	return checkElement(store, type, element, { entity, rfc3339Dates: switches.rfc3339Dates });
}

function refuseBroken(elements: unknown[], checked: CheckedElement[]): void {
	refuseInvalid(
		checked.map(({ violations }, index) => ({
			request_id: requestId(elements[index], index),
			errors: violations,
		})),
	);
}

function apply(call: Call, entity: Entity, body: Json, checked: CheckedElement): Change {
	const { world } = call;
	world.store.record('update', entity.type, entity.id, body);
	return updateEntity(world.store, entity, body, checked.fieldChanges, world.robot);
}

function updatedView(call: Call, { type, id, name, updated_at }: Entity): Json {
	return shortView(type, id, call.base, { name, updated_at });
}

function envelope(call: Call, key: string, items: Json[]): Json {
	return {
		_links: { self: { href: `${call.base}${call.path}` } },
		_embedded: { [key]: items },
	};
}
