import type { Message } from './model';
import { bodyOf, internalJid, nowebContent, webjsId } from './payloads';
import type { World } from './world';

/**
 * What a send answers with its 201: the engine's raw object, not the WAMessage of the OpenAPI file
 * (waha sheet §6). Undefined is the empty body of WEBJS 2025.6.5.
 */
export function sendAnswer(world: World, message: Message): object | undefined {
	const { engine, answerStyle } = world.switches;
	switch (answerStyle) {
		case 'empty':
			return undefined;
		case 'dollar1':
			return webjs(world, message, { id: webjsId(message, '$1') }, {});
		case 'noId':
			if (engine === 'NOWEB') return { ...noweb(message), key: undefined };
			return engine === 'GOWS' ? { _data: null } : webjs(world, message, {}, {});
		case 'engine':
			if (engine === 'NOWEB') return noweb(message);
			if (engine === 'GOWS') return { id: message.id, _data: null };
			// WPP's shape is unverified: taken as WEBJS with a flat id.
			if (engine === 'WPP') return webjs(world, message, { id: message.id }, {});
			return webjs(
				world,
				message,
				{ id: webjsId(message, '_serialized') },
				{ id: webjsId(message, '_serialized'), type: 'chat' },
			);
	}
}

function webjs(world: World, message: Message, id: object, data: object): object {
	const session = world.sessions.get(message.session);
	return {
		_data: data,
		...id,
		ack: 0,
		body: bodyOf(message) ?? '',
		from: (session && world.sessions.me(session)?.id) ?? null,
		to: message.chatId,
		timestamp: Math.floor(message.at / 1000),
		hasMedia: message.file !== undefined,
	};
}

/** No id at the top, and the time is a string. */
function noweb(message: Message): object {
	return {
		key: { remoteJid: internalJid(message.chatId), fromMe: true, id: message.key },
		message: nowebContent(message),
		messageTimestamp: String(Math.floor(message.at / 1000)),
		status: 'PENDING',
	};
}
