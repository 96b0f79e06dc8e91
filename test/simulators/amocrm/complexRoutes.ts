import type { Answer, Call, Routes } from './api';
import { PIPELINES } from './account';
import { createEntity, type Change } from './entityChanges';
import { checkElement, wantedStage } from './entityRules';
import { batchOf, requestId } from './entityRoutes';
import type { FieldChange } from './fieldValues';
import { isObject, type EntityType, type Json } from './model';
import { notExpected, notSupported, refuseInvalid, wrongType, type Violation } from './problems';

const MAX_LEADS = 50;
const MAX_FIELDS = 40;
const EMBEDDED = ['contacts', 'companies', 'tags', 'metadata'];

/** A lead, contact or company of one element: an existing id, or a checked body to create. */
interface Part {
	id?: number;
	body: Json;
	fieldChanges: FieldChange[];
}
interface Element {
	lead: Part;
	contact?: Part & { isMain?: boolean };
	company?: Part;
	unsorted: boolean;
	violations: Violation[];
}

/** `POST /leads/complex`: lead, contact and company at once; answers a plain array (sheet §9). */
export function complexRoutes(): Routes {
	return {
		'POST /leads/complex': (call): Answer => {
			const bodies = batchOf(call, MAX_LEADS);
			const elements = bodies.map((body) => read(call, body));
			refuseInvalid(
				elements.map(({ violations }, index) => ({
					request_id: requestId(bodies[index], index),
					errors: violations,
				})),
			);
			const changes: Change[] = [];
			// Duplicates are looked for among what was there before (sheet §9).
			const merges = elements.map((element) => duplicateOf(call, element));
			const answers = elements.map((element, index) => {
				const ids = create(call, element, merges[index], changes);
				const request_id = [requestId(bodies[index], index)];
				return { ...ids, request_id, merged: merges[index] !== undefined };
			});
			call.world.changed(changes);
			return answers;
		},
	};
}

function read(call: Call, body: unknown): Element {
	if (!isObject(body)) {
		const violations = [wrongType('', 'array')];
		return { lead: { body: {}, fieldChanges: [] }, unsorted: false, violations };
	}
	const embedded = isObject(body._embedded) ? body._embedded : {};
	const violations = Object.keys(embedded)
		.filter((key) => !EMBEDDED.includes(key))
		.map((key) => notExpected(`_embedded.${key}`));
	const leadBody = { ...body, _embedded: 'tags' in embedded ? { tags: embedded.tags } : undefined };
	const lead = readPart(call, 'leads', leadBody, '', violations);
	const contact = readLinked(call, 'contacts', embedded.contacts, violations);
	const company = readLinked(call, 'companies', embedded.companies, violations);
	const unsorted = embedded.metadata !== undefined && embedded.metadata !== null;
	return { lead, contact, company, unsorted, violations };
}

function readLinked(
	call: Call,
	type: EntityType,
	list: unknown,
	violations: Violation[],
): (Part & { isMain?: boolean }) | undefined {
	if (list === undefined || list === null) return undefined;
	const path = `_embedded.${type}`;
	if (!Array.isArray(list) || list.length > 1) {
		violations.push(wrongType(path, 'array'));
		return undefined;
	}
	const item: unknown = list[0];
	if (!isObject(item)) return undefined;
	const { is_main, ...body } = item;
	const isMain = typeof is_main === 'boolean' ? is_main : undefined;
	if (body.id === undefined) {
		return { ...readPart(call, type, body, `${path}.0.`, violations), isMain };
	}
	// An id or a full model, never both (sheet §9).
	const extra = Object.keys(body).filter((key) => key !== 'id' && key !== 'request_id');
	violations.push(...extra.map((key) => notExpected(`${path}.0.${key}`)));
	if (!call.world.store.find(type, body.id)) violations.push(notSupported(`${path}.0.id`));
	return { id: Number(body.id), body: {}, fieldChanges: [], isMain };
}

function readPart(
	call: Call,
	type: EntityType,
	body: Json,
	prefix: string,
	violations: Violation[],
): Part {
	const { store, switches } = call.world;
	const checked = checkElement(store, type, body, { rfc3339Dates: switches.rfc3339Dates });
	violations.push(
		...checked.violations.map((item) => ({ ...item, path: `${prefix}${item.path}` })),
	);
	if (Array.isArray(body.custom_fields_values) && body.custom_fields_values.length > MAX_FIELDS) {
		violations.push(notExpected(`${prefix}custom_fields_values.${MAX_FIELDS}`));
	}
	return { body, fieldChanges: checked.fieldChanges };
}

/** The id of the contact that duplicate control merges into, when it is on. */
function duplicateOf(call: Call, { contact }: Element): number | undefined {
	const { store, switches } = call.world;
	if (!switches.duplicateControl || !contact || contact.id !== undefined) return undefined;
	const wanted = contact.fieldChanges
		.filter(({ field }) => field.code === 'PHONE' || field.code === 'EMAIL')
		.flatMap(({ field, values }) => (values ?? []).map(({ value }) => [field.id, value] as const));
	return store
		.all('contacts')
		.find((entity) =>
			wanted.some(([id, value]) => entity.fields.get(id)?.some((item) => item.value === value)),
		)?.id;
}

function create(call: Call, element: Element, mergeInto: number | undefined, changes: Change[]) {
	const { store, robot } = call.world;
	const make = (type: EntityType, part: Part): number => {
		if (part.id !== undefined) return part.id;
		const change = createEntity(store, type, part.body, part.fieldChanges, robot);
		changes.push(change);
		store.record('create', type, change.entity.id, part.body);
		return change.entity.id;
	};
	const { contact, company } = element;
	const contactId = contact ? (mergeInto ?? make('contacts', contact)) : null;
	const companyId = company ? make('companies', company) : null;
	const leadBody = { ...element.lead.body };
	if (element.unsorted) Object.assign(leadBody, unsortedStage(leadBody));
	const id = make('leads', { ...element.lead, body: leadBody });
	if (contactId !== null) {
		store.link({ type: 'leads', id }, { type: 'contacts', id: contactId }, contact?.isMain);
	}
	if (companyId !== null) store.link({ type: 'leads', id }, { type: 'companies', id: companyId });
	return { id, contact_id: contactId, company_id: companyId };
}

/** "Неразобранное" of the lead's pipeline, where `_embedded.metadata` sends it (sheet §9). */
function unsortedStage(body: Json): Json {
	const { pipeline_id } = wantedStage(body);
	const pipeline = PIPELINES.find(({ id }) => id === pipeline_id);
	return { pipeline_id, status_id: pipeline?.statuses.find(({ type }) => type === 1)?.id };
}
