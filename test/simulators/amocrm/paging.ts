import type { Call } from './api';
import type { Json } from './model';
import { textOf, treeOf } from './phpQuery';

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 250;

interface Page<T> {
	items: T[];
	page: number;
	links: Json;
	pages: number;
}

/** The page of `page` and `limit` with its links; `next` is absent on the last one (sheet §4). */
export function cutPage<T>(call: Call, all: T[]): Page<T> {
	const page = Math.max(1, Math.floor(Number(textOf(call.query.page) ?? 1)) || 1);
	const limit = limitOf(call);
	const items = all.slice((page - 1) * limit, page * limit);
	const href = (number: number) => {
		const [path, search] = call.path.split('?');
		const params = new URLSearchParams(search);
		params.set('page', String(number));
		params.set('limit', String(limit));
		return { href: `${call.base}${path}?${params.toString()}` };
	};
	const links: Json = { self: href(page) };
	if (page * limit < all.length) links.next = href(page + 1);
	if (page > 1) Object.assign(links, { first: href(1), prev: href(page - 1) });
	return { items, page, links, pages: Math.ceil(all.length / limit) };
}

/** A page of entities, notes or tasks; nothing found, or past the end, is 204. */
export function listAnswer<T>(
	call: Call,
	key: string,
	all: T[],
	view: (item: T) => Json,
): Json | undefined {
	const { items, page, links } = cutPage(call, all);
	if (items.length === 0) return undefined;
	return { _page: page, _links: links, _embedded: { [key]: items.map(view) } };
}

/** A page of a dictionary, which carries `_total_items`. */
export function dictionaryAnswer<T>(
	call: Call,
	key: string,
	all: T[],
	view: (item: T) => Json,
): Json | undefined {
	const { items, page, links, pages } = cutPage(call, all);
	if (items.length === 0) return undefined;
	return {
		_total_items: all.length,
		_page: page,
		_page_count: pages,
		_links: links,
		_embedded: { [key]: items.map(view) },
	};
}

/** Sorted by the first key of `order[…]` that is allowed; by id otherwise. */
export function inOrder<T extends { id: number }>(call: Call, items: T[], keys: string[]): T[] {
	const [key, direction] =
		Object.entries(treeOf(call.query.order)).find(([name]) => keys.includes(name)) ?? [];
	const sign = direction === 'desc' ? -1 : 1;
	const valueOf = (item: T) => Number((item as Json)[key ?? 'id'] ?? 0);
	return items.toSorted((a, b) => sign * (valueOf(a) - valueOf(b) || a.id - b.id));
}

function limitOf(call: Call): number {
	const asked = Math.floor(Number(textOf(call.query.limit) ?? DEFAULT_LIMIT));
	if (!(asked >= 1)) return DEFAULT_LIMIT;
	if (asked <= MAX_LIMIT) return asked;
	return call.world.switches.limitFallsBack ? DEFAULT_LIMIT : MAX_LIMIT;
}
