/** A tree of bracketed parameters: `filter[id][0]=1` is `{filter: {id: {0: '1'}}}`. */
export interface Tree {
	[key: string]: string | Tree;
}

/**
 * Parses a query string as PHP does, raw or encoded brackets (amocrm sheet §4); `a[]=` counts up.
 * Trees have no prototype, so that `__proto__` is a key as any other.
 */
export function parsePhpQuery(search: string): Tree {
	const root = empty();
	for (const [name, value] of new URLSearchParams(search)) {
		const [head, ...rest] = name.split('[');
		const keys = [head, ...rest.map((part) => part.replace(/\]$/, ''))];
		let place = root;
		keys.forEach((raw, index) => {
			const key = raw === '' && index > 0 ? String(Object.keys(place).length) : raw;
			if (index === keys.length - 1) {
				place[key] = value;
				return;
			}
			const next = place[key];
			const tree = typeof next === 'object' ? next : empty();
			place[key] = tree;
			place = tree;
		});
	}
	return root;
}

/** A value or a list of values as a list; comma lists are not split. */
export function listOf(value: string | Tree | undefined): string[] {
	if (value === undefined) return [];
	if (typeof value === 'string') return [value];
	return Object.values(value).flatMap((item) => listOf(item));
}

export function treeOf(value: string | Tree | undefined): Tree {
	return typeof value === 'object' ? value : empty();
}

export function textOf(value: string | Tree | undefined): string | undefined {
	return typeof value === 'string' ? value : undefined;
}

/** Bracketed form fields of a nested value, as `http_build_query` writes them. Null is left out. */
export function phpForm(value: unknown, prefix = ''): Array<[string, string]> {
	if (value === null || value === undefined) return [];
	if (typeof value === 'boolean') return [[prefix, value ? '1' : '0']];
	if (typeof value !== 'object') return [[prefix, String(value)]];
	return Object.entries(value).flatMap(([key, item]) =>
		phpForm(item, prefix === '' ? key : `${prefix}[${key}]`),
	);
}

function empty(): Tree {
	return Object.create(null) as Tree;
}
