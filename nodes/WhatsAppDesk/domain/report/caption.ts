import type { Comparison } from './comparison';
import type { Tables } from './tables';

/** Telegram takes 1024 characters under a file. */
const MAX = 1000;

/** The words under the file. @param period such as `01.03.2026` */
export function captionOf(tables: Tables, comparisons: Comparison[], period: string): string {
	const { all, causes, tests } = tables;
	const waiting = all.pending + all.sending;
	const why = causes.slice(0, 3).map(({ label, n }) => `${label} — ${n}`);
	return [
		`Сообщения WhatsApp за ${period}`,
		all.total
			? `Ушло ${all.sent}, из них доставлено ${all.delivered}, прочитано ${all.read}.`
			: 'Сообщений не было.',
		all.failed ? `Не отправлено ${all.failed}: ${why.join('; ')}.` : '',
		waiting ? `Ждут отправки: ${waiting}.` : '',
		all.no_phone ? `Без номера телефона: ${all.no_phone}.` : '',
		all.opted_out ? `Покупатель отказался от сообщений: ${all.opted_out}.` : '',
		tests ? `Тестовых сообщений: ${tests}.` : '',
		...comparisons
			.slice(0, 3)
			.map(({ store, kind, verdict }) => `Сравнение шаблонов, ${store}, ${kind}. ${verdict}`),
		'Подробности по дням, магазинам и шаблонам — в файле.',
	]
		.filter(Boolean)
		.join('\n')
		.slice(0, MAX);
}
