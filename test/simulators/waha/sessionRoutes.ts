import type { FastifyInstance, FastifyRequest } from 'fastify';

import { boundSession } from './auth';
import { wrongStatus } from './errors';
import type { Session, SessionConfig } from './model';
import { qrPng } from './png';
import * as is from './validate';
import type { World } from './world';

/** Life cycle, QR and pairing code (waha sheet §4). */
export function sessionRoutes(app: FastifyInstance, world: World): void {
	const { sessions } = world;
	const named = (request: FastifyRequest) =>
		sessions.known((request.params as { name: string }).name);

	app.get('/api/sessions', (request) => {
		const { all, expand } = request.query as { all?: string; expand?: string };
		const only = boundSession(world, request);
		return sessions
			.list()
			.filter((session) => all === 'true' || session.status !== 'STOPPED')
			.filter((session) => !only || session.name === only)
			.map((session) => sessionInfo(world, session, expand));
	});

	app.post('/api/sessions', (request, reply) => {
		const body = is.checkBody(request.body, {
			name: is.optional(is.filled),
			start: is.optional(is.flag),
			config: is.optional(configRule),
		});
		const name = typeof body.name === 'string' ? body.name : `session_${world.ids.ulid()}`;
		const config = (body.config ?? undefined) as SessionConfig | undefined;
		const session = sessions.create(name, config, body.start !== false);
		return reply.code(201).send(sessionInfo(world, session));
	});

	app.get('/api/sessions/:name', (request) => {
		return sessionInfo(world, named(request), (request.query as { expand?: string }).expand);
	});

	app.get('/api/sessions/:name/me', (request, reply) => {
		return reply.type('application/json').send(JSON.stringify(sessions.me(named(request))));
	});

	app.put('/api/sessions/:name', (request) => {
		const body = is.checkBody(request.body, { config: is.optional(configRule) });
		const session = named(request);
		sessions.update(session, (body.config ?? undefined) as SessionConfig | undefined);
		return sessionInfo(world, session);
	});

	app.delete('/api/sessions/:name', (request, reply) => {
		sessions.remove((request.params as { name: string }).name);
		return reply.code(200).send();
	});

	for (const action of ['start', 'stop', 'restart', 'logout'] as const) {
		app.post(`/api/sessions/:name/${action}`, (request, reply) => {
			const session = named(request);
			sessions[action](session);
			return reply.code(201).send(sessionInfo(world, session));
		});
	}

	// Deprecated: the name is in the body, and start creates what is missing.
	for (const action of ['start', 'stop', 'logout'] as const) {
		app.post(`/api/sessions/${action}`, (request, reply) => {
			const body = is.checkBody(request.body, { name: is.filled, config: is.optional(configRule) });
			const name = String(body.name);
			const missing = action === 'start' && !sessions.get(name);
			const session = missing
				? sessions.create(name, (body.config ?? undefined) as SessionConfig | undefined, false)
				: sessions.known(name);
			sessions[action](session);
			return reply.code(201).send(sessionInfo(world, session));
		});
	}

	app.get('/api/:session/auth/qr', (request, reply) => {
		const value = showsQr(request).qr ?? '';
		const { format = 'image' } = request.query as { format?: string };
		if (format === 'raw') return { value };
		const image = qrPng(value);
		if (String(request.headers.accept ?? '').includes('application/json')) {
			return { mimetype: 'image/png', data: image.toString('base64') };
		}
		return reply.type('image/png').send(image);
	});

	app.post('/api/:session/auth/request-code', (request, reply) => {
		is.checkBody(request.body, { phoneNumber: is.filled });
		showsQr(request);
		return reply.code(201).send({ code: world.ids.pairingCode() });
	});

	function showsQr(request: FastifyRequest): Session {
		const session = sessions.known((request.params as { session: string }).session);
		if (session.status !== 'SCAN_QR_CODE') throw wrongStatus(session, ['SCAN_QR_CODE']);
		return session;
	}
}

export function sessionInfo(world: World, session: Session, expand?: string): object {
	const running = session.status !== 'STOPPED';
	return {
		name: session.name,
		status: session.status,
		me: world.sessions.me(session),
		...(session.config === undefined ? {} : { config: session.config }),
		...(running ? { engine: { engine: world.switches.engine } } : {}),
		...(expand === 'apps' ? { apps: [] } : {}),
		presence: null,
		timestamps: { activity: session.activity },
		assignedWorker: null,
	};
}

/** Webhooks must be usable; every other key is kept as it is. */
function configRule(value: unknown): string | null {
	if (typeof value !== 'object' || Array.isArray(value)) return 'must be an object';
	const { webhooks } = value as SessionConfig;
	if (webhooks === undefined || webhooks === null) return null;
	if (!Array.isArray(webhooks)) return 'has webhooks that are no list';
	const good = webhooks.every(
		(hook) => typeof hook?.url === 'string' && URL.canParse(hook.url) && Array.isArray(hook.events),
	);
	return good ? null : 'has a webhook without a proper url and a list of events';
}
