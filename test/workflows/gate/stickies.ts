import type { INode } from 'n8n-workflow';

import { contains, nodeBox, overlap, stickyBox } from './layout';
import { isSticky, type Finding, type Rule } from './types';

const YELLOW = 1;
const RED = 3;
const WHITE = 7;
const OVERVIEW_WORDS = [100, 300];
const SECTION_WORDS = 50;
/** "About one for every 3 to 6 nodes", with room for a section of many alike. */
const NODES_PER_SECTION = 8;
/** Parts of the overview, in this order: English, then the same in Russian. */
const HEADINGS: Array<[RegExp, string]> = [
	[/^#+\s*how it works/im, 'How it works'],
	[/^#+\s*set[- ]?up/im, 'Setup'],
	[/^#+\s*(customi[sz]|how to change)/im, 'Customise (or How to change it)'],
	[/^#+\s*как (это )?работает/im, 'Как это работает'],
	[/^#+\s*настройка/im, 'Настройка'],
	[/^#+\s*(как (из|по)мен|изменени)/im, 'Как изменить'],
];

const colour = ({ parameters }: INode): number => Number(parameters.color ?? YELLOW);
const text = ({ parameters }: INode): string => String(parameters.content ?? '');

export function wordCount(markdown: string): number {
	return markdown.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
}

/** Exactly one yellow note at the top left tells in two languages what the workflow is. */
export const overviewSticky: Rule = ({ document }) => {
	const overviews = document.nodes.filter((node) => isSticky(node) && colour(node) === YELLOW);
	if (overviews.length !== 1) {
		return [
			{ message: `needs exactly one yellow overview sticky (no color), has ${overviews.length}` },
		];
	}
	const [overview] = overviews;
	const findings: Finding[] = [];
	const say = (message: string) => findings.push({ node: overview.name, message });
	const [left, top] = overview.position;
	const further = document.nodes.find(({ position: [x, y] }) => x < left || y < top);
	if (further) say(`must be leftmost and topmost, but "${further.name}" is further`);
	const [min, max] = OVERVIEW_WORDS;
	const words = wordCount(text(overview));
	if (words < min || words > max) say(`has ${words} words; ${min} to ${max} in both languages`);
	let from = 0;
	for (const [pattern, heading] of HEADINGS) {
		const at = text(overview).slice(from).search(pattern);
		if (at < 0) say(`needs the heading "${heading}" (English first, then Russian)`);
		else from += at + 1;
	}
	return findings;
};

/** White notes group the nodes: short, enough of them, and each node inside one. */
export const sectionStickies: Rule = (workflow, { catalog }) => {
	const { nodes } = workflow.document;
	const stickies = nodes.filter(isSticky);
	const sections = stickies.filter((node) => [WHITE, RED].includes(colour(node)));
	const working = nodes.filter((node) => !isSticky(node) && !node.disabled);
	const findings: Finding[] = [];
	for (const node of stickies) {
		if (![YELLOW, RED, WHITE].includes(colour(node))) {
			const message = 'must be yellow (overview), white (color 7) or red (color 3, a warning)';
			findings.push({ node: node.name, message });
		}
	}
	for (const node of sections) {
		const words = wordCount(text(node));
		if (words === 0) findings.push({ node: node.name, message: 'is empty' });
		if (words >= SECTION_WORDS) {
			findings.push({ node: node.name, message: `has ${words} words; under ${SECTION_WORDS}` });
		}
	}
	const needed = working.length < 4 ? 0 : Math.ceil(working.length / NODES_PER_SECTION);
	const white = sections.filter((node) => colour(node) === WHITE).length;
	if (white < needed) {
		const message = `needs at least ${needed} white section stickies for ${working.length} nodes, has ${white}`;
		findings.push({ message });
	}
	if (needed === 0 && white === 0) return findings;
	for (const node of working) {
		const box = nodeBox(node, workflow, catalog);
		const around = sections.filter((sticky) => contains(stickyBox(sticky), box));
		const touching = stickies.filter((sticky) => overlap(stickyBox(sticky), box));
		if (around.length === 0) {
			const edge = touching[0] ? `; it lies on the edge of "${touching[0].name}"` : '';
			findings.push({ node: node.name, message: `lies in no section sticky${edge}` });
		} else if (touching.length > 1) {
			findings.push({ node: node.name, message: 'lies in more than one sticky' });
		}
	}
	return findings;
};

export const stickyOverlaps: Rule = ({ document }) => {
	const stickies = document.nodes.filter(isSticky);
	return stickies.flatMap((a, i) =>
		stickies
			.slice(i + 1)
			.filter((b) => overlap(stickyBox(a), stickyBox(b)))
			.map((b) => ({ node: a.name, message: `overlaps the sticky "${b.name}"` })),
	);
};
