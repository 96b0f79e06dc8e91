import { VendorError } from '../../shared/errors';
import { pause } from '../../shared/pause';
import { afterLost, orLost } from '../../shared/writeOnce';
import { hasMarker, type Marker } from '../domain/activeLead';
import type { AmoApi, Body } from './client';
import type { Entity } from './schema';

/** A lead to create. */
export interface NewLead {
	requestId: string;
	/** As `POST /leads` or `/leads/complex` takes it, without `request_id`. */
	body: Body;
	/** Tells this lead from all others, so that it is created once. */
	marker?: Marker;
	/** Look for the marker before creating: for a run that may be a repetition. */
	lookFirst: boolean;
	/** How far back to look then. */
	lookBackMinutes: number;
}

export interface CreatedLead {
	leadId: number;
	/** Of `/leads/complex` or of a lead that was found; undefined when amoCRM did not tell. */
	contactId?: number;
	foundByMarker: boolean;
}

/** Sends the bodies; the answers by request ID. */
export type PostLeads = (bodies: Body[]) => Promise<Map<string, CreatedLead>>;

type Results = Map<string, CreatedLead | VendorError>;

/** After a lost answer: long enough for clocks that differ. */
const RECENT_MINUTES = 10;
const PAUSE_MS = 500;

/**
 * Creates leads with one request. A lead with a marker is not created twice: after a lost answer, and
 * before the first try where it was asked for, it is looked for among the newest leads. Their list is
 * not behind the search index (amocrm sheet §7.1). A lead that is still missing is created once more.
 *
 * @throws {VendorError} when amoCRM refuses the request; a lost answer is the error of its leads alone
 */
export async function createLeadsOnce(
	api: AmoApi,
	leads: NewLead[],
	post: PostLeads,
	pauseMs = PAUSE_MS,
): Promise<Results> {
	const results: Results = new Map();
	const firsts = withoutRepeats(leads);
	const toLook = firsts.filter(({ lookFirst }) => lookFirst);
	const minutes = Math.max(...toLook.map(({ lookBackMinutes }) => lookBackMinutes));
	keepFound(results, toLook, await findMarked(api, toLook, minutes));
	let rest = missing(firsts, results);
	for (let isLastTry = false; rest.length > 0; isLastTry = true) {
		const bodies = rest.map(({ body, requestId }) => ({ ...body, request_id: requestId }));
		const answers = await orLost(post(bodies));
		if (!(answers instanceof VendorError)) {
			for (const [requestId, answer] of answers) results.set(requestId, answer);
			break;
		}
		const marked = rest.filter(({ marker }) => marker);
		if (marked.length > 0) await pause(pauseMs);
		const look = findMarked(api, marked, RECENT_MINUTES);
		keepFound(results, marked, await afterLost(answers, look));
		for (const { requestId, marker } of missing(rest, results)) {
			if (isLastTry || !marker) results.set(requestId, answers);
		}
		rest = missing(rest, results);
	}
	for (const lead of leads) {
		const first = firsts.find(({ marker }) => isSame(marker, lead.marker)) ?? lead;
		const result = results.get(first.requestId);
		if (first === lead || result === undefined) continue;
		results.set(
			lead.requestId,
			result instanceof VendorError ? result : { ...result, foundByMarker: true },
		);
	}
	return results;
}

/** The newest lead of each marker, by request ID; as many pages as the time asks for. */
async function findMarked(
	api: AmoApi,
	leads: NewLead[],
	minutes: number,
): Promise<Map<string, Entity>> {
	const found = new Map<string, Entity>();
	const wanted = leads.filter(({ marker }) => marker);
	if (wanted.length === 0) return found;
	const from = Math.floor(Date.now() / 1000 - minutes * 60);
	const query = { filter: { created_at: { from } }, order: { id: 'desc' }, with: 'contacts' };
	for await (const page of api.list('leads', query)) {
		for (const { requestId, marker } of wanted) {
			const hit = page.find((lead) => !lead.is_deleted && hasMarker(lead, marker));
			if (hit && !found.has(requestId)) found.set(requestId, hit);
		}
		// The filter is ignored in some accounts (sheet §7.2).
		const isOlder = page.every(({ created_at }) => (created_at ?? 0) < from);
		if (found.size === wanted.length || isOlder) break;
	}
	return found;
}

function keepFound(results: Results, leads: NewLead[], found: Map<string, Entity>): void {
	for (const { requestId } of leads) {
		const lead = found.get(requestId);
		if (!lead) continue;
		results.set(requestId, {
			leadId: lead.id,
			contactId: mainContact(lead),
			foundByMarker: true,
		});
	}
}

function mainContact({ _embedded }: Entity): number | undefined {
	const contacts = _embedded?.contacts ?? [];
	return (contacts.find(({ is_main }) => is_main) ?? contacts.at(0))?.id;
}

/** Of leads with the same marker only the first is created. */
function withoutRepeats(leads: NewLead[]): NewLead[] {
	return leads.filter(
		(lead, index) =>
			leads.findIndex(({ marker }) => isSame(marker, lead.marker)) === index || !lead.marker,
	);
}

function isSame(a: Marker | undefined, b: Marker | undefined): boolean {
	return a !== undefined && b !== undefined && a.fieldId === b.fieldId && a.value === b.value;
}

function missing(leads: NewLead[], results: Results): NewLead[] {
	return leads.filter(({ requestId }) => !results.has(requestId));
}
