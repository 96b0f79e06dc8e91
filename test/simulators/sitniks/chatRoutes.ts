import type { FastifyInstance, FastifyRequest } from 'fastify';

import { fromClient, touch } from './chatBook';
import { managersOf } from './fixtures';
import type { Chat, Json } from './model';
import { badRequest, Checks } from './problems';
import { bodyOf, isTexts, paged, pageOf, param, timeOf } from './query';
import { chatView } from './views';
import type { World } from './world';

/** Chats: list, one, status, tags and manager (sitniks sheet §2). */
export function chatRoutes(api: FastifyInstance, world: World): void {
	const { book } = world;
	const answer = (chat: Chat) => chatView(chat, world.switches);

	api.get('/chats', (request) => list(world, request));
	api.get('/chats/:id', (request) => answer(book.byPath(request.params)));
	api.patch('/chats/:id/status', (request) => {
		const chat = book.byPath(request.params);
		const { status } = checkedStatus(world, request);
		book.setStatus(chat, status, 'api');
		return answer(chat);
	});
	// There is no PATCH on `/chats/:id`; an older client guessed it.
	api.put('/chats/:id', (request) => {
		const chat = book.byPath(request.params);
		const { tags, assignedManagerId } = checkedUpdate(world, request);
		if (assignedManagerId !== undefined) {
			book.assign(chat, assignedManagerId, 'api');
			if (world.switches.putDropsTags) chat.tags = [];
		}
		if (tags !== undefined) chat.tags = tags;
		touch(chat);
		return answer(chat);
	});
}

function list(world: World, request: FastifyRequest): Json {
	const { switches } = world;
	const isIn = period(request, 'startDate', 'endDate');
	const isFirstIn = period(request, 'firstMessageStartDate', 'firstMessageEndDate');
	const status = param(request, 'status');
	const source = param(request, 'initialSource');

	const found = world.book.visible().filter((chat) => {
		const { createdAt, lastMessageCreatedAt } = chat;
		return (
			isIn(switches.startDateMeans === 'created' ? createdAt : lastMessageCreatedAt) &&
			isFirstIn(fromClient(chat)[0]?.createdAt) &&
			(status === undefined || chat.status === status) &&
			(source === undefined || chat.initialSource === source)
		);
	});
	const { data, count } = paged(request, found);
	const jump = switches.countJumps ? jumpOf(pageOf(request)) : 0;
	return {
		data: data.map((chat) => chatView(chat, switches)),
		count: Math.max(0, count + jump),
	};
}

/** One too few on the first page, one too many on the second, and so on. */
function jumpOf({ limit, skip }: { limit: number; skip: number }): number {
	return Math.floor(skip / limit) % 2 === 0 ? -1 : 1;
}

/** Whether a time is within two parameters, either of which may be missing. */
function period(request: FastifyRequest, from: string, to: string) {
	const start = timeOf(request, from);
	const end = timeOf(request, to);
	return (iso: string | undefined): boolean => {
		if (start === undefined && end === undefined) return true;
		const time = Date.parse(iso ?? '');
		return time >= (start ?? -Infinity) && time <= (end ?? Infinity);
	};
}

/** The name has to be one of the account, letter by letter; whether case counts in reality is not known. */
function checkedStatus(world: World, request: FastifyRequest): { status: string } {
	const body = bodyOf(request);
	const checks = new Checks();
	checks.onlyFields(body, ['status']);
	const { status } = body;
	checks.need(status !== undefined && status !== '', 'status should not be empty');
	checks.need(typeof status === 'string', 'status must be a string');
	checks.done();
	checks.need(world.switches.statuses.includes(String(status)), 'status does not exist');
	checks.done();
	return { status: String(status) };
}

function checkedUpdate(
	world: World,
	request: FastifyRequest,
): { tags?: string[]; assignedManagerId?: number } {
	const { assignUnsupported } = world.switches;
	const body = bodyOf(request);
	const { tags, assignedManagerId } = body;
	const checks = new Checks();
	checks.onlyFields(body, assignUnsupported ? ['tags'] : ['tags', 'assignedManagerId']);
	if (tags !== undefined) {
		checks.need(isTexts(tags), 'each value in tags must be a string');
		checks.need(Array.isArray(tags), 'tags must be an array');
	}
	if (assignedManagerId !== undefined && !assignUnsupported) {
		const isInteger = Number.isInteger(assignedManagerId);
		checks.need(isInteger, 'assignedManagerId must be an integer number');
	}
	checks.done();
	const isKnown = managersOf(world.switches).some(({ id }) => id === assignedManagerId);
	if (assignedManagerId !== undefined && !isKnown) throw badRequest('Manager not found');
	return body;
}
