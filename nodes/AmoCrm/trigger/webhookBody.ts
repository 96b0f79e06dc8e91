import type { IDataObject } from 'n8n-workflow';

import { storableText } from '../../shared/storable';

type Tree = Map<string, Tree | string>;

/** amoCRM nests six levels deep (amocrm sheet §12); a body that goes on and on is no webhook of it. */
const MAX_DEPTH = 32;
const UNSAFE_KEYS = new Set(['__proto__', 'constructor', 'prototype']);
/** Keyed by lead id: as a list it would lose the ids (sheet §12). */
const NEVER_LISTS = new Set(['linked_leads_id']);

/**
 * Decodes a form-encoded body with PHP's brackets: `leads[add][0][id]=5` becomes
 * `{leads: {add: [{id: '5'}]}}` (amocrm sheet §12). n8n itself keeps such keys flat, and of long bodies
 * only the first thousand. Keys 0, 1, 2 … are a list; every value is text. Never throws.
 *
 * @param text the body as it arrived
 */
export function decodeBody(text: string): IDataObject {
	const root: Tree = new Map();
	for (const [name, value] of new URLSearchParams(text.replace(/^\uFEFF/, ''))) {
		const path = pathOf(storableText(name));
		if (path.length <= MAX_DEPTH && !path.some((key) => UNSAFE_KEYS.has(key))) {
			put(root, path, storableText(value));
		}
	}
	return objectOf(root);
}

/** `leads[add][0][id]` → leads, add, 0, id. */
function pathOf(name: string): string[] {
	const [head, ...rest] = name.split('[');
	return [head, ...rest.map((part) => part.replace(/\]$/, ''))];
}

function put(root: Tree, path: string[], value: string): void {
	let place = root;
	for (const [depth, part] of path.entries()) {
		// `a[]=` counts up.
		const key = part === '' && depth > 0 ? String(place.size) : part;
		if (depth === path.length - 1) {
			place.set(key, value);
			return;
		}
		const known = place.get(key);
		const next: Tree = known instanceof Map ? known : new Map();
		place.set(key, next);
		place = next;
	}
}

function objectOf(tree: Tree): IDataObject {
	const entries = [...tree].map(([key, value]) => [key, valueOf(key, value)]);
	return Object.fromEntries(entries) as IDataObject;
}

function valueOf(key: string, value: Tree | string): IDataObject[string] {
	if (!(value instanceof Map)) return value;
	const keys = [...value.keys()];
	const isList = !NEVER_LISTS.has(key) && keys.every((name, index) => name === String(index));
	if (!isList) return objectOf(value);
	return [...value].map(([name, item]) => valueOf(name, item)) as IDataObject[];
}
