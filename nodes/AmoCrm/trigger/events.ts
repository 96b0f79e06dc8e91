import type { IDataObject } from 'n8n-workflow';

import type { Fingerprint } from '../../shared/repeats';
import { isObject, textOf } from '../../shared/values';
import { decodeBody } from './webhookBody';

/** One change of one record, as the trigger gives it on. */
export type AmoEvent = {
	/** As it is subscribed to: `status_lead`, `add_contact`. */
	event: string;
	/** `leads`, `contacts`, `companies`, `tasks` … */
	entity: string;
	/** `add`, `update`, `status`, `note` … */
	action: string;
	/** The record in amoCRM's old field names; every value is text. */
	data: IDataObject;
	/** `id` and `subdomain`. */
	account: IDataObject;
};

/** A record that the API can be asked for. */
export interface EntityReference {
	type: 'contacts' | 'leads';
	id: number;
}

/** The first key of a body: what it is about, and how its events end (amocrm sheet §12). */
const ROOTS: Record<string, { entity: string; suffix: string }> = {
	companies: { entity: 'companies', suffix: 'company' },
	contacts: { entity: 'contacts', suffix: 'contact' },
	customers: { entity: 'customers', suffix: 'customer' },
	leads: { entity: 'leads', suffix: 'lead' },
	message: { entity: 'messages', suffix: 'message' },
	outgoing_message: { entity: 'messages', suffix: 'outgoing_message' },
	talk: { entity: 'talks', suffix: 'talk' },
	task: { entity: 'tasks', suffix: 'task' },
	tasks: { entity: 'tasks', suffix: 'task' },
	unsorted: { entity: 'unsorted', suffix: 'unsorted' },
};
/** amoCRM repeats a delivery for 95 minutes at most (amocrm sheet §12). */
const REMEMBER_MS = 2 * 3_600_000;
/** Without its time a second change, such as another deletion, looks just like a repeat. */
const REMEMBER_UNDATED_MS = 60_000;
/** `element_type` of notes and tasks. */
const COMPANY = '3';
const ELEMENT_TYPES = new Map<string, EntityReference['type']>([
	['1', 'contacts'],
	['2', 'leads'],
	['contact', 'contacts'],
	['contacts', 'contacts'],
	['lead', 'leads'],
	['leads', 'leads'],
]);

/**
 * The events of one delivery, one per record. Empty for a body that is none of amoCRM's. Never throws.
 *
 * @param text the form-encoded body as it arrived
 */
export function readEvents(text: string): AmoEvent[] {
	const { account, ...roots } = decodeBody(text);
	return Object.entries(roots).flatMap(([root, actions]) =>
		Object.entries(Object.hasOwn(ROOTS, root) ? recordOf(actions) : {}).flatMap(
			([action, records]) =>
				Object.values(recordOf(records)).flatMap((record) =>
					isObject(record) ? eventOf(root, action, record as IDataObject, recordOf(account)) : [],
				),
		),
	);
}

/**
 * Whether a robot or the API made the change: user 0 (sheet §12). Such a change may be this workflow's
 * own, and a workflow that answers its own changes never ends.
 */
export function isByRobot({ data }: AmoEvent): boolean {
	return textOf(data.modified_user_id ?? data.modified_by) === '0';
}

/** The whole of an event tells it from others: two changes in one second differ in something. */
export function fingerprintOf(event: AmoEvent): Fingerprint {
	const isDated = changedAt(event) !== undefined;
	return {
		parts: [event.event, event.data],
		ttlMs: isDated ? REMEMBER_MS : REMEMBER_UNDATED_MS,
	};
}

/** When the record was changed, in unix seconds, as amoCRM wrote it; undefined for deleted records. */
function changedAt({ data }: AmoEvent): unknown {
	return data.last_modified ?? data.timestamp_x ?? data.updated_at ?? data.created_at;
}

/** The contact or lead that the event is about; of notes, tasks and messages the one they belong to. */
export function subjectOf({ entity, action, data }: AmoEvent): EntityReference | undefined {
	const isOwn = (entity === 'contacts' || entity === 'leads') && action !== 'note';
	const type = isOwn ? entity : ELEMENT_TYPES.get(textOf(data.element_type ?? data.entity_type));
	const id = Number(textOf(isOwn ? data.id : (data.element_id ?? data.entity_id)));
	return type !== undefined && Number.isSafeInteger(id) && id > 0 ? { type, id } : undefined;
}

function eventOf(
	root: string,
	action: string,
	record: IDataObject,
	account: IDataObject,
): AmoEvent {
	// Notes nest once more.
	const data = action === 'note' && isObject(record.note) ? (record.note as IDataObject) : record;
	// A company comes among the contacts.
	const isCompany =
		root === 'contacts' &&
		(data.type === 'company' || (action === 'note' && data.element_type === COMPANY));
	const { entity, suffix } = ROOTS[isCompany ? 'companies' : root];
	return { event: `${action}_${suffix}`, entity, action, data, account };
}

function recordOf(value: unknown): IDataObject {
	return typeof value === 'object' && value !== null ? (value as IDataObject) : {};
}
