import type { FastifyInstance, FastifyRequest } from 'fastify';

import type { Json, Message } from './model';
import { bodyOf, channelOf, route } from './paths';
import { messagePayload } from './payloads';
import { invalid, notFound } from './problems';
import type { World } from './world';

const MESSAGES = '/projects/:project/channels/:channel/messages';
const MOST = 100;

/** History of a channel (wahelp sheet §4, §10). There is no POST on `/messages`. */
export function messageRoutes(app: FastifyInstance, world: World): void {
	route(app, 'GET', MESSAGES, (request) => history(world, request));
	route(app, 'GET', `${MESSAGES}/:message`, (request) => answer(world, find(world, request)));
	route(app, 'PUT', `${MESSAGES}/:message`, async (request) => {
		const message = find(world, request);
		const { text } = bodyOf(request);
		if (typeof text !== 'string' || text === '') throw invalid('text', 'Поле text обязательно');
		message.text = text;
		await world.announce('updated', message, world.userOf(message));
		return answer(world, message);
	});
	route(app, 'DELETE', `${MESSAGES}/:message`, async (request) => {
		const message = find(world, request);
		world.messages = world.messages.filter((other) => other !== message);
		await world.announce('deleted', message, world.userOf(message));
		return { success: true };
	});
}

const answer = (world: World, message: Message) => ({
	success: true,
	data: messagePayload(message, world.userOf(message), world.switches),
});

function find(world: World, request: FastifyRequest): Message {
	const channel = channelOf(world, request);
	const message = world.message((request.params as Json).message);
	if (message?.channel_id !== channel.id) throw notFound('Сообщение');
	return message;
}

/** `limit` is at most 100; other filters are ignored, because none is documented. */
function history(world: World, request: FastifyRequest): unknown {
	const { id } = channelOf(world, request);
	const { historyOrder, historyKey, historyText, historyPaging } = world.switches;
	const query = request.query as Record<string, string | undefined>;
	const number = (name: string, otherwise: number) =>
		Math.max(0, Number.parseInt(query[name] ?? '', 10) || otherwise);
	const limit = Math.min(MOST, number('limit', 50));
	const offset = historyPaging ? number('offset', (number('page', 1) - 1) * limit) : 0;

	const all = world.messages.filter((message) => message.channel_id === id);
	if (historyOrder === 'newest') all.reverse();
	const list = all.slice(offset, offset + limit).map((message) => {
		const { message: text, ...rest } = messagePayload(
			message,
			world.userOf(message),
			world.switches,
			world.switches.userWithoutPhone,
		);
		return { ...rest, [historyText]: text };
	});
	return historyKey === 'bare' ? list : { success: true, [historyKey]: list };
}
