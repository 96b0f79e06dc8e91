import type { Connections, Content } from '../shipped/workflow';

/** Id → name of the nodes that were renamed. */
export function newNames(before: Content, now: Content): Map<string, string> {
	const names = new Map(before.nodes.map(({ id, name }) => [id, name]));
	const renamed = now.nodes.filter(({ id, name }) => names.has(id) && names.get(id) !== name);
	return new Map(renamed.map(({ id, name }) => [id, name]));
}

/**
 * The same workflow with other names of nodes: in the lines and in expressions, as the editor renames.
 *
 * @param names by node id
 */
export function withNames(content: Content, names: Map<string, string>): Content {
	const renames = new Map(
		content.nodes.flatMap(({ id, name }) => {
			const other = names.get(id);
			return other === undefined || other === name ? [] : [[name, other] as const];
		}),
	);
	if (renames.size === 0) return content;
	const renamed = (name: string) => renames.get(name) ?? name;
	return {
		...content,
		nodes: content.nodes.map((node) => ({
			...node,
			name: renamed(node.name),
			parameters: inExpressions(node.parameters, renames),
		})),
		connections: renamedConnections(content.connections, renamed),
	};
}

function renamedConnections(
	connections: Connections,
	renamed: (name: string) => string,
): Connections {
	const entries = Object.entries(connections).map(([source, kinds]) => {
		const outputs = Object.entries(kinds).map(([kind, lists]) => [
			kind,
			lists.map(
				(targets) => targets?.map((target) => ({ ...target, node: renamed(target.node) })) ?? null,
			),
		]);
		return [renamed(source), Object.fromEntries(outputs)] as const;
	});
	return Object.fromEntries(entries) as Connections;
}

/** `$('Name')`, `$("Name")` and the old `$node["Name"]`. */
const REFERENCE = /(\$\(|\$node\[)(['"])((?:\\.|(?!\2).)*)\2/g;

function inExpressions<Value>(value: Value, renames: Map<string, string>): Value {
	if (typeof value === 'string') {
		if (!value.startsWith('=')) return value;
		const text: string = value;
		return text.replace(REFERENCE, (whole, open: string, quote: string, quoted: string) => {
			const name = renames.get(quoted.replace(/\\(.)/g, '$1'));
			if (name === undefined) return whole;
			const escaped = name.replace(/[\\'"]/g, (char) => (char === quote ? `\\${char}` : char));
			return `${open}${quote}${escaped}${quote}`;
		}) as Value;
	}
	if (Array.isArray(value))
		return value.map((item) => inExpressions(item, renames) as unknown) as Value;
	if (typeof value !== 'object' || value === null) return value;
	const entries = Object.entries(value).map(([key, item]) => [key, inExpressions(item, renames)]);
	return Object.fromEntries(entries) as Value;
}
