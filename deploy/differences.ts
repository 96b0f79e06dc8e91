import { createTwoFilesPatch } from 'diff';

import type { Difference } from './plan/merge';
import type { Content } from './shipped/workflow';

/**
 * Where a difference is, in the words of the canvas: `Choose the Store › parameters.storeId`, `lines of Route`.
 *
 * @param contents in which the names of the nodes are looked up, the best ones first
 */
export function placeOf({ path }: Difference, contents: Content[]): string {
	const nameOf = (id: string) => {
		for (const { nodes } of contents) {
			const found = nodes.find((node) => node.id === id);
			if (found) return found.name;
		}
		return id;
	};
	const [branch, key = '', ...rest] = path;
	if (branch === 'lines') return `${nameOf(key.replace(/ \S+ \d+$/, ''))} →`;
	if (branch !== 'nodes') return path.join('.');
	return rest.length > 0 ? `${nameOf(key)} › ${rest.join('.')}` : nameOf(key);
}

/** The two values line by line, as `diff -u` shows them, without its header. */
export function patchOf(before: unknown, after: unknown): string {
	const patch = createTwoFilesPatch('', '', textOf(before), textOf(after), '', '', { context: 2 });
	return patch
		.split('\n')
		.slice(4)
		.filter((line) => !line.startsWith('\\') && line !== '')
		.map((line) => (line.startsWith('@@') ? ' …' : line))
		.filter((line, index) => line !== ' …' || index > 0)
		.join('\n');
}

function textOf(value: unknown): string {
	if (value === undefined) return '';
	return `${typeof value === 'string' ? value : JSON.stringify(value, null, 2)}\n`;
}
