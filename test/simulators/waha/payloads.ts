import { ACK_NAMES, type Message } from './model';
import type { World } from './world';

/** `380…@c.us` as WhatsApp calls it inside `_data`. */
export function internalJid(chatId: string): string {
	return chatId.replace(/@c\.us$/, '@s.whatsapp.net');
}

/** Groups: the events' id ends with the participant, that of a WEBJS send does not (#1464). */
export function bareId(message: Message): string {
	return `${message.fromMe}_${message.chatId}_${message.key}`;
}

export function bodyOf(message: Message): string | null {
	const body = message.text ?? message.caption;
	return body ?? (message.type === 'text' ? null : '');
}

/** Payload of `message` and `message.any`, and an element of the history. */
export function messagePayload(
	world: World,
	message: Message,
	options: { alt?: boolean; withSource?: boolean; withMedia?: boolean } = {},
): Record<string, unknown> {
	const { alt = true, withSource = true, withMedia = true } = options;
	const session = world.sessions.get(message.session);
	const own = (session && world.sessions.me(session)?.id) ?? null;
	const extra = message.extra ?? {};
	return {
		id: message.id,
		timestamp: Math.floor(message.at / 1000),
		from: message.fromMe ? own : message.chatId,
		fromMe: message.fromMe,
		...(withSource ? { source: message.source } : {}),
		to: message.fromMe ? message.chatId : (extra.to ?? null),
		participant: message.participant,
		body: bodyOf(message),
		hasMedia: message.media !== null,
		media: withMedia ? message.media : null,
		ack: message.ack,
		ackName: ACK_NAMES[message.ack],
		author: message.participant,
		location: extra.location ?? null,
		vCards: extra.vCards ?? [],
		replyTo: extra.replyTo ?? null,
		_data: rawData(world, message, alt),
	};
}

/** Payload of `message.ack`. `error` is what builds after 2026.7 add to -1. */
export function ackPayload(world: World, message: Message, ack: number, error?: unknown): object {
	const session = world.sessions.get(message.session);
	return {
		id: message.id,
		from: (session && world.sessions.me(session)?.id) ?? null,
		to: message.chatId,
		participant: message.participant,
		fromMe: message.fromMe,
		ack,
		ackName: ACK_NAMES[ack],
		...(error === undefined ? {} : { error }),
		_data: {},
	};
}

/** The engine's own message; the number behind a LID is in there on NOWEB and GOWS (waha sheet §5). */
function rawData(world: World, message: Message, alt: boolean): object {
	const { engine } = world.switches;
	const jid = internalJid(message.chatId);
	const writer = internalJid(message.participant ?? message.chatId);
	const behind = world.phoneOf(message.participant ?? message.chatId);
	const phone = alt && behind ? internalJid(behind) : null;
	const pushName = message.extra?.pushName ?? '';
	const seconds = Math.floor(message.at / 1000);
	if (engine === 'NOWEB') {
		return {
			key: {
				remoteJid: jid,
				...(phone ? { [phoneFieldOf(world, message)]: phone } : {}),
				fromMe: message.fromMe,
				id: message.key,
				...(message.participant ? { participant: writer } : {}),
			},
			messageTimestamp: String(seconds),
			pushName,
			message: nowebContent(message),
		};
	}
	if (engine === 'GOWS') {
		return {
			Info: {
				Chat: jid,
				Sender: message.fromMe ? null : writer,
				SenderAlt: phone ?? '',
				IsFromMe: message.fromMe,
				IsGroup: message.chatId.endsWith('@g.us'),
				ID: message.key,
				PushName: pushName,
				Timestamp: new Date(seconds * 1000).toISOString(),
			},
			Message: { conversation: bodyOf(message) },
		};
	}
	return {
		id: webjsId(message, '_serialized'),
		body: bodyOf(message),
		type: message.type === 'text' ? 'chat' : message.type,
		t: seconds,
		notifyName: pushName,
	};
}

/** The names of NOWEB for the person's phone: newer and older, in a group and in a chat between two. */
function phoneFieldOf(world: World, message: Message): string {
	const inGroup = message.chatId.endsWith('@g.us');
	if (world.switches.phoneField === 'pn') return inGroup ? 'participantPn' : 'senderPn';
	return inGroup ? 'participantAlt' : 'remoteJidAlt';
}

/** The Baileys `message` of NOWEB. */
export function nowebContent(message: Message): object {
	if (message.type === 'text') return { extendedTextMessage: { text: message.text ?? '' } };
	const kind = { file: 'document', voice: 'audio', vcard: 'contact' }[message.type] ?? message.type;
	const { mimetype } = message.file ?? {};
	return { [`${kind}Message`]: { mimetype, caption: message.caption } };
}

/** The id object of WEBJS; WhatsApp Web called `_serialized` `$1` for a while. */
export function webjsId(message: Message, name: '_serialized' | '$1'): object {
	return {
		fromMe: message.fromMe,
		remote: message.chatId,
		id: message.key,
		[name]: bareId(message),
	};
}
