import { textOf, type Row } from '../../shared/rows';
import { versionOf, type Choice } from './templateRows';

/** A template while it is being written: what stands in the fields of the page. */
export interface Draft extends Row {
	/** 0 for a new one. */
	id: number;
	/** Of the row from which it was made; '' for a new one. */
	version: string;
	store_id: string;
	order_kind: string;
	template_name: string;
	template_text: string;
	media_url: string;
	/** As it was typed. */
	weight: string;
	is_active: boolean;
}

/** What *Message Template: Check Row* gives. */
export interface CheckedTemplate {
	valid: boolean;
	problems: Array<{ error: string }>;
	row: Row;
	preview: string;
	length: number;
}

/** A page and what it is about. */
export type Page =
	| { page: 'list'; good?: string; bad?: string }
	| { page: 'question'; row: Row; changed?: boolean }
	| { page: 'edit'; draft: Draft; problems: string[]; theirs?: Row }
	| { page: 'preview'; draft: Draft; checked: CheckedTemplate };

/** A page as it was shown: with what its drop-downs offered. */
export type ShownPage = Page & { stores?: Choice[]; kinds?: Choice[] };

/** What the owner wants, for one Switch. */
export type Step =
	| { next: 'left' }
	| { next: 'finish' }
	| { next: 'page'; page: Page }
	| { next: 'check'; draft: Draft; shop_name: string }
	| { next: 'add'; draft: Draft; row: Row }
	| { next: 'change'; id: number; draft: Draft; row: Row }
	| { next: 'switch'; id: number; is_active: boolean }
	| { next: 'delete'; id: number; template_name: string };

export const ACTIONS = ['Изменить', 'Копировать', 'Включить', 'Выключить', 'Удалить', 'Закончить'];
export const NEW_TEMPLATE = '➕ Новый шаблон';
export const ANSWERS = ['Нет, оставить', 'Да, удалить'];
export const AFTER_EDITING = ['Проверить и посмотреть', 'Вернуться к списку без сохранения'];
export const AFTER_PREVIEW = ['Сохранить', 'Исправить', 'Отменить'];
export const YES_NO = ['Да', 'Нет'];

const UNCHANGED: Step = { next: 'page', page: { page: 'list', good: 'Ничего не изменено.' } };

/**
 * What the owner wants after a page. An answer that the page does not offer, such as one to an earlier
 * page after the browser's *Back*, counts as the harmless one.
 *
 * @param answers of the form; without `submittedAt` the page was left
 * @param now the row of the template as it is now, without an id when it is gone
 */
export function readAnswers(shown: ShownPage, answers: Row, now: Row): Step {
	if (!answers.submittedAt) return { next: 'left' };
	switch (shown.page) {
		case 'question':
			return afterQuestion(shown.row, answers, now);
		case 'edit':
			return afterEditing(shown, answers);
		case 'preview':
			return afterPreview(shown, answers, now);
		default:
			return afterList(answers, now);
	}
}

/** The template that a page is about; 0 for the list and a new one. */
export function idOfPage(page: Page): number {
	if (page.page === 'question') return Number(page.row.id);
	return page.page === 'edit' || page.page === 'preview' ? page.draft.id : 0;
}

/** The number with which an option of the list begins; 0 for the new template. */
function chosenId(option: unknown): number {
	return Number.parseInt(textOf(option), 10) || 0;
}

function afterList({ template, action }: Row, now: Row): Step {
	const id = chosenId(template);
	const list = (bad: string): Step => ({ next: 'page', page: { page: 'list', bad } });
	if (action === 'Закончить') return { next: 'finish' };
	if (id > 0 && !isThere(now)) return list(`Шаблона № ${id} больше нет: его удалили.`);
	if (id === 0 && action !== 'Изменить' && action !== 'Копировать') {
		const what = ['Включить', 'Выключить', 'Удалить'].find((one) => one === action) ?? 'Изменить';
		return list(`Выберите шаблон, чтобы его ${what.toLowerCase()}.`);
	}
	switch (action) {
		case 'Включить':
		case 'Выключить':
			return { next: 'switch', id, is_active: action === 'Включить' };
		case 'Удалить':
			return { next: 'page', page: { page: 'question', row: now } };
		default: {
			const draft = id === 0 ? NEW_DRAFT : draftOf(now, action === 'Копировать');
			return { next: 'page', page: { page: 'edit', draft, problems: [] } };
		}
	}
}

function afterQuestion(row: Row, { answer }: Row, now: Row): Step {
	const id = Number(row.id);
	const name = textOf(row.template_name);
	if (answer !== 'Да, удалить') {
		const good = `Шаблон № ${id} «${name}» остался.`;
		return { next: 'page', page: { page: 'list', good } };
	}
	const isSame = !isThere(now) || versionOf(now) === versionOf(row);
	if (!isSame) return { next: 'page', page: { page: 'question', row: now, changed: true } };
	return { next: 'delete', id, template_name: name };
}

