import { escapeHtml } from '../html';
import type { Comparison } from './comparison';
import { REPORT_LOOK } from './pageLook';
import type { Counts, Line, Tables } from './tables';

export interface ReportPage {
	tables: Tables;
	comparisons: Comparison[];
	/** Days in words, the zone, and when the report was written. */
	period: string;
	zone: string;
	writtenAt: string;
}

/** Colours of the bar, in its order. */
const LEGEND = [
	['read', 'прочитано'],
	['delivered', 'доставлено'],
	['sent', 'ушло'],
	['wait', 'ждут'],
	['failed', 'не отправлено'],
	['none', 'нет номера или отказ'],
];

/** A whole HTML document that needs nothing from outside. */
export function reportPage({ tables, comparisons, period, zone, writtenAt }: ReportPage): string {
	const { all, tests, causes } = tables;
	const note = [period, `время: ${zone}`, `составлен ${writtenAt}`].map(escaped).join(' · ');
	const parts = [
		all.total
			? lineHtml({ ...all, label: 'Всего' })
			: '<p>За этот период сообщений покупателям не было.</p>',
		`<p class="legend">${LEGEND.map(([kind, name]) => `<span><i class="${kind}"></i>${name}</span>`).join(' ')}</p>`,
		tests > 0 && `<p>Тестовых сообщений: <b>${tests}</b>. В цифры отчёта они не входят.</p>`,
		causes.length > 0 && '<h2>Почему не отправлено</h2>' + causesHtml(causes),
		comparisons.length > 0 && comparisonsHtml(comparisons),
		block('По магазинам', tables.stores),
		block('По шаблонам', tables.templates),
		block('О чём сообщали', tables.kinds),
		block('По дням', tables.days),
	];
	return `<!DOCTYPE html>
<html lang="ru">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Сообщения WhatsApp</title>
</head>
<body>
<style>
${REPORT_LOOK}
</style>
<div class="wa">
<h1>Сообщения WhatsApp</h1>
<p class="note">${note}</p>
${parts.filter(Boolean).join('\n')}
<p class="note">Сообщение входит в отчёт того дня, когда появился его заказ в журнале. «Ушло» — все отправленные, «доставлено» — и прочитанные тоже.</p>
</div>
</body>
</html>`;
}

function block(title: string, lines: Line[]): string {
	return lines.length > 0 ? `<h2>${title}</h2>${lines.map(lineHtml).join('')}` : '';
}

function lineHtml(line: Line): string {
	const { label, total } = line;
	const bar = [
		['read', line.read] as const,
		['delivered', line.delivered - line.read] as const,
		['sent', line.sent - line.delivered] as const,
		['wait', line.pending + line.sending] as const,
		['failed', line.failed] as const,
		['none', line.no_phone + line.opted_out] as const,
	]
		.filter(([, n]) => n > 0)
		.map(([kind, n]) => `<i class="${kind}" style="width:${((n / total) * 100).toFixed(2)}%"></i>`);
	return (
		`<div class="row"><div class="head"><b>${escaped(label)}</b><span>${total}</span></div>` +
		`<div class="bar">${bar.join('')}</div><div class="nums">${numbersHtml(line)}</div></div>`
	);
}

/** The first three always, the others when there are any. */
function numbersHtml(counts: Counts): string {
	const numbers: Array<[name: string, n: number]> = [
		['ушло', counts.sent],
		['доставлено', counts.delivered],
		['прочитано', counts.read],
		['не отправлено', counts.failed],
		['ждут отправки', counts.pending + counts.sending],
		['нет номера', counts.no_phone],
		['отказались', counts.opted_out],
	];
	return numbers
		.filter(([, n], index) => n > 0 || index < 3)
		.map(([name, n]) => `<span>${name} <b>${n}</b></span>`)
		.join(' · ');
}

function causesHtml(causes: Tables['causes']): string {
	const rows = causes.map(({ label, n }) => `<tr><td>${escaped(label)}</td><td>${n}</td></tr>`);
	return `<table>${rows.join('')}</table>`;
}

function comparisonsHtml(comparisons: Comparison[]): string {
	const tables = comparisons.map(
		({ store, kind, variants, verdict }) =>
			`<p><b>${escaped(store)}</b>, ${escaped(kind)}</p>` +
			'<table><tr><th>Шаблон</th><th>Доля</th><th>Доставлено</th><th>Прочитано</th></tr>' +
			variants
				.map(
					({ name, share, weight, deliveredShare, readShare }) =>
						`<tr><td>${escaped(name)}</td><td>${percent(share)}<br>вес ${percent(weight)}</td>` +
						`<td>${percent(deliveredShare)}</td><td>${percent(readShare)}</td></tr>`,
				)
				.join('') +
			`</table><p>${escaped(verdict)}</p>`,
	);
	return `<h2>Сравнение шаблонов</h2>${tables.join('')}<p class="note">«Доля» — какая часть сообщений написана по этому шаблону, «вес» — какая должна быть по весам. «Прочитано» — от доставленных.</p>`;
}

function percent(value: number | null): string {
	return value === null ? '—' : `${Math.round(value)} %`;
}

/** n8n's page of a form is a template of its own, in which these signs have a meaning. */
function escaped(text: string): string {
	return escapeHtml(text).replace(/[`${}]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
