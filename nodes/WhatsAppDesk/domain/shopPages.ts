import { textOf, type Row } from '../../shared/rows';
import { dropdown, formItem, htmlField, textField, type FormField, type FormItem } from './form';
import { escapeHtml, noticesHtml, optionText, type Notices } from './html';
import { linkHtml, linksHtml } from './links';
import { isRestricted, pausedUntil, pauseReason } from './pause';
import { sessionOf, USUAL } from './shopRules';
import { LABELS } from './shopWords';
import { clockText } from './time';
import { hasFailed, troubleWords } from './waha';

export type ShopPageName = 'list' | 'edit' | 'pause';

/** What was decided last: which page comes, about which shop, with which words on top. */
export interface ShopState {
	page: ShopPageName;
	/** Empty for a new shop. */
	storeId: string;
	notices: Notices;
	/** Typed values that were wrong, by column: the page brings them back. */
	typed?: Row;
}

export interface ShopWorld {
	shops: Row[];
	/** Rows of today's messages. */
	today: Row[];
	/** Sessions of WAHA, or the failed item. */
	sessions: Row[];
	zone: string;
	now: number;
}

export const NEW_SHOP = '➕ Новый магазин';
export const ACTIONS = {
	edit: 'Изменить настройки',
	pause: 'Снять паузу',
	finish: 'Закончить',
};
export const SAVE = 'Сохранить';
export const GO_BACK = 'Назад без сохранения';
export const END_PAUSE = 'Да, снять паузу';
const KEEP_PAUSE = 'Нет, оставить';

/** A shop in a drop-down. */
export function shopLabel(shop: Row): string {
	const [name, code] = [textOf(shop.shop_name), textOf(shop.store_id)];
	return optionText(name ? `${name} (${code})` : code);
}

export function shopNameOf(shop: Row): string {
	return textOf(shop.shop_name) || textOf(shop.store_id);
}

/** `с 22:00 до 09:00 следующего дня`. */
export function quietText(from: string, to: string): string {
	if (!from || !to) return 'нет';
	return `с ${from} до ${to}${from > to ? ' следующего дня' : ''}`;
}

/** The page that the state asks for. */
export function shopPage(state: ShopState, world: ShopWorld): FormItem {
	const shop = world.shops.find(({ store_id }) => textOf(store_id) === state.storeId) ?? {};
	if (state.page === 'edit') return editPage(state, shop, world);
	if (state.page === 'pause') return pausePage(shop, world);
	return listPage(state, world);
}

function listPage({ storeId, notices }: ShopState, world: ShopWorld): FormItem {
	const { shops } = world;
	const tables = shops.map((shop) => shopTable(shop, world)).join('');
	const nobody = `<p>Магазинов пока нет. Выберите «${NEW_SHOP}» и нажмите «Дальше».</p>`;
	const chosen = shops.find(({ store_id }) => textOf(store_id) === storeId) ?? shops[0];
	const names = [...shops.map(shopLabel), NEW_SHOP];
	return formItem({
		title: 'Магазины',
		description: '',
		button: 'Дальше',
		fields: [
			htmlField('list', noticesHtml(notices) + (tables || nobody)),
			dropdown('shop', 'Магазин', names, chosen ? shopLabel(chosen) : NEW_SHOP),
			dropdown('action', 'Что сделать', Object.values(ACTIONS)),
			htmlField('links', linksHtml(['session', 'general', 'start'])),
		],
	});
}

function shopTable(shop: Row, { today, zone, now }: ShopWorld): string {
	const code = textOf(shop.store_id);
	const row = (name: string, html: string) => `<tr><td>${name}</td><td>${html}</td></tr>`;
	const sent = today.filter(({ store_id }) => textOf(store_id) === code).length;
	const until = pausedUntil(shop, now);
	const pause = `<b>до ${until && clockText(until, zone)}</b>: ${escapeHtml(pauseReason(shop))}`;
	const session = linkHtml('session', `${sessionOf(shop)} — состояние и QR-код`, code);
	return [
		`<table><tbody><tr><th colspan="2">${escapeHtml(shopNameOf(shop))}</th></tr>`,
		row(LABELS.store_id, escapeHtml(code)),
		row(LABELS.waha_session_name, session),
		row('Отправка', shop.is_enabled ? '🟢 включена' : '⚪ выключена'),
		row('Отправлено сегодня', `${sent} из ${escapeHtml(shop.daily_limit ?? USUAL.daily_limit)}`),
		row('Тихие часы', escapeHtml(quietText(textOf(shop.quiet_from), textOf(shop.quiet_to)))),
		until === undefined ? '' : row('⏸ Пауза', pause),
		'</tbody></table>',
	].join('');
}

