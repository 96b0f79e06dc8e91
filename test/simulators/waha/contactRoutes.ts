import type { FastifyInstance } from 'fastify';

import * as is from './validate';
import type { World } from './world';

/** check-exists and the LID look-ups (waha sheet §5). */
export function contactRoutes(app: FastifyInstance, world: World): void {
	// The second one is the deprecated ancestor of the first.
	for (const path of ['/api/contacts/check-exists', '/api/checkNumberStatus']) {
		app.get(path, async (request) => {
			const query = is.checkBody(request.query, { phone: is.filled, session: is.filled });
			await world.sessions.working(String(query.session));
			return checkExists(world, String(query.phone));
		});
	}

	app.get('/api/:session/lids', async (request) => {
		await world.sessions.working((request.params as { session: string }).session);
		const offset = is.wholeNumber(request.query as is.Fields, 'offset', 0);
		const limit = is.wholeNumber(request.query as is.Fields, 'limit', 100);
		return world.switches.lids.slice(offset, offset + limit);
	});

	app.get('/api/:session/lids/count', async (request) => {
		await world.sessions.working((request.params as { session: string }).session);
		return { count: world.switches.lids.length };
	});

	// Unknown ones are 200 with null, too.
	app.get('/api/:session/lids/:lid', async (request) => {
		const params = request.params as { session: string; lid: string };
		await world.sessions.working(params.session);
		const lid = params.lid.includes('@') ? params.lid : `${params.lid}@lid`;
		return { lid, pn: world.phoneOf(lid) };
	});

	app.get('/api/:session/lids/pn/:phone', async (request) => {
		const params = request.params as { session: string; phone: string };
		await world.sessions.working(params.session);
		const pn = `${params.phone.replace(/^\+/, '').split('@')[0]}@c.us`;
		const lid = world.lidOf(pn);
		return !lid && world.switches.unknownLid === '@lid' ? { lid: '@lid', pn: null } : { lid, pn };
	});
}

function checkExists(world: World, phone: string): object {
	const { engine, unknownNumbers, unknownShape, canonicalNumbers, checkExistsLid } = world.switches;
	const typed = phone.replace(/^\+/, '');
	const digits = canonicalNumbers[typed] ?? typed;
	if (!/^[1-9]\d{6,14}$/.test(digits) || unknownNumbers.includes(digits)) {
		const shape =
			unknownShape === 'engine' ? (engine === 'GOWS' ? 'null' : 'omitted') : unknownShape;
		return shape === 'null'
			? { numberExists: false, chatId: null, pn: null }
			: { numberExists: false };
	}
	const pn = `${digits}@c.us`;
	const chatId = (checkExistsLid && world.lidOf(pn)) || pn;
	return { numberExists: true, chatId, ...(engine === 'GOWS' ? { pn } : {}) };
}
