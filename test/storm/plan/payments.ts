import type { Dice } from './dice';
import type { Payer, Plan, PlannedPayment } from './plan';
import type { Size } from './sizes';

const CONFIRMED_SHARE = 0.95;
const KNOWN_SHARE = 0.6;

/** Payments of clients whom amoCRM knows or does not; several of one client come close together. */
export function planPayments(dice: Dice, size: Size): Pick<Plan, 'payers' | 'payments'> {
	const payers = Array.from({ length: size.payers }, (_, index): Payer => {
		const number = index + 1;
		if (index > 0 && !dice.chance(KNOWN_SHARE)) return { number };
		const count = dice.between(0, 3);
		return { number, lead: { count, total: count * dice.between(1000, 9000) } };
	});
	const payments = Array.from({ length: size.payments }, (_, index): PlannedPayment => {
		const payer = dice.pick(payers).number;
		return {
			at: dice.between(0, size.stormMs),
			id: `pay_storm_${String(index).padStart(4, '0')}`,
			payer,
			// Each sum once, so that a wrong total tells which payment is missing.
			amount: 5000 + 10 * index + dice.between(0, 9),
			isConfirmed: index === 0 || dice.chance(CONFIRMED_SHARE),
			delivery: dice.pick(['once', 'once', 'doubled', 'impatient', 'slow']),
		};
	});
	return { payers, payments: payments.sort((a, b) => a.at - b.at) };
}
