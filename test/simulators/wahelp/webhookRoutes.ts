import { randomUUID } from 'node:crypto';

import type { FastifyInstance, FastifyRequest } from 'fastify';

import type { Json, Webhook } from './model';
import { bodyOf, projectOf, route } from './paths';
import { timeText } from './payloads';
import { invalid, notFound, WahelpError } from './problems';
import type { World } from './world';

/** Both ways to register a webhook (wahelp sheet §9); which of them the service has is not known. */
export function webhookRoutes(app: FastifyInstance, world: World): void {
	const path = '/projects/:project/webhooks';
	route(app, 'GET', path, (request) => {
		const { id } = collection(world, request);
		const list = world.webhooks.of(id).filter(({ via }) => via === 'collection');
		return { success: true, data: list.map((webhook) => answer(world, webhook)) };
	});
	route(app, 'POST', path, (request) => {
		const { id } = collection(world, request);
		const webhook = newWebhook(id, 'collection', urlOf(request), listOf(request, 'entities'));
		world.webhooks.list.push(webhook);
		return { success: true, data: answer(world, webhook) };
	});
	route(app, 'PUT', `${path}/:uuid`, (request) => {
		const webhook = find(world, request);
		const { url, entities } = bodyOf(request);
		if (url !== undefined) webhook.url = urlOf(request);
		if (entities !== undefined) webhook.entities = listOf(request, 'entities');
		return { success: true, data: answer(world, webhook) };
	});
	route(app, 'DELETE', `${path}/:uuid`, (request) => {
		const webhook = find(world, request);
		world.webhooks.list = world.webhooks.list.filter((other) => other !== webhook);
		return { success: true };
	});

	// One a project: a second call replaces the first, an empty url takes it away.
	route(app, 'PUT', '/projects/:project/hook', (request) => {
		const { id } = projectOf(request);
		if (!world.switches.hookCall) throw notThere(request);
		const { url } = bodyOf(request);
		const isEmpty = url === '' || url === null;
		const events = listOf(request, 'events');
		const hook = isEmpty ? undefined : newWebhook(id, 'hook', urlOf(request), events);
		world.webhooks.list = world.webhooks.list.filter(
			({ via, project_id }) => via !== 'hook' || project_id !== id,
		);
		if (hook) world.webhooks.list.push(hook);
		return { success: true, data: { url: hook?.url ?? null, events: hook?.entities ?? [] } };
	});
}

function newWebhook(
	project_id: number,
	via: Webhook['via'],
	url: string,
	entities: string[],
): Webhook {
	const uuid = via === 'collection' ? randomUUID() : null;
	return { uuid, via, project_id, url, entities, created_at: Date.now() };
}

const notThere = ({ method, url }: FastifyRequest) =>
	new WahelpError(404, `The route ${method} ${url.split('?')[0]} could not be found.`);

function collection(world: World, request: FastifyRequest): { id: number } {
	const project = projectOf(request);
	if (!world.switches.webhooksCollection) throw notThere(request);
	return project;
}

function find(world: World, request: FastifyRequest): Webhook {
	const { id } = collection(world, request);
	const { uuid } = request.params as { uuid: string };
	const found = world.webhooks.of(id).find((webhook) => webhook.uuid === uuid);
	if (!found) throw notFound('Вебхук');
	return found;
}

function answer(world: World, { uuid, url, entities, created_at }: Webhook): Json {
	return { uuid, url, entities, created_at: timeText(created_at, world.switches) };
}

function urlOf(request: FastifyRequest): string {
	const { url } = bodyOf(request);
	if (typeof url === 'string' && /^https?:/.test(url) && URL.canParse(url)) return url;
	throw invalid('url', 'Поле url должно быть адресом');
}

function listOf(request: FastifyRequest, field: 'entities' | 'events'): string[] {
	const list = bodyOf(request)[field] ?? [];
	if (Array.isArray(list) && list.every((item) => typeof item === 'string')) return list;
	throw invalid(field, `Поле ${field} должно быть списком`);
}
