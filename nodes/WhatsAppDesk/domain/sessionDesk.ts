import { textOf, timeOf, type Row } from '../../shared/rows';
import { dropdown, formItem, htmlField, type FormItem } from './form';
import { escapeHtml, noticesHtml, type Notices } from './html';
import { linksHtml } from './links';
import { shopLabel } from './shopPages';
import { sessionOf } from './shopRules';
import { clockText } from './time';
import { hasFailed, troubleWords } from './waha';

/** `look`: read the session and show it. `over`: nobody answered in time. */
export type SessionStep = 'choose' | 'look' | 'start' | 'restart' | 'over';

export interface SessionDecision {
	next: SessionStep;
	session: string;
	/** The shop it was chosen by. */
	storeId: string;
	/** What did not work. */
	said: string;
}

const REFRESH = 'Обновить';
const START = 'Запустить';
const RESTART = 'Перезапустить';
const BACK = 'Назад';
const STEPS: Record<string, SessionStep> = {
	[REFRESH]: 'look',
	[START]: 'start',
	[RESTART]: 'restart',
	[BACK]: 'choose',
};

/** A page that was shown: what `Session: Page` gave with it. */
export interface ShownSession {
	page: 'choose' | 'state';
	session: string;
	storeId: string;
}

export interface SessionEvent {
	/** The page before; none when the form has just been opened. */
	shown?: ShownSession;
	/** What the form gave, or what WAHA said to a start. */
	answer: Row;
	/** The form's first item: its link may name the shop. */
	opened: Row;
	shops: Row[];
}

/** What comes next. An answer that the page does not know leads to the choice of a shop. */
export function sessionAnswer({ shown, answer, opened, shops }: SessionEvent): SessionDecision {
	if (!shown) return opening(opened, shops);
	const { session, storeId } = shown;
	const goTo = (next: SessionStep, said = '') => ({ next, session, storeId, said });
	if (!answer.submittedAt) {
		// A form that nobody answered hands on its page.
		if (answer.form !== undefined) return goTo('over');
		return goTo('look', hasFailed(answer) ? `Не получилось. ${troubleWords(answer, session)}` : '');
	}
	if (shown.page === 'choose') {
		const shop = shops.find((one) => shopLabel(one) === answer.shop);
		if (shop) return lookAt(shop);
		return shops.length === 0 ? lookAt({}) : goTo('choose');
	}
	return goTo(STEPS[textOf(answer.what)] ?? 'choose');
}

/** A link may name the shop; one session needs no choice. */
function opening({ formQueryParameters }: Row, shops: Row[]): SessionDecision {
	const { store } = (formQueryParameters ?? {}) as { store?: unknown };
	const shop = shops.find(({ store_id }) => textOf(store_id) === textOf(store));
	if (shop) return lookAt(shop);
	const isOne = new Set(shops.map(sessionOf)).size <= 1;
	return isOne ? lookAt(shops[0] ?? {}) : { next: 'choose', session: '', storeId: '', said: '' };
}

const lookAt = (shop: Row): SessionDecision => ({
	next: 'look',
	session: sessionOf(shop),
	storeId: textOf(shop.store_id),
	said: '',
});

export interface SessionWorld {
	decision: SessionDecision;
	shops: Row[];
	/** What WAHA says about the session, or the failed item. */
	session: Row;
	/** Opens the picture of the QR code; empty when no phone is to be linked. */
	token: string;
	zone: string;
	now: number;
}

export function sessionPage(world: SessionWorld): FormItem {
	return world.decision.next === 'choose' ? choicePage(world) : statePage(world);
}

function choicePage({ decision: { storeId }, shops }: SessionWorld): FormItem {
	const chosen = shops.find(({ store_id }) => textOf(store_id) === storeId) ?? shops[0] ?? {};
	const names = shops.length > 0 ? shops.map(shopLabel) : ['default'];
	return formItem({
		title: 'WhatsApp-сессия',
		description: '',
		button: 'Дальше',
		fields: [
			htmlField('head', '<p>Выберите магазин: покажем номер, с которого он пишет.</p>'),
			dropdown('shop', 'Магазин', names, shopLabel(chosen) || 'default'),
			htmlField('links', linksHtml(['shop', 'general', 'start'])),
		],
	});
}

