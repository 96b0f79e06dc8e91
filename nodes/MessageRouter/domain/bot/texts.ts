import { textOf, type Row } from '../../../shared/rows';
import { settingOf } from '../../../shared/settings';
import type { ButtonRow } from '../update/buttons';
import { labelKey, readLabel } from '../update/label';

/** Labels of the buttons that every bot has, while their rows are missing. */
const LABELS: Record<string, string> = {
	bonuses: 'Мои бонусы',
	order: 'Сделать заказ',
	question: 'Задать вопрос',
	price: '💰 Прайс',
	hours: '🕐 Режим работы',
	share: '📱 Поделиться номером',
	cancel: 'Отмена',
};
/** Buttons of the steps: always there, never in the menu. */
const OF_STEPS = ['share', 'cancel'];
const MENU = 'bonuses, order; question; price, hours';

/**
 * Keys that texts have had since before they were named after what they answer. A row with the regular
 * key goes first.
 */
const EARLIER_KEYS: Record<string, string> = {
	text_start: 'text_greeting',
	text_start_without_phone: 'text_welcome',
	text_cancel: 'text_cancelled',
	text_share: 'text_ask_phone',
	text_bonuses_without_phone: 'text_ask_phone',
	text_order_without_phone: 'text_ask_phone',
	text_question_without_phone: 'text_ask_phone',
	text_keep_without_phone: 'text_phone_first',
	text_keep: 'text_prove_first',
	text_prove_first: 'text_phone_first',
	text_prove_number: 'text_ask_phone',
};

/** The text of a key, or of the key that it had earlier; empty when there is none. */
export function textFor(settings: Row[], key: string): string {
	for (let at: string | undefined = key; at !== undefined; at = EARLIER_KEYS[at]) {
		const text = settingOf(settings, at);
		if (text !== '') return text;
	}
	return '';
}

/** Whether there is such a row, or an earlier one, with a text. */
export const hasText = (settings: Row[], key: string): boolean => textFor(settings, key) !== '';

/** Puts in `{name}` and `{bonus}`, once: what a client calls himself is never read again. */
export function fillIn(text: string, values: { name: string; bonus: number }): string {
	const known: Record<string, string> = {
		name: values.name || 'друг',
		bonus: String(values.bonus),
	};
	return text.replace(/\{(name|bonus)\}/g, (_, key: string) => known[key]);
}

/**
 * The buttons of the rows `button_<name>`, in the order of the table. An empty row switches a button off.
 * Of two labels that read the same the first counts: a slip in the table must not stop the bot.
 */
export function buttonsOf(settings: Row[]): ButtonRow[] {
	const written = settings
		.map((row) => ({ key: textOf(row.key), label: textOf(row.value) }))
		.filter(({ key }) => /^button_\w+$/.test(key))
		.map(({ key, label }) => ({ name: key.slice('button_'.length), label }));
	const names = new Set(written.map(({ name }) => name));
	const missing = Object.keys(LABELS).filter((name) => !names.has(name));
	const all = [...written, ...missing.map((name) => ({ name, label: LABELS[name] }))];
	// The buttons of the steps go first: a client in a step must get out of it.
	const ofSteps = OF_STEPS.map((name) => all.find((row) => row.name === name)!).map(withLabel);
	const others = all.filter(({ name }) => !OF_STEPS.includes(name));
	const taken = new Set<string>();
	return [...ofSteps, ...others].flatMap(({ name, label }) => {
		const isStep = OF_STEPS.includes(name);
		const isFree = !taken.has(`label ${wordsOf(label)}`) && !taken.has(`name ${name}`);
		if (!isStep && (!isFree || wordsOf(label) === '')) return [];
		const shown = isFree ? label : LABELS[name];
		taken.add(`label ${wordsOf(shown)}`).add(`name ${name}`);
		return [{ name, label: shown, inDialogStep: isStep }];
	});
}

const wordsOf = (label: string): string => labelKey(readLabel(label));

/** Its own label, unless that is none or the usual one of another button of the steps. */
function withLabel({ name, label }: { name: string; label: string }) {
	const isOthers = OF_STEPS.some((one) => one !== name && wordsOf(LABELS[one]) === wordsOf(label));
	return { name, label: wordsOf(label) === '' || isOthers ? LABELS[name] : label };
}

/** The label of a button; empty when it is off. */
export function labelOf(settings: Row[], name: string): string {
	return buttonsOf(settings).find((button) => button.name === name)?.label ?? '';
}

/**
 * The menu as *Telegram Bridge* takes it: one row of labels a line. The setting `bot_menu` names the
 * buttons, with commas between those of a row and semicolons between rows; a button that it does not
 * name stands below, in a row of its own.
 */
export function menuOf(settings: Row[]): string {
	const buttons = buttonsOf(settings).filter(({ name }) => !OF_STEPS.includes(name));
	const named = settingOf(settings, 'bot_menu', MENU)
		.split(/[;\n]/)
		.map((row) => row.split(/[,|]/).map((name) => name.trim()));
	const placed = new Set(named.flat());
	const others = buttons.filter(({ name }) => !placed.has(name)).map(({ name }) => [name]);
	const labels = new Map(buttons.map(({ name, label }) => [name, label]));
	return [...named, ...others]
		.map((row) => row.flatMap((name) => labels.get(name) ?? []).join(' | '))
		.filter((row) => row !== '')
		.join('\n');
}
