import type { FastifyInstance } from 'fastify';

import { managersOf, SALES_CHANNELS } from './fixtures';
import type { Client } from './model';
import { notFound } from './problems';
import { paged, param } from './query';
import type { World } from './world';

/** Managers, clients, sales channels (sitniks sheet §3–§5). */
export function peopleRoutes(api: FastifyInstance, world: World): void {
	api.get('/managers', (request) => paged(request, managersOf(world.switches)));
	api.get('/sales-channels', (request) => paged(request, SALES_CHANNELS));
	api.get('/clients', (request) => {
		const phone = param(request, 'phone');
		const email = param(request, 'email')?.toLowerCase();
		const search = param(request, 'search')?.toLowerCase();
		const found = world.clients.filter(
			(client) =>
				(phone === undefined || client.phone === phone) &&
				(email === undefined || client.email?.toLowerCase() === email) &&
				(search === undefined || textOf(client).includes(search)),
		);
		// Not `data`, as everywhere else.
		return { clients: paged(request, found).data };
	});
	api.get('/clients/:id', (request) => {
		const { id } = request.params as { id: string };
		const found = world.clients.find((client) => String(client.id) === id);
		if (!found) throw notFound('Client not found');
		return found;
	});
}

function textOf({ fullname, phone, email }: Client): string {
	return [fullname, phone, email].join('\n').toLowerCase();
}
