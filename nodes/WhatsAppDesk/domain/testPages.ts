import { textOf, timeOf, type Row } from '../../shared/rows';
import { DateTime } from 'luxon';
import {
	dropdown,
	formItem,
	htmlField,
	textArea,
	textField,
	type FormField,
	type FormItem,
} from './form';
import { escapeHtml, noticesHtml, optionText } from './html';
import { stateWords } from './sessionWords';

/** What the owner has filled in: texts of the page's fields. */
export interface AskedTest {
	phone_number: string;
	store_choice: string;
	template_choice: string;
	own_text: string;
}

/** A test as the workflow that sends it takes it. */
export interface TestCall extends AskedTest {
	store_id: string;
	template_text: string;
	media_url: string;
	template_id: string;
	/** `yes` when both a template and a text of one's own were given. */
	two_texts: '' | 'yes';
}

const OWN_TEXT = 'Свой текст';
const NO_STORES = 'Магазинов пока нет';
/** Kinds of orders, as `whatsapp_templates` has them. */
const KINDS: Record<string, string> = {
	new: 'новый заказ',
	accepted: 'принят',
	handed_over: 'передан на доставку',
	completed: 'завершён',
	cancelled: 'отменён',
	returned: 'возврат',
	pickup: 'самовывоз',
	delivery: 'доставка магазина',
	kaspi_delivery: 'Kaspi Доставка',
	preorder: 'предзаказ',
};
/** The invented order, as `testCall.ts` gives it to the template. */
const SAMPLE: Array<[string, string]> = [
	['user_name', 'Иван Иванов'],
	['order_num', '12345'],
	['product_name', 'Тестовый товар'],
	['item_qty', '2'],
	['shop_name', 'название магазина'],
	['delivery_type', 'самовывоз'],
	['order_date', 'сегодня'],
	['total_amount', '25 990'],
	['customer_phone', 'телефон из поля выше'],
];

/**
 * The page that asks what to send.
 *
 * @param asked what was filled in before
 * @param problem what is wrong with it; empty: nothing
 */
export function askPage(
	asked: Partial<AskedTest>,
	stores: Row[],
	templates: Row[],
	problem: string,
): FormItem {
	const shops = stores.filter(hasStore).map(storeLabel);
	const texts = [...templates.filter(hasId).map(templateLabel), OWN_TEXT];
	const chosen = (options: string[], choice = '') =>
		options.includes(choice) ? choice : options[0];
	const shopOptions = shops.length > 0 ? shops : [NO_STORES];
	const phone = textField('phone_number', 'Телефон', asked.phone_number ?? '');
	const own = textArea('own_text', OWN_TEXT, asked.own_text ?? '');
	const hint = 'Заполните, если выбрали «Свой текст» в поле «Шаблон»';
	return formItem({
		title: 'Что отправить',
		description: '',
		button: 'Показать сообщение',
		fields: [
			...(problem ? [htmlField('problem', noticesHtml({ bad: problem }))] : []),
			{ ...phone, placeholder: '+7 700 000 00 01' },
			dropdown('store_choice', 'Магазин', shopOptions, chosen(shopOptions, asked.store_choice)),
			dropdown('template_choice', 'Шаблон', texts, chosen(texts, asked.template_choice)),
			{ ...own, placeholder: hint },
			sampleField(),
		],
	});
}

function sampleField(): FormField {
	const rows = SAMPLE.map(([name, value]) => `<tr><td>{${name}}</td><td>${value}</td></tr>`);
	const table = `<table><tbody>${rows.join('')}</tbody></table>`;
	const html = `<p><b>Переменные подставим из выдуманного заказа:</b></p>${table}`;
	return htmlField('sample', html);
}

