import type { Content } from '../shipped/workflow';
import { editsOf, fingerprint, merge, sameContent, type Difference } from './merge';

/**
 * What becomes of the operator's changes:
 * - `keep`: they stay, also where the pack has changed the same
 * - `take`: they stay, but where both changed the same the pack's value counts
 * - `replace`: the workflow becomes what the pack ships
 */
export type Policy = 'keep' | 'take' | 'replace';

/** What the deployment remembers about a workflow, see `memory.ts`. */
export interface WorkflowRecord {
	id: string;
	/** As it was written into n8n the last time. */
	shipped: Content;
	/** It has been published since; false while a run is under way or has broken off. */
	published: boolean;
	/** It was published, but n8n did not serve its addresses. */
	deaf: boolean;
	/** Fingerprints of what that run wrote or was about to write; none in the memory of an older version. */
	written: string[];
	/** Version of the pack that wrote it. */
	version: string;
}

/** A workflow as n8n has it. */
export interface PresentWorkflow extends Content {
	id: string;
	versionId: string;
	/** Version that is published; null when none is. */
	activeVersionId: string | null;
	isArchived: boolean;
	tags?: Array<{ id: string; name: string }>;
}

/** What a decision was made on. */
export type Seen = Pick<PresentWorkflow, 'versionId' | 'activeVersionId'> & { fingerprint: string };

export type Decision = {
	/** What the operator has changed since it was written. */
	edits: Difference[];
	conflicts: Difference[];
	publish: boolean;
} & (
	| {
			do: 'create';
			content: Content;
			shipped: Content;
			/** Somebody has deleted it. */ again: boolean;
	  }
	/** `finish`: n8n holds what a run of ours left unfinished. */
	| { do: 'update'; id: string; content: Content; shipped: Content; finish: boolean; from: Seen }
	/** The content is right already. `finish`: a run broke off before it had written down that this is done. */
	| { do: 'keep'; id: string; content: Content; shipped: Content; finish: boolean; from: Seen }
	/** Somebody works on it: his draft would be published half-done. */
	| { do: 'wait'; id: string; why: 'draft' }
);

export interface Situation {
	/** The file, linked to this n8n. */
	ours: Content;
	/** The file as it is: what an import by hand has written. */
	unlinked: Content;
	record?: WorkflowRecord;
	/** The recorded workflow, or one that is recognised as ours (see `recognise`). */
	theirs?: PresentWorkflow;
}

/**
 * True when n8n holds what a run of ours left unfinished. Whatever somebody has edited or taken down since is his:
 * it is neither published for him nor published again.
 */
export function isUnfinished(record: WorkflowRecord, theirs: PresentWorkflow): boolean {
	if (record.published || (record.deaf && theirs.activeVersionId === null)) return false;
	return record.written.includes(fingerprint(theirs));
}

/** What is to be done with one workflow. */
export function decide({ ours, unlinked, record, theirs }: Situation, policy: Policy): Decision {
	if (!theirs) {
		const again = record !== undefined;
		const found = { edits: [], conflicts: [], publish: true };
		return { do: 'create', content: ours, shipped: ours, again, ...found };
	}
	const { id, versionId, activeVersionId } = theirs;
	// Without a record an import by hand is taken for what it is most likely: this file as it is. So links and
	// credentials come in, and what differs otherwise counts as the operator's.
	const base = record?.shipped ?? unlinked;
	const edits = editsOf(base, theirs);
	const prefer = policy === 'keep' ? 'theirs' : 'ours';
	const { content, conflicts } = merge(policy === 'replace' ? theirs : base, ours, theirs, prefer);
	const found = { id, content, shipped: ours, edits, conflicts, from: seen(theirs) };
	const isPublished = activeVersionId !== null;
	// A run of ours that broke off leaves a workflow unpublished, or a draft, too: the record knows whose it is.
	const brokeOff = record ? isUnfinished(record, theirs) : !isPublished;
	if (sameContent(content, theirs)) {
		const publish = brokeOff && activeVersionId !== versionId;
		return { do: 'keep', ...found, publish, finish: brokeOff };
	}
	const isDraft = isPublished && activeVersionId !== versionId;
	if (isDraft && !brokeOff && policy !== 'replace') {
		return { do: 'wait', id, why: 'draft', edits, conflicts, publish: false };
	}
	// What the operator has unpublished stays so.
	return { do: 'update', ...found, publish: brokeOff || isPublished, finish: brokeOff };
}

export function seen(workflow: PresentWorkflow): Seen {
	const { versionId, activeVersionId } = workflow;
	// A new name or setting makes no new version.
	return { versionId, activeVersionId, fingerprint: fingerprint(workflow) };
}

/**
 * The workflow of this n8n that a file is: the recorded one, one with the file's own id (imported by n8n's command
 * line), or one of the same name with nodes of the file (imported by hand, or made by a run that broke off before it
 * could write down the id).
 */
export function recognise(
	file: { id: string; name: string; nodes: Array<{ id: string }> },
	record: Pick<WorkflowRecord, 'id'> | undefined,
	present: PresentWorkflow[],
	taken: Set<string>,
): PresentWorkflow | undefined {
	const free = present.filter(({ id, isArchived }) => !isArchived && !taken.has(id));
	const recorded = record && free.find(({ id }) => id === record.id);
	if (recorded) return recorded;
	const ids = new Set(file.nodes.map(({ id }) => id));
	return (
		free.find(({ id }) => id === file.id) ??
		free.find(({ name, nodes }) => name === file.name && nodes.some(({ id }) => ids.has(id)))
	);
}
