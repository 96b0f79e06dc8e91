import type { Row } from '../../../shared/rows';
import { settingOf } from '../../../shared/settings';
import { labelKey } from '../update/label';
import { readButtons } from '../update/buttons';
import type { UpdateFacts } from '../update/readUpdate';
import { decide, type Decision, type RouterSettings } from '../update/route';
import { cardOf, isWithManager, stepNow, type Card } from './card';
import { planFor, type Plan } from './plan';
import { buttonsOf } from './texts';

/** A message with all that follows from the tables. */
export interface Sorted {
	decision: Decision;
	router: RouterSettings;
	card: Card;
	plan: Plan;
}

/**
 * Sorts a message of a bot whose texts, buttons and clients are rows of tables.
 *
 * @param fields what the node's own fields say; step and manager chat are those of the client's row
 * @param clients rows of `clients` with the sender's Telegram id
 * @param settings rows of `bot_settings`
 * @param now milliseconds since 1970
 */
export function sortMessage(
	facts: UpdateFacts,
	fields: RouterSettings,
	clients: Row[],
	settings: Row[],
	now: number,
): Sorted {
	const card = cardOf(clients, settings);
	const own = new Set(fields.buttons.map(({ compared }) => labelKey(compared)));
	const further = readButtons(buttonsOf(settings)).filter(
		({ compared }) => !own.has(labelKey(compared)),
	);
	const router: RouterSettings = {
		...fields,
		buttons: [...fields.buttons, ...further],
		dialogStep: stepNow(card, facts.text),
		inManagerChat: isWithManager(card, settings, now),
		country: settingOf(settings, 'phone_country', fields.country),
	};
	const decision = decide(facts, router);
	const plan = planFor(facts, decision, router.dialogStep, card, settings);
	return { decision, router, card, plan };
}
