/** Stages of an order that a template may tell of, in their order. */
export const ORDER_STAGES = [
	'new',
	'accepted',
	'handed_over',
	'completed',
	'cancelled',
	'returned',
] as const;

/** How the goods come to the buyer; alone it stands for a new order. */
export const ORDER_DELIVERIES = ['pickup', 'delivery', 'kaspi_delivery', 'preorder'] as const;

const KINDS = new Set<string>([
	'',
	...ORDER_DELIVERIES,
	...ORDER_STAGES,
	...ORDER_STAGES.flatMap((stage) => ORDER_DELIVERIES.map((delivery) => `${stage}_${delivery}`)),
]);

/** `order_kind` of a template: a stage, a delivery, both (`accepted_pickup`), or empty for any order. */
export function isOrderKind(kind: unknown): boolean {
	return typeof kind === 'string' && KINDS.has(kind);
}
