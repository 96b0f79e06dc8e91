import { settingOf } from '../../../shared/settings';
import { textOf, type Row } from '../rows';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** A century: what is longer is never, and dates have an end. */
const MOST = 36_500;
/** How far back `14` and `15` read a lane, in days: a double of a row that is gone would not be seen. */
const LANE_DAYS = 4;
/** How far back Kaspi is asked for orders, in days: the log is what tells a new order from a known one. */
const KASPI_DAYS = 30;

/** How long rows of one kind stay, in days. The numbers are settings; `least` protects from repeats of a sender. */
export interface Lifetime {
	/** A row of `bot_settings`. */
	key: string;
	/** What counts when the setting is missing or no number: the default that `00-setup` writes. */
	days: number;
	/** Nothing shorter counts. It depends on how long we and the sender repeat. */
	least: (settings: Row[]) => number;
	/** Who might repeat, in words for the admin. */
	because: string;
}

const number = (settings: Row[], key: string, fallback: number) =>
	Math.max(0, Number(settingOf(settings, key, String(fallback))) || fallback);

/** How long a message may wait to be sent, in days. */
const waiting = (settings: Row[]) => number(settings, 'pending_max_age_hours', 72) / 24;

/** All our tries of a failed payment together, in days: the pauses double, `32` caps each at a day. */
function payingDays(settings: Row[]): number {
	const first = number(settings, 'payment_retry_seconds', 60) * 1000;
	const tries = Math.min(number(settings, 'payment_retry_max', 10), 10_000);
	let total = 0;
	for (let pause = first, i = 0; i < tries; i++, pause = Math.min(pause * 2, DAY)) total += pause;
	return total / DAY;
}

export const LIFETIMES = {
	payments: {
		key: 'keep_days_payments',
		days: 1825,
		least: (settings) => Math.max(90, payingDays(settings) + 30),
		because: 'платформа и мы сами повторяем оплаты, а без номера повтор записался бы ещё раз',
	},
	paymentDetails: {
		key: 'keep_days_payment_details',
		days: 14,
		least: (settings) => Math.max(3, payingDays(settings)),
		because: 'по ним ещё может понадобиться разобрать сбой',
	},
	messages: {
		key: 'keep_days_messages',
		days: 90,
		least: (settings) => Math.max(7, LANE_DAYS + waiting(settings)),
		because: 'Telegram и Wahelp повторяют сообщения, а без строки повтор ушёл бы ещё раз',
	},
	whatsapp: {
		key: 'keep_days_whatsapp',
		days: 180,
		least: (settings) => KASPI_DAYS + 15 + waiting(settings),
		because: 'Kaspi показывает заказы 30 дней, а без строки покупатель получил бы второе сообщение',
	},
	stages: {
		key: 'keep_days_stages',
		days: 90,
		least: (settings) => Math.max(7, 1 + number(settings, 'sitniks_give_up_hours', 24) / 24),
		because: 'диалог может повторить этап',
	},
	dialogues: {
		key: 'keep_days_dialogues',
		days: 365,
		least: () => 30,
		because: 'иначе клиент начнёт разговор сначала',
	},
	alerts: {
		key: 'keep_days_alerts',
		days: 30,
		least: () => 2,
		because: 'иначе то же уведомление пришло бы снова, а отчёт за день — дважды',
	},
	stopWords: {
		key: 'keep_days_stop_words',
		days: 365,
		least: () => 7,
		because: 'WAHA повторяет сообщения',
	},
} satisfies Record<string, Lifetime>;

export type Kind = keyof typeof LIFETIMES;

export interface Counted {
	days: number;
	/** What is wrong with the setting, in words for the admin. */
	problem?: string;
}

/** The days that count: those of the setting, unless it is no number or too short. */
export function daysOf(kind: Kind, settings: Row[]): Counted {
	const { key, days, least, because }: Lifetime = LIFETIMES[kind];
	const atLeast = Math.min(Math.ceil(least(settings)), MOST);
	const usual = Math.max(days, atLeast);
	const written = textOf(settings.find((row) => textOf(row.key) === key)?.value);
	if (written === '') return { days: usual };
	const wanted = Number(written.replace(',', '.'));
	if (!Number.isFinite(wanted)) {
		return {
			days: usual,
			problem: `${key}: «${written.slice(0, 40)}» не число. Храним ${usual} дн.`,
		};
	}
	if (wanted >= atLeast) return { days: Math.min(wanted, MOST) };
	return {
		days: atLeast,
		problem: `${key}: ${written} — слишком мало, ${because}. Храним ${atLeast} дн.`,
	};
}
