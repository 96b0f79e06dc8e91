import type { Answer, Call, Routes } from './api';
import { batchOf, requestId } from './entityRoutes';
import { ENTITY_TYPES, isObject, type Entity, type EntityType, type Json } from './model';
import { listOf, treeOf } from './phpQuery';
import { notFound, notSupported, refuseInvalid, wrongType, type Violation } from './problems';
import { entityTypeOf } from './store';
import { visibleLinks } from './views';

/** Links of leads, contacts and companies (amocrm sheet §8); they move no times. */
export function linkRoutes(): Routes {
	const routes: Routes = {};
	for (const type of ENTITY_TYPES) {
		const owner = (call: Call): Entity => {
			const entity = call.world.store.find(type, call.params.id);
			if (!entity) throw notFound('Entity not found');
			return entity;
		};
		routes[`GET /${type}/:id/links`] = (call) => read(call, owner(call));
		routes[`POST /${type}/:id/link`] = (call) => write(call, 'link', type, owner(call));
		routes[`POST /${type}/:id/unlink`] = (call) => write(call, 'unlink', type, owner(call));
		routes[`POST /${type}/link`] = (call) => write(call, 'link', type);
		routes[`POST /${type}/unlink`] = (call) => write(call, 'unlink', type);
	}
	return routes;
}

function read(call: Call, entity: Entity): Answer {
	const filter = treeOf(call.query.filter);
	const types = listOf(filter.to_entity_type);
	const ids = listOf(filter.to_entity_id);
	const links = visibleLinks(call.world, entity)
		.filter(({ to }) => types.length === 0 || types.includes(to.type))
		.filter(({ to }) => ids.length === 0 || ids.includes(String(to.id)))
		.map(({ to, is_main }) => ({
			to_entity_id: to.id,
			to_entity_type: to.type,
			metadata: to.type === 'contacts' ? { main_contact: is_main } : null,
		}));
	return answer(call, links);
}

function write(call: Call, action: 'link' | 'unlink', type: EntityType, owner?: Entity): Answer {
	const { store } = call.world;
	const elements = batchOf(call);
	const ownerOf = (element: unknown) =>
		owner ?? (isObject(element) ? store.find(type, element.entity_id) : undefined);
	refuseInvalid(
		elements.map((element, index) => ({
			request_id: requestId(element, index),
			errors: violations(call, element, ownerOf(element)),
		})),
	);
	const links = elements.map((element) => {
		const body = element as Json;
		const from = ownerOf(body) as Entity;
		const to = {
			type: entityTypeOf(body.to_entity_type) as EntityType,
			id: Number(body.to_entity_id),
		};
		const metadata = isObject(body.metadata) ? body.metadata : {};
		const isMain = typeof metadata.is_main === 'boolean' ? metadata.is_main : undefined;
		if (action === 'link') store.link(from, to, isMain);
		else store.unlink(from, to);
		store.record(action, type, from.id, body);
		const known = store.linksOf(from).find(({ to: other }) => other.id === to.id);
		return {
			entity_id: from.id,
			entity_type: type,
			to_entity_id: to.id,
			to_entity_type: to.type,
			metadata: to.type === 'contacts' ? { main_contact: known?.is_main ?? false } : null,
		};
	});
	return action === 'unlink' ? undefined : answer(call, links);
}

function violations(call: Call, element: unknown, owner: Entity | undefined): Violation[] {
	if (!isObject(element)) return [wrongType('', 'array')];
	const type = entityTypeOf(element.to_entity_type);
	return [
		...(owner ? [] : [notSupported('entity_id')]),
		...(type && type !== owner?.type ? [] : [notSupported('to_entity_type')]),
		...(type && !call.world.store.find(type, element.to_entity_id)
			? [notSupported('to_entity_id')]
			: []),
	];
}

function answer(call: Call, links: Json[]): Json {
	return {
		_total_items: links.length,
		_links: { self: { href: `${call.base}${call.path}` } },
		_embedded: { links },
	};
}
