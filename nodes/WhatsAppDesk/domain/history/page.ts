import { textOf, timeOf, type Row } from '../../../shared/rows';
import { dropdown, htmlField, textField, type FormPage } from '../form';
import { escapeHtml } from '../html';
import { clockText } from '../time';
import { matching, phoneBehind, type Question } from './question';
import { aboutOrder, causeWords, stateName } from './words';

/** What the page is written from. */
export interface History {
	question: Question;
	/** Rows of the log, the newest first; those of other phones do not count. */
	messages: Row[];
	/** Rows of `clients` with the phone. */
	clients: Row[];
	/** Rows of `whatsapp_settings`. */
	stores: Row[];
	zone: string;
}

export const CHOICES = {
	search: 'Искать ещё',
	stop: 'Больше не писать',
	allow: 'Вернуть сообщения',
	end: 'Закончить',
};
/** As many rows as the flow reads: there may be more. */
export const MOST_READ = 1000;
const SHOWN = 100;

/** Whether this phone gets no messages. */
export function isOptedOut(clients: Row[]): boolean {
	return clients.some(({ whatsapp_opt_out }) => whatsapp_opt_out === true);
}

/** Messages of a phone or order, consent, and what to do next. */
export function historyPage(history: History): FormPage {
	const { question, messages, clients } = history;
	const phone = phoneBehind(question, messages);
	const change = isOptedOut(clients) ? CHOICES.allow : CHOICES.stop;
	const choices = [CHOICES.search, ...(phone ? [change] : []), CHOICES.end];
	return {
		title: 'История сообщений WhatsApp',
		description: '',
		button: 'Дальше',
		fields: [
			htmlField('page_text', historyHtml(history)),
			dropdown('next', 'Что дальше', choices),
			{
				...textField('query', 'Телефон или номер заказа', ''),
				placeholder: 'для нового поиска',
			},
		],
	};
}

/** Everything that comes from the log or from people is escaped. */
export function historyHtml(history: History): string {
	const { question, messages, clients } = history;
	const { query, notice } = question;
	const found = matching(question, messages);
	const phone = phoneBehind(question, messages);
	const cards = found.slice(0, SHOWN).map((row) => cardHtml(row, history));
	const count = found.length > 0 ? `сообщений ${found.length}` : 'ничего не найдено';
	return [
		notice && `<h6>✅ ${escapeHtml(notice)}</h6>`,
		query
			? `<h3>По запросу «${escapeHtml(query)}»: ${count}</h3>`
			: '<h5>Впишите телефон или номер заказа.</h5>',
		query &&
			found.length === 0 &&
			'<p>Проверьте номер. Телефон можно писать как угодно: 8 701…, +7 701… или 701…</p>',
		phone && consentHtml(phone, isOptedOut(clients)),
		cards.length > 0 && `<ul>${cards.join('')}</ul>`,
		found.length > SHOWN && moreHtml(found.length - SHOWN, messages.length >= MOST_READ),
	]
		.filter(Boolean)
		.join('');
}

function consentHtml(phone: string, optedOut: boolean): string {
	return optedOut
		? `<h4>${escapeHtml(phone)}: отписан. Сообщения на этот номер не отправляются.</h4>`
		: `<p>${escapeHtml(phone)}: сообщения разрешены.</p>`;
}

function moreHtml(more: number, isOpen: boolean): string {
	const count = isOpen ? `не меньше ${more}` : `${more}`;
	return `<h4>Показаны последние ${SHOWN}. Более старых ещё ${count}: они в таблице whatsapp_messages_log.</h4>`;
}

function cardHtml(row: Row, { stores, zone }: History): string {
	const text = (column: string) => textOf(row[column]);
	const time = (value: unknown) => timeText(value, zone);
	const store = stores.find(({ store_id }) => textOf(store_id) === text('store_id'));
	const about = [
		textOf(store?.shop_name) || text('store_id') || 'магазин не указан',
		text('order_id') && `заказ ${text('order_id')}`,
		text('order_kind') && aboutOrder(text('order_kind')),
	];
	const when = time(row.sent_at) || time(row.createdAt);
	const head = [
		`<b>${when}</b> · ${escapeHtml(stateName(text('status')))}`,
		about.filter(Boolean).map(escapeHtml).join(' · '),
		escapeHtml(text('customer_phone')),
	];
	const message = String(row.message_text ?? '');
	const foot = [
		time(row.delivered_at) && `Доставлено ${time(row.delivered_at)}`,
		time(row.read_at) && `Прочитано ${time(row.read_at)}`,
		noteHtml(row),
	];
	return [
		`<li>${head.filter(Boolean).join('<br>')}`,
		message && `<pre>${escapeHtml(message)}</pre>`,
		text('media_url') && `<p>📎 ${escapeHtml(text('media_url'))}</p>`,
		`${foot.filter(Boolean).join('<br>')}</li>`,
	].join('');
}

/** Why it was not sent, or a remark on one that was. */
function noteHtml(row: Row): string {
	const status = textOf(row.status);
	const isClosed = ['no_phone', 'opted_out'].includes(status);
	const cause = causeWords(textOf(row.error_message) || (isClosed ? `${status}:` : ''));
	if (!cause) return '';
	const isOut = ['sent', 'delivered', 'read'].includes(status);
	return `${isOut ? 'Примечание' : 'Причина'}: ${escapeHtml(cause)}`;
}

function timeText(value: unknown, zone: string): string {
	const time = timeOf(value);
	return time === undefined ? '' : clockText(time, zone);
}
