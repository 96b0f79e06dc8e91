import { messageText } from '../../shared/values';
import type { ChannelRef, WahelpApi } from './client';
import { isOperators } from '../domain/inbound/kind';
import {
	directionOf,
	idNumber,
	idOf,
	isoTime,
	textOf,
	userIdOf,
	type RawMessage,
} from '../domain/message';

/** The message that is looked for. */
export interface Wanted {
	userId: string;
	text: string;
	/** Milliseconds; Wahelp's times have whole seconds, so it counts from the second's start. */
	since: number;
	/** The direction it was sent with; without it any that goes out counts. */
	destination?: string;
	isExcluded(messageId: string): boolean;
}

export interface Search {
	/** The oldest message that fits. */
	found?: { messageId: string; sentAt: string };
	/** False when a message that fits could be where nobody looked, or could not be read. */
	complete: boolean;
	/** The largest id that was seen. */
	newestId?: number;
}

/** Enough for an hour of a busy channel; a search must end in some seconds. */
const MAX_PAGES = 10;
/** No server cuts pages shorter than this, so such a page is the whole list. Assumed (wahelp sheet §10). */
const SURELY_ALL = 20;

/**
 * Looks whether a message is in the history of its channel.
 *
 * Order, page size and paging are not documented (sheet §10): it is sure that a message is not there
 * only when the pages ran newest first back to `since`, or the list came to its end.
 *
 * @throws {VendorError} when the history cannot be read
 */
export async function findSent(
	api: WahelpApi,
	channel: ChannelRef,
	wanted: Wanted,
): Promise<Search> {
	const since = Math.floor(wanted.since / 1000) * 1000;
	const search: Search = { complete: false };
	let pages = 0;
	let isUnsure = false;
	let isEnd = false;
	for await (const page of api.messagePages(channel, { userId: wanted.userId })) {
		for (const message of page) {
			const id = idNumber(idOf(message));
			if (Number.isFinite(id)) search.newestId = Math.max(search.newestId ?? 0, id);
			const fit = fits(message, wanted, since);
			if (fit === 'unsure') isUnsure = true;
			if (fit === 'yes') search.found = older(search.found, foundOf(message));
		}
		pages += 1;
		const isShort = pages === 1 ? page.length < SURELY_ALL : page.length === 0;
		isEnd = isShort || (isNewestFirst(page) && page.some((message) => timeOf(message) < since));
		if (isEnd || pages >= MAX_PAGES) break;
	}
	search.complete = isEnd && !isUnsure;
	return search;
}

function fits(message: RawMessage, wanted: Wanted, since: number): 'yes' | 'no' | 'unsure' {
	const messageId = idOf(message);
	if (messageText(textOf(message)) !== messageText(wanted.text) || wanted.isExcluded(messageId))
		return 'no';
	if (!hasDirection(message, wanted.destination)) return 'no';
	const userId = userIdOf(message);
	if (userId !== '' && userId !== wanted.userId) return 'no';
	const time = timeOf(message);
	if (time < since) return 'no';
	return userId === '' || messageId === '' || Number.isNaN(time) ? 'unsure' : 'yes';
}

/** Own messages come as `from_operator`; a history may leave the direction out (sheet §9). */
function hasDirection(message: RawMessage, destination: string | undefined): boolean {
	const direction = directionOf(message);
	if (destination) return direction === destination.trim().toLowerCase();
	return direction === '' || isOperators(direction);
}

function older(a: Search['found'], b: NonNullable<Search['found']>): Search['found'] {
	return a && idNumber(a.messageId) <= idNumber(b.messageId) ? a : b;
}

function foundOf(message: RawMessage): NonNullable<Search['found']> {
	return { messageId: idOf(message), sentAt: isoTime(message.created_at) };
}

/** Milliseconds, NaN when there is no time. */
function timeOf(message: RawMessage): number {
	return Date.parse(isoTime(message.created_at));
}

function isNewestFirst(page: RawMessage[]): boolean {
	const ids = page.map((message) => idNumber(idOf(message)));
	return ids.every((id, index) => index === 0 || id < ids[index - 1]);
}