function editPage({ storeId, notices, typed }: ShopState, shop: Row, world: ShopWorld): FormItem {
	const isNew = storeId === '';
	const values: Row = typed ?? (isNew ? newShop(world.shops) : shop);
	const text = (column: keyof typeof LABELS, placeholder: string): FormField => ({
		...textField(column, LABELS[column], textOf(values[column])),
		placeholder,
	});
	const name = `Магазин <b>${escapeHtml(shopNameOf(shop) || storeId)}</b>, код ${escapeHtml(storeId)}`;
	return formItem({
		title: 'Настройки магазина',
		description: '',
		button: 'Дальше',
		fields: [
			htmlField('head', `${noticesHtml(notices)}<p>${isNew ? 'Новый магазин' : name}</p>`),
			...(isNew
				? [
						hint(
							'То, что стоит в Kaspi перед номером пункта выдачи: если пункт называется ExampleShop_PP1, код магазина — ExampleShop. По нему заказ находит свой магазин, позже изменить его нельзя.',
						),
						text('store_id', 'ExampleShop'),
					]
				: []),
			hint('Так магазин называется в сообщениях.'),
			text('shop_name', 'Магазин «Ромашка»'),
			...sessionFields(sessionOf(values), world.sessions),
			dropdown('is_enabled', LABELS.is_enabled, ['Да', 'Нет'], yesOrNo(values.is_enabled)),
			hint('Больше этого за сутки магазин не отправит. Остальное подождёт до завтра.'),
			text('daily_limit', '200'),
			hint(
				'В тихие часы ничего не отправляется. Например, 22:00 и 09:00: с вечера до утра. Без тихих часов: оставьте оба поля пустыми.',
			),
			text('quiet_from', '22:00'),
			text('quiet_to', '09:00'),
			hint(
				'Пауза каждый раз случайная, между этими числами. Советуем 30 и 60: так номер реже блокируют.',
			),
			text('min_delay_seconds', '30'),
			text('max_delay_seconds', '60'),
			dropdown('next', 'Что дальше', [SAVE, GO_BACK]),
		],
	});
}

/** What an owner who adds a shop most likely wants. */
function newShop([first = {}]: Row[]): Row {
	const session = sessionOf(first);
	return { ...USUAL, waha_session_name: session, quiet_from: '22:00', quiet_to: '09:00' };
}

function yesOrNo(value: unknown): string {
	return value === true || value === 'Да' ? 'Да' : 'Нет';
}

/** Without WAHA's list the name can be typed. */
function sessionFields(session: string, sessions: Row[]): FormField[] {
	const label = LABELS.waha_session_name;
	const failed = sessions.find(hasFailed);
	if (failed) {
		const why = escapeHtml(troubleWords(failed, ''));
		const field = textField('waha_session_name', label, session);
		const words = `Список сессий не получен. ${why} Имя сессии можно написать самому.`;
		return [hint(words), { ...field, placeholder: 'default' }];
	}
	const names = new Set([...namesOf(sessions), USUAL.waha_session_name, session]);
	return [
		hint('Номер WhatsApp, с которого пишет магазин. Сессии создаются в панели WAHA.'),
		dropdown('waha_session_name', label, [...names], session),
	];
}

/** Names of WAHA's sessions. */
export function namesOf(sessions: Row[]): string[] {
	return sessions.map(({ name }) => textOf(name)).filter(Boolean);
}

/** @param html already escaped */
export function hint(html: string): FormField {
	return htmlField('hint', `<i>${html}</i>`);
}

function pausePage(shop: Row, { shops, zone, now }: ShopWorld): FormItem {
	const session = sessionOf(shop);
	const names = shops.filter((one) => sessionOf(one) === session).map(shopNameOf);
	const until = clockText(pausedUntil(shop, now) ?? now, zone);
	const bad =
		'Осторожно: ограничение поставил сам WhatsApp. Если писать новым людям раньше срока, он может заблокировать номер совсем. Лучше подождать.';
	const html = [
		`<p>Сессия <b>${escapeHtml(session)}</b> отдыхает до <b>${until}</b>: ${escapeHtml(pauseReason(shop))}.</p>`,
		`<p>Пауза снимется сразу для всех магазинов этой сессии: ${escapeHtml(names.join(', '))}.</p>`,
		noticesHtml(isRestricted(shop) ? { bad } : {}),
	];
	return formItem({
		title: 'Снять паузу',
		description: '',
		button: 'Дальше',
		fields: [
			htmlField('pause', html.join('')),
			dropdown('sure', 'Снять паузу?', [KEEP_PAUSE, END_PAUSE]),
		],
	});
}
