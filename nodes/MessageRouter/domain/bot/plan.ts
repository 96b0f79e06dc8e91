import type { Row } from '../../../shared/rows';
import { settingOf } from '../../../shared/settings';
import type { Decision } from '../update/route';
import type { UpdateFacts } from '../update/readUpdate';
import { PHONE_STEP, type Card } from './card';
import { hasText } from './texts';

/**
 * What has to be done about a message, beside an answer. `admins`: an order or question; `number`: a
 * phone was given; `manager`: words for a manager; `keep`: words that wait for a phone.
 */
export type Way = 'answer' | 'admins' | 'number' | 'manager' | 'keep';

export interface Plan {
	way: Way;
	/**
	 * What the answer is about: the name of a command, button or step, `unknown_command`, `finish_step`,
	 * `relayed`, `keep`, `number`; empty when there is nothing to say.
	 */
	scene: string;
}

const NO_ANSWER: Plan = { way: 'answer', scene: '' };
/** A button that asks for words has this text: they go to the admins. */
export const asks = (settings: Row[], name: string): boolean =>
	hasText(settings, `text_ask_${name}`) && name !== 'phone';
export const stepOf = (name: string): string => `waiting_${name}`;
const nameOfStep = (step: string): string => step.replace(/^waiting_/, '');

/**
 * Says what becomes of a message of which the router knows what it is.
 *
 * @param settings rows of `bot_settings`
 */
export function planFor(
	facts: UpdateFacts,
	decision: Decision,
	step: string,
	card: Card,
	settings: Row[],
): Plan {
	const { route, command, known, button } = decision;
	switch (route) {
		case 'other':
			return NO_ANSWER;
		case 'command': {
			const name = command?.name ?? '';
			return { way: 'answer', scene: known ? name : 'unknown_command' };
		}
		case 'button':
			return { way: 'answer', scene: button?.name ?? '' };
		case 'dialog_step':
			if (button || command) return { way: 'answer', scene: 'finish_step' };
			return planForStep(step, settings);
		case 'contact_shared': {
			// Somebody else's card is what the client wants to tell, unless it is given for the own number.
			const isForManager = !facts.contact?.own && card.phone !== '';
			return isForManager ? planForWords(card, settings) : { way: 'number', scene: 'number' };
		}
		default:
			return planForWords(card, settings);
	}
}

function planForStep(step: string, settings: Row[]): Plan {
	if (step === PHONE_STEP) return { way: 'number', scene: 'number' };
	const name = nameOfStep(step);
	return asks(settings, name) ? { way: 'admins', scene: name } : { way: 'answer', scene: 'cancel' };
}

/** Words wait for a phone; a typed one is enough where nobody is looked up by it. */
function planForWords(card: Card, settings: Row[]): Plan {
	const isEnough = card.phone !== '' && placesFor(card, settings).length > 0;
	return isEnough ? { way: 'manager', scene: 'relayed' } : { way: 'keep', scene: 'keep' };
}

/** Where a manager reads what a client writes. */
export type Place = 'wahelp' | 'amocrm';

const PLACES: Record<string, Place[]> = {
	wahelp: ['wahelp'],
	both: ['wahelp', 'amocrm'],
	amocrm_note: ['amocrm'],
};

/**
 * The places by the setting `relay_via`. Wahelp knows people by their phone and would send the words to
 * its owner: what comes from a phone that is not proved never goes there.
 */
export function placesFor({ isProved }: Pick<Card, 'isProved'>, settings: Row[]): Place[] {
	const via = settingOf(settings, 'relay_via', 'amocrm_note').toLowerCase();
	const places = Object.hasOwn(PLACES, via) ? PLACES[via] : PLACES.amocrm_note;
	return isProved ? places : places.filter((place) => place !== 'wahelp');
}
