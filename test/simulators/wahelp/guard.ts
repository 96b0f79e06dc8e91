import type { FastifyReply, FastifyRequest } from 'fastify';

import { API } from './paths';
import { WahelpError } from './problems';
import type { World } from './world';

/**
 * What every call has to pass: the form of its path, its token, its `X-Project` (wahelp sheet §3, §4).
 *
 * @param path without the mount prefix and the query
 * @throws {WahelpError} 401, 403, 422
 */
export function guard(
	world: World,
	request: FastifyRequest,
	reply: FastifyReply,
	path: string,
): FastifyReply | undefined {
	const target = otherForm(world, request.url);
	if (target !== undefined) return reply.code(301).header('location', target).send('');
	if (path.startsWith(`${API}/user/login`)) return undefined;
	world.tokens.check(request.headers.authorization);

	const project = /\/projects\/([^/]+)/.exec(path)?.[1];
	if (!world.switches.strictProject || project === undefined) return undefined;
	const given = request.headers['x-project'];
	if (given === undefined) throw new WahelpError(422, 'Заголовок X-Project обязателен');
	if (given !== project) throw new WahelpError(403, 'Нет доступа к проекту');
	return undefined;
}

/** Where `redirectSlash` sends this address, if anywhere. */
function otherForm(world: World, url: string): string | undefined {
	const { redirectSlash } = world.switches;
	if (redirectSlash === false) return undefined;
	const [path, query] = url.split(/(?=\?)/);
	const hasSlash = path.endsWith('/');
	if (hasSlash !== (redirectSlash === 'remove')) return undefined;
	return `${hasSlash ? path.slice(0, -1) : `${path}/`}${query ?? ''}`;
}
