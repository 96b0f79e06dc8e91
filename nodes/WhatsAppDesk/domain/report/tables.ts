import { DateTime } from 'luxon';

import { groupedBy, sumOf, type Group } from './groups';
import { storeName, type Names } from './names';
import { causeName, kindName, TEST_KIND } from './words';

export const SENT = ['sent', 'delivered', 'read'];
export const DELIVERED = ['delivered', 'read'];

/** `sent` holds the delivered ones too, and `delivered` the read ones. */
export interface Counts {
	total: number;
	pending: number;
	sending: number;
	sent: number;
	delivered: number;
	read: number;
	failed: number;
	no_phone: number;
	opted_out: number;
}
export interface Line extends Counts {
	label: string;
}
export interface Cause {
	label: string;
	n: number;
}

/** The numbers of a report. Test messages are in `tests` only. */
export interface Tables {
	all: Counts;
	tests: number;
	days: Line[];
	stores: Line[];
	kinds: Line[];
	templates: Line[];
	/** The most frequent first. */
	causes: Cause[];
}

export function tablesOf(all: Group[], names: Names): Tables {
	const groups = withoutTests(all);
	const by = (field: keyof Group, label: (key: string) => string): Line[] =>
		groupedBy(groups, (group) => String(group[field])).map(([key, own]) => ({
			label: label(key),
			...countsOf(own),
		}));
	return {
		all: countsOf(groups),
		tests: sumOf(all) - sumOf(groups),
		days: by('day', dayName),
		stores: by('store', (id) => storeName(names, id) || 'Без магазина'),
		kinds: by('kind', kindName),
		templates: by('template', (id) => templateName(names, id)),
		causes: causesOf(groups, 'другая причина'),
	};
}

/** A test message is no order. */
export function withoutTests(groups: Group[]): Group[] {
	return groups.filter(({ kind }) => kind !== TEST_KIND);
}

/** Why messages failed, the most frequent first. @param other name of unknown causes */
export function causesOf(groups: Group[], other: string): Cause[] {
	const failed = groups.filter(({ status }) => status === 'failed');
	return groupedBy(failed, ({ cause }) => cause)
		.map(([cause, own]) => ({ label: causeName(cause, other), n: sumOf(own) }))
		.sort((a, b) => b.n - a.n);
}

function countsOf(groups: Group[]): Counts {
	const of = (...statuses: string[]) => sumOf(groups, statuses);
	return {
		total: sumOf(groups),
		pending: of('pending'),
		sending: of('sending'),
		sent: of(...SENT),
		delivered: of(...DELIVERED),
		read: of('read'),
		failed: of('failed'),
		no_phone: of('no_phone'),
		opted_out: of('opted_out'),
	};
}

function dayName(day: string): string {
	const date = DateTime.fromISO(day);
	return date.isValid ? date.toFormat('dd.MM.yyyy') : 'Без даты';
}

function templateName({ templates }: Names, id: string): string {
	return templates.get(id)?.name ?? (id ? `Удалённый шаблон ${id}` : 'Без шаблона');
}
