import { deepCopy, NodeHelpers, Workflow, type INode, type INodeType } from 'n8n-workflow';

import type { Catalog, ShippedWorkflow } from './types';

/** Connection types of a node's inputs and outputs, in the order of their indexes. */
export interface Ports {
	inputs: string[];
	outputs: string[];
}

const opened = new WeakMap<ShippedWorkflow, Workflow>();

/** The workflow as n8n opens it; needed because outputs of a Switch depend on its parameters. */
export function openWorkflow(workflow: ShippedWorkflow, catalog: Catalog): Workflow {
	const known = opened.get(workflow);
	if (known) return known;
	const typeOf = (type: string, version?: number) => {
		const description = catalog.describe(type, version ?? catalog.versions(type)[0]);
		return (description ? { description } : undefined) as INodeType;
	};
	const fresh = new Workflow({
		...deepCopy(workflow.document),
		active: false,
		nodeTypes: {
			getByName: (type) => typeOf(type),
			getByNameAndVersion: typeOf,
			getKnownTypes: () => ({}),
		},
	});
	opened.set(workflow, fresh);
	return fresh;
}

/** @returns undefined for a node of an unknown type */
export function portsOf(
	node: INode,
	workflow: ShippedWorkflow,
	catalog: Catalog,
): Ports | undefined {
	const description = catalog.describe(node.type, node.typeVersion);
	if (!description) return undefined;
	const live = openWorkflow(workflow, catalog);
	const placed = live.nodes[node.name];
	const { getConnectionTypes, getNodeInputs, getNodeOutputs } = NodeHelpers;
	return {
		inputs: getConnectionTypes(getNodeInputs(live, placed, description)),
		outputs: getConnectionTypes(getNodeOutputs(live, placed, description)),
	};
}

/** Triggers start an execution: they have no inputs. */
export function isTrigger(node: INode, catalog: Catalog): boolean {
	return catalog.describe(node.type, node.typeVersion)?.group.includes('trigger') ?? false;
}
