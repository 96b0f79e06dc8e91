import { textOf, type Row } from '../../../shared/rows';
import { dropdown, htmlField, type FormPage } from '../form';
import { escapeHtml } from '../html';
import type { Identity, Question } from './person';
import type { Step } from './traces';

export const CHOICES = {
	nothing: 'Ничего не делать',
	forget: 'Забыть',
	forgetAndStop: 'Забыть и больше не писать в WhatsApp',
};

/** As many rows as the flow reads of one place. */
export const MOST_READ = 1000;

/** What was found, and what would be done about it. */
export function forgetPage(question: Question, identity: Identity, steps: Step[]): FormPage {
	const canForget = question.problem === '';
	const canStop = canForget && identity.phones.length > 0;
	const choices = [
		CHOICES.nothing,
		...(canForget && steps.length > 0 ? [CHOICES.forget] : []),
		...(canStop ? [CHOICES.forgetAndStop] : []),
	];
	return {
		title: 'Забыть клиента',
		description: '',
		button: 'Дальше',
		fields: [
			htmlField('page_text', forgetHtml(question, identity, steps)),
			dropdown('choice', 'Что сделать', choices),
		],
	};
}

/** Everything that was typed or comes from tables is escaped. */
export function forgetHtml(question: Question, identity: Identity, steps: Step[]): string {
	if (question.problem) return `<h5>${escapeHtml(question.problem)} Откройте форму ещё раз.</h5>`;
	const { phones, telegramIds, usernames, contacts } = identity;
	const known = [...phones, ...telegramIds.map((id) => `Telegram ${id}`), ...usernames];
	const lines = linesOf(steps);
	const optedOut = optedOutPhones(steps);
	const staying = (kind: Step['what']) => steps.filter(({ what }) => what === kind).length;
	const [stays, others] = [staying('stays'), staying('others')];
	return [
		`<h3>${escapeHtml(known.join(', '))}</h3>`,
		lines.length > 0
			? `<ul>${lines.map((line) => `<li>${escapeHtml(line)}</li>`).join('')}</ul>`
			: steps.length === 0 && '<p>В таблицах ничего не найдено.</p>',
		stays > 0 &&
			`<h4>Ещё не записано оплат: ${stays}. Они останутся как есть, иначе деньги потеряются. Повторите, когда они запишутся.</h4>`,
		others > 0 &&
			`<h4>Сообщения и оплаты других людей, где назван этот клиент: ${more(others)}. Они останутся как есть.</h4>`,
		optedOut.length > 0 &&
			`<p>Отписанные телефоны останутся в clients, только чтобы на них не писать: ${escapeHtml(optedOut.join(', '))}.</p>`,
		`<p>Здесь стираются таблицы n8n. Удалите человека и в других местах: amoCRM${contacts.length > 0 ? escapeHtml(` (контакт ${contacts.join(', ')})`) : ''}, Wahelp, Sitniks, чаты Telegram и WhatsApp. Сбои последних дней n8n хранит в Executions.</p>`,
		'<p><b>Вернуть стёртое нельзя.</b></p>',
	]
		.filter(Boolean)
		.join('');
}

function optedOutPhones(steps: Step[]): string[] {
	return [...new Set(steps.map((step) => step.opted_out_phone).filter(Boolean))];
}

const DELETED: Record<string, string> = {
	clients: 'Карточки клиента: удалятся',
	relay_messages: 'Сообщения Telegram и Wahelp: удалятся',
	dialogues: 'Диалоги продаж: удалятся',
	sitniks_stages: 'Этапы для Sitniks: удалятся',
	sitniks_chat_mappings: 'Чаты Sitniks: удалятся',
	processed_events: 'Отметки (стоп-слова, уведомления): удалятся',
};

function linesOf(steps: Step[]): string[] {
	const count = (test: (step: Step) => boolean) => steps.filter(test).length;
	const counts: Array<[string, number]> = [
		...Object.entries(DELETED).map(([table, words]): [string, number] => [
			words,
			count((step) => step.what === 'delete' && step.table === table),
		]),
		[
			'Сообщения WhatsApp: сотрутся номер и текст, заказ и время останутся',
			count(({ what }) => what === 'message'),
		],
		[
			'Записанные оплаты: сотрутся подробности, номер и сумма останутся',
			count(({ what }) => what === 'payment'),
		],
		[
			'Чужие карточки, где этот телефон был вписан без подтверждения: сотрётся только он',
			count(({ what }) => what === 'phone'),
		],
	];
	return counts.filter(([, n]) => n > 0).map(([words, n]) => `${words} — ${more(n)}`);
}

const more = (n: number) => (n >= MOST_READ ? `не меньше ${n}, потом повторите` : String(n));

/** What is done in the end: `keep` writes an opt-out row, `end` is the last page. `status` is that of a message afterwards, of a payment as it was read. A row whose column `unless` has become `is` is left alone. */
export type Doing =
	| (Pick<Step, 'table_id' | 'id' | 'status'> &
			Guard & { what: Exclude<Step['what'], 'stays' | 'others'> })
	| { what: 'keep'; phone: string }
	| { what: 'end'; title: string; message: string };

/**
 * What to do after the page. The opt-outs come first: a run that dies then has deleted nothing yet.
 *
 * @param answer what the form gave; a page that was left gives no `choice`
 */
export function doingsOf(answer: Row, identity: Identity, steps: Step[]): Doing[] {
	const choice = textOf(answer.choice);
	const isForgotten = [CHOICES.forget, CHOICES.forgetAndStop].includes(choice);
	if (!isForgotten) return [end('Ничего не сделано', 'Всё осталось как было.')];
	const stopped = choice === CHOICES.forgetAndStop ? identity.phones : [];
	const kept = new Set([...optedOutPhones(steps), ...stopped]);
	const done = steps.flatMap((step): Doing[] => {
		const { what, table_id, id, status } = step;
		if (what === 'stays' || what === 'others') return [];
		return [{ what, table_id, id, status: statusAfter(what, status), ...guardOf(step) }];
	});
	return [
		...[...kept].map((phone): Doing => ({ what: 'keep', phone })),
		...done,
		end(
			'Готово',
			`Строк стёрто: ${done.length}. Откройте форму ещё раз и проверьте, что ничего не осталось.`,
		),
	];
}

interface Guard {
	unless: string;
	is: boolean | number;
}

/** An opt-out that came after the page was read is kept by nothing but its card. */
function guardOf({ table, is_opted_out: isKept }: Step): Guard {
	if (table === 'clients' && !isKept) return { unless: 'whatsapp_opt_out', is: true };
	// Every table has this column, and no row this value.
	return { unless: 'id', is: 0 };
}

const SENT = ['sent', 'delivered', 'read', 'no_phone', 'opted_out'];

/** A message without phone and text is not sent any more, by nobody; what was sent stays sent in the reports. */
function statusAfter(what: Step['what'], status: string): string {
	return what === 'message' && !SENT.includes(status) ? 'opted_out' : status;
}

const end = (title: string, message: string): Doing => ({ what: 'end', title, message });
