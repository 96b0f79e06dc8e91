import { firstText, isObject } from '../../shared/values';

/** The fields of an object whose shape is not known. */
type Fields = Record<string, unknown>;

/** What a webhook's body tells of one thing that happened, taken out of its envelopes. */
export interface Piece {
	/** Empty when the body has none, as is `message`. */
	chat: Fields;
	chatId: string;
	message: Fields;
	/** The part of the body that tells of this piece alone. */
	raw: unknown;
	/** Why nothing can be read; '' when there is something to read. */
	unreadable: string;
}

/** What the envelopes around a value have told. */
interface Place {
	chat: Fields;
	chatId: string;
	message: Fields | undefined;
	raw?: unknown;
	depth: number;
}

/** The known ones nest one level deep. */
const MAX_DEPTH = 8;

/**
 * Takes a body apart: `{chat, message}`, the same in `data` or `payload`, a list of them, and a chat that
 * is only named: `chatId`, `data.chatId`, `data.chat.id` (sitniks sheet §6). What stands nearer to the
 * message counts. At least one piece; in time that grows with the body; never throws.
 */
export function piecesOf(body: unknown): Piece[] {
	const found: Piece[] = [];
	collect(body, { chat: {}, chatId: '', message: undefined, depth: 0 }, found);
	return found;
}

function collect(value: unknown, place: Place, found: Piece[]): void {
	if (place.depth > MAX_DEPTH) {
		found.push(unreadable(value, place, 'the body is nested too deeply'));
	} else if (Array.isArray(value)) {
		if (value.length === 0) found.push(unreadable(value, place, 'the list is empty'));
		// Each element is a piece of its own, so the envelope is no longer its part of the body.
		const raw = value.length === 1 ? place.raw : undefined;
		for (const element of value) collect(element, { ...place, raw, depth: place.depth + 1 }, found);
	} else if (isObject(value)) {
		collectObject(value, place, found);
	} else {
		found.push(unreadable(value, place, 'this is no object'));
	}
}

function collectObject(value: Fields, place: Place, found: Piece[]): void {
	const chat = isObject(value.chat) ? value.chat : place.chat;
	const chatId =
		firstText(isObject(value.chat) ? value.chat.id : value.chat, value.chatId) || place.chatId;
	const message = messageIn(value) ?? place.message;
	const raw = place.raw ?? value;
	const isWhole = chatId !== '' && message !== undefined;
	const inner = [value.data, value.payload].find((it) => isObject(it) || Array.isArray(it));
	if (isWhole || inner === undefined) {
		found.push({ chat, chatId, message: message ?? {}, raw, unreadable: '' });
	} else {
		collect(inner, { chat, chatId, message, raw, depth: place.depth + 1 }, found);
	}
}

/** `message`, or the object itself when it has the fields of one. */
function messageIn(value: Fields): Fields | undefined {
	if (isObject(value.message)) return value.message;
	return 'sentBy' in value ? value : undefined;
}

function unreadable(value: unknown, { raw = value }: Place, reason: string): Piece {
	return { chat: {}, chatId: '', message: {}, raw, unreadable: reason };
}
