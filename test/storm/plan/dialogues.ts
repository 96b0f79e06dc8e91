import { UNTIL_HUMAN, UNTIL_INVOICE } from '../../workflows/support/sitniks';
import type { Dice } from './dice';
import type { PlannedDialogue, Stage } from './plan';
import type { Size } from './sizes';

const STAGES: Stage[] = ['first_touch', 'invoice_sent'];
/** Every so many buyers one calls a human in the end. */
const HUMANS = 5;

/** Buyers who ask, choose and get as far as the payment details. */
export function planDialogues(dice: Dice, size: Size): PlannedDialogue[] {
	const networks = [
		...Array.from({ length: size.telegramBuyers }, () => 'telegram' as const),
		...Array.from({ length: size.instagramBuyers }, () => 'instagram' as const),
	];
	return networks.map((network, index) => {
		const callsHuman = index % HUMANS === 0;
		const texts = callsHuman ? UNTIL_HUMAN : UNTIL_INVOICE;
		const times = texts.map(() => dice.between(0, size.stormMs)).sort((a, b) => a - b);
		return {
			buyer: 8000 + index,
			network,
			texts: texts.map((text, number) => ({ at: times[number], text })),
			stages: callsHuman ? [...STAGES, 'escalation'] : STAGES,
		};
	});
}