/** By WAHA's status: what it means, and what to do. */
const STATES: Record<string, [string, string]> = {
	WORKING: [
		'✅ Телефон привязан, сессия работает',
		'Сообщения отправляются. Делать ничего не нужно.',
	],
	SCAN_QR_CODE: [
		'📷 Нужно привязать телефон',
		'Откройте WhatsApp на телефоне магазина → «Настройки» → «Связанные устройства» → «Привязка устройства» и наведите камеру на картинку.',
	],
	STARTING: ['⏳ Сессия запускается', 'Подождите 10–20 секунд и выберите «Обновить».'],
	STOPPED: ['⏹ Сессия остановлена', 'Сообщения не отправляются. Выберите «Запустить».'],
	FAILED: [
		'❌ Сессия не работает',
		'QR-коды закончились или телефон отвязан. Выберите «Перезапустить»: если телефон привязан, отправка продолжится, если нет, появится новый QR-код. Не помогло: выйдите из сессии в панели WAHA (Logout) и привяжите телефон заново.',
	],
	PASSKEY_REQUIRED: [
		'🔑 WhatsApp просит ключ доступа (passkey)',
		'Откройте панель WAHA, выберите эту сессию и подтвердите вход ключом доступа, затем выберите «Обновить».',
	],
	PASSKEY_CONFIRMATION_REQUIRED: [
		'🔑 WhatsApp ждёт подтверждения ключа доступа',
		'Сравните код на телефоне и в панели WAHA, подтвердите вход и выберите «Обновить».',
	],
};

/** The likeliest first. */
function actionsOf(status: string): string[] {
	if (status === 'WORKING') return [BACK, REFRESH, RESTART];
	if (status === 'STOPPED') return [START, REFRESH, BACK];
	if (status === 'FAILED') return [RESTART, REFRESH, BACK];
	return STATES[status] ? [REFRESH, RESTART, BACK] : [REFRESH, BACK];
}

function wordsOf(session: Row, name: string): [string, string] {
	const status = textOf(session.status);
	if (STATES[status]) return STATES[status];
	if (hasFailed(session)) return ['⚠️ Состояние неизвестно', troubleWords(session, name)];
	return [
		`❔ Состояние: ${status || 'нет ответа'}`,
		'Это состояние нам незнакомо. Посмотрите на сессию в панели WAHA.',
	];
}

function statePage({ decision, session, token, zone, now }: SessionWorld): FormItem {
	const [head, what] = wordsOf(session, decision.session);
	const me = (session.me ?? {}) as Row;
	const row = (name: string, value: string) =>
		value && `<tr><td>${name}</td><td>${escapeHtml(value)}</td></tr>`;
	const html = [
		noticesHtml(noticesOf(decision.said, session, zone, now)),
		`<table><tbody><tr><th colspan="2">${escapeHtml(head)}</th></tr>`,
		row('Сессия WAHA', decision.session),
		row('Телефон', maskedPhone(me.id)),
		row('Имя в WhatsApp', textOf(me.pushName)),
		row('Движок', textOf(session.engine)),
		`</tbody></table><p>${escapeHtml(what)}</p>`,
		token && qrHtml(token),
	];
	return formItem({
		title: 'WhatsApp-сессия',
		description: '',
		button: 'Дальше',
		fields: [
			htmlField('state', html.join('')),
			dropdown('what', 'Что сделать', actionsOf(textOf(session.status))),
			htmlField('links', linksHtml(['shop', 'general', 'start'])),
		],
	});
}

function noticesOf(bad: string, session: Row, zone: string, now: number): Notices {
	const until = timeOf(session.restrictedUntil) ?? 0;
	if (until <= now) return { bad };
	const end = clockText(until, zone);
	const warning = `WhatsApp ограничил этот номер до ${end}: новым людям писать нельзя, начатые чаты работают.`;
	return { bad, warning };
}

/** `+7701 ••• •• 01`: enough to know one's own phone by. */
function maskedPhone(id: unknown): string {
	const digits = textOf(id)
		.replace(/[:@].*$/, '')
		.replace(/\D/g, '');
	return digits && `+${digits.slice(0, 4)} ••• •• ${digits.slice(-2)}`;
}

/** n8n takes pictures out of forms unless they have an address: the token's webhook serves it. */
function qrHtml(token: string): string {
	const url = `../webhook/crm-bridge-qr/whatsapp-qr/${encodeURIComponent(token)}`;
	return `<img src="${url}" alt="QR-код не загрузился: выберите «Обновить»" width="280"><p>Код живёт 20–60 секунд. Код не сработал или телефон уже привязан: выберите «Обновить» и нажмите «Дальше».</p>`;
}
