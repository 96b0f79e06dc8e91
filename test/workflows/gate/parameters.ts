import {
	NodeHelpers,
	type INode,
	type INodeParameters,
	type INodeProperties,
	type INodePropertyCollection,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { valueProblem } from './parameterValues';
import { isRecord, isSticky, type Finding, type GateContext, type Rule } from './types';

/** The node's parameters as n8n sees them once loaded: hidden and unknown ones are dropped. */
function resolve(node: INode, description: INodeTypeDescription): INodeParameters {
	const { properties } = description;
	return (
		NodeHelpers.getNodeParameters(properties, node.parameters, true, false, node, description) ?? {}
	);
}

/** Paths of all values; an empty object or list counts as a value. */
function pathsOf(value: unknown, path: string): string[] {
	if (Array.isArray(value) && value.length > 0) {
		return value.flatMap((item, i) => pathsOf(item, `${path}[${i}]`));
	}
	if (isRecord(value) && Object.keys(value).length > 0) {
		return Object.entries(value).flatMap(([key, item]) =>
			pathsOf(item, path ? `${path}.${key}` : key),
		);
	}
	return path ? [path] : [];
}

function forEachNode(
	nodes: INode[],
	{ catalog }: GateContext,
	look: (node: INode, description: INodeTypeDescription) => string[],
): Finding[] {
	return nodes.flatMap((node) => {
		const description = catalog.describe(node.type, node.typeVersion);
		if (!description) return [];
		return look(node, description).map((message) => ({ node: node.name, message }));
	});
}

/**
 * The loss-diff (RULES §6.3): what n8n would silently drop when it loads the workflow. Either the
 * parameter does not exist in this version of the node, or the other parameters hide it.
 */
export const lostParameters: Rule = ({ document }, context) =>
	forEachNode(document.nodes, context, (node, description) => {
		const kept = pathsOf(resolve(node, description), '');
		return pathsOf(node.parameters, '')
			.filter(
				(path) =>
					!kept.some((k) => k === path || k.startsWith(`${path}.`) || k.startsWith(`${path}[`)),
			)
			.map(
				(path) => `parameter "${path}" is unknown or hidden: n8n drops it when it loads the file`,
			);
	});

/** Values that the editor could not have produced: unknown options, wrong types, wrong modes. */
export const parameterValues: Rule = ({ document }, context) =>
	forEachNode(document.nodes, context, (node, description) => {
		const root = resolve(node, description);
		const problems: string[] = [];
		walk(description.properties, node.parameters, root, '');
		return problems;

		/** Looks at stored values only; `resolved` (with defaults) decides what is displayed. */
		function walk(
			properties: INodeProperties[],
			stored: unknown,
			resolved: unknown,
			path: string,
		): void {
			if (!isRecord(stored)) return;
			for (const [name, value] of Object.entries(stored)) {
				const at = path ? `${path}.${name}` : name;
				const level = (isRecord(resolved) ? resolved : stored) as INodeParameters;
				const candidates = properties.filter(
					(property) =>
						property.name === name &&
						NodeHelpers.displayParameter(level, property, node, description, root),
				);
				if (candidates.length === 0) continue;
				const complaints = candidates.map((property) => valueProblem(property, value));
				// A name may be declared twice with other options: one that accepts the value is enough.
				if (complaints.every(Boolean)) problems.push(`parameter "${at}" ${complaints[0]}`);
				for (const property of candidates) {
					const next = isRecord(resolved) ? resolved[name] : undefined;
					if (property.type === 'collection') {
						walk((property.options ?? []) as INodeProperties[], value, next, at);
					}
					if (property.type === 'fixedCollection') walkFixed(property, value, next, at);
				}
			}
		}

		function walkFixed(
			property: INodeProperties,
			stored: unknown,
			resolved: unknown,
			path: string,
		): void {
			for (const group of (property.options ?? []) as INodePropertyCollection[]) {
				const values = isRecord(stored) ? stored[group.name] : undefined;
				const other = isRecord(resolved) ? resolved[group.name] : undefined;
				if (!Array.isArray(values)) walk(group.values, values, other, `${path}.${group.name}`);
				else {
					for (const [i, value] of values.entries()) {
						const twin: unknown = Array.isArray(other) ? other[i] : undefined;
						walk(group.values, value, twin, `${path}.${group.name}[${i}]`);
					}
				}
			}
		}
	});

/** Required fields that are empty, as the editor would mark them in red. */
export const requiredParameters: Rule = ({ document }, context) =>
	forEachNode(document.nodes, context, (node, description) => {
		if (node.disabled || isSticky(node)) return [];
		const filled = { ...node, parameters: resolve(node, description) };
		const issues = NodeHelpers.getNodeParametersIssues(description.properties, filled, description);
		return [...new Set(Object.values(issues?.parameters ?? {}).flat())];
	});
