import { VendorError } from '../../shared/errors';
import { KeyedMutex } from '../../shared/keyedMutex';
import { RecentKeys } from '../../shared/ttlMap';
import { messageText } from '../../shared/values';
import { writeOnce } from '../../shared/writeOnce';
import { collect, PAGE_SIZE, type SitniksApi } from './client';
import type { Message } from './schema';
import { timeOf } from '../domain/time';

export interface Outgoing {
	chatId: string;
	text: string;
	attachments: string[];
}

export interface Sent {
	messageId: string;
	/** ISO. */
	createdAt: string;
	/** The answer was lost, and the chat shows the message. */
	confirmed: boolean;
}

/** Between a lost answer and the look into the chat. */
const LOOK_PAUSE_MS = 1000;
/** How much the clock of Sitniks may be behind. */
const CLOCK_SKEW_MS = 60_000;
const HOUR_MS = 3_600_000;
const MAX_TRIES = 2;

/** One message at a time per chat: their order holds, and two equal texts stay two messages. */
const perChat = new KeyedMutex();
/** Messages that this process knows to be its own: a lost one is never taken for one of these. */
const ownMessages = new RecentKeys(HOUR_MS, 20_000);

/**
 * Sends a message so that it arrives once. Sitniks has no idempotency key: after a lost answer the newest
 * messages tell whether it went out, and only when it did not it is sent again. Files alone cannot be
 * told apart, so then the outcome stays unknown.
 *
 * @throws {VendorError} `chat_not_found`, `send_unsupported`; outcome `unknown` when nobody can tell
 */
export async function sendOnce(
	api: SitniksApi,
	message: Outgoing,
	lookPauseMs = LOOK_PAUSE_MS,
): Promise<Sent> {
	return await perChat.run(`${api.account}|${message.chatId}`, async () => {
		api.calls.signal?.throwIfAborted();
		const sent = await sendOrFind(api, message, lookPauseMs);
		ownMessages.remember(`${api.account}|${sent.messageId}`);
		return sent;
	});
}

async function sendOrFind(api: SitniksApi, message: Outgoing, lookPauseMs: number): Promise<Sent> {
	const { chatId, text, attachments } = message;
	const since = Date.now() - CLOCK_SKEW_MS;
	const body = {
		...(text === '' ? {} : { text }),
		...(attachments.length === 0 ? {} : { attachments }),
	};
	const look = async () => {
		const newest = await collect(api.messages(chatId, false, PAGE_SIZE), PAGE_SIZE);
		return newest.find((one) => isOurs(api, one, text, since));
	};
	const { value, confirmed } = await writeOnce<Message>({
		write: async () =>
			await api
				.sendMessage(chatId, body)
				.catch(async (error: unknown) => await Promise.reject(await refusedBy(api, error, chatId))),
		look: text === '' ? undefined : look,
		pausesMs: Array<number>(MAX_TRIES).fill(lookPauseMs),
		again: true,
		signal: api.calls.signal,
	});
	const createdAt = value.createdAt || new Date().toISOString();
	return { messageId: value.id, createdAt, confirmed };
}

/** Messages sent through the API have no manager's name (sitniks sheet §2). */
function isOurs({ account }: SitniksApi, message: Message, text: string, since: number): boolean {
	const isSame = messageText(message.text) === messageText(text) && message.managerName === '';
	const isKnown = ownMessages.has(`${account}|${message.id}`);
	return isSame && !isKnown && timeOf(message.createdAt) >= since;
}

/** 404: is it the chat, or does an older account not have the call (sitniks sheet §2)? */
async function refusedBy(api: SitniksApi, error: unknown, chatId: string): Promise<unknown> {
	if (!(error instanceof VendorError) || error.code !== 'not_found') return error;
	const missing = await api.chat(chatId).then(
		() => undefined,
		(failed: unknown) => failed,
	);
	if (missing !== undefined) return missing;
	return new VendorError('The API of this Sitniks account does not send messages', {
		code: 'send_unsupported',
		outcome: 'rejected',
		httpStatus: error.httpStatus,
		requestId: error.requestId,
		hint: 'Sitniks added it in July 2026. Ask its support to open it for the account.',
	});
}
