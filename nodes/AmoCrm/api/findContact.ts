import { PAGE_SIZE, type AmoApi } from './client';
import { hasIdentity, verified, type Identity, type IdentityKind } from '../domain/matching';
import { recentContacts } from './recentContacts';
import { entitySchema, type Entity } from './schema';

export interface ContactMatch {
	/** With its leads. */
	contact: Entity;
	matchedBy: IdentityKind;
	/** How many contacts have this identity; the one that changed last was taken. */
	candidates: number;
}

/** More hits than on these have nothing to do with the term. */
const MAX_PAGES = 4;

/**
 * The contact with the first of these identities that anybody has. One request per identity until one
 * is found; where several processes share the account, one more for a contact that another one has just made.
 *
 * @throws {VendorError}
 */
export async function findContact(
	api: AmoApi,
	identities: Identity[],
): Promise<ContactMatch | undefined> {
	for (const identity of identities) {
		const found = await search(api, identity);
		const contacts = found.length > 0 ? found : await recentlyWritten(api, identity);
		if (contacts.length === 0) continue;
		return { contact: contacts[0], matchedBy: identity.kind, candidates: contacts.length };
	}
	const mayBeNewer = api.isShared && identities.length > 0;
	return mayBeNewer ? await findAmongNewest(api, identities) : undefined;
}

/**
 * Among the newest contacts of the account. Lists show a contact at once, the search only after some
 * seconds (amocrm sheet §7.1). One request.
 *
 * @throws {VendorError}
 */
export async function findAmongNewest(
	api: AmoApi,
	identities: Identity[],
): Promise<ContactMatch | undefined> {
	let newest: Entity[] = [];
	for await (const page of api.list('contacts', { order: { id: 'desc' }, with: 'leads' })) {
		newest = page;
		break;
	}
	for (const identity of identities) {
		const [contact, ...others] = verified(newest, identity);
		if (contact) {
			return { contact, matchedBy: identity.kind, candidates: others.length + 1 };
		}
	}
	return undefined;
}

/** IDs of the leads that a contact was read with. */
export function leadIdsOf({ _embedded }: Entity): number[] {
	return (_embedded?.leads ?? []).map(({ id }) => id);
}

/** The only place that uses amoCRM's `query`, which may be withdrawn (sheet §7.1). */
async function search(api: AmoApi, identity: Identity): Promise<Entity[]> {
	// Those that changed last come first, so that the first page with a match has the one to take.
	const order = { updated_at: 'desc' };
	const query = { query: identity.term, with: 'leads', order, limit: PAGE_SIZE };
	let pages = 0;
	for await (const page of api.pages('contacts', 'contacts', query, entitySchema)) {
		const found = verified(page, identity);
		pages += 1;
		if (found.length > 0 || pages === MAX_PAGES) return found;
	}
	return [];
}

async function recentlyWritten(api: AmoApi, identity: Identity): Promise<Entity[]> {
	const id = recentContacts.find(api.account, identity);
	if (id === undefined) return [];
	const contact = await api.entity('contacts', id, 'leads');
	if (contact && !contact.is_deleted && hasIdentity(contact, identity)) return [contact];
	recentContacts.forget(api.account, identity);
	return [];
}
