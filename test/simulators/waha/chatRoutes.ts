import type { FastifyInstance } from 'fastify';

import { nestError } from './errors';
import { ACK_NAMES, type Message, type Session } from './model';
import { messagePayload } from './payloads';
import { mergedChats } from './sendRoutes';
import * as is from './validate';
import type { World } from './world';

interface ChatParams {
	session: string;
	chatId: string;
	id: string;
}

/** Seen, typing, presence and the history of a chat (waha sheet §6). */
export function chatRoutes(app: FastifyInstance, world: World): void {
	for (const [path, presence] of [
		['startTyping', 'typing'],
		['stopTyping', 'paused'],
	]) {
		app.post(`/api/${path}`, async (request, reply) => {
			const body = is.checkBody(request.body, { session: is.filled, chatId: is.filled });
			const { name } = await world.sessions.working(String(body.session));
			world.typing.push({ session: name, chatId: String(body.chatId), presence, at: Date.now() });
			return reply.code(201).send({ result: true });
		});
	}

	app.post('/api/:session/presence', async (request, reply) => {
		const presence = is.oneOf('online', 'offline', 'typing', 'recording', 'paused');
		const body = is.checkBody(request.body, { presence, chatId: is.optional(is.filled) });
		const { name } = await world.sessions.working((request.params as ChatParams).session);
		const chatId = typeof body.chatId === 'string' ? body.chatId : null;
		world.typing.push({ session: name, chatId, presence: String(body.presence), at: Date.now() });
		return reply.code(201).send();
	});

	app.post('/api/sendSeen', async (request, reply) => {
		const body = is.checkBody(request.body, {
			session: is.filled,
			chatId: is.filled,
			messageIds: is.optional(is.textList),
			messageId: is.optional(is.filled),
			participant: is.optional(is.filled),
		});
		const { name } = await world.sessions.working(String(body.session));
		const ids = (body.messageIds as string[] | null | undefined) ?? [];
		const messageIds = typeof body.messageId === 'string' ? [...ids, body.messageId] : ids;
		see(name, String(body.chatId), messageIds, (body.participant ?? null) as string | null);
		return reply.code(201).send({});
	});

	app.post('/api/:session/chats/:chatId/messages/read', async (request, reply) => {
		const { session, chatId } = request.params as ChatParams;
		const { name } = await world.sessions.working(session);
		const count = is.wholeNumber(request.query as is.Fields, 'messages', 30);
		const inbound = world.messages
			.ofChat(name, mergedChats(world, chatId))
			.filter((m) => !m.fromMe);
		const ids = count === 0 ? [] : inbound.slice(-count).map((message) => message.id);
		see(name, chatId, ids, null);
		return reply.code(201).send({ ids });
	});

	app.get('/api/:session/chats/:chatId/messages', async (request) => {
		const { session, chatId } = request.params as ChatParams;
		const query = request.query as Record<string, string | undefined>;
		const opened = await world.sessions.working(session);
		needsStore(world, opened);
		const merge = query.merge !== 'false';
		const chats = merge ? mergedChats(world, chatId) : [chatId];
		return page(world.messages.ofChat(opened.name, chats), query).map((message) =>
			messagePayload(world, message, {
				withSource: false,
				withMedia: query.downloadMedia !== 'false',
			}),
		);
	});

	app.get('/api/:session/chats/:chatId/messages/:id', async (request) => {
		const { session, chatId, id } = request.params as ChatParams;
		const opened = await world.sessions.working(session);
		needsStore(world, opened);
		const message = world.messages.find(id);
		const chats = mergedChats(world, chatId);
		if (!message || message.session !== opened.name || !chats.includes(message.chatId)) {
			throw nestError(404, 'The message was not found');
		}
		return messagePayload(world, message, { withSource: false });
	});

	function see(session: string, chatId: string, messageIds: string[], participant: string | null) {
		world.seen.push({ session, chatId, messageIds, participant, at: Date.now() });
	}
}

/** NOWEB remembers nothing unless its store is on (400 in WAHA's code). */
function needsStore(world: World, session: Session): void {
	if (world.switches.engine !== 'NOWEB' || session.config?.noweb?.store?.enabled) return;
	throw nestError(400, 'NOWEB has no store: set config.noweb.store.enabled of the session to true');
}

/** Filters (seconds, inclusive), order (newest first by default), limit (10 by default) and offset. */
function page(messages: Message[], query: Record<string, string | undefined>): Message[] {
	is.checkBody(query, {
		sortBy: is.optional(is.oneOf('timestamp', 'messageTimestamp')),
		sortOrder: is.optional(is.oneOf('asc', 'desc')),
		'filter.fromMe': is.optional(is.oneOf('true', 'false')),
		'filter.ack': is.optional(is.oneOf(...Object.values(ACK_NAMES))),
	});
	const from = is.wholeNumber(query, 'filter.timestamp.gte', 0);
	const until = is.wholeNumber(query, 'filter.timestamp.lte', Infinity);
	const offset = is.wholeNumber(query, 'offset', 0);
	const limit = is.wholeNumber(query, 'limit', 10);
	const fromMe = query['filter.fromMe'];
	const ack = query['filter.ack'];
	// Sorting is stable, so messages of the same second keep the order in which they came.
	const sorted = messages
		.filter((message) => {
			const seconds = Math.floor(message.at / 1000);
			return (
				seconds >= from &&
				seconds <= until &&
				(fromMe === undefined || String(message.fromMe) === fromMe) &&
				(ack === undefined || ACK_NAMES[message.ack] === ack)
			);
		})
		.sort((a, b) => Math.floor(a.at / 1000) - Math.floor(b.at / 1000));
	if (query.sortOrder !== 'asc') sorted.reverse();
	return sorted.slice(offset, offset + limit);
}
