import { parsePhone } from '../../../shared/phones';
import { storable } from '../../../shared/storable';
import { mediaNote, readMedia, type Media } from './media';
import {
	updateSchema,
	type TelegramEntity,
	type TelegramMessage,
	type TelegramUpdate,
	type TelegramUser,
} from './schema';

/** A contact card that was sent to the bot. */
export interface SharedContact {
	/** Digits with a plus; empty when the card has none. */
	phone: string;
	/** Whether it is surely the sender's own number. */
	own: boolean;
	userId: string;
	firstName: string;
	lastName: string;
}

/** What an update says, in one shape for all kinds of updates. */
export interface UpdateFacts {
	kind: 'message' | 'edited' | 'callback' | 'membership' | 'unknown';
	updateId: number | null;
	chatId: string;
	/** `private`, `group`, `supergroup` or `channel`; empty when unknown. */
	chatType: string;
	user: TelegramUser | null;
	messageId: number | null;
	/** Seconds since 1970. */
	date: number | null;
	/** Text or caption, as written. */
	text: string;
	/** Marks in the text; none for a caption. */
	entities: TelegramEntity[];
	media: Media | null;
	contact: SharedContact | null;
	callback: { id: string; data: string } | null;
	/** Whether the client has just blocked or unblocked the bot. */
	membership: 'blocked' | 'unblocked' | '';
}

const NOTHING: UpdateFacts = {
	kind: 'unknown',
	updateId: null,
	chatId: '',
	chatType: '',
	user: null,
	messageId: null,
	date: null,
	text: '',
	entities: [],
	media: null,
	contact: null,
	callback: null,
	membership: '',
};

/**
 * Reads a Telegram update. Never throws.
 *
 * @param value the update, `{body: update}` as n8n's Webhook node gives it, or JSON text of either;
 *   anything else is of kind `unknown`
 */
export function readUpdate(value: unknown): UpdateFacts {
	const result = updateSchema.safeParse(storable(unwrap(value)));
	if (!result.success) return NOTHING;
	const facts = { ...factsOf(result.data), updateId: result.data.update_id };
	// Without a chat there is nobody to answer.
	return facts.chatId === '' ? { ...facts, kind: 'unknown' } : facts;
}

const MAX_WRAPPERS = 4;

function unwrap(value: unknown, depth = 0): unknown {
	if (depth > MAX_WRAPPERS) return undefined;
	if (typeof value === 'string') return unwrap(parse(value), depth + 1);
	const isWrapped =
		typeof value === 'object' && value !== null && 'body' in value && !('update_id' in value);
	return isWrapped ? unwrap(value.body, depth + 1) : value;
}

function parse(json: string): unknown {
	try {
		return JSON.parse(json);
	} catch {
		return undefined;
	}
}

function factsOf(update: TelegramUpdate): UpdateFacts {
	const message = update.message ?? update.channel_post;
	if (message) return messageFacts('message', message);
	const edited = update.edited_message ?? update.edited_channel_post;
	if (edited) return messageFacts('edited', edited);
	if (update.callback_query) return callbackFacts(update.callback_query);
	return update.my_chat_member ? membershipFacts(update.my_chat_member) : NOTHING;
}

function messageFacts(kind: 'message' | 'edited', message: TelegramMessage): UpdateFacts {
	const contact = contactOf(message);
	return {
		...NOTHING,
		...chatFacts(message.chat),
		kind,
		user: message.from,
		messageId: message.message_id,
		date: message.date,
		text: message.text || message.caption,
		entities: message.entities,
		media: mediaOf(message, contact),
		contact,
	};
}

function chatFacts(chat: TelegramMessage['chat']): Pick<UpdateFacts, 'chatId' | 'chatType'> {
	return { chatId: chat?.id ?? '', chatType: chat?.type ?? '' };
}

function mediaOf(message: TelegramMessage, contact: SharedContact | null): Media | null {
	if (contact) {
		const name = `${contact.firstName} ${contact.lastName}`;
		return { kind: 'contact', note: mediaNote('контакт', [name, contact.phone]), fileId: '' };
	}
	// A text message has no attachment.
	return message.text === '' ? readMedia(message) : null;
}

/** Anybody's card can be sent by hand; Telegram itself sets `user_id` (telegram sheet §7). */
function contactOf(message: TelegramMessage): SharedContact | null {
	const { contact, from } = message;
	if (!contact) return null;
	const isForwarded = [message.forward_origin, message.forward_from, message.forward_date].some(
		(mark) => mark !== undefined && mark !== null,
	);
	const written = contact.phone_number.trim();
	const withPlus = /^[1-9]/.test(written) ? `+${written}` : written;
	const phone = parsePhone(withPlus);
	return {
		// The plus is sometimes there and sometimes not.
		phone: phone.ok ? phone.e164 : withPlus,
		own: contact.user_id !== '' && contact.user_id === from?.id && !isForwarded,
		userId: contact.user_id,
		firstName: contact.first_name,
		lastName: contact.last_name,
	};
}

function callbackFacts(query: NonNullable<TelegramUpdate['callback_query']>): UpdateFacts {
	return {
		...NOTHING,
		...chatFacts(query.message?.chat ?? null),
		kind: 'callback',
		// The message is the bot's own; its date says nothing about the press.
		user: query.from,
		messageId: query.message?.message_id ?? null,
		callback: { id: query.id, data: query.data },
	};
}

function membershipFacts(member: NonNullable<TelegramUpdate['my_chat_member']>): UpdateFacts {
	const isPrivate = member.chat?.type === 'private';
	const status = isPrivate ? member.new_chat_member?.status : undefined;
	return {
		...NOTHING,
		...chatFacts(member.chat),
		kind: 'membership',
		user: member.from,
		date: member.date,
		membership: status === 'kicked' ? 'blocked' : status === 'member' ? 'unblocked' : '',
	};
}
