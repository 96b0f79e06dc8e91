import type { INode } from 'n8n-workflow';

import { portsOf } from './ports';
import { isSticky, type Catalog, type Finding, type Rule, type ShippedWorkflow } from './types';

export interface Box {
	left: number;
	top: number;
	right: number;
	bottom: number;
}

const NODE = 100;
/** The label under a node is centred and about 200 wide: closer than this, labels collide. */
const MIN_X = 180;
/** Icon, label in two lines and subtitle. */
const MIN_Y = 150;
/** n8n makes a node taller by this for each input or output beyond two. */
const PER_HANDLE = 32;

function extraHeight(node: INode, workflow: ShippedWorkflow, catalog: Catalog): number {
	const ports = portsOf(node, workflow, catalog);
	const main = (side: string[] = []) => side.filter((type) => type === 'main').length;
	const handles = Math.max(main(ports?.inputs), main(ports?.outputs));
	return Math.max(0, handles - 2) * PER_HANDLE;
}

/** The square of a node on the canvas, without its label. */
export function nodeBox(node: INode, workflow: ShippedWorkflow, catalog: Catalog): Box {
	const [left, top] = node.position;
	const height = NODE + extraHeight(node, workflow, catalog);
	return { left, top, right: left + NODE, bottom: top + height };
}

export function stickyBox({ position: [left, top], parameters }: INode): Box {
	const { width = 240, height = 160 } = parameters as { width?: number; height?: number };
	return { left, top, right: left + width, bottom: top + height };
}

export const contains = (outer: Box, inner: Box): boolean =>
	outer.left <= inner.left &&
	outer.top <= inner.top &&
	outer.right >= inner.right &&
	outer.bottom >= inner.bottom;

export const overlap = (a: Box, b: Box): boolean =>
	a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

/** Nodes keep so much distance that neither they nor their labels touch. */
export const nodeOverlaps: Rule = (workflow, { catalog }) => {
	const nodes = workflow.document.nodes.filter((node) => !isSticky(node));
	const findings: Finding[] = [];
	for (const [i, a] of nodes.entries()) {
		for (const b of nodes.slice(i + 1)) {
			const [upper, lower] = a.position[1] <= b.position[1] ? [a, b] : [b, a];
			const x = Math.abs(a.position[0] - b.position[0]);
			const y = lower.position[1] - upper.position[1];
			const needed = MIN_Y + extraHeight(upper, workflow, catalog);
			if (x >= MIN_X || y >= needed) continue;
			const message = `overlaps "${b.name}": move it ${MIN_X} aside or ${needed} down (now ${x}, ${y})`;
			findings.push({ node: a.name, message });
		}
	}
	return findings;
};

/** Whole numbers: a canvas position with decimals makes every later save a noisy change. */
export const wholePositions: Rule = ({ document }) =>
	document.nodes.flatMap((node): Finding[] => {
		const { width = 0, height = 0 } = isSticky(node) ? node.parameters : {};
		const numbers = [...node.position, width, height];
		if (numbers.every(Number.isInteger)) return [];
		return [{ node: node.name, message: `position or size has decimals: ${numbers.join(', ')}` }];
	});
