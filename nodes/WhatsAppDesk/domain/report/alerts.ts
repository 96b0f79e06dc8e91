import { groupedBy, sumOf, type Group } from './groups';
import { storeName, type Names } from './names';
import { causesOf, SENT, withoutTests } from './tables';

/** When to alert. */
export interface AlertLimits {
	/** Failed messages of a hundred. */
	percent: number;
	/** Fewer messages than this say nothing. */
	least: number;
}

export interface Alert {
	store: string;
	text: string;
}

/** Stores that fail too often. @param groups of the last 24 hours */
export function alertsOf(groups: Group[], names: Names, { percent, least }: AlertLimits): Alert[] {
	return groupedBy(withoutTests(groups), ({ store }) => store).flatMap(([store, own]) => {
		const failed = sumOf(own, ['failed']);
		const all = failed + sumOf(own, SENT);
		const isBad = failed > 0 && all >= least && (failed / all) * 100 >= percent;
		if (!isBad) return [];
		const causes = causesOf(own, 'другая').slice(0, 3);
		const why = causes.map(({ label, n }) => `${label} — ${n}`).join('; ');
		const text = `${storeName(names, store)}: за сутки не отправлено ${failed} из ${all} сообщений WhatsApp. Причины: ${why}.`;
		return [{ store, text }];
	});
}
