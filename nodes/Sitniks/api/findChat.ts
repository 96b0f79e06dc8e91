import { pause } from '../../shared/pause';
import type { SitniksApi } from './client';
import { seenChats, SHARE_MS, sharedListing, type Listing, type Window } from './listing';
import { matchChat, type Person } from '../domain/matching';
import type { Chat } from './schema';

export interface Search {
	/** How far back to look at most, in milliseconds; Infinity for all chats. */
	backMs: number;
	/** A fresh chat needs a moment to appear: so long it is waited for. */
	waitMs: number;
	/** How many pages of 50 chats to read at most, once by time and once of all chats. */
	maxPages: number;
}

export interface Found {
	chat?: Chat;
	/** All chats were looked at that the search was to look at. */
	isComplete: boolean;
}

export interface FindTiming {
	shareMs: number;
	/** Between two looks for a fresh chat. */
	lookMs: number;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const NEWEST_MS = 5 * MINUTE_MS;
const WIDER_MS = [HOUR_MS, DAY_MS, 7 * DAY_MS, 30 * DAY_MS];
/** Longer than a listing is shared: each look is a new one. */
const TIMING: FindTiming = { shareMs: SHARE_MS, lookMs: 2500 };

/**
 * Finds the chat of a person. Sitniks cannot be asked for a name (sitniks sheet §2), so lists are read:
 * what was read within the last minute (a hundred new clients need not be a hundred searches),
 * the newest minutes, then the top of all chats (`startDate` may mean when a chat was made, not when it
 * was active), then wider windows, and in the end all chats as far as `maxPages` goes.
 *
 * @throws {VendorError}
 * @throws {InputError} `ambiguous`
 */
export async function findChat(
	api: SitniksApi,
	person: Person,
	{ backMs, waitMs, maxPages }: Search,
	timing = TIMING,
): Promise<Found> {
	const list = async (window: Window, maxAgeMs = timing.shareMs) =>
		await sharedListing(api, window, Math.min(maxAgeMs, timing.shareMs));
	const newest = { backMs: NEWEST_MS, maxPages };
	const until = Date.now() + waitMs;

	let chat = matchChat(await seenChats(api), person);
	if (chat) return { chat, isComplete: true };
	let listing = await list(newest);
	chat = matchChat(listing.chats, person);
	if (chat) return { chat, isComplete: true };

	const top = await list({ maxPages: 1 });
	chat = matchChat(top.chats, person);
	if (chat) return { chat, isComplete: true };

	while (Date.now() < until) {
		const lookedAt = Date.now();
		await pause(Math.min(timing.lookMs, until - lookedAt), api.calls.signal);
		// Newer than the last look, whoever has read it.
		listing = await list(newest, Date.now() - lookedAt);
		chat = matchChat(listing.chats, person);
		if (chat) return { chat, isComplete: true };
	}
	if (top.isComplete) return { isComplete: true };

	const byTime = await inWiderWindows(list, listing, person, backMs, maxPages);
	if (byTime.chat || backMs !== Infinity) return byTime;
	const all = await list({ maxPages });
	return { chat: matchChat(all.chats, person), isComplete: all.isComplete };
}

async function inWiderWindows(
	list: (window: Window) => Promise<Listing>,
	newest: Listing,
	person: Person,
	maxBackMs: number,
	maxPages: number,
): Promise<Found> {
	let narrower = newest;
	let pagesLeft = maxPages;
	for (const backMs of WIDER_MS.filter((ms) => ms <= maxBackMs)) {
		narrower = await list({ backMs, maxPages: pagesLeft, narrower });
		const chat = matchChat(narrower.chats, person);
		if (chat) return { chat, isComplete: true };
		pagesLeft -= narrower.pages;
		if (!narrower.isComplete || pagesLeft <= 0) return { isComplete: false };
	}
	return { isComplete: true };
}
