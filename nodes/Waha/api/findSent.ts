import { messageText } from '../../shared/values';
import type { WahaApi } from './client';
import { readMessage } from '../domain/message';

/** What is looked for: the key if it is there, else the newest own message with this text. */
export interface Wanted {
	messageKey: string;
	text: string;
	/** Seconds since 1970; older messages do not count. */
	since?: number;
}

/** An own message as it stands in the chat's history. */
export interface Found {
	messageId: string;
	messageKey: string;
	ack: number | null;
	/** ISO, or null. */
	timestamp: string | null;
}

/** Enough for a chat with a shop; a search must end in some seconds. */
const MAX_PAGES = 10;

/** @throws {VendorError} when the history cannot be read */
export async function findSent(
	api: WahaApi,
	session: string,
	chatId: string,
	wanted: Wanted,
): Promise<Found | undefined> {
	const filters = {
		sortBy: 'timestamp',
		sortOrder: 'desc',
		'filter.fromMe': true,
		'filter.timestamp.gte': wanted.since,
	};
	let sameText: Found | undefined;
	let pages = 0;
	for await (const page of api.messagePages(session, chatId, filters)) {
		for (const raw of page) {
			if (!isCandidate(raw, wanted.since)) continue;
			const { messageId, messageKey, text, sentAt } = readMessage(raw);
			const ack = typeof raw.ack === 'number' ? raw.ack : null;
			const found = { messageId, messageKey, ack, timestamp: sentAt };
			if (wanted.messageKey && messageKey === wanted.messageKey) return found;
			if (wanted.text && messageText(text) === messageText(wanted.text)) sameText ??= found;
		}
		pages += 1;
		if (pages >= MAX_PAGES || (sameText && !wanted.messageKey)) break;
	}
	return sameText;
}

/** Not every engine applies the filters. */
function isCandidate(raw: Record<string, unknown>, since: number | undefined): boolean {
	const { fromMe, sentAt } = readMessage(raw);
	if (!fromMe) return false;
	return since === undefined || (sentAt !== null && Date.parse(sentAt) >= since * 1000);
}