function afterEditing(shown: ShownPage & { page: 'edit' }, answers: Row): Step {
	if (answers.next !== 'Проверить и посмотреть') return UNCHANGED;
	const idOf = (label: unknown, choices: Choice[] = []) =>
		choices.find((choice) => choice.label === label);
	const store = idOf(answers.store, shown.stores);
	const draft = {
		...shown.draft,
		store_id: store?.id ?? '',
		order_kind: idOf(answers.order_kind, shown.kinds)?.id ?? '',
		template_name: textOf(answers.template_name),
		template_text: textOf(answers.template_text).replace(/\r\n?/g, '\n'),
		media_url: textOf(answers.media_url),
		weight: textOf(answers.weight),
		is_active: answers.is_active === 'Да',
	};
	return { next: 'check', draft, shop_name: store?.name ?? '' };
}

function afterPreview(
	{ draft, checked }: Page & { page: 'preview' },
	{ next }: Row,
	now: Row,
): Step {
	if (next === 'Отменить') return UNCHANGED;
	if (next !== 'Сохранить') return { next: 'page', page: { page: 'edit', draft, problems: [] } };
	const { row } = checked;
	if (draft.id === 0) return { next: 'add', draft, row };
	if (isThere(now) && versionOf(now) === draft.version) {
		return { next: 'change', id: draft.id, draft, row };
	}
	const id = isThere(now) ? draft.id : 0;
	const version = isThere(now) ? versionOf(now) : '';
	const problem = isThere(now)
		? 'Пока вы писали, этот шаблон изменили. Ничего не сохранено. Сравните: если сохраните ещё раз, останется ваш вариант.'
		: 'Пока вы писали, этот шаблон удалили. Ничего не сохранено. Если сохраните ещё раз, он появится как новый.';
	const theirs = isThere(now) ? { theirs: now } : {};
	const page: Page = {
		page: 'edit',
		draft: { ...draft, id, version },
		problems: [problem],
		...theirs,
	};
	return { next: 'page', page };
}

/**
 * The page that follows a step.
 *
 * @param outcome what came of it: the check of the text, or the row that was added, changed, switched
 * or deleted; without an id there was none any more
 */
export function pageAfter(step: Step | undefined, outcome: Row): Page {
	const said = (text: string): Page =>
		isThere(outcome) ? { page: 'list', good: text } : { page: 'list', bad: text };
	const template = `Шаблон № ${textOf(outcome.id)} «${textOf(outcome.template_name)}»`;
	const isOn = outcome.is_active === true;
	switch (step?.next) {
		case 'page':
			return step.page;
		case 'check': {
			const checked = outcome as unknown as CheckedTemplate;
			const { draft } = step;
			if (checked.valid) return { page: 'preview', draft, checked };
			return { page: 'edit', draft, problems: checked.problems.map(({ error }) => error) };
		}
		case 'add':
		case 'change':
			if (!isThere(outcome)) return said('Шаблон не сохранён: его только что удалили.');
			return said(`${template} сохранён и ${isOn ? 'включён' : 'выключен'}.`);
		case 'switch':
			if (!isThere(outcome)) return said('Шаблон уже удалён.');
			return said(
				`${template} ${isOn ? 'включён. Его доля — в списке.' : 'выключен: по нему ничего не отправляется.'}`,
			);
		case 'delete':
			// Who else deleted it meanwhile did what was wanted.
			return { page: 'list', good: `Шаблон № ${step.id} «${step.template_name}» удалён.` };
		default:
			return { page: 'list' };
	}
}

const NEW_DRAFT: Draft = {
	id: 0,
	version: '',
	store_id: '',
	order_kind: 'new',
	template_name: '',
	template_text: '',
	media_url: '',
	weight: '1',
	is_active: true,
};

/** A copy is a new template that sends nothing yet. */
function draftOf(row: Row, isCopy: boolean): Draft {
	return {
		id: isCopy ? 0 : Number(row.id),
		version: isCopy ? '' : versionOf(row),
		store_id: textOf(row.store_id),
		order_kind: textOf(row.order_kind),
		template_name: `${textOf(row.template_name)}${isCopy ? ' (копия)' : ''}`,
		template_text: String(row.template_text ?? ''),
		media_url: textOf(row.media_url),
		weight: textOf(row.weight ?? 0),
		is_active: !isCopy && row.is_active === true,
	};
}

function isThere(row: Row): boolean {
	return textOf(row.id) !== '';
}
