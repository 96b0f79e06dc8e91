import { VendorError } from '../../shared/errors';
import type { SitniksApi } from './client';
import { chatIdIn } from '../domain/chat';
import type { Chat } from './schema';

/** Ids of a person's chat that are there before anybody searches; '' for none. */
export interface ChatHints {
	/** As it was found before: taken without a call. */
	known: string;
	/** As somebody else hands it in: taken once the chat was seen. */
	suggested: string;
}

export interface KnownChat {
	/** Undefined: it has to be searched. */
	chatId?: string;
	/** Set when it was read. */
	chat?: Chat;
	/** The suggested id is none, or Sitniks has no such chat. */
	isSuggestionIgnored: boolean;
}

/** What Sitniks says to an id that is none of a chat. */
const NO_CHAT = ['chat_not_found', 'invalid_request'];

/**
 * The chat that the hints name. A suggested one that Sitniks does not have never stands in for the one
 * that is known; a known one of no plausible shape is searched anew.
 *
 * @throws {VendorError} when Sitniks does not tell whether the suggested chat is there
 */
export async function knownChat(api: SitniksApi, hints: ChatHints): Promise<KnownChat> {
	const known = chatIdIn(hints.known);
	const suggested = chatIdIn(hints.suggested);
	if (suggested !== undefined && suggested !== known) {
		const chat = await chatOrNone(api, suggested);
		if (chat) return { chatId: suggested, chat, isSuggestionIgnored: false };
	}
	const isGiven = hints.suggested.trim() !== '';
	const isKnown = suggested !== undefined && suggested === known;
	return { chatId: known, isSuggestionIgnored: isGiven && !isKnown };
}

async function chatOrNone(api: SitniksApi, id: string): Promise<Chat | undefined> {
	return await api.chat(id).catch(async (error: unknown) => {
		if (error instanceof VendorError && NO_CHAT.includes(error.code)) return undefined;
		return await Promise.reject(error);
	});
}
