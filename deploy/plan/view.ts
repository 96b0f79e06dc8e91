import type { Connections, Content, Target, WorkflowNode } from '../shipped/workflow';

/**
 * A workflow as a tree in which a node keeps its place when it is renamed or moved: this is what is compared and
 * merged.
 */
export interface View {
	name: string;
	settings: Record<string, unknown>;
	/** By node id, without what only says how the canvas looks. */
	nodes: Record<string, Record<string, unknown>>;
	/** `<id of the source> <kind> <output>` → `<id of the target> <kind> <input>`, sorted. One output is one decision. */
	lines: Record<string, string[]>;
}

/** What n8n adds to a node or a file leaves out when it has its default. */
const DEFAULTS: Record<string, unknown> = {
	disabled: false,
	executeOnce: false,
	alwaysOutputData: false,
	retryOnFail: false,
	notesInFlow: false,
	notes: '',
	credentials: {},
};

/**
 * Fields that are nobody's decision: where a node stands, when it was stored, and its webhook id. n8n gives one to
 * every node that could need it; and an address that vendors know stays what it is.
 */
const LOOKS = ['id', 'position', 'webhookId', 'createdAt', 'updatedAt'];

export function viewOf({ name, settings, nodes, connections }: Content): View {
	const ids = new Map(nodes.map((node) => [node.name, node.id]));
	return {
		name,
		settings,
		nodes: Object.fromEntries(nodes.map((node) => [node.id, viewOfNode(node)])),
		lines: linesOf(connections, ids),
	};
}

function viewOfNode(node: WorkflowNode): Record<string, unknown> {
	const entries = Object.entries(node).filter(
		([key, value]) =>
			!LOOKS.includes(key) &&
			value !== undefined &&
			!(key in DEFAULTS && JSON.stringify(value) === JSON.stringify(DEFAULTS[key])),
	);
	const view = Object.fromEntries(entries);
	if (!node.credentials || !('credentials' in view)) return view;
	// A chosen value as n8n writes those in parameters: one thing, whose name only helps to read.
	const chosen = Object.entries(node.credentials).map(([type, { id, name }]) => {
		return [type, { __rl: true, value: id, cachedResultName: name }] as const;
	});
	return { ...view, credentials: Object.fromEntries(chosen) };
}

function nodeOf(
	id: string,
	view: Record<string, unknown>,
	{ position, webhookId }: Partial<WorkflowNode> = {},
): WorkflowNode {
	const { credentials, ...node } = view as Record<string, unknown> & {
		credentials?: Record<string, { value: string; cachedResultName: string }>;
	};
	const linked = Object.entries(credentials ?? {}).map(([type, chosen]) => {
		return [type, { id: chosen.value, name: chosen.cachedResultName }] as const;
	});
	return {
		id,
		...(position ? { position } : {}),
		...node,
		...(webhookId ? { webhookId } : {}),
		...(credentials ? { credentials: Object.fromEntries(linked) } : {}),
	} as WorkflowNode;
}

function linesOf(connections: Connections, ids: Map<string, string>): View['lines'] {
	const lines: View['lines'] = {};
	for (const [source, kinds] of Object.entries(connections)) {
		for (const [kind, outputs] of Object.entries(kinds)) {
			outputs.forEach((targets, output) => {
				const ends = (targets ?? [])
					.filter((target) => ids.has(target.node))
					.map((target) => `${ids.get(target.node)} ${target.type} ${target.index}`);
				const from = ids.get(source);
				if (from !== undefined && ends.length > 0) lines[`${from} ${kind} ${output}`] = ends.sort();
			});
		}
	}
	return lines;
}

/**
 * @param looks gives order, positions and webhook ids of the nodes that are still there
 * @param fallback gives them for nodes that `looks` does not have
 */
export function contentOf(view: View, looks: Content, fallback: Content): Content {
	const order = [...looks.nodes, ...fallback.nodes].map(({ id }) => id);
	const seen = new Map([...fallback.nodes, ...looks.nodes].map((node) => [node.id, node]));
	const nodes = [...new Set(order)]
		.filter((id) => id in view.nodes)
		.map((id) => nodeOf(id, view.nodes[id], seen.get(id)));
	return { name: view.name, settings: view.settings, nodes, connections: connectionsOf(view) };
}

function connectionsOf({ nodes, lines }: View): Connections {
	const nameOf = (id: string) => nodes[id]?.name as string | undefined;
	const connections: Connections = {};
	for (const [from, ends] of Object.entries(lines)) {
		const [id, kind, output] = parts(from);
		const source = nameOf(id);
		const targets = ends.flatMap((end): Target[] => {
			const [target, type, index] = parts(end);
			const node = nameOf(target);
			return node === undefined ? [] : [{ node, type, index: Number(index) }];
		});
		if (source === undefined || targets.length === 0) continue;
		const outputs = ((connections[source] ??= {})[kind] ??= []);
		while (outputs.length < Number(output)) outputs.push([]);
		outputs[Number(output)] = targets;
	}
	return connections;
}

/** Ids may contain spaces, kinds and numbers do not. */
function parts(line: string): [id: string, kind: string, index: string] {
	const [, id, kind, index] = /^(.*) (\S+) (\d+)$/.exec(line)!;
	return [id, kind, index];
}
