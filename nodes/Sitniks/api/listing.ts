import type { SitniksApi } from './client';
import type { Chat } from './schema';
import { TtlCache } from '../../shared/ttlCache';

/** The chats of a window of time, as they were read. */
export interface Listing {
	/** In the order of the list. */
	chats: Chat[];
	/** The list was read to its end. */
	isComplete: boolean;
	/** How many pages that took. */
	pages: number;
	/** No row came twice, so that the list did not move meanwhile. */
	isSteady: boolean;
}

export interface Window {
	/** How far back, in milliseconds; undefined for all chats. */
	backMs?: number;
	maxPages: number;
	/** A listing of a narrower window, with which this one may begin. */
	narrower?: Listing;
}

/** Items and executions of the same moment share a listing. */
export const SHARE_MS = 2000;
const CONTINUE_FROM = 50;

/** Shared by all executions of this process. */
export const processListings = new TtlCache<Listing>();

/** A chat that was seen may be used for so long: its ID does not change. */
const SEEN_MS = 60_000;

/** All chats that searches of the last minute have read; each as it was seen last. */
export async function seenChats(
	{ sharedKey }: SitniksApi,
	listings = processListings,
): Promise<Chat[]> {
	const seen = (await listings.peek(`${sharedKey}|`, SEEN_MS)).flatMap(({ chats }) => chats);
	return [...new Map(seen.map((chat) => [chat.id, chat])).values()];
}

/** One of the chats has vanished: the next search reads anew. */
export function forgetSeen({ account }: SitniksApi, listings = processListings): void {
	listings.forget(account);
}

/** The listing, or one that is at most two seconds old. @throws {VendorError} */
export async function sharedListing(
	api: SitniksApi,
	window: Window,
	shareMs = SHARE_MS,
	listings = processListings,
): Promise<Listing> {
	return await listings.get(keyOf(api, window), shareMs, async (answered) => {
		return await readListing(api, window, answered);
	});
}

function keyOf({ sharedKey }: SitniksApi, { backMs, maxPages }: Window): string {
	return `${sharedKey}|${backMs ?? 'all'}|${maxPages}`;
}

/**
 * Pages of chats, newest activity first. Chats may move while they are read: whatever comes twice counts
 * once, and after several pages the top is read again, for what has moved there from below.
 */
async function readListing(
	api: SitniksApi,
	{ backMs, maxPages, narrower }: Window,
	answered: () => void,
): Promise<Listing> {
	const startDate = backMs === undefined ? undefined : new Date(Date.now() - backMs).toISOString();
	const chats = new Map<string, Chat>();
	let pages = 0;
	let isSteady = true;
	const read = async (skip: number) => {
		const page = await api.chatPage({ startDate }, skip);
		answered();
		pages += 1;
		return page;
	};
	/** Whether there was a chat that is new to the list. */
	const add = (rows: Chat[]): boolean => {
		const before = chats.size;
		for (const chat of rows) chats.set(chat.id, chat);
		return chats.size > before;
	};
	const result = (isComplete: boolean): Listing => ({
		chats: [...chats.values()],
		isComplete,
		pages,
		isSteady,
	});

	let skip = 0;
	const known = narrower?.isSteady === true ? narrower.chats : [];
	if (known.length >= CONTINUE_FROM) {
		// One row of overlap: the same row in the same place proves that this list begins as that one.
		const page = await read(known.length - 1);
		if (page.rows[0]?.id === known.at(-1)?.id) {
			add(known);
			add(page.rows.slice(1));
			if (page.isLast) return result(true);
			skip = known.length - 1 + page.length;
		}
	}
	while (pages < maxPages) {
		const page = await read(skip);
		const hasNews = add(page.rows);
		skip += page.length;
		if (chats.size < skip) isSteady = false;
		if (page.isLast) {
			if (skip > page.length && add((await read(0)).rows)) isSteady = false;
			return result(true);
		}
		// A server that gives the same page for ever.
		if (!hasNews) break;
	}
	return result(false);
}
