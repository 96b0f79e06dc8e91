import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';

import type { Content } from '../shipped/workflow';
import { newNames, withNames } from './renames';
import { contentOf, viewOf, type View } from './view';

/** Whose value wins where the pack and the operator have both changed the same thing. */
export type Side = 'ours' | 'theirs';

export interface Difference {
	/** Steps into the `View`: `['nodes', '<id>', 'parameters', 'text']`. */
	path: string[];
	before: unknown;
	ours: unknown;
	theirs: unknown;
}

export interface Merged {
	content: Content;
	/** What both changed, differently. */
	conflicts: Difference[];
}

/** A key that is not there: something else than null, and equal to itself only. */
const ABSENT = Symbol('absent');

/**
 * Three-way merge of a workflow.
 *
 * What only one side changed is taken from it; nodes are matched by id, parameters one by one, the lines out of one
 * output as a whole (half of each would send items twice). Positions are always theirs.
 *
 * @param base as it was shipped and written before
 * @param ours as it is shipped now
 * @param theirs as it is in n8n
 */
export function merge(base: Content, ours: Content, theirs: Content, prefer: Side): Merged {
	// Names first: a node of ours that is new must call a node by the name that the operator gave it, and his nodes
	// must follow names that we changed.
	const names = new Map([...newNames(base, ours), ...newNames(base, theirs)]);
	const [before, now, there] = [base, ours, theirs].map((one) => withNames(one, names));
	const [b, o, t] = [before, now, there].map(viewOf);

	const merger = new Merger(prefer);
	const view = merger.merge(b, o, t, []) as View;
	return {
		content: contentOf(withUniqueNames(view, o), there, now),
		conflicts: merger.conflicts,
	};
}

/** What the operator changed: the leaves in which a workflow differs from what was written. */
export function editsOf(base: Content, theirs: Content): Difference[] {
	return differences(viewOf(base), viewOf(theirs));
}

/** True when both do the same; where the nodes stand does not count. */
export function sameContent(a: Content, b: Content): boolean {
	return differences(viewOf(a), viewOf(b)).length === 0;
}

/** Short text that is the same for all that `sameContent` takes for the same. */
export function fingerprint(content: Content): string {
	const text = JSON.stringify(comparable(viewOf(content)));
	return createHash('sha256').update(text).digest('base64url');
}

class Merger {
	readonly conflicts: Difference[] = [];

	constructor(private readonly prefer: Side) {}

	merge(before: unknown, ours: unknown, theirs: unknown, path: string[]): unknown {
		if (equal(ours, theirs) || equal(before, ours)) return theirs;
		if (equal(before, theirs)) return ours;
		if (isBranch(ours) && isBranch(theirs)) {
			return this.mergeBranch(isBranch(before) ? before : {}, ours, theirs, path);
		}
		this.conflicts.push({ path, ...shown(before, ours, theirs) });
		return this.prefer === 'ours' ? ours : theirs;
	}

	private mergeBranch(before: Branch, ours: Branch, theirs: Branch, path: string[]): Branch {
		const result: Branch = {};
		for (const key of new Set([...Object.keys(theirs), ...Object.keys(ours)])) {
			const value = this.merge(at(before, key), at(ours, key), at(theirs, key), [...path, key]);
			if (value !== ABSENT) result[key] = value;
		}
		return result;
	}
}

type Branch = Record<string, unknown>;

/** Lists and chosen values (`__rl`) are one thing: half of one and half of the other means nothing. */
function isBranch(value: unknown): value is Branch {
	return typeof value === 'object' && value !== null && !Array.isArray(value) && !('__rl' in value);
}

function at(branch: Branch, key: string): unknown {
	return Object.hasOwn(branch, key) ? branch[key] : ABSENT;
}

function differences(before: unknown, theirs: unknown): Difference[] {
	const found: Difference[] = [];
	const compare = (one: unknown, other: unknown, path: string[]) => {
		if (equal(one, other)) return;
		if (isBranch(one) && isBranch(other)) {
			for (const key of new Set([...Object.keys(one), ...Object.keys(other)])) {
				compare(at(one, key), at(other, key), [...path, key]);
			}
			return;
		}
		found.push({ path, ...shown(one, undefined, other) });
	};
	compare(before, theirs, []);
	return found;
}

function shown(before: unknown, ours: unknown, theirs: unknown) {
	const plain = (value: unknown) => (value === ABSENT ? undefined : value);
	return { before: plain(before), ours: plain(ours), theirs: plain(theirs) };
}

function equal(a: unknown, b: unknown): boolean {
	return isDeepStrictEqual(comparable(a), comparable(b));
}

/**
 * In one order of keys, and without names that only help to read: n8n's editor writes them anew when it likes. What was chosen is its id.
 */
function comparable(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(comparable);
	if (typeof value !== 'object' || value === null) return value;
	const entries = Object.entries(value)
		.filter(([key, item]) => item !== undefined && !/^cachedResult(Name|Url)$/.test(key))
		.sort(([a], [b]) => (a < b ? -1 : 1));
	return Object.fromEntries(entries.map(([key, item]) => [key, comparable(item)]));
}

/** n8n knows nodes by name. A node of the operator's that has the name of a new one of ours gets a number. */
function withUniqueNames(view: View, ours: View): View {
	const taken = new Set(Object.keys(ours.nodes).map((id) => view.nodes[id]?.name));
	const nodes: View['nodes'] = {};
	const own = new Set<unknown>();
	for (const [id, node] of Object.entries(view.nodes)) {
		const isOurs = id in ours.nodes;
		let name = String(node.name);
		for (let n = 2; (!isOurs && taken.has(name)) || own.has(name); n += 1) {
			name = `${String(node.name)} ${n}`;
		}
		own.add(name);
		nodes[id] = name === node.name ? node : { ...node, name };
	}
	return { ...view, nodes };
}
