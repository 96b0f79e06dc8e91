import { textOf, type Row } from '../../shared/rows';
import {
	dropdown,
	formItem,
	htmlField,
	textArea,
	textField,
	type FormField,
	type FormItem,
} from './form';
import { noticesHtml } from './html';
import {
	checkGeneral,
	GENERAL_SETTINGS,
	type GeneralSetting,
	type Values,
} from './generalSettings';
import { linksHtml } from './links';
import { GO_BACK, hint, SAVE } from './shopPages';

/** `over`: nobody answered in time. */
export type GeneralStep = 'save' | 'mistakes' | 'end' | 'over';

export interface GeneralDecision {
	next: GeneralStep;
	/** Typed values to bring back, or those to save. */
	values: Values;
	errors: string[];
	/** Rows of `bot_settings` to save. */
	rows: Array<{ key: string; value: string }>;
	/** What is said at the end. */
	message: string;
}

/** @param settings rows of `bot_settings` @param before the answer with mistakes, if there was one */
export function generalPage(settings: Row[], before?: GeneralDecision): FormItem {
	const saved = Object.fromEntries(settings.map(({ key, value }) => [textOf(key), textOf(value)]));
	const values = before ? before.values : saved;
	const bad = before?.errors.join('\n');
	return formItem({
		title: 'Общие настройки',
		description: '',
		button: 'Дальше',
		fields: [
			htmlField('head', `${noticesHtml({ bad })}<p>Эти правила действуют для всех магазинов.</p>`),
			...GENERAL_SETTINGS.flatMap((setting) => [
				hint(setting.hint),
				fieldOf(setting, values[setting.key] ?? ''),
			]),
			dropdown('next', 'Что дальше', [SAVE, GO_BACK]),
			htmlField('links', linksHtml(['shop', 'session', 'start'])),
		],
	});
}

function fieldOf({ key, label, kind }: GeneralSetting, value: string): FormField {
	if (kind === 'yes') {
		const chosen = /^(yes|да|true|1)$/i.test(value) ? 'Да' : 'Нет';
		return dropdown(key, label, ['Да', 'Нет'], chosen);
	}
	const isLong = kind === 'words' || kind === 'text';
	return isLong ? textArea(key, label, value) : textField(key, label, value);
}

/** What comes next; an answer that the page does not know changes nothing. */
export function generalAnswer(answer: Row): GeneralDecision {
	const nothing = { values: {}, errors: [], rows: [], message: 'Ничего не изменено.' };
	if (!answer.submittedAt) return { ...nothing, next: 'over' };
	if (answer.next !== SAVE) return { ...nothing, next: 'end' };
	const { values, errors } = checkGeneral(answer);
	if (errors.length > 0) return { ...nothing, next: 'mistakes', values, errors };
	const rows = Object.entries(values).map(([key, value]) => ({ key, value }));
	const message = 'Общие настройки сохранены. Они действуют со следующей отправки.';
	return { next: 'save', values, errors, rows, message };
}
