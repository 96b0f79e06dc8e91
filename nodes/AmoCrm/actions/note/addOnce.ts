import { VendorError } from '../../../shared/errors';
import { pause } from '../../../shared/pause';
import type { AmoApi, Body, EntityType } from '../../api/client';
import { isSameNote, noteText } from './noteText';

/** A note to add. */
export interface NewNote {
	requestId: string;
	entityId: number;
	text: string;
	/** Lines of the text that no other note of the entity has; '' when it may come twice. */
	uniqueText: string;
	/** Look through the notes before adding: for a run that may be a repetition. */
	lookFirst: boolean;
}

export interface AddedNote {
	noteId: number;
	/** False when the note was there already. */
	added: boolean;
}

type Results = Map<string, AddedNote | VendorError>;

/** How often it is tried: each pause is before the look for a note that may still be on its way. */
const PAUSES_MS = [1000, 3000, 5000];

/**
 * Adds notes in one request; those with a unique text exactly once, also when the answer is lost.
 *
 * After a lost answer the newest 250 notes of each entity are looked through, and only what is missing
 * is sent again, three times in all. A note without a unique text is not sent again: its error has the
 * outcome `unknown`.
 *
 * @returns the note by request ID; an error for one that failed alone
 * @throws {VendorError} when none of them was added
 */
export async function addNotes(
	api: AmoApi,
	type: EntityType,
	notes: NewNote[],
	sleep: (ms: number) => Promise<void> = pause,
): Promise<Results> {
	const results: Results = new Map();
	const firsts = notes.filter((note) => firstOfTwins(note, notes) === note);
	const open = () => firsts.filter(({ requestId }) => !results.has(requestId));
	const fail = (failed: NewNote[], error: VendorError) => {
		for (const { requestId } of failed) results.set(requestId, error);
	};
	const look = async (wanted: NewNote[]) => {
		for (const [requestId, note] of await findNotes(api, type, wanted)) {
			results.set(requestId, note);
		}
	};

	await look(firsts.filter(({ lookFirst }) => lookFirst));
	for (const [index, pauseMs] of PAUSES_MS.entries()) {
		if (open().length === 0) break;
		const created = await send(api, type, open());
		if (!(created instanceof VendorError)) {
			for (const [requestId, note] of created) results.set(requestId, note);
			break;
		}
		if (created.outcome !== 'unknown') {
			// The first time nothing was written: the caller may sort out which of them was refused.
			if (index === 0) throw created;
			fail(open(), created);
			break;
		}
		fail(
			open().filter(({ uniqueText }) => uniqueText === ''),
			created,
		);
		if (open().length === 0) break;
		await sleep(pauseMs);
		// A look that fails leaves the outcome unknown.
		await look(open()).catch(() => fail(open(), created));
		if (index === PAUSES_MS.length - 1) fail(open(), created);
	}
	return withTwins(notes, results);
}

/** What was added, or why nothing was. */
async function send(
	api: AmoApi,
	type: EntityType,
	notes: NewNote[],
): Promise<Map<string, AddedNote> | VendorError> {
	return await api.addNotes(type, notes.map(bodyOf)).then(
		(created) => new Map([...created].map(([key, { id }]) => [key, { noteId: id, added: true }])),
		async (error: unknown) =>
			error instanceof VendorError ? error : await Promise.reject(error as Error),
	);
}

function bodyOf({ requestId, entityId, text }: NewNote): Body {
	return { entity_id: entityId, note_type: 'common', params: { text }, request_id: requestId };
}

/** Those of the notes that are there already; one request per entity. */
async function findNotes(
	api: AmoApi,
	type: EntityType,
	wanted: NewNote[],
): Promise<Map<string, AddedNote>> {
	const found = new Map<string, AddedNote>();
	const unique = wanted.filter(({ uniqueText }) => uniqueText !== '');
	for (const entityId of new Set(unique.map((note) => note.entityId))) {
		for await (const page of api.notes(type, entityId)) {
			for (const note of unique.filter((one) => one.entityId === entityId)) {
				const isIt = isSameNote(note.text, note.uniqueText);
				const there = page.find((one) => isIt(noteText(one)));
				if (there) found.set(note.requestId, { noteId: there.id, added: false });
			}
			break;
		}
	}
	return found;
}

/** Of notes of one entity with the same unique text only the first is added. */
function firstOfTwins(note: NewNote, notes: NewNote[]): NewNote {
	const { entityId, uniqueText } = note;
	if (uniqueText === '') return note;
	return notes.find((one) => one.entityId === entityId && one.uniqueText === uniqueText) ?? note;
}

function withTwins(notes: NewNote[], results: Results): Results {
	for (const note of notes) {
		const result = results.get(firstOfTwins(note, notes).requestId);
		if (result === undefined || results.has(note.requestId)) continue;
		results.set(
			note.requestId,
			result instanceof VendorError ? result : { ...result, added: false },
		);
	}
	return results;
}
