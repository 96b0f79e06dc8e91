import { InputError } from '../../shared/errors';
import { messageText } from '../../shared/values';
import { valuesOf, type FieldKey } from './customFields';
import type { Entity } from '../api/schema';

/** Won and lost, in every pipeline (amocrm sheet §8). */
const WON = 142;
export const LOST = 143;

/** A stage to leave out: in one pipeline, or wherever a stage has this ID. */
export interface StageRule {
	pipelineId?: number;
	statusId: number;
}

/** The text that a lead carries in one of its fields to be found again. */
export interface Marker {
	fieldId: FieldKey;
	value: string;
}

/**
 * Stages as an operator or a table writes them: `63242022, 10089806:80579130`, or a list of such.
 *
 * @throws {InputError} for anything that is no stage
 */
export function parseStages(raw: unknown, field = 'Excluded Stages'): StageRule[] {
	const parts = (Array.isArray(raw) ? raw : [raw]).flatMap((part: unknown) => {
		if (part === null || part === undefined) return [];
		// Any other object is no stage, and some have no text.
		return (typeof part === 'object' ? '?' : String(part)).split(/[\s,;]+/);
	});
	return parts.filter(Boolean).map((part) => {
		const match = /^(?:(\d{1,15}):)?(\d{1,15})$/.exec(part);
		if (!match) {
			const hint =
				'Write stage IDs, such as 63242022, or pipeline:stage, such as 4423755:63242022.';
			throw new InputError('this is no list of stages', field, hint);
		}
		const [, pipeline, status] = match;
		return { pipelineId: pipeline ? Number(pipeline) : undefined, statusId: Number(status) };
	});
}

/** In work: not deleted, not won, not lost, and in none of the excluded stages. */
export function isActive(lead: Entity, excluded: StageRule[]): boolean {
	const { is_deleted, status_id, pipeline_id } = lead;
	if (is_deleted || status_id === WON || status_id === LOST) return false;
	return !excluded.some(
		({ pipelineId, statusId }) =>
			statusId === status_id && (pipelineId === undefined || pipelineId === pipeline_id),
	);
}

/** Needs a lead that was read with its contacts. */
export function isLinkedTo({ _embedded }: Entity, contactId: number): boolean {
	return _embedded?.contacts?.some(({ id }) => id === contactId) ?? false;
}

/** The text is compared as a whole. */
export function hasMarker(lead: Entity, marker: Marker | undefined): boolean {
	if (!marker) return false;
	return valuesOf(lead, marker.fieldId).some(
		(value) => messageText(value) === messageText(marker.value),
	);
}

/**
 * The lead of a contact to work on: the one with the marker, whatever its stage; else the active one
 * that changed last, the younger of two.
 *
 * @param leads read with their contacts
 */
export function chooseLead(
	leads: Entity[],
	contactId: number,
	{ excluded, marker }: { excluded: StageRule[]; marker?: Marker },
): Entity | undefined {
	const linked = leads.filter((lead) => !lead.is_deleted && isLinkedTo(lead, contactId));
	const marked = linked.filter((lead) => hasMarker(lead, marker));
	const active = linked.filter((lead) => isActive(lead, excluded));
	return (marked.length > 0 ? marked : active).sort(newestFirst)[0];
}

function newestFirst(a: Entity, b: Entity): number {
	return (b.updated_at ?? 0) - (a.updated_at ?? 0) || b.id - a.id;
}
