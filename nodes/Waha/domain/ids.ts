import { fieldsOf, stringOf } from '../../shared/values';

/** The two ids of a message. Both null: it was taken, but nobody knows its id. */
export interface MessageIds {
	/** `{true|false}_{chatId}_{ID}`, in groups with `_{participant}` behind it. */
	messageId: string | null;
	/** The bare `{ID}`: the only part that is the same in every answer and event (waha sheet §6). */
	messageKey: string | null;
}

/** The id as a text, whether it came as one or as the object of WEBJS (`_serialized`, for a while `$1`). */
export function serializedId(id: unknown): string {
	const { _serialized, $1 } = fieldsOf(id);
	return stringOf(id) || stringOf(_serialized) || stringOf($1);
}

/**
 * The ids of a message in an event or in a chat's history. WhatsApp names one chat by phone or by
 * LID, with or without a device, so that only `messageKey` is the same in all of them.
 */
export function messageIdsOf(payload: unknown): { messageId: string; messageKey: string } {
	const { id, _data } = fieldsOf(payload);
	const data = fieldsOf(_data);
	const messageId = serializedId(id) || serializedId(data.id);
	const inside = [fieldsOf(id).id, fieldsOf(data.key).id, fieldsOf(data.Info).ID];
	return { messageId, messageKey: keyOf(messageId) || inside.map(stringOf).find(Boolean) || '' };
}

/** The `{ID}` part of a serialized id; a bare id is itself. */
export function keyOf(id: string): string {
	const parts = id.split('_');
	return isSerialized(parts) ? parts[2] : id;
}

/** The chat in a serialized id, or ''. */
export function chatOf(id: string): string {
	const parts = id.split('_');
	return isSerialized(parts) ? parts[1] : '';
}

function isSerialized(parts: string[]): boolean {
	return parts.length >= 3 && (parts[0] === 'true' || parts[0] === 'false');
}

/**
 * The ids in the answer to a send. Every engine gives its own object (waha sheet §6): looked for in
 * `id`, `id._serialized`, `id.$1`, `_data.id._serialized`, `key.id`, `id.id`.
 *
 * @param answer anything; an answer without an id is a success, too
 */
export function sentIds(answer: unknown, chatId: string): MessageIds {
	const { id, _data, key } = fieldsOf(answer);
	const whole = serializedId(id) || serializedId(fieldsOf(_data).id);
	const bare = stringOf(fieldsOf(key).id) || stringOf(fieldsOf(id).id);
	if (isSerialized(whole.split('_'))) return { messageId: whole, messageKey: keyOf(whole) };
	const messageKey = whole || bare;
	if (!messageKey) return { messageId: null, messageKey: null };
	return { messageId: ownMessageId(chatId, messageKey), messageKey };
}

/** The serialized id of an own message. */
export function ownMessageId(chatId: string, messageKey: string): string {
	return `true_${chatId}_${messageKey}`;
}
