import type { FastifyError, FastifyInstance, FastifyRequest } from 'fastify';

import type { Simulator } from '../shared/simulator';
import { attemptsOf } from '../shared/webhookSender';
import { chatRoutes } from './chatRoutes';
import { emit } from './emit';
import { managersOf } from './fixtures';
import { messageRoutes } from './messageRoutes';
import type { Json } from './model';
import { orderRoutes } from './orderRoutes';
import { peopleRoutes } from './peopleRoutes';
import { noPlan, noRoute, SitniksError, tooMany, unauthorized } from './problems';
import { World } from './world';

/** The account's API key. */
export const API_KEY = 'sandbox-sitniks';

/** Sitniks as `vendors/sitniks.md` describes it; see README.md beside this file. */
export class SitniksSimulator implements Simulator {
	readonly vendor = 'sitniks';
	private readonly world = new World();

	routes(app: FastifyInstance): void {
		const { world } = this;
		const pathOf = (request: FastifyRequest) => request.url.slice(app.prefix.length);
		const refused = new WeakSet<FastifyRequest>();
		const hasKey = ({ headers }: FastifyRequest) => headers.authorization === `Bearer ${API_KEY}`;
		const api = (scope: FastifyInstance, _options: object, done: () => void) => {
			// Counted before faults are injected: a request that fails or hangs is a request, too.
			scope.addHook('onRequest', async (request) => {
				if (hasKey(request) && !world.rateLimit.take(world.switches)) refused.add(request);
			});
			scope.addHook('preHandler', async (request) => {
				if (!hasKey(request)) throw unauthorized();
				if (refused.has(request)) {
					world.rateLimit.blocked += 1;
					throw tooMany();
				}
				if (world.switches.trial) throw noPlan();
			});
			scope.setNotFoundHandler((request) => {
				throw noRoute(request.method, pathOf(request));
			});
			scope.setErrorHandler((error: FastifyError | Error, _request, reply) => {
				if (error instanceof SitniksError) return reply.code(error.status).send(error.body);
				return reply.code(500).send({ statusCode: 500, message: 'Internal server error' });
			});
			chatRoutes(scope, world);
			messageRoutes(scope, world);
			orderRoutes(scope, world);
			peopleRoutes(scope, world);
			done();
		};
		void app.register(api, { prefix: '/open-api' });
		app.setNotFoundHandler((request, reply) =>
			reply.code(404).send(noRoute(request.method, pathOf(request)).body),
		);
	}

	state(): object {
		const { book, clients, orders, rateLimit, switches, webhooks } = this.world;
		return {
			chats: book.chats,
			managers: managersOf(switches),
			clients,
			orders,
			overruns: rateLimit.overruns,
			blocked: rateLimit.blocked,
			blockedUntil: rateLimit.blockedUntil,
			deliveries: attemptsOf(webhooks.sender.deliveries),
			switches,
		};
	}

	reset(): void {
		this.world.reset();
	}

	async emit(body: Json): Promise<object> {
		return await emit(this.world, body);
	}

	configure(switches: Json): void {
		this.world.configure(switches);
	}

	close(): void {
		this.world.close();
	}
}
