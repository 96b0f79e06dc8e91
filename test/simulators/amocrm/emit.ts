import { plain, USERS } from './account';
import { createEntity, updateEntity, type Change } from './entityChanges';
import { checkElement } from './entityRules';
import { changeItems, noteItem, taskItem, type HookItem } from './hookBody';
import { phpForm } from './phpQuery';
import { createNote } from './noteRoutes';
import { createTask, taskViolations } from './taskRoutes';
import { isObject, unixNow, type Entity, type EntityType, type Json } from './model';
import { entityTypeOf, type EntityKey } from './store';
import { toBody } from './emitSpec';
import type { World } from './world';

const OPTIONS = ['silent', 'by', 'copies', 'fresh'];

/** What one `emit` did. */
interface Done {
	changes: Change[];
	items: HookItem[];
	answer: Json;
}

/**
 * People at work in the account: `{contact}`, `{lead}`, `{company}`, `{edit}`, `{note}`, `{task}`,
 * `{link}`, `{unlink}`, `{delete}`, `{restore}`, each one object or a list; `{field}`, `{webhook}`,
 * `{oauth}`, `{send}`, `{raw}`. Options beside them: `by`, `silent`, `copies`, `fresh`. See README.md.
 *
 * @throws {TypeError} that says what is wrong
 */
export async function emit(world: World, body: Json): Promise<object> {
	const author = {
		userId: Number(body.by ?? USERS[0].id),
		// What people entered is old news for the search, unless `fresh`.
		searchLagMs: body.fresh === true ? world.switches.searchLagMs : 0,
	};
	const done: Done = { changes: [], items: [], answer: {} };
	for (const [key, value] of Object.entries(body)) {
		if (OPTIONS.includes(key)) continue;
		const action = ACTIONS[key];
		if (!action) {
			throw new TypeError(`unknown: ${key}; known: ${Object.keys(ACTIONS).join(', ')}`);
		}
		for (const spec of [value].flat()) {
			if (!isObject(spec)) throw new TypeError(`${key} must be an object or a list of them`);
			action(world, spec, author, done);
		}
	}
	const items = [
		...done.changes.flatMap((change) => changeItems(world.store, change)),
		...done.items,
	];
	const copies = Number(body.copies ?? world.switches.webhookCopies);
	const raw = await Promise.all(
		[body.raw]
			.flat()
			.filter(isObject)
			.map((spec) => sendRaw(world, spec, copies)),
	);
	const deliveries = body.silent === true ? [] : await world.hooks.send(items, copies);
	const report = [...raw.flat(), ...deliveries].map(({ url, attempts }) => ({
		url,
		status: attempts.at(-1)?.status ?? 0,
		attempts: attempts.length,
	}));
	return { ...done.answer, deliveries: report };
}

const KINDS = ['add', 'update', 'delete', 'restore'] as const;

type Author = Parameters<typeof createEntity>[4];
type Action = (world: World, spec: Json, author: Author, done: Done) => void;

const ACTIONS: Record<string, Action> = {
	contact: (world, spec, author, done) => void create(world, 'contacts', spec, author, done),
	lead: (world, spec, author, done) => void create(world, 'leads', spec, author, done),
	company: (world, spec, author, done) => void create(world, 'companies', spec, author, done),
	edit: (world, spec, author, done) => {
		const entity = target(world, spec);
		const { body, overrides } = toBody(world.store, entity.type, without(spec));
		const { violations, fieldChanges } = check(world, entity.type, body, entity);
		if (violations.length > 0) throw new TypeError(JSON.stringify(violations));
		const wasDeleted = entity.is_deleted;
		const change = updateEntity(world.store, entity, body, fieldChanges, author);
		Object.assign(entity, overrides);
		if (entity.is_deleted !== wasDeleted) change.kind = entity.is_deleted ? 'delete' : 'restore';
		done.changes.push(change);
		note(done, entity);
	},
	delete: (world, spec, _author, done) => setDeleted(world, spec, true, done),
	restore: (world, spec, _author, done) => setDeleted(world, spec, false, done),
	note: (world, spec, author, done) => {
		const entity = target(world, spec);
		const params = isObject(spec.params) ? spec.params : { text: String(spec.text ?? '') };
		const body = { note_type: spec.note_type ?? 'common', params };
		const added = createNote(world, entity.type, entity.id, body, author.userId);
		done.items.push(noteItem(added));
		push(done, 'notes', { id: added.id });
	},
	task: (world, spec, author, done) => {
		const owner = spec.lead || spec.contact || spec.company ? target(world, spec) : undefined;
		const body = {
			text: 'Связаться',
			complete_till: unixNow() + 86_400,
			...without(spec),
			...(owner ? { entity_type: owner.type, entity_id: owner.id } : {}),
		};
		const violations = taskViolations(world, body);
		if (violations.length > 0) throw new TypeError(JSON.stringify(violations));
		const task = createTask(world, body, author.userId);
		done.items.push(taskItem('add', task));
		push(done, 'tasks', { id: task.id });
	},
	link: (world, spec) => {
		const [from, to] = pair(world, spec);
		world.store.link(from, to, typeof spec.main === 'boolean' ? spec.main : undefined);
	},
	unlink: (world, spec) => {
		const [from, to] = pair(world, spec);
		world.store.unlink(from, to);
	},
	field: (world, spec, _author, done) => {
		const type = entityTypeOf(spec.entity_type) ?? 'leads';
		const choices = (Array.isArray(spec.enums) ? spec.enums : []) as Array<[number, string]>;
		const field = plain(
			type,
			Number(spec.id),
			String(spec.name ?? `Поле ${String(spec.id)}`),
			String(spec.type ?? 'text'),
			choices.length > 0 ? choices : undefined,
		);
		field.code = typeof spec.code === 'string' ? spec.code : null;
		if (!Number.isInteger(spec.id)) throw new TypeError('field needs an id');
		world.store.fields = [...world.store.fields.filter(({ id }) => id !== field.id), field];
		push(done, 'fields', { id: field.id });
	},
	webhook: (world, spec) => {
		const hook = world.hooks.list.find(({ destination }) => destination === spec.destination);
		if (!hook) throw new TypeError('there is no webhook of that destination');
		world.hooks.setDisabled(hook, spec.disabled === true);
	},
	oauth: (world, _spec, _author, done) => {
		const { accessTokenSeconds, codeSeconds } = world.switches;
		const code = world.tokens.issueCode(codeSeconds);
		done.answer.oauth = { code, ...world.tokens.issue(accessTokenSeconds) };
	},
	send: (world, spec, _author, done) => {
		const entity = target(world, spec);
		const kind = KINDS.find((name) => name === (spec.event ?? 'update'));
		if (!kind) throw new TypeError(`event is one of ${KINDS.join(', ')}`);
		done.items.push(...changeItems(world.store, { entity, kind }));
	},
	raw: () => undefined,
};

