import type { FastifyInstance } from 'fastify';

import { CHANNELS, PROJECTS } from './model';
import { bodyOf, channelOf, projectOf, route } from './paths';
import { channelAnswer } from './payloads';
import { unauthorized } from './problems';
import type { World } from './world';

const ok = (data: unknown) => ({ success: true, data });

/** Log-in, projects, channels (wahelp sheet §3–§5). */
export function projectRoutes(app: FastifyInstance, world: World): void {
	route(app, 'POST', '/user/login', (request) => {
		const { login, password } = bodyOf(request);
		const { tokenSeconds } = world.switches;
		const access_token = world.tokens.login(login, password, tokenSeconds);
		return ok({ token_type: 'bearer', access_token, expires_in: tokenSeconds });
	});
	// Not the shape of the log-in.
	route(app, 'GET', '/user/refresh-token', () => {
		const { refreshFails, tokenSeconds } = world.switches;
		if (refreshFails) throw unauthorized('Token cannot be refreshed');
		const token = world.tokens.issue(tokenSeconds);
		return { data: { token: { token, expires_in: tokenSeconds } } };
	});

	route(app, 'GET', '/projects', () => ok(PROJECTS));
	route(app, 'GET', '/projects/:project', (request) => ok(projectOf(request)));
	route(app, 'GET', '/projects/:project/channels', (request) => {
		const { id } = projectOf(request);
		return ok(CHANNELS.filter((channel) => channel.project_id === id).map(channelAnswer));
	});
	route(app, 'GET', '/projects/:project/channels/:channel', (request) =>
		ok(channelAnswer(channelOf(world, request))),
	);
	route(app, 'GET', '/projects/:project/channels/:channel/status', (request) => {
		const down = world.switches.channelsDown.includes(channelOf(world, request).name);
		return ok({ status: down ? 'disconnected' : 'connected' });
	});
}
