import { textOf, type Row } from '../../shared/rows';
import { isZone } from '../../shared/zones';

/** One rule for all shops: a row of `bot_settings`. */
export interface GeneralSetting {
	key: string;
	label: string;
	hint: string;
	kind: 'zone' | 'number' | 'yes' | 'words' | 'text' | 'hour';
	/** Of a number. */
	least?: number;
	most?: number;
}

export const STOP_WORDS = 'whatsapp_stop_words';
export const START_WORDS = 'whatsapp_start_words';

/** In the order of the page. */
export const GENERAL_SETTINGS: GeneralSetting[] = [
	{
		key: 'time_zone',
		label: 'Часовой пояс',
		kind: 'zone',
		hint: 'По этому времени считаются тихие часы и сутки. Например, Asia/Almaty.',
	},
	{
		key: 'whatsapp_contact_hourly_limit',
		label: 'Одному покупателю в час, сообщений',
		kind: 'number',
		hint: 'Больше этого один человек за час не получит, остальное подождёт. Советуем 4.',
		least: 1,
		most: 60,
	},
	{
		key: 'whatsapp_session_daily_limit',
		label: 'С одного номера в день, сообщений',
		kind: 'number',
		hint: 'Общий предел одной сессии: все её магазины вместе.',
		least: 1,
		most: 100_000,
	},
	{
		key: 'whatsapp_typing',
		label: 'Показывать «печатает…»',
		kind: 'yes',
		hint: 'Перед сообщением покупатель видит «печатает…». Так отправка похожа на живую.',
	},
	{
		key: 'whatsapp_restricted_hours',
		label: 'Пауза после ограничения, часов',
		kind: 'number',
		hint: 'Сколько ждать, когда WhatsApp запретил номеру писать новым людям и не сказал, до какого времени.',
		least: 1,
		most: 720,
	},
	{
		key: 'whatsapp_session_wait_seconds',
		label: 'Сколько сессия может не работать, секунд',
		kind: 'number',
		hint: 'Если она не заработала за это время, администратор получит сообщение.',
		least: 1,
		most: 3600,
	},
	{
		key: STOP_WORDS,
		label: 'Слова отказа',
		kind: 'words',
		hint: 'Через запятую. Покупатель, который ответил одним таким словом, сообщений больше не получает.',
	},
	{
		key: START_WORDS,
		label: 'Слова возврата',
		kind: 'words',
		hint: 'Через запятую. Одно такое слово в ответ снова включает сообщения.',
	},
	{
		key: 'text_whatsapp_stopped',
		label: 'Ответ на отказ',
		kind: 'text',
		hint: 'Это один раз получает покупатель, который отказался. Пусто: не отвечать.',
	},
	{
		key: 'text_whatsapp_started',
		label: 'Ответ на возврат',
		kind: 'text',
		hint: 'Это один раз получает покупатель, который снова включил сообщения. Пусто: не отвечать.',
	},
	{
		key: 'whatsapp_report_hour',
		label: 'Час ежедневного отчёта',
		kind: 'hour',
		hint: 'В котором часу присылать отчёт администратору, от 0 до 23. Пусто: отчёта нет.',
	},
	{
		key: 'whatsapp_alert_failed_percent',
		label: 'Тревога, если неудач больше, %',
		kind: 'number',
		hint: 'Администратор получит предупреждение, когда за 24 часа не ушла такая доля сообщений.',
		least: 1,
		most: 100,
	},
	{
		key: 'whatsapp_alert_min_messages',
		label: 'Тревога, если сообщений не меньше',
		kind: 'number',
		hint: 'Когда за 24 часа сообщений меньше, о неудачах не предупреждаем.',
		least: 1,
		most: 100_000,
	},
];

const MAX_TEXT = 1000;
const WHOLE = /^\d{1,6}$/;

/** Values by key. */
export type Values = Record<string, string>;

/** The values as rows keep them, and what is wrong with them, a sentence each. */
export function checkGeneral(entered: Row): { values: Values; errors: string[] } {
	const values = Object.fromEntries(
		GENERAL_SETTINGS.map(({ key, kind }) => [key, valueOf(textOf(entered[key]), kind)]),
	);
	const errors = GENERAL_SETTINGS.flatMap((setting) => {
		const error = problemOf(setting, values[setting.key]);
		return error === '' ? [] : [`${setting.label}: ${error}`];
	});
	const stops = wordsIn(values[STOP_WORDS]);
	const both = wordsIn(values[START_WORDS]).filter((word) => stops.includes(word));
	if (both.length > 0) {
		const named = both.map((word) => `«${word}»`).join(', ');
		errors.push(
			`Слова возврата: ${named} есть и в словах отказа. Оставьте слово только в одном списке.`,
		);
	}
	return { values, errors };
}

function valueOf(text: string, kind: GeneralSetting['kind']): string {
	if (kind === 'yes') return text === 'Да' ? 'yes' : 'no';
	return kind === 'words' ? wordsIn(text).join(', ') : text;
}

/** Words parted by commas, semicolons or lines, each once. */
function wordsIn(text: string): string[] {
	const words = text.split(/[,;\n]/).map((word) => word.trim().toLowerCase());
	return [...new Set(words.filter(Boolean))];
}

/** Empty when all is well. */
function problemOf({ kind, least = 0, most = 0 }: GeneralSetting, value: string): string {
	const isWhole = WHOLE.test(value);
	const number = Number(value);
	if (kind === 'number' && !(isWhole && number >= least && number <= most)) {
		return `напишите целое число от ${least} до ${most}.`;
	}
	if (kind === 'hour' && value !== '' && !(isWhole && number <= 23)) {
		return 'напишите целое число от 0 до 23 или оставьте пустым.';
	}
	if (kind === 'zone' && !isNamedZone(value)) {
		return 'такого часового пояса нет. Напишите, например, Asia/Almaty или Asia/Aqtobe.';
	}
	if (kind === 'words' && value === '') return 'нужно хотя бы одно слово.';
	if (kind === 'text' && value.length > MAX_TEXT) {
		return `не длиннее ${MAX_TEXT} знаков, сейчас ${value.length}.`;
	}
	return '';
}

/** `UTC+5` and `local` are zones for the clock, not for people. */
function isNamedZone(value: string): boolean {
	return /^([A-Za-z_]+\/[A-Za-z0-9_+/-]+|UTC)$/.test(value) && isZone(value);
}
