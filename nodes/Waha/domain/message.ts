import { fieldsOf, stringOf } from '../../shared/values';
import { chatOf, messageIdsOf, serializedId } from './ids';
import { isLid, isPublic, normalisedId, phoneOfChat } from './chatId';

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
	const { messageId, messageKey } = messageIdsOf(payload);
	const fromMe = isFromMe(payload);
	const from = normalisedId(stringOf(fields.from));
	const other = normalisedId(stringOf(fields.to));
	const chatId = (fromMe ? other : from) || normalisedId(chatOf(messageId)) || from;
	const isGroup = chatId.endsWith('@g.us');
	return {
		messageId,
		messageKey,
		chatId,
		from,
		...personOf(fields, fromMe, chatId),
		pushName: pushNameOf(fields._data),
		fromMe,
		isGroup,
		text: stringOf(fields.body),
		hasMedia: fields.hasMedia === true,
		media: mediaOf(fields.media),
		source: stringOf(fields.source),
		sentAt: isoTime(fields.timestamp),
	};
}

/** Whether a payload is an own message: by its flag, else by its id, else by the engine's own flag. */
export function isFromMe(payload: unknown): boolean {
	const { fromMe, id, _data } = fieldsOf(payload);
	if (typeof fromMe === 'boolean') return fromMe;
	const [side] = serializedId(id).split('_');
	if (side === 'true' || side === 'false') return side === 'true';
	const { key, Info } = fieldsOf(_data);
	return [fieldsOf(id).fromMe, fieldsOf(key).fromMe, fieldsOf(Info).IsFromMe].includes(true);
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

/**
 * Whether a message stands where many read it: a story, a broadcast list, a channel. Engines name that
 * place in fields of their own, and not always in `from`.
 */
export function isPublicMessage(payload: unknown): boolean {
	const { from, to, id, _data } = fieldsOf(payload);
	const { key, Info, id: inner } = fieldsOf(_data);
	const places = [from, to, fieldsOf(id).remote, chatOf(serializedId(id))];
	places.push(fieldsOf(key).remoteJid, fieldsOf(Info).Chat, fieldsOf(inner).remote);
	return places.map(serializedId).some(isPublic);
}

/**
 * Phone and LID of the person: the writer, in a group the participant, of an own message the one who
 * gets it. Each engine has fields of its own for the number behind a LID (waha sheet §5).
 */
function personOf(
	fields: Record<string, unknown>,
	fromMe: boolean,
	chatId: string,
): Pick<Message, 'phone' | 'lid'> {
	const isShared = chatId.endsWith('@g.us') || isPublic(chatId);
	// The session's own number is not the person's, wherever it stands.
	const own = normalisedId(serializedId(fromMe ? fields.from : fields.to));
	const ids = (isShared ? idsOfParticipant(fields) : idsOfChat(fields, fromMe, chatId))
		.map((id) => normalisedId(serializedId(id)))
		.filter((id) => isShared || id === chatId || id !== own);
	return { phone: ids.map(phoneOfChat).find(Boolean) ?? '', lid: ids.find(isLid) ?? '' };
}

/** All that may name the writer in a group; never the group. */
function idsOfParticipant({ participant, author, id, _data }: Record<string, unknown>): unknown[] {
	const data = fieldsOf(_data);
	const key = fieldsOf(data.key);
	const info = fieldsOf(data.Info);
	const inner = fieldsOf(data.id);
	return [
		...[participant, author, serializedId(id).split('_')[3]],
		...[key.participantPn, key.participantAlt, key.senderPn, key.participant],
		...[key.participantLid, key.senderLid, info.SenderAlt, info.Sender],
		...[data.author, inner.participant],
	];
}

/** All that may name the other side of a chat between two. */
function idsOfChat(
	{ id, _data }: Record<string, unknown>,
	fromMe: boolean,
	chatId: string,
): unknown[] {
	const data = fieldsOf(_data);
	const key = fieldsOf(data.key);
	const info = fieldsOf(data.Info);
	// The sender of an own message is the shop itself.
	const bySide = fromMe
		? [info.RecipientAlt, data.to]
		: [
				...[key.senderPn, key.participantPn, key.participantAlt, key.senderLid],
				...[info.SenderAlt, info.Sender, data.from, data.author],
			];
	return [
		...[chatId, chatOf(serializedId(id)), ...bySide],
		...[key.remoteJidAlt, key.remoteJid, info.Chat, fieldsOf(data.id).remote],
	];
}

/** NOWEB, WEBJS and GOWS keep it in places of their own. */
function pushNameOf(data: unknown): string {
	const { pushName, notifyName, Info } = fieldsOf(data);
	return stringOf(pushName) || stringOf(notifyName) || stringOf(fieldsOf(Info).PushName);
}

function mediaOf(media: unknown): Media | null {
	if (typeof media !== 'object' || media === null) return null;
	const { url, mimetype, filename, error } = fieldsOf(media);
	return {
		url: stringOf(url) || null,
		mimetype: stringOf(mimetype),
		filename: stringOf(filename),
		error: typeof error === 'object' && error !== null ? JSON.stringify(error) : stringOf(error),
	};
}
