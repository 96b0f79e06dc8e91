import type { FastifyInstance } from 'fastify';

import { ACCOUNT } from './account';
import { sendError } from './api';
import { textOf, parsePhpQuery } from './phpQuery';
import { AmoError, HAL_JSON } from './problems';
import { SANDBOX_KEY } from './tokens';
import type { World } from './world';

/** Consent, token and subdomain addresses (amocrm sheet §1, §2). */
export function mountOauth(app: FastifyInstance, world: World): void {
	app.register(async (oauth) => {
		oauth.setErrorHandler((error, _request, reply) => sendError(error, reply));
		oauth.post('/oauth2/access_token', (request, reply) => {
			world.guard.check(request.method, undefined, false);
			const tokens = world.tokens.exchange(request.body, world.switches);
			return reply.type('application/json').send(JSON.stringify(tokens));
		});
		oauth.get('/oauth2/account/subdomain', (request, reply) => {
			world.guard.check(request.method, request.headers.authorization, true);
			const { id, subdomain } = ACCOUNT;
			const domain = `${subdomain}.amocrm.ru`;
			const body = { id, subdomain, domain, top_level_domain: 'ru' };
			return reply.type(HAL_JSON).send(JSON.stringify(body));
		});
		/** The consent page, agreed to at once: back to `redirect_uri` with a code. */
		oauth.get('/oauth', (request, reply) => {
			world.guard.check(request.method, undefined, false);
			const query = parsePhpQuery(request.url.split('?')[1] ?? '');
			const target = textOf(query.redirect_uri);
			if (textOf(query.client_id) !== SANDBOX_KEY || !target || !URL.canParse(target)) {
				throw new AmoError(400, `client_id is ${SANDBOX_KEY}, and redirect_uri is needed here`);
			}
			const url = new URL(target);
			url.searchParams.set('code', world.tokens.issueCode(world.switches.codeSeconds));
			url.searchParams.set('state', textOf(query.state) ?? '');
			url.searchParams.set('referer', request.headers.host ?? '');
			url.searchParams.set('client_id', SANDBOX_KEY);
			return reply.redirect(url.href);
		});
	});
}