/** What the page's answers mean. Never throws: what is wrong is found out when the test is checked. */
export function readAnswers(answers: Row, stores: Row[], templates: Row[]): TestCall {
	const asked: AskedTest = {
		phone_number: textOf(answers.phone_number),
		store_choice: textOf(answers.store_choice),
		template_choice: textOf(answers.template_choice),
		// n8n gives these two signs of a text escaped.
		own_text: String(answers.own_text ?? '')
			.replaceAll('&lt;', '<')
			.replaceAll('&gt;', '>'),
	};
	const store = stores.filter(hasStore).find((row) => storeLabel(row) === asked.store_choice);
	const isOwn = asked.template_choice === OWN_TEXT;
	const template = templates
		.filter(hasId)
		.find((row) => !isOwn && templateLabel(row) === asked.template_choice);
	return {
		...asked,
		store_id: textOf(store?.store_id),
		template_text: isOwn ? asked.own_text : String(template?.template_text ?? ''),
		media_url: textOf(template?.media_url),
		template_id: textOf(template?.id),
		two_texts: !isOwn && asked.own_text.trim() !== '' ? 'yes' : '',
	};
}

const hasStore = (row: Row): boolean => textOf(row.store_id) !== '';
const hasId = (row: Row): boolean => textOf(row.id) !== '';

function storeLabel(row: Row): string {
	return optionText(`${textOf(row.store_id)} — ${textOf(row.shop_name) || 'без названия'}`);
}

function templateLabel(row: Row): string {
	const kind = textOf(row.order_kind);
	const kindWords = kind ? (KINDS[kind] ?? kind) : 'любой заказ';
	const shop = textOf(row.store_id) || 'все магазины';
	const off = row.is_active ? '' : ', выключен';
	const name = textOf(row.template_name) || 'без названия';
	return optionText(`${textOf(row.id)} — ${name} (${kindWords}, ${shop}${off})`);
}

/** What the page before the send shows; the answer of the workflow that checked it. */
export interface Preview {
	message_text: string;
	media_url: string;
	phone: string;
	shop_name: string;
	session: string;
	/** In WAHA's words; empty: WAHA did not answer. */
	session_status: string;
	/** ISO; empty: not paused. */
	paused_until: string;
	time_zone: string;
}

/** @param now in milliseconds since 1970 */
export function previewPage(preview: Preview, now: number): FormItem {
	const { message_text: text, media_url: file, session_status: status } = preview;
	const state = status ? stateWords(status) || status : 'неизвестно: WAHA-сервер не ответил';
	const from = `Будет отправлено из сессии «${escapeHtml(preview.session)}», состояние: <b>${escapeHtml(state)}</b>`;
	const rows = [
		['Кому', `<b>${escapeHtml(preview.phone)}</b>`],
		['Магазин', escapeHtml(preview.shop_name)],
		['Откуда', from],
	].map(([name, html]) => `<tr><td>${name}</td><td>${html}</td></tr>`);
	const html = [
		`<pre>${escapeHtml(text)}</pre>`,
		file && `<p>Вместе с файлом: ${escapeHtml(file)}</p>`,
		`<table><tbody>${rows.join('')}</tbody></table>`,
		noticesHtml({ warning: warningOf(preview, now) }),
	];
	return formItem({
		title: 'Так увидит покупатель',
		description: '',
		button: 'Дальше',
		fields: [
			htmlField('preview', html.filter(Boolean).join('')),
			dropdown('decision', 'Что сделать', ['Отправить', 'Исправить', 'Отменить']),
		],
	});
}

function warningOf({ session_status, paused_until, time_zone }: Preview, now: number): string {
	const warnings: string[] = [];
	if (session_status !== 'WORKING') {
		warnings.push(
			'Сессия не работает: сообщение сейчас не уйдёт. Сначала подключите её в форме настроек.',
		);
	}
	const until = timeOf(paused_until);
	if (until !== undefined && until > now) {
		const when = DateTime.fromMillis(until, { zone: time_zone }).toFormat('dd.MM HH:mm');
		warnings.push(
			`Обычная отправка этого магазина приостановлена до ${when}: тест уйдёт, но может быть отклонён.`,
		);
	}
	return warnings.join('\n');
}

/** @param result of the send: `ok` and `message` for the owner */
export function resultPage(result: Row): FormItem {
	const message = textOf(result.message);
	const html = result.ok
		? `<h2>Готово</h2>${noticesHtml({ good: message })}`
		: noticesHtml({ bad: message });
	return formItem({
		title: 'Тестовое сообщение',
		description: '',
		button: 'Дальше',
		fields: [
			htmlField('result', html),
			dropdown('next', 'Что дальше', ['Закончить', 'Отправить ещё']),
		],
	});
}
