import type { FastifyInstance } from 'fastify';

import { nestError, WahaError } from './errors';
import type { ScopedKey } from './switches';
import * as is from './validate';
import type { World } from './world';

/** Observation, files and keys (waha sheet §2, §3, §8). */
export function serverRoutes(app: FastifyInstance, world: World): void {
	app.get('/ping', () => ({ message: 'pong' }));

	app.get('/health', (_request, reply) => {
		const bad = world.switches.unhealthy;
		const details = { 'mediaFiles.space': { status: bad ? 'down' : 'up' } };
		return reply.code(bad ? 503 : 200).send({
			status: bad ? 'error' : 'ok',
			info: bad ? {} : details,
			error: bad ? details : {},
			details,
		});
	});

	// The second one is the deprecated alias of the first.
	for (const path of ['/api/server/version', '/api/version']) {
		app.get(path, () => world.environment());
	}

	app.get('/api/server/status', () => ({
		startTimestamp: world.startedAt,
		uptime: Date.now() - world.startedAt,
		worker: { id: null },
	}));

	app.get('/api/files/:name', (request, reply) => {
		const { name } = request.params as { name: string };
		const file = world.media.get(name);
		if (!file) {
			const message = 'The file is gone';
			throw new WahaError(404, { error: { code: 404, key: 'FILE_NOT_FOUND', message } });
		}
		return reply.type(file.mimetype).send(file.bytes);
	});

	const rules = {
		isAdmin: is.flag,
		isActive: is.flag,
		session: is.optional(is.filled),
	};
	app.get('/api/keys', () => world.switches.scopedKeys.map(keyInfo));
	app.post('/api/keys', (request, reply) => {
		const body = is.checkBody(request.body, rules) as Partial<ScopedKey>;
		const id = `key_id_${world.ids.ulid()}`;
		const key = { ...body, id, key: `key_${world.ids.ulid()}` };
		world.configure({ scopedKeys: [...world.switches.scopedKeys, key] });
		return reply.code(201).send(keyInfo(key));
	});
	app.put('/api/keys/:id', (request) => {
		const key = find((request.params as { id: string }).id);
		const { isAdmin, isActive, session, actions } = is.checkBody(request.body, rules);
		return keyInfo(Object.assign(key, { isAdmin, isActive, session, actions }));
	});
	app.delete('/api/keys/:id', (request) => {
		const key = find((request.params as { id: string }).id);
		world.configure({ scopedKeys: world.switches.scopedKeys.filter((other) => other !== key) });
		return { result: true };
	});

	function find(id: string): ScopedKey {
		const key = world.switches.scopedKeys.find((k) => k.id === id);
		if (!key) throw nestError(404, 'The key was not found');
		return key;
	}
}

function keyInfo(key: ScopedKey): object {
	return {
		id: key.id ?? key.key,
		key: key.key,
		isActive: key.isActive ?? true,
		isAdmin: key.isAdmin ?? false,
		session: key.session ?? null,
		actions: key.actions ?? null,
	};
}
