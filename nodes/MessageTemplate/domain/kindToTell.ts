import { kindOf } from './choose';

/** How far an order is, as *Kaspi Shop* and its trigger tell it. */
export interface OrderFacts {
	stage: string;
	/** When the order was first seen in this stage, in milliseconds since 1970; undefined: nobody knows. */
	stageSeenAt?: number;
	isArchived: boolean;
	/** Kinds of templates for it, the most special first. */
	kinds: string[];
}

export interface StageTemplate {
	storeId: string;
	orderKind: string;
	/** When it was last saved, in milliseconds since 1970. */
	savedAt: number;
}

export interface Telling {
	/** `new`, a later stage, or '' for nothing. */
	kind: string;
	/** Kinds of templates to choose from, the most special first. */
	templateKinds: string[];
}

/** Orders of these stages still get the first message when they have missed it. */
const OPEN = ['new', 'accepted', 'handed_over', 'unknown'];
/** Whoever saves a template sees the next order within this time. */
const GRACE_MS = 10 * 60_000;

/**
 * What the buyer is told now. A later stage is told only by a template of its own that was there before
 * the order came to it: who switches one on does not write to everybody who ordered this month.
 */
export function kindToTell(
	order: OrderFacts,
	templates: StageTemplate[],
	storeId: string,
): Telling {
	const { stage, kinds } = order;
	if (stage !== 'new' && hasOwnText(order, templates, storeId)) {
		return { kind: stage, templateKinds: kinds };
	}
	if (!OPEN.includes(stage) || order.isArchived) return { kind: '', templateKinds: [] };
	return { kind: 'new', templateKinds: stage === 'new' ? kinds : firstKinds(stage, kinds) };
}

function hasOwnText(
	{ stageSeenAt, kinds }: OrderFacts,
	templates: StageTemplate[],
	storeId: string,
): boolean {
	if (stageSeenAt === undefined) return false;
	return templates.some(
		(template) =>
			['', storeId].includes(template.storeId) &&
			kinds.includes(kindOf(template.orderKind)) &&
			template.savedAt - GRACE_MS <= stageSeenAt,
	);
}

/** Of a later stage's kinds those that it would have had as a new order. */
function firstKinds(stage: string, kinds: string[]): string[] {
	const parts = kinds
		.filter((kind) => kind.startsWith(`${stage}_`))
		.map((kind) => kind.slice(stage.length + 1));
	return [...parts.flatMap((part) => [`new_${part}`, part]), 'new'];
}
