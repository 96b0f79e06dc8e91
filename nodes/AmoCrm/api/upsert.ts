import { VendorError } from '../../shared/errors';
import { KeyedMutex } from '../../shared/keyedMutex';
import { repeatLost, writeOnce } from '../../shared/writeOnce';
import type { AmoApi, Body } from './client';
import {
	changesFor,
	createBody,
	labelsOf,
	updateBody,
	type ContactValues,
} from '../domain/contactValues';
import { findAmongNewest, findContact, leadIdsOf, type ContactMatch } from './findContact';
import { presentContact } from './findLead';
import type { Identity, IdentityKind } from '../domain/matching';
import { recentContacts } from './recentContacts';

export interface UpsertRequest {
	/**
	 * The values must write each of them, so that the contact is found by it later. None: nobody is looked
	 * for, and a contact is created unless one is known.
	 */
	identities: Identity[];
	/** From a table: taken as it is while amoCRM has it. */
	knownContactId?: number;
	values: ContactValues;
	/** Add a new phone or e-mail to those of an existing contact. */
	addToLists?: boolean;
	/** Look through the newest contacts before creating: for a run that may be a repeated one. */
	lookFirst?: boolean;
	signal?: AbortSignal;
	/** Before a contact is looked for whose create was not answered. */
	pauseMs?: number;
}

export interface UpsertResult {
	contactId: number;
	created: boolean;
	matchedBy: IdentityKind | 'known' | '';
	/** Which fields of an existing contact got a value. */
	filled: string[];
	/** Leads of the contact, as far as they are known without another request. */
	leadIds: number[];
}

const CREATE_TRIES = 2;
const PAUSE_MS = 1000;

/** By account and identity, in this process. */
const identitiesInWork = new KeyedMutex();

/**
 * Finds the contact or creates it; of an existing one only empty fields are filled.
 *
 * amoCRM's search does not know a new contact for up to 30 s (amocrm sheet §7.1). Two calls for one
 * person in this process give one contact all the same: each holds a lock on its identities, and what was written a moment
 * ago is remembered. A create whose answer was lost is looked for among the newest contacts. After a
 * crash `lookFirst` does the same before the create; where several processes share the account, `findContact` does.
 *
 * @throws {VendorError} outcome `unknown` when a create was not answered and its contact is not there
 */
export async function upsertContact(api: AmoApi, request: UpsertRequest): Promise<UpsertResult> {
	const keys = request.identities.map(({ field, value }) => `${api.account}|${field}|${value}`);
	// In one order everywhere, so that two calls cannot wait for each other.
	return await withLocks(keys.sort(), async () => await upsert(api, request));
}

async function withLocks<T>([key, ...rest]: string[], work: () => Promise<T>): Promise<T> {
	if (key === undefined) return await work();
	return await identitiesInWork.run(key, async () => await withLocks(rest, work));
}

async function upsert(api: AmoApi, request: UpsertRequest): Promise<UpsertResult> {
	const { identities, knownContactId, lookFirst } = request;
	const known =
		knownContactId === undefined ? undefined : await presentContact(api, knownContactId);
	if (known) {
		const leadIds = leadIdsOf(known);
		return { contactId: known.id, created: false, matchedBy: 'known', filled: [], leadIds };
	}
	const mustLook = lookFirst === true && !api.isShared && identities.length > 0;
	const found =
		(await findContact(api, identities)) ??
		(mustLook ? await findAmongNewest(api, identities) : undefined);
	return found ? await fill(api, found, request) : await create(api, request);
}

async function fill(
	api: AmoApi,
	{ contact, matchedBy }: ContactMatch,
	{ identities, values, addToLists = false, signal }: UpsertRequest,
): Promise<UpsertResult> {
	const rules = { onlyEmpty: true, addToLists, country: identities[0].country };
	const changes = changesFor(contact, values, rules);
	const filled = labelsOf(changes);
	if (filled.length > 0) {
		const body = updateBody(changes);
		await repeatLost(() => api.update('contacts', contact.id, body), signal);
		recentContacts.remember(api.account, contact.id, body.custom_fields_values);
	}
	const leadIds = leadIdsOf(contact);
	return { contactId: contact.id, created: false, matchedBy, filled, leadIds };
}

async function create(api: AmoApi, request: UpsertRequest): Promise<UpsertResult> {
	const { identities, values, signal, pauseMs = PAUSE_MS } = request;
	const body = createBody(values);
	const { value } = await writeOnce<number | ContactMatch>({
		write: async () => await createOne(api, body),
		// Without an identity nothing tells it from others.
		look: identities.length === 0 ? undefined : async () => await findAmongNewest(api, identities),
		pausesMs: Array<number>(CREATE_TRIES).fill(pauseMs),
		again: true,
		signal,
	});
	if (typeof value === 'number') {
		recentContacts.remember(api.account, value, body.custom_fields_values);
		return { contactId: value, created: true, matchedBy: '', filled: [], leadIds: [] };
	}
	// Another process may have made it: what it left empty is filled.
	return { ...(await fill(api, value, request)), created: true, matchedBy: '' };
}

async function createOne(api: AmoApi, body: Body): Promise<number> {
	const [answer] = (await api.create('contacts', [body])).values();
	if (answer) return answer.id;
	throw new VendorError('amoCRM did not tell the ID of the new contact', {
		code: 'unexpected_answer',
		outcome: 'unknown',
		hint: 'It may have been created. Look before you repeat it.',
	});
}
