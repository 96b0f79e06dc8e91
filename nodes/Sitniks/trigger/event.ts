import type { Fingerprint } from '../../shared/repeats';
import { fieldsOf, listOf, textOf } from '../../shared/values';
import { timeOf } from '../domain/time';
import { piecesOf, type Piece } from './pieces';

export type Kind = 'message' | 'comment' | 'own' | 'other';

/** A message in a chat as a webhook of Sitniks tells of it. Ids are text; what is not known is ''. */
export type SitniksEvent = {
	/** `message` and `comment` are the client's; `own` is a manager's, the page's or the API's. */
	kind: Kind;
	/** Why it is `other`, in plain words. */
	reason: string;
	chat_id: string;
	/** The client's. */
	user_id: string;
	user_name: string;
	/** Webhooks have none: it comes with the option *Fetch Chat*. */
	nick_name: string;
	/** The network, such as `instagram`. */
	source: string;
	status: string;
	tags: string[];
	/** The shop's page or bot. */
	owner_name: string;
	/** Who the chat is assigned to; mostly known with the option *Fetch Chat* only. */
	assigned_manager_id: string;
	assigned_manager_name: string;
	sent_by: string;
	text: string;
	/** Addresses of files, where the webhook tells them. */
	attachments: string[];
	comment_id: string;
	message_id: string;
	from_client: boolean;
	/** Who wrote it, when that was a manager. */
	manager_name: string;
	/** ISO in UTC. */
	sent_at: string;
	/** A code when the option *Fetch Chat* did not work. */
	fetch_error: string;
	/** The chat has written more than its quota; only the first such message comes. */
	over_quota: boolean;
};

/** An event with the part of the body that it was read from. */
export interface EventPiece {
	event: SitniksEvent;
	raw: unknown;
}

/**
 * Reads a webhook's body, whatever it is: at least one event, `other` with a reason when it is no
 * message of a chat, with what each was read from. Never throws. Shapes: sitniks sheet §6.
 */
export function readEvents(body: unknown): EventPiece[] {
	return piecesOf(body).map((piece) => ({ event: eventOf(piece), raw: piece.raw }));
}

/** The event where it belongs by what is known of it: again once its chat was read. */
export function judged(event: SitniksEvent): SitniksEvent {
	const { sent_by, user_id } = event;
	const from_client = sent_by !== '' && sent_by === user_id;
	return { ...event, from_client, ...verdictOf({ ...event, from_client }) };
}

/**
 * Only what is surely the client's is: a bot that answers the shop's own message talks to itself
 * (sitniks sheet §2: the client's has the chat's user in `sentBy`).
 */
function verdictOf(event: SitniksEvent): Pick<SitniksEvent, 'kind' | 'reason'> {
	const { chat_id, user_id, sent_by, from_client, manager_name, comment_id } = event;
	const { text, attachments } = event;
	if (event.over_quota) return other('the chat has written more than its quota');
	if (chat_id === '') return other('it names no chat');
	const marks = [sent_by, text, comment_id, manager_name, ...attachments];
	if (marks.every((mark) => mark === '')) return other('it holds no message');
	if (from_client) return { kind: comment_id === '' ? 'message' : 'comment', reason: '' };
	if (manager_name !== '') return { kind: 'own', reason: '' };
	if (sent_by === '') return other('it does not say who sent the message');
	if (user_id === '') return other('it does not say who the client of the chat is');
	return { kind: 'own', reason: '' };
}

/** The event as the first one over the quota of its chat. */
export function overQuota({ event, raw }: EventPiece): EventPiece {
	return { event: judged({ ...event, over_quota: true }), raw };
}

/**
 * Webhooks hold no id of a message (sitniks sheet §6), so a copy is known by what it says, and only for a
 * short time: a client may really write the same word again. Undefined for what says too little to be told
 * apart, such as two photos without a text.
 */
export function fingerprintOf({ event }: EventPiece, ttlMs: number): Fingerprint | undefined {
	const { chat_id, message_id, sent_by, text, attachments, comment_id, sent_at } = event;
	if (message_id !== '') return { parts: [message_id, text], ttlMs };
	if (chat_id === '' || (text === '' && attachments.length === 0)) return undefined;
	return { parts: [chat_id, sent_by, text, attachments, comment_id, sent_at], ttlMs };
}

function other(reason: string): Pick<SitniksEvent, 'kind' | 'reason'> {
	return { kind: 'other', reason };
}

function eventOf({ chat, chatId, message, unreadable }: Piece): SitniksEvent {
	const event = judged({
		kind: 'other',
		reason: '',
		chat_id: chatId,
		...chatPartOf(chat),
		sent_by: textOf(message.sentBy),
		text: typeof message.text === 'string' ? message.text : '',
		attachments: attachmentsOf(message.attachments, message.attachmentUrl),
		comment_id: textOf(message.commentId),
		message_id: textOf(message.id),
		from_client: false,
		manager_name: textOf(message.managerName),
		sent_at: isoTime(message.createdAt),
		fetch_error: '',
		over_quota: false,
	});
	return unreadable === '' ? event : { ...event, ...other(unreadable) };
}

/** What a chat tells of itself, in a webhook or an answer of the API. */
export function chatPartOf(chat: Record<string, unknown>) {
	return {
		user_id: textOf(chat.userId),
		user_name: textOf(chat.userName),
		nick_name: textOf(chat.userNickName),
		source: textOf(chat.initialSource),
		status: textOf(chat.status),
		tags: textsOf(chat.tags),
		owner_name: textOf(chat.ownerName),
		assigned_manager_id: textOf(chat.assignedManagerId),
		assigned_manager_name: textOf(chat.assignedManagerName),
	};
}

/** `attachments` holds addresses; objects with a `url` are tolerated. */
function attachmentsOf(list: unknown, single: unknown): string[] {
	const entries = Array.isArray(list) ? list : [];
	const urls = entries.map((entry: unknown) => fieldsOf(entry).url ?? entry);
	return [...new Set(textsOf([single, ...urls]))];
}

function isoTime(value: unknown): string {
	const ms = timeOf(value);
	return Number.isNaN(ms) ? '' : new Date(ms).toISOString();
}

function textsOf(list: unknown): string[] {
	return Array.isArray(list) ? listOf(list) : [];
}
