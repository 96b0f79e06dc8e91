import type { OrderAttributes } from '../api/schema';

export type DeliveryKind =
	'kaspi_delivery' | 'kaspi_postomat' | 'pickup' | 'own_delivery' | 'unknown';

type Facts = Pick<OrderAttributes, 'isKaspiDelivery' | 'deliveryMode' | 'state'>;

/** Who brings the goods (kaspi sheet §4.4); the cabinet's tab decides where the mode says nothing. */
export function deliveryKindOf(facts: Facts): DeliveryKind {
	const { deliveryMode, state } = facts;
	const buyerCollects = deliveryMode.endsWith('PICKUP');
	if (isKaspiDelivery(facts)) return buyerCollects ? 'kaspi_postomat' : 'kaspi_delivery';
	if (buyerCollects || state === 'PICKUP') return 'pickup';
	const isDelivered = /LOCAL$|TODOOR$/.test(deliveryMode) || state === 'DELIVERY';
	return isDelivered ? 'own_delivery' : 'unknown';
}

export function isKaspiDelivery({ isKaspiDelivery: said, state }: Facts): boolean {
	return said ?? state === 'KASPI_DELIVERY';
}

/** What a template tells the buyer: at a Postomat and at the shop they collect it themselves. */
export function deliveryTypeOf(kind: DeliveryKind): 'DELIVERY' | 'PICKUP' {
	return kind === 'pickup' || kind === 'kaspi_postomat' ? 'PICKUP' : 'DELIVERY';
}

/** The store of an order: named, or what stands before the point in `ExampleShop_PP1`. */
export function storeIdOf(order: {
	storeId: string;
	merchantUid: string;
	pickupPointId: string;
}): string {
	const fromPoint = /^(.*)_PP/.exec(order.pickupPointId)?.[1] ?? '';
	return order.storeId || order.merchantUid || fromPoint;
}

/** One line; empty for an order that is collected. */
export function addressText(address: OrderAttributes['deliveryAddress']): string {
	const { formattedAddress, town, streetName, streetNumber, apartment } = address;
	if (formattedAddress) return formattedAddress;
	return [town, streetName, streetNumber, apartment].filter(Boolean).join(', ');
}
