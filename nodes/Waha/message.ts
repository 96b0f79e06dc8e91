import { chatOf, fieldsOf, keyOf, serializedId, textOf } from './ids';
import { isLid, normalisedId, phoneOfChat } from './chatId';

/** A message of an event or of a chat's history, the same for all engines. */
export type Message = {
	messageId: string;
	messageKey: string;
	/** The chat; an answer goes there. */
	chatId: string;
	from: string;
	/** Who wrote it, in a group the participant; for own messages who gets it. E.164, '' when only a LID is known. */
	phone: string;
	/** The same person's hidden id, or ''. */
	lid: string;
	/** The name that its writer shows in WhatsApp, or ''. */
	pushName: string;
	fromMe: boolean;
	isGroup: boolean;
	text: string;
	hasMedia: boolean;
	media: Media | null;
	/** `api` when it was sent through WAHA. */
	source: string;
	/** ISO, or null. */
	sentAt: string | null;
};

export type Media = {
	url: string | null;
	mimetype: string;
	filename: string;
	error: string;
};

/** Reads the payload of `message`, `message.any` or an element of the history (waha sheet §8). Never throws. */
export function readMessage(payload: unknown): Message {
	const fields = fieldsOf(payload);
	const messageId = serializedId(fields.id);
	const fromMe = isFromMe(payload);
	const from = normalisedId(textOf(fields.from));
	const other = normalisedId(textOf(fields.to));
	const chatId = (fromMe ? other : from) || normalisedId(chatOf(messageId)) || from;
	const isGroup = chatId.endsWith('@g.us');
	return {
		messageId,
		messageKey: keyOf(messageId),
		chatId,
		from,
		...personOf(fields, isGroup, fromMe, chatId),
		pushName: pushNameOf(fields._data),
		fromMe,
		isGroup,
		text: textOf(fields.body),
		hasMedia: fields.hasMedia === true,
		media: mediaOf(fields.media),
		source: textOf(fields.source),
		sentAt: isoTime(fields.timestamp),
	};
}

/** Whether a payload is an own message: by its flag, else by its id. */
export function isFromMe(payload: unknown): boolean {
	const { fromMe, id } = fieldsOf(payload);
	return typeof fromMe === 'boolean' ? fromMe : serializedId(id).startsWith('true_');
}

/**
 * A time in seconds or milliseconds since 1970, a number or digits, as ISO; null for anything else.
 * Seconds until the year 5138 have at most 11 digits.
 */
export function isoTime(value: unknown): string | null {
	const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
	if (typeof number !== 'number' || !(number > 0)) return null;
	const date = new Date(number < 1e11 ? number * 1000 : number);
	return Number.isNaN(date.getTime()) ? null : date.toISOString();
}

/** Phone and LID of the writer; the number behind a LID is in the engine's own data (waha sheet §5). */
function personOf(
	fields: Record<string, unknown>,
	isGroup: boolean,
	fromMe: boolean,
	chatId: string,
): Pick<Message, 'phone' | 'lid'> {
	const data = fieldsOf(fields._data);
	const key = fieldsOf(data.key);
	const info = fieldsOf(data.Info);
	const writer = isGroup ? textOf(fields.participant) || textOf(fields.author) : chatId;
	// The sender of an own message is the shop itself.
	const alternatives = fromMe && !isGroup ? [info.RecipientAlt] : [info.SenderAlt];
	alternatives.push(isGroup ? key.participantAlt : key.remoteJidAlt);
	const ids = [writer, ...alternatives.map(textOf)].map(normalisedId);
	return { phone: ids.map(phoneOfChat).find(Boolean) ?? '', lid: ids.find(isLid) ?? '' };
}

/** NOWEB, WEBJS and GOWS keep it in places of their own. */
function pushNameOf(data: unknown): string {
	const { pushName, notifyName, Info } = fieldsOf(data);
	return textOf(pushName) || textOf(notifyName) || textOf(fieldsOf(Info).PushName);
}

function mediaOf(media: unknown): Media | null {
	if (typeof media !== 'object' || media === null) return null;
	const { url, mimetype, filename, error } = fieldsOf(media);
	return {
		url: textOf(url) || null,
		mimetype: textOf(mimetype),
		filename: textOf(filename),
		error: typeof error === 'object' && error !== null ? JSON.stringify(error) : textOf(error),
	};
}
