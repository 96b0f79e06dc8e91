import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import { FaultQueue, type Fault } from './faults';

/** One vendor's simulator: its API and what the `__sim` endpoints need. */
export interface Simulator {
	/** Mount point and name: `kaspi`, `waha`, `telegram` … */
	readonly vendor: string;
	/** The vendor's own paths, without the mount prefix. */
	routes(app: FastifyInstance): void;
	/** Everything it holds, for `GET /__sim/state`. */
	state(): object;
	/** Back to the state of a fresh start, and timers stopped. */
	reset(): void;
	/** `POST /__sim/emit`: make something happen at the vendor (an order, an incoming message). */
	emit?(body: Record<string, unknown>): Promise<object> | object;
	/** Keys of `POST /__sim/faults` that switch a behaviour of the vendor on or off. */
	configure?(switches: Record<string, unknown>): void;
	/** Stop timers; the server is going down. */
	close?(): void;
}

/** A request as the vendor got it, kept for the tests. */
export interface SeenRequest {
	at: number;
	method: string;
	/** Path with query, without the mount prefix. */
	path: string;
	headers: Record<string, unknown>;
	body: unknown;
	/** Status that was answered; 0 when the connection was cut or is hanging. */
	status: number;
	fault?: Fault;
}

const HTML = '<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>';
const FAULT_KEYS = new Set([
	'status',
	'body',
	'html',
	'headers',
	'redirectTo',
	'hang',
	'delayMs',
	'drop',
	'dropAfterWrite',
	'times',
	'method',
	'path',
]);

/**
 * A fastify plugin that serves one simulator: the vendor's API with faults injected in front of it,
 * and `/__sim/state`, `/__sim/reset`, `/__sim/faults`, `/__sim/emit`.
 */
export function simulatorPlugin(simulator: Simulator) {
	return async (app: FastifyInstance): Promise<void> => {
		const faults = new FaultQueue();
		let requests: SeenRequest[] = [];
		const seen = new WeakMap<FastifyRequest, SeenRequest>();
		const prefix = app.prefix;
		const isControl = (request: FastifyRequest) => request.url.startsWith(`${prefix}/__sim/`);

		app.addHook('preHandler', async (request, reply) => {
			if (isControl(request)) return;
			const path = request.url.slice(prefix.length);
			const entry: SeenRequest = {
				at: Date.now(),
				method: request.method,
				path,
				headers: { ...request.headers },
				body: request.body,
				status: 0,
			};
			requests.push(entry);
			seen.set(request, entry);

			const fault = faults.take(request.method, path);
			if (!fault) return;
			entry.fault = fault;
			if (fault.delayMs) await new Promise((resolve) => setTimeout(resolve, fault.delayMs));
			if (fault.hang) {
				reply.hijack();
				return;
			}
			if (fault.drop) {
				cut(request, reply);
				return;
			}
			if (fault.redirectTo !== undefined) {
				reply.code(fault.status ?? 302).header('location', `${fault.redirectTo}${request.url}`);
				return reply.send('');
			}
			if (fault.status !== undefined || fault.html) {
				reply.code(fault.status ?? 502).headers(fault.headers ?? {});
				if (fault.html) return reply.type('text/html').send(HTML);
				return reply.send(fault.body ?? { error: `fault injected: ${fault.status}` });
			}
		});

		app.addHook('onSend', async (request, reply, payload) => {
			const entry = seen.get(request);
			if (!entry) return payload;
			entry.status = reply.statusCode;
			if (entry.fault?.dropAfterWrite) {
				entry.status = 0;
				cut(request, reply);
			}
			return payload;
		});

		app.get('/__sim/state', () => ({ ...simulator.state(), faults: faults.list(), requests }));
		app.post('/__sim/reset', () => {
			faults.clear();
			requests = [];
			simulator.reset();
			return { ok: true };
		});
		app.post('/__sim/faults', (request, reply) => {
			// Switches stay, only injected faults that are still waiting are taken back.
			if (Array.isArray(request.body) && request.body.length === 0) faults.clear();
			for (const item of [request.body].flat()) {
				const all = Object.entries((item ?? {}) as Record<string, unknown>);
				const fault = Object.fromEntries(all.filter(([key]) => FAULT_KEYS.has(key)));
				const switches = Object.fromEntries(all.filter(([key]) => !FAULT_KEYS.has(key)));
				try {
					if (Object.keys(switches).length > 0) {
						if (!simulator.configure)
							throw new TypeError(`unknown: ${Object.keys(switches).join()}`);
						simulator.configure(switches);
					}
					if (Object.keys(fault).length > 0) faults.add(fault as Fault);
				} catch (error) {
					return reply.code(400).send({ error: (error as Error).message });
				}
			}
			return { ok: true, faults: faults.list() };
		});
		app.post('/__sim/emit', async (request, reply) => {
			if (!simulator.emit)
				return reply.code(404).send({ error: `${simulator.vendor} emits nothing` });
			try {
				return await simulator.emit((request.body ?? {}) as Record<string, unknown>);
			} catch (error) {
				return reply.code(400).send({ error: (error as Error).message });
			}
		});
		app.addHook('onClose', async () => simulator.close?.());

		simulator.routes(app);
	};
}

function cut(request: FastifyRequest, reply: FastifyReply): void {
	if (!reply.sent) reply.hijack();
	request.raw.socket.destroy();
}
