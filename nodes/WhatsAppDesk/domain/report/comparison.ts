import { groupedBy, sumOf, type Group } from './groups';
import { storeName, type Names } from './names';
import { DELIVERED, SENT, withoutTests } from './tables';
import { kindName } from './words';

/** One of the templates that compete; shares in percent. */
export interface Variant {
	name: string;
	/** How many orders got it. */
	total: number;
	sent: number;
	delivered: number;
	read: number;
	share: number;
	/** The share that it should have by the weights; null when none has a weight. */
	weight: number | null;
	deliveredShare: number;
	/** Of the delivered ones. */
	readShare: number;
}
export interface Comparison {
	store: string;
	kind: string;
	variants: Variant[];
	/** Which one is read more, or that nobody can tell yet. */
	verdict: string;
}

/** Fewer delivered messages of a template say nothing. */
const ENOUGH = 30;
/** A difference that is an accident in one case of twenty: two-sided, normal distribution. */
const SURE = 1.96;

/**
 * Templates that compete for the same orders: one store, one kind of message, and the same shop and kind
 * in the table of templates. One is called better only when the two-proportion z-test says so against
 * each of the others.
 */
export function compareTemplates(groups: Group[], names: Names): Comparison[] {
	const known = withoutTests(groups).filter(({ template }) => names.templates.has(template));
	const field = ({ store, kind, template }: Group) =>
		JSON.stringify([store, kind, names.templates.get(template)?.rivals]);
	return groupedBy(known, field)
		.map(([, own]) => comparisonOf(own, names))
		.filter(({ variants }) => variants.length > 1);
}

function comparisonOf(own: Group[], names: Names): Comparison {
	const [{ store, kind }] = own;
	const byId = groupedBy(own, ({ template }) => template).sort(([a], [b]) => Number(a) - Number(b));
	const weightOf = (id: string) => names.templates.get(id)?.weight ?? 0;
	const weights = byId.reduce((sum, [id]) => sum + weightOf(id), 0);
	const variants = byId.map(([id, rows]) => {
		const [total, sent, delivered] = [sumOf(rows), sumOf(rows, SENT), sumOf(rows, DELIVERED)];
		const read = sumOf(rows, ['read']);
		return {
			name: names.templates.get(id)?.name ?? id,
			total,
			sent,
			delivered,
			read,
			share: percentOf(total, sumOf(own)),
			weight: weights > 0 ? percentOf(weightOf(id), weights) : null,
			deliveredShare: percentOf(delivered, sent),
			readShare: percentOf(read, delivered),
		};
	});
	return {
		store: storeName(names, store),
		kind: kindName(kind),
		variants,
		verdict: verdictOf(variants),
	};
}

function verdictOf(variants: Variant[]): string {
	if (variants.some(({ delivered }) => delivered < ENOUGH)) {
		return 'Разница пока случайна: для вывода нужно не меньше 30 доставленных сообщений по каждому шаблону.';
	}
	const [best, ...others] = variants.toSorted((a, b) => b.readShare - a.readShare);
	return others.every((other) => zOf(best, other) >= SURE)
		? `Чаще читают «${best.name}». Вряд ли это случайность.`
		: 'Разница пока случайна.';
}

/** How many standard deviations lie between the two shares of read messages. */
function zOf(a: Variant, b: Variant): number {
	const p = (a.read + b.read) / (a.delivered + b.delivered);
	const spread = Math.sqrt(p * (1 - p) * (1 / a.delivered + 1 / b.delivered));
	return spread > 0 ? (a.read / a.delivered - b.read / b.delivered) / spread : 0;
}

function percentOf(part: number, whole: number): number {
	return whole > 0 ? (part / whole) * 100 : 0;
}
