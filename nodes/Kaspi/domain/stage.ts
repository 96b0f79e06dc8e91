import type { DeliveryKind } from './delivery';

/** How far an order is, as its buyer would say it. */
export type OrderStage =
	'new' | 'accepted' | 'handed_over' | 'completed' | 'cancelled' | 'returned' | 'unknown';

interface StageFacts {
	state: string;
	status: string;
	/** Epoch milliseconds; null until the courier has the goods. */
	courierTransmissionDate: number | null;
}

interface KindFacts {
	stage: OrderStage;
	preOrder: boolean;
	deliveryKind: DeliveryKind;
}

/** Statuses of the Shop API (kaspi sheet §4.2), and NEW and CONFIRMED of the cabinet's flat order. */
const BY_STATUS = new Map<string, OrderStage>([
	['APPROVED_BY_BANK', 'new'],
	['NEW', 'new'],
	['ACCEPTED_BY_MERCHANT', 'accepted'],
	['ASSEMBLE', 'accepted'],
	['CONFIRMED', 'accepted'],
	// Goods of a pre-order have come to the merchant (kaspi sheet §7), not to the buyer.
	['ARRIVED', 'accepted'],
	['COMPLETED', 'completed'],
	['CANCELLED', 'cancelled'],
	['CANCELLING', 'cancelled'],
	['RETURNED', 'returned'],
	['RETURN_ACCEPTED_BY_MERCHANT', 'returned'],
	['KASPI_DELIVERY_RETURN_REQUESTED', 'returned'],
]);
/** Where the status says nothing. The other tabs hold orders of several stages (kaspi sheet §4.1). */
const BY_STATE = new Map<string, OrderStage>([
	['NEW', 'new'],
	['SIGN_REQUIRED', 'new'],
]);
const FINISHED: OrderStage[] = ['completed', 'cancelled', 'returned'];

/** The stage of an order; `unknown` for a status that is not in the sheet. Never throws. */
export function stageOf({ state, status, courierTransmissionDate }: StageFacts): OrderStage {
	const stage = BY_STATUS.get(status) ?? BY_STATE.get(state) ?? 'unknown';
	// In the archive an unknown status may be the end of the order.
	const isFinished = FINISHED.includes(stage) || (stage === 'unknown' && state === 'ARCHIVE');
	// Kaspi has no status for it: the date tells that the courier has the goods (kaspi sheet §4.3).
	return !isFinished && courierTransmissionDate ? 'handed_over' : stage;
}

const DELIVERY_PARTS: Record<DeliveryKind, string[]> = {
	kaspi_delivery: ['kaspi_delivery'],
	kaspi_postomat: ['kaspi_delivery'],
	own_delivery: ['delivery'],
	pickup: ['pickup'],
	unknown: [],
};

/**
 * The kinds of templates for an order, the most special first. A new pre-order that is collected:
 * `new_preorder, preorder, new_pickup, pickup, new`; the same one accepted: `accepted_preorder,
 * accepted_pickup, accepted`. A kind without a stage, such as `pickup`, means new orders. Empty for an
 * order of an unknown stage: nothing can be said about it.
 */
export function kindsOf({ stage, preOrder, deliveryKind }: KindFacts): string[] {
	if (stage === 'unknown') return [];
	const parts = [...(preOrder ? ['preorder'] : []), ...DELIVERY_PARTS[deliveryKind]];
	const special = parts.flatMap((part) =>
		stage === 'new' ? [`new_${part}`, part] : [`${stage}_${part}`],
	);
	return [...special, stage];
}
