import type { IDataObject } from 'n8n-workflow';

import { pause } from '../../shared/pause';
import type { AmoApi, EntityType } from '../api/client';
import type { Entity } from '../api/schema';
import { subjectOf, type AmoEvent } from './events';

/** amoCRM wants its answer within 2 s (amocrm sheet §12), and other things take time, too. */
const BUDGET_MS = 1500;
const STEP_MS = 50;

/** Contacts come with the ids of their leads, leads with those of their contacts. */
const LINKED: Record<EntityType, EntityType> = { contacts: 'leads', leads: 'contacts' };

/**
 * Adds the contact or lead that each event is about, as it is now: `entity_now`, null when it is gone.
 * `refetched` is false when amoCRM did not give it in time, or when there is none to ask for.
 */
export async function withEntities(
	connect: () => Promise<AmoApi>,
	events: AmoEvent[],
	budgetMs = BUDGET_MS,
): Promise<IDataObject[]> {
	const found = await fetchEntities(connect, events, budgetMs);
	return events.map((event) => {
		const subject = subjectOf(event);
		if (subject === undefined || found === undefined) return { ...event, refetched: false };
		const entity_now = found[subject.type].get(subject.id) ?? null;
		return { ...event, refetched: true, entity_now: entity_now as IDataObject | null };
	});
}

type Found = Record<EntityType, Map<number, Entity>>;

async function fetchEntities(
	connect: () => Promise<AmoApi>,
	events: AmoEvent[],
	budgetMs: number,
): Promise<Found | undefined> {
	const idsOf = (type: EntityType) =>
		events.flatMap((event) => {
			const subject = subjectOf(event);
			return subject?.type === type ? [subject.id] : [];
		});
	const fetchAll = async (): Promise<Found> => {
		const api = await connect();
		const fetchType = async (type: EntityType) => {
			const entities = await api.entities(type, idsOf(type), LINKED[type]);
			return new Map(entities.map((entity) => [entity.id, entity]));
		};
		const [contacts, leads] = await Promise.all([fetchType('contacts'), fetchType('leads')]);
		return { contacts, leads };
	};
	return await inTime(fetchAll, budgetMs);
}

/** Undefined when it fails or takes longer: the event itself is worth more than what is added to it. */
async function inTime<T>(work: () => Promise<T>, budgetMs: number): Promise<T | undefined> {
	let isOver = false;
	const result = work()
		.catch(() => undefined)
		.finally(() => (isOver = true));
	const tooLate = async () => {
		for (let left = budgetMs; left > 0 && !isOver; left -= STEP_MS) await pause(STEP_MS);
		return undefined;
	};
	return await Promise.race([result, tooLate()]);
}
