import type { FastifyError, FastifyInstance, FastifyRequest } from 'fastify';

import type { Simulator } from '../shared/simulator';
import { attemptsOf } from '../shared/webhookSender';
import { emit } from './emit';
import { guard } from './guard';
import { messageRoutes } from './messageRoutes';
import { CHANNELS, PROJECTS, type Json } from './model';
import { WahelpError } from './problems';
import { projectRoutes } from './projectRoutes';
import { sendRoutes } from './sendRoutes';
import { userRoutes } from './userRoutes';
import { webhookRoutes } from './webhookRoutes';
import { World } from './world';

export { ACCOUNT_KEY } from './tokens';

/** Wahelp as `vendors/wahelp.md` describes it; see README.md beside this file. */
export class WahelpSimulator implements Simulator {
	readonly vendor = 'wahelp';
	private readonly world = new World();

	routes(app: FastifyInstance): void {
		const { world } = this;
		const pathOf = (request: FastifyRequest) => request.url.slice(app.prefix.length).split('?')[0];

		// A scope of its own, so that the simulator's control routes need no token.
		void app.register((api, _options, done) => {
			api.addHook('preHandler', async (request, reply) =>
				guard(world, request, reply, pathOf(request)),
			);
			api.setErrorHandler((error: FastifyError | Error, _request, reply) => {
				if (error instanceof WahelpError) {
					return reply.code(error.status).headers(error.headers).send(error.body);
				}
				return reply.code(500).send({ success: false, message: `Server Error: ${error.message}` });
			});
			projectRoutes(api, world);
			userRoutes(api, world);
			sendRoutes(api, world);
			messageRoutes(api, world);
			webhookRoutes(api, world);
			done();
		});
		app.setNotFoundHandler((request, reply) => {
			const message = `The route ${request.method} ${pathOf(request)} could not be found.`;
			return reply.code(404).send({ success: false, message });
		});
	}

	state(): object {
		const { world } = this;
		return {
			tokens: world.tokens.count(),
			projects: PROJECTS,
			channels: CHANNELS,
			users: world.people.users,
			contacts: world.people.contacts,
			messages: world.messages,
			webhooks: world.webhooks.list,
			deliveries: attemptsOf(world.webhooks.sender.deliveries),
			switches: world.switches,
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
