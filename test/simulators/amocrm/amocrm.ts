import type { FastifyInstance } from 'fastify';

import type { Simulator } from '../shared/simulator';
import { ACCOUNT, PIPELINES, USERS } from './account';
import { mountApi } from './api';
import { complexRoutes } from './complexRoutes';
import { dictionaryRoutes } from './dictionaryRoutes';
import { emit } from './emit';
import { entityRoutes } from './entityRoutes';
import { linkRoutes } from './linkRoutes';
import type { EntityType } from './model';
import { noteRoutes } from './noteRoutes';
import { mountOauth } from './oauthRoutes';
import { taskRoutes } from './taskRoutes';
import { entityView, noteView, taskView } from './views';
import { webhookRoutes } from './webhookRoutes';
import { World } from './world';

export { SANDBOX_KEY } from './tokens';

/**
 * amoCRM API v4 with the demo account, as the vendor sheet describes it; README.md
 * lists the bodies of `emit`, the switches and the shape of the state.
 */
export class AmocrmSimulator implements Simulator {
	readonly vendor = 'amocrm';
	private readonly world = new World();

	routes(app: FastifyInstance): void {
		mountApi(app, this.world, {
			...dictionaryRoutes(),
			...webhookRoutes(),
			...complexRoutes(),
			...linkRoutes(),
			...noteRoutes(),
			...taskRoutes(),
			...entityRoutes(),
		});
		mountOauth(app, this.world);
	}

	/** Entities as the API shows them, deleted ones included. */
	state(): object {
		const { world } = this;
		const { store, hooks } = world;
		const show = (type: EntityType) =>
			store.all(type).map((entity) => entityView(world, entity, { with: ALL, base: '' }));
		return {
			account: { ...ACCOUNT, users: USERS, pipelines: PIPELINES, custom_fields: store.fields },
			contacts: show('contacts'),
			leads: show('leads'),
			companies: show('companies'),
			notes: store.notes.map((note) => ({
				...noteView(note, ''),
				entity_type: note.entity_type,
			})),
			tasks: store.tasks.map((task) => taskView(task, '')),
			links: store.links,
			tags: store.tags,
			webhooks: hooks.list,
			deliveries: hooks.sender.deliveries,
			writes: store.writes,
			oauth: world.tokens.counts(),
			switches: world.switches,
		};
	}

	reset(): void {
		this.world.reset();
	}

	close(): void {
		this.world.close();
	}

	configure(switches: Record<string, unknown>): void {
		this.world.configure(switches);
	}

	/** @throws {TypeError} that says what is wrong with the body */
	async emit(body: Record<string, unknown>): Promise<object> {
		return await emit(this.world, body);
	}
}

const ALL = new Set(['leads', 'contacts']);
