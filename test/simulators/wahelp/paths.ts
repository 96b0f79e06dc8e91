import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from 'fastify';

import { PROJECTS, type Channel, type Json, type Project, type User } from './model';
import { notFound } from './problems';
import type { World } from './world';

export const API = '/api/app';

type Handler = (request: FastifyRequest, reply: FastifyReply) => unknown;

/** Registers a path under `/api/app` with and without its trailing slash (wahelp sheet §4). */
export function route(
	app: FastifyInstance,
	method: HTTPMethods,
	path: string,
	handler: Handler,
): void {
	for (const url of [`${API}${path}`, `${API}${path}/`]) {
		app.route({
			method,
			url,
			handler: async (request, reply) => await handler(request, reply),
		});
	}
}

export const bodyOf = (request: FastifyRequest): Json =>
	typeof request.body === 'object' && request.body !== null ? (request.body as Json) : {};

const params = (request: FastifyRequest) => request.params as Record<string, string>;

/** The project of `/projects/:project`. */
export function projectOf(request: FastifyRequest): Project {
	const found = PROJECTS.find(({ id }) => String(id) === params(request).project);
	if (!found) throw notFound('Проект');
	return found;
}

/** The channel of `…/channels/:channel`, by its uuid. */
export function channelOf(world: World, request: FastifyRequest): Channel {
	const { id } = projectOf(request);
	const uuid = params(request).channel;
	const found = world.channel(uuid, id);
	// The number that webhooks carry is not good for paths.
	if (found?.uuid !== uuid) throw notFound('Канал');
	return found;
}

/** The user of `…/:user`: an id of this channel; a phone is none. */
export function userOf(world: World, request: FastifyRequest): User {
	const found = world.people.user(channelOf(world, request), Number(params(request).user));
	if (!found) throw notFound('Пользователь');
	return found;
}
