import type { Dice } from './dice';
import type { Plan, PlannedOrder } from './plan';
import type { Size } from './sizes';

export const STORES = ['store-1', 'store-2', 'store-3'];

/** Of twenty buyers. */
const BUYERS: Array<[PlannedOrder['buyer'], number]> = [
	['plain', 13],
	['masked', 2],
	['none', 1],
	['unknown', 2],
	['stopped', 2],
];
const MIX = BUYERS.flatMap(([buyer, times]) => Array.from({ length: times }, () => buyer));
const COMPLETED_SHARE = 0.33;
const FIRST_CODE = 940_000_000;

/** Orders of three shops; some buyers order several times, some have said that they want no messages. */
export function planOrders(dice: Dice, size: Size): Pick<Plan, 'orders' | 'stops'> {
	const earliest = size.stormMs / 4;
	const orders = Array.from({ length: size.orders }, (_, index): PlannedOrder => {
		const buyer = MIX[(index * 7) % MIX.length];
		const isRepeated = buyer === 'plain' && dice.chance(0.2);
		return {
			// A word must have been said before the order that it concerns.
			at: dice.between(buyer === 'stopped' ? earliest : 0, size.stormMs),
			code: String(FIRST_CODE + index),
			store: dice.pick(STORES),
			phone: isRepeated ? phoneOf(90_000 + (index % 3)) : phoneOf(index),
			buyer,
			completedAfter: dice.chance(COMPLETED_SHARE)
				? dice.between(0, Math.round(size.stormMs / 5))
				: undefined,
		};
	});
	const stopped = orders.filter(({ buyer }) => buyer === 'stopped');
	return {
		orders: orders.sort((a, b) => a.at - b.at),
		stops: stopped.map(({ phone }) => ({ at: dice.between(0, earliest / 2), phone })),
	};
}

function phoneOf(number: number): string {
	return `77015${String(number).padStart(6, '0')}`;
}
