import { sleep } from 'n8n-workflow';

import { InputError, VendorError } from '../../shared/errors';
import { fieldsOf } from '../../shared/values';
import { chatPartOf, judged, type EventPiece, type SitniksEvent } from './event';

/** The client waits meanwhile. */
export const CHAT_TIMEOUT_MS = 4000;
/** An id goes into the path of an address. */
const ID = /^[\w-]{1,64}$/;

type Found = { chat: Record<string, unknown>; error: '' } | { chat: undefined; error: string };

/**
 * The events with their chats as these are now; where the read fails or takes too long the event stays as
 * it is, with a code in `fetch_error`: the message is worth more than what is added to it.
 *
 * @param readChat gives the chat as Sitniks answers it
 * @param budgetMs for all of them
 */
export async function withChats(
	pieces: EventPiece[],
	readChat: (chatId: string) => Promise<unknown>,
	budgetMs = CHAT_TIMEOUT_MS,
): Promise<EventPiece[]> {
	const until = Date.now() + budgetMs;
	const found = new Map<string, Found>();
	for (const { event } of pieces) {
		const { chat_id } = event;
		if (chat_id === '' || found.has(chat_id)) continue;
		found.set(chat_id, await readInTime(chat_id, readChat, until - Date.now()));
	}
	return pieces.map(({ event, raw }) => {
		const { chat, error } = found.get(event.chat_id) ?? { chat: undefined, error: '' };
		const fetched = chat === undefined ? event : withChat(event, chat);
		return { event: { ...fetched, fetch_error: error }, raw };
	});
}

/** Never throws. */
async function readInTime(
	chatId: string,
	readChat: (chatId: string) => Promise<unknown>,
	leftMs: number,
): Promise<Found> {
	if (!ID.test(chatId)) return failed('chat_not_found');
	if (leftMs <= 0) return failed('timeout');
	const isOver = new AbortController();
	const read = readChat(chatId).then(
		(chat): Found => ({ chat: fieldsOf(chat), error: '' }),
		(error: unknown) => failed(codeOf(error)),
	);
	const tooLate = () => failed('timeout');
	const result = await Promise.race([read, sleep(leftMs, isOver.signal).then(tooLate, tooLate)]);
	isOver.abort();
	return result;
}

function failed(error: string): Found {
	return { chat: undefined, error };
}

function codeOf(error: unknown): string {
	return error instanceof VendorError || error instanceof InputError ? error.code : 'unexpected';
}

/** Whose chat it is does not change; the rest is what the API says. */
function withChat(event: SitniksEvent, chat: Record<string, unknown>): SitniksEvent {
	const { user_id, tags, ...rest } = chatPartOf(chat);
	const known = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== ''));
	return judged({
		...event,
		...known,
		user_id: event.user_id || user_id,
		tags: Array.isArray(chat.tags) ? tags : event.tags,
	});
}
