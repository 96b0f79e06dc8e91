import {
	chooseLead,
	isActive,
	isLinkedTo,
	type Marker,
	type StageRule,
} from '../domain/activeLead';
import type { AmoApi } from './client';
import { findContact, leadIdsOf, type ContactMatch } from './findContact';
import type { Identity } from '../domain/matching';
import type { Entity } from './schema';

/** Which lead counts as the one to work on. */
export interface LeadRules {
	excluded: StageRule[];
	/** Its lead is preferred, whatever its stage. */
	marker?: Marker;
}

export interface ActiveLeadRequest extends LeadRules {
	contactId: number;
	knownLeadId?: number;
	/** Of a contact that was read a moment ago. */
	leadIdsOfContact?: number[];
}

export interface ActiveLead {
	lead?: Entity;
	contactExists: boolean;
	/** With its leads, when it had to be read. */
	contact?: Entity;
}

export interface PersonRequest extends LeadRules {
	/** Asked for only when no contact is known, or the known one is gone. */
	identities: Identity[];
	/** From a table of ours. */
	knownContactId?: number;
	/** Of the known contact. */
	knownLeadId?: number;
}

export interface PersonLead {
	/** Undefined when nobody is there. */
	contactId?: number;
	/** As it was read; undefined when a known lead was enough. */
	contact?: Entity;
	/** Undefined for a known contact. */
	match?: ContactMatch;
	lead?: Entity;
}

/** One request for the contact and one for each 50 of its leads. @throws {VendorError} */
export async function findActiveLead(api: AmoApi, request: ActiveLeadRequest): Promise<ActiveLead> {
	const { contactId, excluded, marker, knownLeadId, leadIdsOfContact } = request;
	// The marker may be on any lead of the contact: a known one is no short cut then.
	if (knownLeadId !== undefined && !marker) {
		const lead = await api.entity('leads', knownLeadId, 'contacts');
		if (lead && isActive(lead, excluded) && isLinkedTo(lead, contactId)) {
			return { lead, contactExists: true };
		}
	}
	const contact = leadIdsOfContact ? undefined : await presentContact(api, contactId);
	const ids = leadIdsOfContact ?? (contact && leadIdsOf(contact));
	if (!ids) return { contactExists: false };
	const leads = await api.entities('leads', ids, 'contacts');
	const lead = chooseLead(leads, contactId, { excluded, marker });
	return { lead, contact, contactExists: true };
}

/**
 * The contact of a person and its lead to work on. A known contact costs one request while its known
 * lead is in work; one that is gone is looked for by the identities, like a contact that nobody knows:
 * one request for each identity until one is found, and one for each 50 leads.
 *
 * @throws {VendorError}
 */
export async function findPersonLead(api: AmoApi, request: PersonRequest): Promise<PersonLead> {
	const { identities, knownContactId, knownLeadId, excluded, marker } = request;
	if (knownContactId !== undefined) {
		const known = { contactId: knownContactId, knownLeadId, excluded, marker };
		const { contactExists, contact, lead } = await findActiveLead(api, known);
		if (contactExists) return { contactId: knownContactId, contact, lead };
	}
	const match = identities.length > 0 ? await findContact(api, identities) : undefined;
	if (!match) return {};
	const { contact } = match;
	const leadIdsOfContact = leadIdsOf(contact);
	const matched = { contactId: contact.id, leadIdsOfContact, excluded, marker };
	const { lead } = await findActiveLead(api, matched);
	return { contactId: contact.id, contact, match, lead };
}

/** With its leads; undefined when it is gone. */
export async function presentContact(api: AmoApi, contactId: number): Promise<Entity | undefined> {
	const contact = await api.entity('contacts', contactId, 'leads');
	return contact?.is_deleted ? undefined : contact;
}
