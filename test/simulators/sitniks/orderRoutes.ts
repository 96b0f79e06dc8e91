import type { FastifyInstance, FastifyRequest } from 'fastify';

import { ORDER_STATUSES } from './fixtures';
import type { Order } from './model';
import { createOrder } from './orders';
import { badRequest, notFound } from './problems';
import { bodyOf, clockOf, paged } from './query';
import { createdOrderView, orderView } from './views';
import type { World } from './world';

/** Orders and their statuses (sitniks sheet §4). */
export function orderRoutes(api: FastifyInstance, world: World): void {
	api.get('/orders', (request) => {
		// The zone of these is ignored.
		const from = clockOf(request, 'createdAtFrom') ?? -Infinity;
		const to = clockOf(request, 'createdAtTo') ?? Infinity;
		const found = world.orders
			.filter(({ createdAt }) => Date.parse(createdAt) >= from && Date.parse(createdAt) <= to)
			.toReversed();
		const { data, count } = paged(request, found);
		return { data: data.map(orderView), count };
	});
	api.post('/orders', (request, reply) => {
		const order = createOrder(world, bodyOf(request));
		world.orders.push(order);
		return reply.code(201).send(createdOrderView(order));
	});
	api.get('/orders/statuses', () => ({ data: ORDER_STATUSES }));
	api.get('/orders/:id', (request) => orderView(orderOf(world, request)));
}

function orderOf(world: World, request: FastifyRequest): Order {
	const { id } = request.params as { id: string };
	if (!/^\d+$/.test(id)) throw badRequest('Validation failed (numeric string is expected)');
	const found = world.orders.find((order) => order.id === Number(id));
	if (!found) throw notFound('Order not found');
	return found;
}
