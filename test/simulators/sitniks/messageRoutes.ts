import type { FastifyInstance, FastifyRequest } from 'fastify';

import { fromClient, order, touch } from './chatBook';
import type { Chat, Json } from './model';
import { badRequest, Checks, noRoute } from './problems';
import { bodyOf, isTexts, paged, param } from './query';
import { messageView } from './views';
import type { World } from './world';

const DAY_MS = 24 * 3_600_000;

/** Messages and notes of a chat (sitniks sheet §2). */
export function messageRoutes(api: FastifyInstance, world: World): void {
	const { book } = world;

	api.get('/chats/:id/messages', (request) => {
		const chat = book.byPath(request.params);
		const isComment = param(request, 'isComment') === 'true';
		const newestFirst = chat.messages
			.filter((message) => message.isComment === isComment)
			.toReversed()
			.toSorted((a, b) => order(b.createdAt, a.createdAt));
		const { data } = paged(request, newestFirst);
		// Other lists have a `count`, this one has none.
		return { data: data.map((message) => messageView(chat, message)) };
	});

	api.post('/chats/:id/messages', (request, reply) => {
		const path = `/open-api/chats/${(request.params as { id: string }).id}/messages`;
		if (world.switches.noSendApi) throw noRoute('POST', path);
		const chat = book.byPath(request.params);
		const content = checkedMessage(request);
		if (world.switches.window24h) checkWindow(chat);

		const { generation } = world;
		const fields = { ...content, sentBy: chat.ownerId, managerName: '', via: 'api' } as const;
		const message = book.addMessage(chat, book.buildMessage(chat, fields));
		// Also when the connection was cut: the message is sent.
		reply.raw.once('close', () => {
			if (generation === world.generation) void world.webhooks.announce(chat, message);
		});
		return reply.code(201).send(messageView(chat, message));
	});

	api.post('/chats/:id/notes', (request, reply) => {
		const chat = book.byPath(request.params);
		const text = checkedNote(bodyOf(request));
		const note = { text, managerName: '', createdAt: new Date().toISOString() };
		chat.notes.push(note);
		touch(chat);
		return reply.code(201).send(note);
	});
}

function checkedMessage(request: FastifyRequest): { text?: string; attachments: string[] } {
	const body = bodyOf(request);
	const { text = '', attachments = [] } = body;
	const checks = new Checks();
	checks.onlyFields(body, ['text', 'attachments']);
	checks.need(typeof text === 'string', 'text must be a string');
	const areUrls = isTexts(attachments) && attachments.every((url) => URL.canParse(url));
	checks.need(areUrls, 'each value in attachments must be a URL address');
	const isEmpty = text === '' && Array.isArray(attachments) && attachments.length === 0;
	checks.need(!isEmpty, 'text should not be empty');
	checks.done();
	return {
		...(text === '' ? {} : { text: String(text) }),
		attachments: isTexts(attachments) ? attachments : [],
	};
}

function checkedNote(body: Json): string {
	const { text } = body;
	const checks = new Checks();
	checks.onlyFields(body, ['text']);
	checks.need(typeof text === 'string', 'text must be a string');
	checks.need(text !== undefined && text !== '', 'text should not be empty');
	checks.done();
	return String(text);
}

/** A messenger's rule; how Sitniks words its refusal is not known. */
function checkWindow(chat: Chat): void {
	const times = fromClient(chat).map(({ createdAt }) => Date.parse(createdAt));
	if (Math.max(...times) >= Date.now() - DAY_MS) return;
	throw badRequest('This message is sent outside of allowed window');
}
