import { textOf, type Row } from '../../shared/rows';
import type { Notices } from './html';
import { pausedUntil, pauseOf } from './pause';
import {
	ACTIONS,
	END_PAUSE,
	NEW_SHOP,
	quietText,
	SAVE,
	shopLabel,
	shopNameOf,
	type ShopPageName,
	type ShopState,
} from './shopPages';
import { checkShop, sessionOf, type Shop } from './shopRules';
import { wordsOf } from './shopWords';

/** `over`: the page was left open and nobody answered. */
export type ShopStep = ShopPageName | 'save' | 'endPause' | 'finish' | 'over';

export interface ShopDecision extends ShopState {
	next: ShopStep;
	/** The row to save. */
	row?: Shop & Row;
	/** Whose pause ends. */
	session?: string;
}

/** The page that was answered, as `shopPage` was asked for it. */
export interface AnsweredPage {
	page: ShopPageName;
	storeId: string;
	/** Names of the sessions that WAHA knew, where it was asked. */
	sessions: string[];
}

/**
 * What comes next. An answer that the page does not know, as after the browser's *Back*, changes nothing.
 * @param answer what the form gave; without `submittedAt` nobody answered in time
 */
export function shopAnswer(
	shown: AnsweredPage,
	answer: Row,
	shops: Row[],
	now: number,
): ShopDecision {
	if (!answer.submittedAt) return { ...toList(shown.storeId), next: 'over' };
	if (shown.page === 'edit') return editAnswer(shown, answer, shops);
	if (shown.page === 'pause') return pauseAnswer(shown, answer, shops);
	return listAnswer(answer, shops, now);
}

function toList(storeId: string, notices: Notices = {}): ShopDecision {
	return { next: 'list', page: 'list', storeId, notices };
}

function listAnswer(answer: Row, shops: Row[], now: number): ShopDecision {
	const { action } = answer;
	const isNew = answer.shop === NEW_SHOP;
	const shop = shops.find((one) => shopLabel(one) === answer.shop);
	const storeId = textOf(shop?.store_id);
	if (action === ACTIONS.finish) return { ...toList(storeId), next: 'finish' };
	if (!isNew && !shop) return toList('');
	if (action === ACTIONS.edit) return { next: 'edit', page: 'edit', storeId, notices: {} };
	if (action !== ACTIONS.pause) return toList(storeId);
	if (!shop) {
		const bad = `Новый магазин ещё не сохранён. Сначала выберите «${ACTIONS.edit}», затем остальное.`;
		return toList('', { bad });
	}
	if (pausedUntil(shop, now) === undefined) {
		const good = `Магазин «${shopNameOf(shop)}»: паузы нет, снимать нечего.`;
		return toList(storeId, { good });
	}
	return { next: 'pause', page: 'pause', storeId, notices: {} };
}

function editAnswer(shown: AnsweredPage, answer: Row, shops: Row[]): ShopDecision {
	const { storeId } = shown;
	if (answer.next !== SAVE) return toList(storeId, { good: 'Ничего не изменено.' });
	const saved = shops.find(({ store_id }) => textOf(store_id) === storeId) ?? { store_id: storeId };
	const { problems, row } = checkShop({
		entered: answer,
		saved,
		by: 'owner',
		shops,
		wahaAddress: '',
	});
	if (problems.length > 0) {
		const bad = problems.map((problem) => wordsOf(problem, 'owner').error).join('\n');
		return { next: 'edit', page: 'edit', storeId, notices: { bad }, typed: answer };
	}
	const notices = { good: savedWords(row), warning: warningWords(row, shown.sessions) };
	const whole = { ...row, ...pauseOf(row.waha_session_name, shops) };
	return { ...toList(row.store_id, notices), next: 'save', row: whole };
}

function savedWords(row: Shop): string {
	const sending = row.is_enabled
		? `Отправка включена, не больше ${row.daily_limit} сообщений в день.`
		: 'Отправка выключена.';
	const quiet = row.quiet_from
		? `Тихие часы ${quietText(row.quiet_from, row.quiet_to)}.`
		: 'Тихих часов нет.';
	return `Магазин «${row.shop_name}» сохранён. ${sending} ${quiet}`;
}

function warningWords(
	{ min_delay_seconds: least, waha_session_name: name }: Shop,
	sessions: string[],
) {
	const isMissing = sessions.length > 0 && !sessions.includes(name);
	return [
		least < 30 &&
			'Пауза меньше 30 секунд: за частые сообщения незнакомым людям WhatsApp блокирует номера. Советуем от 30 до 60 секунд.',
		isMissing &&
			`Сессии «${name}» в WAHA ещё нет. Создайте её в панели WAHA под этим именем, затем откройте «WhatsApp-сессия и QR-код».`,
		name !== 'default' &&
			`Отметки о доставке и ответы «стоп» сессии «${name}» приходят, только если у неё есть свой триггер: в сценарии 22 скопируйте узел «When WhatsApp Reports» и выберите в нём эту сессию.`,
	]
		.filter(Boolean)
		.join('\n');
}

function pauseAnswer({ storeId }: AnsweredPage, answer: Row, shops: Row[]): ShopDecision {
	const shop = shops.find(({ store_id }) => textOf(store_id) === storeId);
	if (!shop || answer.sure !== END_PAUSE) {
		return toList(storeId, { good: 'Пауза осталась, ничего не изменено.' });
	}
	const session = sessionOf(shop);
	const good = `Пауза сессии «${session}» снята. Отправка продолжится в течение минуты.`;
	return { ...toList(storeId, { good }), next: 'endPause', session };
}
