import fc from 'fast-check';

import { parseOrder } from '../../../nodes/Kaspi/domain/order';
import { kindsOf, stageOf, type OrderStage } from '../../../nodes/Kaspi/domain/stage';

const AT = 1760086800000;
const stage = (state: string, status: string, courierTransmissionDate: number | null = null) =>
	stageOf({ state, status, courierTransmissionDate });

describe('the stage of an order', () => {
	test.each([
		['NEW', 'APPROVED_BY_BANK', 'new'],
		['SIGN_REQUIRED', 'APPROVED_BY_BANK', 'new'],
		['NEW', '', 'new'],
		['SIGN_REQUIRED', '', 'new'],
		['', 'APPROVED_BY_BANK', 'new'],
		// It may be accepted by itself while the tab is still the old one.
		['NEW', 'ACCEPTED_BY_MERCHANT', 'accepted'],
		['PICKUP', 'ACCEPTED_BY_MERCHANT', 'accepted'],
		['DELIVERY', 'ACCEPTED_BY_MERCHANT', 'accepted'],
		['KASPI_DELIVERY', 'ACCEPTED_BY_MERCHANT', 'accepted'],
		['KASPI_DELIVERY', 'ASSEMBLE', 'accepted'],
		['PICKUP', 'ARRIVED', 'accepted'],
		['ARCHIVE', 'COMPLETED', 'completed'],
		['ARCHIVE', 'CANCELLED', 'cancelled'],
		['KASPI_DELIVERY', 'CANCELLING', 'cancelled'],
		['ARCHIVE', 'RETURNED', 'returned'],
		['ARCHIVE', 'RETURN_ACCEPTED_BY_MERCHANT', 'returned'],
		['KASPI_DELIVERY', 'KASPI_DELIVERY_RETURN_REQUESTED', 'returned'],
		// The flat order of the cabinet.
		['', 'NEW', 'new'],
		['', 'CONFIRMED', 'accepted'],
		['KASPI_DELIVERY', 'SUSPENDED', 'unknown'],
		['ARCHIVE', '', 'unknown'],
		['PICKUP', '', 'unknown'],
		['', '', 'unknown'],
		['constructor', '__proto__', 'unknown'],
	])('state %p, status %p: %s', (state, status, expected) => {
		expect(stage(state, status)).toBe(expected);
	});

	test.each([
		['KASPI_DELIVERY', 'ACCEPTED_BY_MERCHANT', 'handed_over'],
		['KASPI_DELIVERY', 'SUSPENDED', 'handed_over'],
		['KASPI_DELIVERY', '', 'handed_over'],
		['ARCHIVE', 'ACCEPTED_BY_MERCHANT', 'handed_over'],
		['ARCHIVE', 'COMPLETED', 'completed'],
		['KASPI_DELIVERY', 'CANCELLING', 'cancelled'],
		['KASPI_DELIVERY', 'KASPI_DELIVERY_RETURN_REQUESTED', 'returned'],
		['ARCHIVE', 'SUSPENDED', 'unknown'],
	])('with the courier, state %p, status %p: %s', (state, status, expected) => {
		expect(stage(state, status, AT)).toBe(expected);
	});

	test('a date of 0 is none', () => {
		expect(stage('KASPI_DELIVERY', 'ACCEPTED_BY_MERCHANT', 0)).toBe('accepted');
	});
});

describe('the kinds of templates, the most special first', () => {
	type Facts = Parameters<typeof kindsOf>[0];
	const kinds = (of: OrderStage, deliveryKind: Facts['deliveryKind'], preOrder = false) =>
		kindsOf({ stage: of, deliveryKind, preOrder }).join(' ');

	test.each([
		['new', 'pickup', true, 'new_preorder preorder new_pickup pickup new'],
		['accepted', 'pickup', true, 'accepted_preorder accepted_pickup accepted'],
		['new', 'kaspi_delivery', false, 'new_kaspi_delivery kaspi_delivery new'],
		['new', 'kaspi_postomat', false, 'new_kaspi_delivery kaspi_delivery new'],
		['new', 'own_delivery', false, 'new_delivery delivery new'],
		['new', 'pickup', false, 'new_pickup pickup new'],
		['new', 'unknown', false, 'new'],
		['new', 'unknown', true, 'new_preorder preorder new'],
		['handed_over', 'kaspi_delivery', false, 'handed_over_kaspi_delivery handed_over'],
		['cancelled', 'unknown', false, 'cancelled'],
		['unknown', 'pickup', true, ''],
	] as const)('%s, %s, pre-order %p: %s', (of, deliveryKind, preOrder, expected) => {
		expect(kinds(of, deliveryKind, preOrder)).toBe(expected);
	});

	test('no kind of another stage, and each once', () => {
		const order = fc.record({
			status: fc.constantFrom('NEW', 'ACCEPTED_BY_MERCHANT', 'COMPLETED', 'CANCELLED', 'X'),
			deliveryMode: fc.constantFrom('DELIVERY_LOCAL', 'DELIVERY_PICKUP', ''),
			isKaspiDelivery: fc.boolean(),
			preOrder: fc.boolean(),
			courierTransmissionDate: fc.constantFrom(null, AT),
		});
		fc.assert(
			fc.property(order, (facts) => {
				const read = parseOrder({ orderId: '900000001', ...facts });
				expect(new Set(read.kinds).size).toBe(read.kinds.length);
				if (read.stage === 'unknown') expect(read.kinds).toEqual([]);
				else expect(read.kinds.at(-1)).toBe(read.stage);
				if (read.stage === 'new') return;
				for (const kind of read.kinds) expect(kind.startsWith(read.stage)).toBe(true);
			}),
		);
	});
});
