import type { INode, NodeConnectionType } from 'n8n-workflow';

import { isTrigger, portsOf } from './ports';
import { isSticky, type Finding, type Rule, type WorkflowDocument } from './types';

interface Link {
	from: string;
	to: string;
	type: string;
	output: number;
	input: number;
}

export function linksOf({ connections }: WorkflowDocument): Link[] {
	return Object.entries(connections).flatMap(([from, byType]) =>
		Object.entries(byType).flatMap(([type, outputs]) =>
			outputs.flatMap((targets, output) =>
				(targets ?? []).map(({ node, index }) => ({ from, to: node, type, output, input: index })),
			),
		),
	);
}

/** Nodes from which `name` can be reached; a sub-node counts as standing before its parent. */
export function nodesBefore(name: string, document: WorkflowDocument): Set<string> {
	const links = linksOf(document);
	const before = new Set<string>();
	const parents = links.filter((l) => l.from === name && l.type !== 'main').map((l) => l.to);
	const queue = [name, ...parents];
	for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
		for (const { from, to } of links) {
			if (to !== at || before.has(from)) continue;
			before.add(from);
			queue.push(from);
		}
	}
	return before;
}

/** Every connection leads from an output that exists to an input that exists. */
export const connections: Rule = (workflow, { catalog }) => {
	const { document } = workflow;
	const findings: Finding[] = [];
	const byName = new Map(document.nodes.map((node) => [node.name, node]));
	for (const name of Object.keys(document.connections)) {
		if (!byName.has(name)) findings.push({ message: `connections of "${name}", which is no node` });
	}
	for (const { from, to, type, output, input } of linksOf(document)) {
		const target = byName.get(to);
		if (!target) {
			findings.push({ node: from, message: `is connected to "${to}", which is no node` });
			continue;
		}
		const source = byName.get(from);
		if (!source) continue;
		const count = (node: INode, side: 'inputs' | 'outputs') =>
			portsOf(node, workflow, catalog)?.[side].filter((port) => port === type).length ?? Infinity;
		const outputs = count(source, 'outputs');
		if (output >= outputs) {
			const message = `uses ${type} output ${output + 1}, but has ${outputs}`;
			findings.push({ node: from, message });
		}
		const inputs = count(target, 'inputs');
		if (input >= inputs) {
			findings.push({ node: to, message: `uses ${type} input ${input + 1}, but has ${inputs}` });
		}
	}
	return findings;
};

/** A trigger starts the workflow and every node can be reached from one. */
export const reachable: Rule = ({ document }, { catalog }) => {
	const nodes = document.nodes.filter((node) => !isSticky(node));
	const triggers = nodes.filter((node) => isTrigger(node, catalog)).map(({ name }) => name);
	if (triggers.length === 0) return [{ message: 'has no trigger' }];
	const links = linksOf(document);
	const reached = new Set(triggers);
	const queue = [...triggers];
	for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
		// A sub-node (a model, a tool) is reached through the node that it serves.
		const next = links.flatMap(({ from, to, type }) =>
			type === ('main' satisfies NodeConnectionType)
				? from === at
					? [to]
					: []
				: to === at
					? [from]
					: [],
		);
		for (const name of next) {
			if (reached.has(name)) continue;
			reached.add(name);
			queue.push(name);
		}
	}
	const findings: Finding[] = nodes
		.filter(({ name, disabled }) => !reached.has(name) && !disabled)
		.map(({ name }) => ({ node: name, message: 'cannot be reached from a trigger' }));
	for (const name of triggers) {
		if (!links.some(({ from }) => from === name)) {
			findings.push({ node: name, message: 'is a trigger that leads nowhere' });
		}
	}
	return findings;
};
