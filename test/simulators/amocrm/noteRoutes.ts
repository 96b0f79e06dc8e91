import type { Answer, Call, Routes } from './api';
import { batchOf, requestId } from './entityRoutes';
import { noteItem } from './hookBody';
import { ENTITY_TYPES, isObject, unixNow, type EntityType, type Json, type Note } from './model';
import { inOrder, listAnswer } from './paging';
import { listOf, treeOf } from './phpQuery';
import { notFound, notSupported, refuseInvalid, wrongType, type Violation } from './problems';
import { noteView } from './views';
import type { World } from './world';

/** Parameters that a note of each type must have (amocrm sheet §10). */
const REQUIRED: Record<string, string[]> = {
	common: ['text'],
	service_message: ['service', 'text'],
	extended_service_message: ['service', 'text'],
	call_in: ['uniq', 'duration', 'source', 'phone'],
	call_out: ['uniq', 'duration', 'source', 'phone'],
	sms_in: ['text', 'phone'],
	sms_out: ['text', 'phone'],
	geolocation: ['text', 'address', 'longitude', 'latitude'],
	invoice_paid: ['text', 'service', 'icon_url'],
	message_cashier: ['status', 'shop', 'text'],
};

/** Notes of leads, contacts and companies. */
export function noteRoutes(): Routes {
	const routes: Routes = {};
	for (const type of ENTITY_TYPES) {
		const ofType = (call: Call) => call.world.store.notes.filter((n) => n.entity_type === type);
		const byId = (call: Call, id: string) => ofType(call).find((note) => note.id === Number(id));
		routes[`GET /${type}/notes`] = (call) => list(call, ofType(call));
		routes[`GET /${type}/:id/notes`] = (call) =>
			list(
				call,
				ofType(call).filter(({ entity_id }) => entity_id === Number(call.params.id)),
			);
		routes[`GET /${type}/notes/:note`] = (call) => one(call, byId(call, call.params.note));
		routes[`GET /${type}/:id/notes/:note`] = (call) => one(call, byId(call, call.params.note));
		routes[`POST /${type}/notes`] = (call) => add(call, type);
		routes[`POST /${type}/:id/notes`] = (call) => {
			if (!call.world.store.find(type, call.params.id)) throw notFound('Entity not found');
			return add(call, type, Number(call.params.id));
		};
		routes[`PATCH /${type}/notes`] = (call) => change(call, type, batchOf(call));
		routes[`PATCH /${type}/:id/notes`] = (call) => change(call, type, batchOf(call));
		const changeOne = (call: Call) => {
			if (!byId(call, call.params.note)) throw notFound('Note not found');
			const body = isObject(call.body) ? call.body : {};
			change(call, type, [{ ...body, id: Number(call.params.note) }]);
			return one(call, byId(call, call.params.note));
		};
		routes[`PATCH /${type}/notes/:note`] = changeOne;
		routes[`PATCH /${type}/:id/notes/:note`] = changeOne;
	}
	return routes;
}

/** Adds a note; times of the entity stay as they are. */
export function createNote(
	world: World,
	entity_type: EntityType,
	entity_id: number,
	body: Json,
	userId: number,
): Note {
	const now = unixNow();
	const note: Note = {
		id: world.store.nextId('notes'),
		entity_type,
		entity_id,
		note_type: String(body.note_type),
		params: trimmed(body.params as Json),
		responsible_user_id: world.store.find(entity_type, entity_id)?.responsible_user_id ?? 0,
		created_by: Number(body.created_by ?? userId),
		updated_by: userId,
		created_at: Number(body.created_at ?? now),
		updated_at: now,
	};
	world.store.notes.push(note);
	return note;
}

function list(call: Call, notes: Note[]): Answer {
	const filter = treeOf(call.query.filter);
	const matches = (key: 'id' | 'note_type' | 'entity_id', note: Note) =>
		filter[key] === undefined || listOf(filter[key]).includes(String(note[key]));
	const found = notes.filter(
		(note) => matches('id', note) && matches('note_type', note) && matches('entity_id', note),
	);
	const sorted = inOrder(call, found, ['id', 'updated_at']);
	return listAnswer(call, 'notes', sorted, (note) => noteView(note, call.base));
}

function one(call: Call, note: Note | undefined): Answer {
	return note && noteView(note, call.base);
}

function add(call: Call, type: EntityType, entityId?: number): Answer {
	const { world } = call;
	const elements = batchOf(call);
	const ownerOf = (element: unknown) => entityId ?? (isObject(element) ? element.entity_id : 0);
	refuseInvalid(
		elements.map((element, index) => {
			const errors = noteViolations(element);
			if (!world.store.find(type, ownerOf(element))) errors.push(notSupported('entity_id'));
			return { request_id: requestId(element, index), errors };
		}),
	);
	const notes = elements.map((element, index) => {
		const body = element as Json;
		const note = createNote(world, type, Number(ownerOf(body)), body, 0);
		world.store.record('note', type, note.entity_id, body);
		return { note, request_id: requestId(body, index) };
	});
	world.hooks.later(() => world.hooks.send(notes.map(({ note }) => noteItem(note))));
	return answer(
		call,
		notes.map(({ note, request_id }) => ({
			id: note.id,
			entity_id: note.entity_id,
			request_id,
			_links: noteView(note, call.base)._links,
		})),
	);
}

function change(call: Call, type: EntityType, elements: unknown[]): Answer {
	const { store } = call.world;
	const found = elements.map((element) =>
		store.notes.find(
			(note) => note.entity_type === type && isObject(element) && note.id === element.id,
		),
	);
	refuseInvalid(
		elements.map((element, index) => {
			const note = found[index];
			const request_id = requestId(element, index);
			if (!note || !isObject(element)) return { request_id, errors: [notSupported('id')] };
			return { request_id, errors: noteViolations({ ...note, ...element }) };
		}),
	);
	const views = elements.map((element, index) => {
		const note = found[index] as Note;
		const body = element as Json;
		if (isObject(body.params)) note.params = trimmed(body.params);
		note.updated_at = unixNow();
		store.record('note', type, note.entity_id, body);
		const { id, entity_id, updated_at } = note;
		return { id, entity_id, updated_at, _links: noteView(note, call.base)._links };
	});
	return answer(call, views);
}

function noteViolations(element: unknown): Violation[] {
	if (!isObject(element)) return [wrongType('', 'array')];
	const required = REQUIRED[String(element.note_type)];
	if (!required) return [notSupported('note_type')];
	const params = isObject(element.params) ? element.params : {};
	return required
		.filter((key) => params[key] === undefined || params[key] === null || params[key] === '')
		.map((key) => wrongType(`params.${key}`, key === 'duration' ? 'int' : 'string'));
}

/** The text of a note loses its surrounding blanks (sheet §10). */
function trimmed(params: Json): Json {
	return typeof params.text === 'string' ? { ...params, text: params.text.trim() } : { ...params };
}

function answer(call: Call, notes: Json[]): Json {
	return { _links: { self: { href: `${call.base}${call.path}` } }, _embedded: { notes } };
}
