import { demoFields } from './account';
import {
	ENTITY_TYPES,
	isObject,
	type Entity,
	type EntityType,
	type FieldDefinition,
	type Link,
	type Note,
	type Tag,
	type Task,
	type Write,
} from './model';
import { SearchIndex } from './searchIndex';

const FIRST_IDS = {
	contacts: 7000001,
	leads: 8000001,
	companies: 9000001,
	notes: 5000001,
	tasks: 6000001,
	tags: 1,
	webhooks: 100001,
};
const RANK: Record<EntityType, number> = { leads: 0, contacts: 1, companies: 2 };

export type EntityKey = Pick<Entity, 'type' | 'id'>;

/** Everything that the account holds; knows nothing of requests. */
export class Store {
	entities: Record<EntityType, Map<number, Entity>> = emptyEntities();
	fields: FieldDefinition[] = demoFields();
	notes: Note[] = [];
	tasks: Task[] = [];
	links: Link[] = [];
	tags: Record<EntityType, Tag[]> = { leads: [], contacts: [], companies: [] };
	writes: Write[] = [];
	readonly index = new SearchIndex();
	private ids = { ...FIRST_IDS };

	nextId(kind: keyof typeof FIRST_IDS): number {
		return this.ids[kind]++;
	}

	/** Keeps generated ids above ids that `emit` chose. */
	reserveId(kind: EntityType, id: number): void {
		this.ids[kind] = Math.max(this.ids[kind], id + 1);
	}

	find(type: EntityType, id: unknown): Entity | undefined {
		return this.entities[type].get(Number(id));
	}

	all(type: EntityType): Entity[] {
		return [...this.entities[type].values()];
	}

	fieldsOf(type: EntityType): FieldDefinition[] {
		return this.fields.filter((field) => field.entity_type === type);
	}

	/** Puts the entity into the search index. */
	reindex(entity: Entity, lagMs: number): void {
		const values = [...entity.fields.values()].flat().map(({ value }) => value);
		const texts = [entity.name, ...values.filter((value) => !isObject(value)).map(String)];
		this.index.put(`${entity.type}/${entity.id}`, texts, lagMs);
	}

	/** The entity's tag of that id or exact name; an unknown name becomes a new tag (sheet §8). */
	tag(type: EntityType, wanted: { id?: number; name?: string }): Tag | undefined {
		const { id, name } = wanted;
		const known = this.tags[type].find((tag) =>
			id === undefined ? tag.name === name : tag.id === id,
		);
		if (known || name === undefined) return known;
		const tag: Tag = { id: this.nextId('tags'), name, color: null };
		this.tags[type].push(tag);
		return tag;
	}

	/** Links of an entity, each seen from it: `to` is the other end. */
	linksOf(from: EntityKey, to?: EntityType): Array<{ to: EntityKey; is_main: boolean }> {
		return this.links.flatMap((link) => {
			const a = { type: link.entity_type, id: link.entity_id };
			const b = { type: link.to_entity_type, id: link.to_entity_id };
			const other = same(a, from) ? b : same(b, from) ? a : undefined;
			return other && (!to || other.type === to) ? [{ to: other, is_main: link.is_main }] : [];
		});
	}

	/** Links two entities, once; the first contact of a lead is its main one. */
	link(one: EntityKey, other: EntityKey, isMain?: boolean): void {
		const [a, b] = ordered(one, other);
		const ofLead = a.type === 'leads' && b.type === 'contacts';
		const siblings = this.links.filter(
			(link) =>
				link.entity_type === a.type &&
				link.entity_id === a.id &&
				link.to_entity_type === b.type &&
				link.to_entity_id !== b.id,
		);
		const known = this.links.find((link) => joins(link, a, b));
		const main = ofLead && (isMain ?? known?.is_main ?? !siblings.some((link) => link.is_main));
		if (main) for (const link of siblings) link.is_main = false;
		if (known) known.is_main = main;
		else {
			this.links.push({
				entity_type: a.type,
				entity_id: a.id,
				to_entity_type: b.type,
				to_entity_id: b.id,
				is_main: main,
			});
		}
	}

	unlink(one: EntityKey, other: EntityKey): void {
		const [a, b] = ordered(one, other);
		this.links = this.links.filter((link) => !joins(link, a, b));
	}

	record(action: Write['action'], entity_type: string, id: number, body: unknown): void {
		this.writes.push({ at: Date.now(), action, entity_type, id, body: structuredClone(body) });
	}

	reset(): void {
		this.entities = emptyEntities();
		this.fields = demoFields();
		this.notes = [];
		this.tasks = [];
		this.links = [];
		this.tags = { leads: [], contacts: [], companies: [] };
		this.writes = [];
		this.index.clear();
		this.ids = { ...FIRST_IDS };
	}
}

/** The type that a request names, or undefined. */
export function entityTypeOf(value: unknown): EntityType | undefined {
	return ENTITY_TYPES.find((type) => type === value);
}

function ordered(one: EntityKey, other: EntityKey): [EntityKey, EntityKey] {
	return RANK[one.type] <= RANK[other.type] ? [one, other] : [other, one];
}

function joins(link: Link, a: EntityKey, b: EntityKey): boolean {
	return (
		same({ type: link.entity_type, id: link.entity_id }, a) &&
		same({ type: link.to_entity_type, id: link.to_entity_id }, b)
	);
}

function same(a: EntityKey, b: EntityKey): boolean {
	return a.type === b.type && a.id === b.id;
}

function emptyEntities(): Record<EntityType, Map<number, Entity>> {
	return { leads: new Map(), contacts: new Map(), companies: new Map() };
}
