/** A node as n8n's files and its API hold it. */
export interface WorkflowNode {
	id: string;
	name: string;
	type: string;
	typeVersion: number;
	position?: number[];
	parameters: Record<string, unknown>;
	credentials?: Record<string, { id: string; name: string }>;
	webhookId?: string;
	disabled?: boolean;
}

/** Where a line of the canvas ends. */
export interface Target {
	node: string;
	type: string;
	index: number;
}

/** Lines of a canvas: name of the node → kind of output → each output's targets. */
export type Connections = Record<string, Record<string, Array<Target[] | null>>>;

/** What of a workflow is ours to write: all that decides what it does. */
export interface Content {
	name: string;
	nodes: WorkflowNode[];
	connections: Connections;
	settings: Record<string, unknown>;
}

/** A workflow as a file of `workflows/` holds it. */
export interface WorkflowFile extends Omit<Content, 'settings' | 'connections'> {
	id: string;
	tags?: Array<{ name: string }>;
	connections: object;
	settings?: object;
}

/** A file of `workflows/` with its place: `kaspi-whatsapp/20-new-orders`. */
export interface ShippedWorkflow extends Content {
	/** Path without `.json`: the name by which the deployment remembers it, so it must not change. */
	key: string;
	/** Folder: what an operator chooses. */
	flow: string;
	/** Id in the files. n8n's public API gives ids of its own: see `plan/links.ts`. */
	id: string;
	tags: string[];
}
