import type { IConnections, INode, INodeTypeDescription, IWorkflowSettings } from 'n8n-workflow';

/** A workflow as it is stored in `workflows/`. */
export interface WorkflowDocument {
	id: string;
	name: string;
	description?: string;
	/** The flow that it belongs to; n8n's list can be filtered by it. */
	tags?: Array<{ name: string }>;
	nodes: INode[];
	connections: IConnections;
	settings?: IWorkflowSettings;
	active?: boolean;
}

export interface ShippedWorkflow {
	/** Path below `workflows/`, e.g. `setup/00-setup.json`. */
	file: string;
	document: WorkflowDocument;
}

/** What a rule found; the gate adds file and rule name. */
export interface Finding {
	node?: string;
	message: string;
}

export interface Problem extends Finding {
	file: string;
	rule: string;
}

/** Descriptions of every node that a shipped workflow may use. */
export interface Catalog {
	/** Highest-first list of versions; empty when the type is unknown. */
	versions(type: string): number[];
	describe(type: string, version: number): INodeTypeDescription | undefined;
	/** Names that n8n gives a freshly placed node, e.g. "HTTP Request". */
	isDefaultName(name: string): boolean;
	/** Why a node of ours could not be loaded. */
	failures: string[];
}

export interface GateContext {
	catalog: Catalog;
	/** Every file of `workflows/`, so that rules can follow links between them. */
	shipped: ShippedWorkflow[];
}

export type Rule = (workflow: ShippedWorkflow, context: GateContext) => Finding[];

export const isSticky = (node: INode): boolean => node.type === 'n8n-nodes-base.stickyNote';

export const isExpression = (value: unknown): boolean =>
	typeof value === 'string' && value.startsWith('=');

/** Stored parameters as what they are: unchecked JSON. */
export const parametersOf = (node: INode): Record<string, unknown> => node.parameters;

export const isRecord = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** Every string below `value` with its path, e.g. `rules.values[0].outputKey`. */
export function* stringsIn(value: unknown, path = ''): Generator<{ path: string; text: string }> {
	if (typeof value === 'string') yield { path, text: value };
	else if (Array.isArray(value)) {
		for (const [i, item] of value.entries()) yield* stringsIn(item, `${path}[${i}]`);
	} else if (isRecord(value)) {
		for (const [key, item] of Object.entries(value)) {
			yield* stringsIn(item, path ? `${path}.${key}` : key);
		}
	}
}
