import type { FastifyRequest } from 'fastify';

import { nestError, unauthorized } from './errors';
import type { Scope, ScopedKey } from './switches';
import type { World } from './world';

/** WAHA_API_KEY of the simulator. */
export const API_KEY = 'sandbox-waha';

/**
 * Checks the key of a request and what it may do (waha sheet §2).
 * @throws {WahaError} 401 with two fields, 403 when a scope is missing
 */
export function authorize(world: World, request: FastifyRequest, path: string): void {
	const observing = path === '/ping' || path === '/health';
	if (observing && !world.switches.pingNeedsKey) return;
	const given = keyOf(request);
	if (given === API_KEY) return;
	const key = world.switches.scopedKeys.find((k) => k.key === given && k.isActive !== false);
	if (!key) throw unauthorized();
	if (key.isAdmin || observing) return;

	const scope = scopeOf(request.method, path);
	if (scope === null) return;
	const session = sessionOf(request);
	const foreign = key.session && session !== null && session !== key.session;
	const missing = scope === 'admin' || (key.actions && !key.actions[scope]);
	if (foreign || missing) throw nestError(403, `The API key lacks the permission "${scope}"`);
}

/** The one session that the request's key is for, or null. */
export function boundSession(world: World, request: FastifyRequest): string | null {
	const given = keyOf(request);
	return world.switches.scopedKeys.find((k: ScopedKey) => k.key === given)?.session ?? null;
}

/** The session that a request is about, or null. */
export function sessionOf(request: FastifyRequest): string | null {
	const places = [request.params, request.query, request.body] as Array<
		Record<string, unknown> | undefined
	>;
	for (const place of places) {
		const name = place?.session ?? (place === request.query ? undefined : place?.name);
		if (typeof name === 'string' && !request.url.includes('/api/files/')) return name;
	}
	return null;
}

function keyOf(request: FastifyRequest): string | undefined {
	const header = request.headers['x-api-key'];
	if (typeof header === 'string') return header;
	return (request.query as Record<string, string | undefined>)['x-api-key'];
}

/** What a key needs for a call; null is any key. */
function scopeOf(method: string, path: string): Scope | 'admin' | null {
	if (/^\/api\/(server\/|version$)/.test(path)) return null;
	if (path.startsWith('/api/keys')) return 'admin';
	if (/^\/api\/[^/]+\/auth\//.test(path)) return 'control';
	if (path.startsWith('/api/sessions')) {
		if (method === 'PUT') return 'setting';
		if (method === 'DELETE') return 'delete';
		if (method === 'POST') return path === '/api/sessions' ? 'admin' : 'control';
		return 'read';
	}
	return method === 'GET' ? 'read' : 'send';
}
