import type { FastifyError, FastifyInstance, FastifyRequest } from 'fastify';

import type { Simulator } from '../shared/simulator';
import { authorize, sessionOf } from './auth';
import { chatRoutes } from './chatRoutes';
import { contactRoutes } from './contactRoutes';
import { emit } from './emit';
import { needsPlus, nestError, WahaError } from './errors';
import { sendRoutes } from './sendRoutes';
import { serverRoutes } from './serverRoutes';
import { sessionRoutes } from './sessionRoutes';
import { World } from './world';

export { API_KEY } from './auth';

/** WAHA (WhatsApp HTTP API) as `vendors/waha.md` describes it; see README.md beside this file. */
export class WahaSimulator implements Simulator {
	readonly vendor = 'waha';
	private readonly world = new World();
	private baseUrl: string | null = null;

	/** What WAHA_BASE_URL is to WAHA: start of every `media.url`. Default: this server on `localhost`. */
	setBaseUrl(url: string): void {
		this.baseUrl = url.replace(/\/$/, '');
	}

	routes(app: FastifyInstance): void {
		const { world } = this;
		this.world.media.setBaseUrl(() => {
			if (this.baseUrl !== null) return this.baseUrl;
			const address = app.server.address();
			const port = address && typeof address === 'object' ? address.port : 3000;
			return `http://localhost:${port}${app.prefix}`;
		});
		const pathOf = (request: FastifyRequest) => request.url.slice(app.prefix.length).split('?')[0];

		// A scope of its own, so that the simulator's control routes need no key.
		void app.register((api, _options, done) => {
			api.addHook('preHandler', async (request) => {
				authorize(world, request, pathOf(request));
				const session = sessionOf(request);
				if (world.switches.oldCore && session !== null && session !== 'default') {
					throw needsPlus(`A session other than "default" ("${session}")`, world.switches.engine);
				}
			});
			api.setErrorHandler((error: FastifyError | Error, request, reply) => {
				if (error instanceof WahaError) return reply.code(error.status).send(error.body);
				return reply.code(500).send(echo(world, error, request, pathOf(request)));
			});
			serverRoutes(api, world);
			sessionRoutes(api, world);
			sendRoutes(api, world);
			chatRoutes(api, world);
			contactRoutes(api, world);
			done();
		});
		app.setNotFoundHandler((request, reply) => {
			const { body } = nestError(404, `Cannot ${request.method} ${pathOf(request)}`);
			return reply.code(404).send(body);
		});
	}

	state(): object {
		const { world } = this;
		return {
			engine: world.switches.engine,
			tier: world.switches.tier,
			switches: world.switches,
			sessions: world.sessions
				.list()
				.map((session) => ({ ...session, me: world.sessions.me(session) })),
			messages: world.messages.list(),
			typing: world.typing,
			seen: world.seen,
			lids: world.switches.lids,
			unknownNumbers: world.switches.unknownNumbers,
			deliveries: world.webhooks.sender.deliveries,
		};
	}

	reset(): void {
		this.world.reset();
	}

	async emit(body: Record<string, unknown>): Promise<object> {
		return await emit(this.world, body);
	}

	configure(switches: Record<string, unknown>): void {
		this.world.configure(switches);
	}

	close(): void {
		this.world.close();
	}
}

/** WAHA's 500: the exception, and the whole request with its text and phone (waha sheet §7). */
function echo(world: World, error: Error, request: FastifyRequest, path: string): object {
	return {
		statusCode: 500,
		timestamp: new Date().toISOString(),
		exception: {
			message: error.message,
			name: 'Error',
			stack: `Error: ${error.message}\n    at WhatsappSession.call (/app/dist/core/session.js:1:1)`,
		},
		request: { path, method: request.method, body: request.body ?? {}, query: request.query },
		version: world.environment(),
	};
}
