import { randomBytes } from 'node:crypto';

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import type { Json } from './model';
import { parsePhpQuery, textOf, type Tree } from './phpQuery';
import { AmoError, HAL_JSON } from './problems';
import type { World } from './world';

/** One request, ready for a handler. */
export interface Call {
	world: World;
	/** `:id` and other parts of the path. */
	params: Record<string, string>;
	query: Tree;
	/** Names of the comma list `with`. */
	with: Set<string>;
	body: unknown;
	/** `http://host/amocrm/api/v4` */
	base: string;
	/** Path with query of this request, from `base` on. */
	path: string;
}

/** What a handler answers; undefined is 204 without a body. */
export type Answer = Json | Json[] | undefined;
/** Handlers by `METHOD /path` under `/api/v4`. */
export type Routes = Record<string, (call: Call) => Answer>;

/** Mounts the routes under `/api/v4` with the guard in front of them (amocrm sheet §4, §5). */
export function mountApi(app: FastifyInstance, world: World, routes: Routes): void {
	app.register(
		async (api) => {
			api.addHook('preHandler', async (request, reply) => {
				reply.header('X-Request-Id', randomBytes(16).toString('hex'));
				world.guard.check(request.method, request.headers.authorization, true);
			});
			api.setErrorHandler((error, _request, reply) => sendError(error, reply));
			const methods = new Map<string, Set<string>>();
			for (const [route, handler] of Object.entries(routes)) {
				const [method, url] = route.split(' ');
				api.route({
					method,
					url,
					handler: (request, reply) => send(reply, handler(callOf(world, request)), method, url),
				});
				methods.set(url, (methods.get(url) ?? new Set()).add(method));
			}
			// A known path with another method is 405: there is no DELETE of leads (sheet §4).
			for (const [url, known] of methods) {
				const others = ['GET', 'POST', 'PATCH', 'PUT', 'DELETE'].filter((name) => !known.has(name));
				api.route({
					method: others,
					url,
					handler: () => {
						throw new AmoError(405, 'Method Not Allowed');
					},
				});
			}
			api.all('/*', () => {
				throw new AmoError(404, 'Page not found');
			});
		},
		{ prefix: '/api/v4' },
	);
}

/** Bytes, not text: fastify would add a charset to the type, and clients compare it exactly. */
export function sendError(error: unknown, reply: FastifyReply): FastifyReply {
	if (!(error instanceof AmoError)) throw error;
	if (error.message === 'Account not found') reply.header('X-Error', 'Account not found');
	return reply.code(error.status).type(error.contentType).send(Buffer.from(error.text));
}

function send(reply: FastifyReply, answer: Answer, method: string, url: string): FastifyReply {
	if (answer === undefined) return reply.code(204).send();
	const created = method === 'POST' && url === '/webhooks';
	return reply
		.code(created ? 201 : 200)
		.type(HAL_JSON)
		.send(Buffer.from(JSON.stringify(answer)));
}

function callOf(world: World, request: FastifyRequest): Call {
	const params = request.params as Record<string, string>;
	// `/leads/nonsense` is an unknown route, `/leads/999` a missing lead.
	if (Object.values(params).some((id) => !/^\d+$/.test(id)))
		throw new AmoError(404, 'Page not found');
	const mark = request.url.indexOf('/api/v4') + '/api/v4'.length;
	const start = request.url.indexOf('?');
	const query = parsePhpQuery(start < 0 ? '' : request.url.slice(start + 1));
	return {
		world,
		params,
		query,
		with: new Set((textOf(query.with) ?? '').split(',').map((name) => name.trim())),
		body: request.body,
		base: `http://${request.headers.host}${request.url.slice(0, mark)}`,
		path: request.url.slice(mark),
	};
}
