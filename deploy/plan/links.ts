import { credentialSlot } from '../shipped/credentialSlots';
import { credentialFor } from '../shipped/credentials';
import type { Content, ShippedWorkflow, WorkflowNode } from '../shipped/workflow';

/**
 * n8n's public API gives every new workflow and credential an id of its own, so that a plan cannot know those of
 * what it is going to create. It writes `new:…` in their place, and whoever carries it out puts the ids in.
 */
export const PENDING = 'new:';

export interface Links {
	/** Id in the files → id in n8n. */
	workflows: Map<string, string>;
	/** In the order of `CREDENTIALS`. */
	credentials: LinkedCredential[];
}

export interface LinkedCredential {
	key: string;
	type: string;
	id: string;
	name: string;
}

/** What is to be written into n8n for a file: sub-workflows, error workflow and credentials lead to this n8n's own. */
export function linked(workflow: ShippedWorkflow, links: Links): Content {
	const { id, name, nodes, connections, settings } = workflow;
	const idOf = (value: unknown) => links.workflows.get(String(value)) ?? value;
	return {
		name,
		connections,
		settings:
			'errorWorkflow' in settings
				? { ...settings, errorWorkflow: idOf(settings.errorWorkflow) }
				: settings,
		nodes: nodes.map((node) => withCredential(withCallee(node, idOf), id, links.credentials)),
	};
}

function withCallee(node: WorkflowNode, idOf: (value: unknown) => unknown): WorkflowNode {
	const { workflowId } = node.parameters as { workflowId?: { value?: unknown } };
	if (typeof workflowId?.value !== 'string') return node;
	const parameters = {
		...node.parameters,
		workflowId: { ...workflowId, value: idOf(workflowId.value) },
	};
	return { ...node, parameters };
}

function withCredential(
	node: WorkflowNode,
	workflowId: string,
	all: LinkedCredential[],
): WorkflowNode {
	const type = credentialSlot(node);
	const credential = type && credentialFor(type, workflowId, all);
	if (!credential) return node;
	return { ...node, credentials: { [type]: { id: credential.id, name: credential.name } } };
}

/**
 * Puts the ids in that were not known when the plan was made.
 *
 * @throws {Error} when one is still missing: a plan creates in call order, so that is a defect
 */
export function resolved<Value>(value: Value, ids: Map<string, string>): Value {
	if (typeof value === 'string' && value.startsWith(PENDING)) {
		const id = ids.get(value);
		if (id === undefined) throw new Error(`Nothing was created for ${value}.`);
		return id as Value;
	}
	if (Array.isArray(value)) return value.map((item) => resolved(item, ids) as unknown) as Value;
	if (typeof value !== 'object' || value === null) return value;
	const entries = Object.entries(value).map(([key, item]) => [key, resolved(item, ids)]);
	return Object.fromEntries(entries) as Value;
}