function create(world: World, type: EntityType, spec: Json, author: Author, done: Done): Entity {
	const { store } = world;
	const { contact, contacts, lead, leads, company, id, ...rest } = spec;
	const { body, overrides } = toBody(store, type, rest);
	const { violations, fieldChanges } = check(world, type, body);
	if (violations.length > 0) throw new TypeError(JSON.stringify(violations));
	if (id !== undefined && (!Number.isInteger(id) || store.find(type, id))) {
		throw new TypeError(`id ${String(id)} is no integer or taken`);
	}
	const linked: Array<[EntityType, unknown]> = [
		...[contact, contacts].flat().map((item) => ['contacts', item] as [EntityType, unknown]),
		...[lead, leads].flat().map((item) => ['leads', item] as [EntityType, unknown]),
		['companies', company],
	];
	const chosen = id === undefined ? store.nextId(type) : Number(id);
	const change = createEntity(store, type, body, fieldChanges, author, chosen);
	const { entity } = change;
	Object.assign(entity, overrides);
	done.changes.push(change);
	note(done, entity);
	for (const [other, item] of linked) {
		if (item === undefined || item === null) continue;
		const partner = isObject(item)
			? create(world, other, item, author, done)
			: store.find(other, item);
		if (!partner) throw new TypeError(`${other} has no ${String(item)}`);
		store.link(entity, partner);
	}
	return entity;
}

function check(world: World, type: EntityType, body: Json, entity?: Entity) {
	const checked = checkElement(world.store, type, body, { entity, rfc3339Dates: true });
	// A responsible user that is gone stops the API only.
	const violations = checked.violations.filter(({ path }) => path !== 'responsible_user_id');
	return { ...checked, violations };
}

function setDeleted(world: World, spec: Json, deleted: boolean, done: Done): void {
	const entity = target(world, spec);
	entity.is_deleted = deleted;
	entity.updated_at = unixNow();
	done.changes.push({ entity, kind: deleted ? 'delete' : 'restore' });
	note(done, entity);
}

/** The entity of `{lead: id}`, `{contact: id}` or `{company: id}`. */
function target(world: World, spec: Json): Entity {
	const [type, id] = keysOf(spec)[0] ?? [];
	const entity = type && world.store.find(type, id);
	if (!entity) throw new TypeError(`no such entity: ${JSON.stringify(spec)}`);
	return entity;
}

function pair(world: World, spec: Json): [EntityKey, EntityKey] {
	const found = keysOf(spec).map(([type, id]) => world.store.find(type, id));
	if (found.length !== 2 || !found[0] || !found[1]) {
		throw new TypeError('a link needs two known entities: {lead, contact}');
	}
	return [found[0], found[1]];
}

function keysOf({ lead, contact, company }: Json): Array<[EntityType, unknown]> {
	const all: Array<[EntityType, unknown]> = [
		['leads', lead],
		['contacts', contact],
		['companies', company],
	];
	return all.filter(([, id]) => id !== undefined);
}

function without(spec: Json): Json {
	const names = ['lead', 'contact', 'company'];
	return Object.fromEntries(Object.entries(spec).filter(([key]) => !names.includes(key)));
}

/** Sends a body as it is: to `url`, or to every webhook. Text, or an object to bracket. */
async function sendRaw(world: World, { url, body }: Json, copies: number) {
	const form = new URLSearchParams(phpForm(body)).toString();
	const text = typeof body === 'string' ? body : form;
	const hooks = world.hooks.list.filter(({ destination }) => !url || destination === url);
	return await world.hooks.sendBody(hooks, text, copies);
}

function note(done: Done, { type, id }: Entity): void {
	push(done, type, { id });
}

function push(done: Done, key: string, item: Json): void {
	done.answer[key] = [...((done.answer[key] as Json[] | undefined) ?? []), item];
}
