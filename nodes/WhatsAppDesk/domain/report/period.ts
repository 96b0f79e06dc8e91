import { DateTime } from 'luxon';

import { textOf, type Row } from '../../../shared/rows';
import { settingOf } from '../../../shared/settings';
import { zoneOf } from '../botSettings';

/** The choices of the form. */
export const WISHES = {
	page: 'Отчёт на экране',
	csv: 'Файл CSV со всеми сообщениями',
	send: 'Отправить отчёт администратору',
} as const;

/** `again`: the answer is wrong and is asked for once more. `left`: the page was left. */
export type Wish = keyof typeof WISHES | 'again' | 'left';

/** What a report is about. Times are ISO in UTC, days are `2026-03-01` in the zone. */
export interface Period extends Record<string, string | boolean> {
	/** Why the period cannot be used, for people; `''` for a good one. */
	problem: string;
	zone: string;
	today: string;
	from: string;
	to: string;
	/** First moment, and the first one behind the period; `''` for a wrong one. */
	start: string;
	end: string;
	/** `01.03.2026` or `01.03.2026 – 07.03.2026`. */
	period: string;
	/** Beginning of a file's name, without its type. */
	file_name: string;
	/** Who gets reports; `''` for nobody. */
	chat_id: string;
}

/** The answer of the form. */
export interface Answer {
	from: string;
	to: string;
	/** One of `WISHES`. */
	show: string;
}

/** A year, and the day of a leap year. */
const MAX_DAYS = 366;
const DEFAULT_DAYS = 7;

/** What the owner asked for; the last seven days when he left the dates out. */
export function askedPeriod(answer: Answer, settings: Row[], now: number): Period {
	const zone = zoneOf(settings);
	const today = DateTime.fromMillis(now, { zone });
	const to = answer.to || isoDate(today);
	const last = answer.to ? DateTime.fromISO(answer.to, { zone }) : today;
	const from = answer.from || isoDate(last.minus({ days: DEFAULT_DAYS - 1 }));
	return periodOf(from, to, settings, now);
}

/** The day before. `due`: its report is to be sent now, at the hour of `bot_settings` or later. */
export function yesterday(settings: Row[], now: number): Period & { due: boolean } {
	const today = DateTime.fromMillis(now, { zone: zoneOf(settings) });
	const day = isoDate(today.minus({ days: 1 }));
	const period = periodOf(day, day, settings, now);
	const hour = Number.parseInt(settingOf(settings, 'whatsapp_report_hour'), 10);
	return { ...period, due: period.chat_id !== '' && today.hour >= hour };
}

/** What an answer asks for. */
export function wishOf({ show }: Answer): keyof typeof WISHES {
	const [wish] = Object.entries(WISHES).find(([, words]) => words === show) ?? ['page'];
	return wish as keyof typeof WISHES;
}

function periodOf(from: string, to: string, settings: Row[], now: number): Period {
	const zone = zoneOf(settings);
	const problem = problemOf(from, to);
	const days = [...new Set([from, to])];
	return {
		problem,
		zone,
		today: isoDate(DateTime.fromMillis(now, { zone })),
		from,
		to,
		start: problem ? '' : firstMoment(DateTime.fromISO(from, { zone })),
		end: problem ? '' : firstMoment(DateTime.fromISO(to, { zone }).plus({ days: 1 })),
		period: problem ? '' : days.map(dayName).join(' – '),
		file_name: `whatsapp-${days.join('--')}`,
		chat_id: settingOf(settings, 'admin_chat_id'),
	};
}

function problemOf(from: string, to: string): string {
	const [first, last] = [from, to].map((day) => DateTime.fromISO(day, { zone: 'utc' }));
	if (!first.isValid || !last.isValid) return 'Дата не распознана: выберите её в календаре.';
	if (first > last) return 'Дата «С» позже даты «По». Поменяйте их местами.';
	if (last.diff(first, 'days').days < MAX_DAYS) return '';
	return 'Период длиннее 366 дней. Выберите даты «С» и «По» ближе друг к другу.';
}

/** The first moment of a day: midnight may come twice, or not at all, when clocks change. */
function firstMoment(day: DateTime): string {
	const moments = day.startOf('day').getPossibleOffsets();
	return (
		DateTime.min(...moments)!
			.toUTC()
			.toISO() ?? ''
	);
}

function dayName(day: string): string {
	return DateTime.fromISO(day).toFormat('dd.MM.yyyy');
}

function isoDate(day: DateTime): string {
	return day.toISODate() ?? '';
}

/** The answer as the form gives it. */
export function answerOf(item: Row): Answer {
	return { from: textOf(item.from), to: textOf(item.to), show: textOf(item.show) };
}
