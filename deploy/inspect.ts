import { calledBy } from './shipped/callOrder';
import { credentialSlot } from './shipped/credentialSlots';
import { workflowsOf } from './shipped/flows';
import type { ShippedWorkflow } from './shipped/workflow';
import type { Memory } from './memory';
import { isUnfinished, type PresentWorkflow } from './plan/decide';
import { linked, type LinkedCredential } from './plan/links';
import { editsOf, sameContent, type Difference } from './plan/merge';
import type { Present } from './plan/plan';
import { CREDENTIALS } from './shipped/credentials';

/**
 * - `missing`: deployed once, gone from n8n
 * - `unpublished`: published once, and somebody has taken it down
 * - `unfinished`: a run broke off before it was published
 * - `draft`: published, with changes that are not
 * - `outdated`: the pack ships another content now
 * - `changed`: the operator has changed it
 * - `broken`: something that it calls or needs is not there
 */
export type State =
	'missing' | 'unpublished' | 'unfinished' | 'draft' | 'outdated' | 'changed' | 'broken';

export interface Inspected {
	key: string;
	name: string;
	/** Empty for a workflow of the pack that is gone from the newer pack, too. */
	file?: ShippedWorkflow;
	theirs?: PresentWorkflow;
	/** Version of the pack that brought it. */
	version: string;
	states: State[];
	edits: Difference[];
	/** What is missing, in the nodes' names. */
	broken: Array<{ node: string; needs: 'workflow' | 'credential'; id: string }>;
}

/** What has become of each deployed workflow. */
export function inspect(shipped: ShippedWorkflow[], memory: Memory, present: Present): Inspected[] {
	const byId = new Map(present.workflows.map((workflow) => [workflow.id, workflow]));
	const links = {
		workflows: new Map(
			shipped.flatMap(({ id, key }) => {
				const record = memory.workflows.get(key);
				return record ? [[id, record.id] as const] : [];
			}),
		),
		credentials: linkedCredentials(memory, present),
	};
	return [...memory.workflows].map(([key, record]) => {
		const file = shipped.find((workflow) => workflow.key === key);
		const found = byId.get(record.id);
		const theirs = found?.isArchived ? undefined : found;
		const name = theirs?.name ?? record.shipped.name;
		const base = { key, name, file, theirs, version: record.version };
		if (!theirs) return { ...base, states: ['missing' as const], edits: [], broken: [] };
		const edits = editsOf(record.shipped, theirs);
		const broken = brokenLinks(theirs, byId, present);
		const { activeVersionId, versionId } = theirs;
		const states: State[] = [];
		if (isUnfinished(record, theirs)) states.push('unfinished');
		else if (activeVersionId === null) states.push('unpublished');
		else if (activeVersionId !== versionId) states.push('draft');
		if (file && !sameContent(record.shipped, linked(file, links))) states.push('outdated');
		if (edits.length > 0) states.push('changed');
		if (broken.length > 0) states.push('broken');
		return { ...base, states, edits, broken };
	});
}

/** The flows of which something is deployed. */
export function deployedFlows(memory: Memory): string[] {
	const flows = new Set([...memory.workflows.keys()].map((key) => key.split('/')[0]));
	return [...flows].filter((flow) => flow !== 'setup' && flow !== 'store');
}

/** Files of deployed flows that are not deployed: a newer pack brings them, or a run broke off. */
export function notDeployed(shipped: ShippedWorkflow[], memory: Memory): ShippedWorkflow[] {
	if (memory.workflows.size === 0) return [];
	return workflowsOf(deployedFlows(memory), shipped).filter(
		({ key }) => !memory.workflows.has(key),
	);
}

function linkedCredentials(memory: Memory, present: Present): LinkedCredential[] {
	return CREDENTIALS.flatMap(({ key, type, name }) => {
		const id = memory.credentials.get(key)?.id;
		if (id === undefined) return [];
		const found = present.credentials.find((credential) => credential.id === id);
		return [{ key, type, id, name: found?.name ?? name }];
	});
}

function brokenLinks(
	workflow: PresentWorkflow,
	byId: Map<string, PresentWorkflow>,
	present: Present,
): Inspected['broken'] {
	const credentials = new Set(present.credentials.map(({ id }) => id));
	const usable = (id: string) => id === workflow.id || byId.get(id)?.isArchived === false;
	return workflow.nodes
		.filter(({ disabled }) => !disabled)
		.flatMap((node): Inspected['broken'] => {
			const callees = node.type === 'n8n-nodes-base.executeWorkflow' ? idsOf(node) : [];
			const lost = callees.filter((id) => !usable(id));
			const slot = credentialSlot(node);
			const chosen = slot ? (node.credentials?.[slot]?.id ?? '') : undefined;
			const isBare = chosen !== undefined && !credentials.has(chosen);
			return [
				...lost.map((id) => ({ node: node.name, needs: 'workflow' as const, id })),
				...(isBare ? [{ node: node.name, needs: 'credential' as const, id: chosen }] : []),
			];
		});
}

/** An expression may choose a workflow when it runs; only fixed ids can be looked at. */
function idsOf(node: PresentWorkflow['nodes'][number]): string[] {
	return calledBy({ id: '', nodes: [node] }).filter((id) => id !== '' && !id.startsWith('='));
}
