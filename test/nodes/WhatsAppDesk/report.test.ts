import * as fc from 'fast-check';

import { alertsOf } from '../../../nodes/WhatsAppDesk/domain/report/alerts';
import { captionOf } from '../../../nodes/WhatsAppDesk/domain/report/caption';
import { compareTemplates } from '../../../nodes/WhatsAppDesk/domain/report/comparison';
import {
	countRows,
	mergeGroups,
	type Group,
} from '../../../nodes/WhatsAppDesk/domain/report/groups';
import { namesOf } from '../../../nodes/WhatsAppDesk/domain/report/names';
import { outcomeOf } from '../../../nodes/WhatsAppDesk/domain/report/outcome';
import { reportPage } from '../../../nodes/WhatsAppDesk/domain/report/page';
import { cutIntoParts } from '../../../nodes/WhatsAppDesk/domain/report/parts';
import { tablesOf } from '../../../nodes/WhatsAppDesk/domain/report/tables';
import { kindName } from '../../../nodes/WhatsAppDesk/domain/report/words';

const ZONE = 'Asia/Almaty';
const NAMES = namesOf(
	[{ store_id: 'store-1', shop_name: 'Ромашка' }],
	[
		{ id: 1, template_name: 'Первый', weight: 3, store_id: 'store-1', order_kind: 'new' },
		{ id: 2, template_name: 'Второй', weight: 1, store_id: 'store-1', order_kind: 'new' },
		{ id: 3, template_name: 'Чужой', weight: 1, store_id: 'store-2', order_kind: 'new' },
	],
);
const GROUP: Group = {
	day: '2026-03-01',
	store: 'store-1',
	kind: 'new',
	template: '1',
	status: 'sent',
	cause: '',
	n: 1,
};
const group = (more: Partial<Group>): Group => ({ ...GROUP, ...more });

const row = fc.record({
	id: fc.integer({ min: 1 }),
	store_id: fc.constantFrom('store-1', 'store-2', '', null),
	order_kind: fc.constantFrom('new', 'test', 'accepted_pickup', '', null),
	template_id: fc.constantFrom('1', '2', 3, null),
	status: fc.constantFrom('pending', 'sending', 'sent', 'delivered', 'read', 'failed', 'no_phone'),
	error_message: fc.constantFrom('timeout: no answer', 'odd', '', null),
	createdAt: fc.constantFrom('2026-03-01T18:59:59.999Z', '2026-03-01T19:00:00.000Z'),
});
/** Few kinds of rows, so that every run has many alike. */
const alike = fc.record({
	id: fc.integer({ min: 1 }),
	store_id: fc.constantFrom('store-1', 'store-2'),
	status: fc.constantFrom('sent', 'failed'),
	error_message: fc.constant('timeout: no answer'),
	createdAt: fc.constantFrom('2026-03-01T18:59:59.999Z', '2026-03-01T19:00:00.000Z'),
});
const byKey = (groups: Group[]) => groups.map((one) => JSON.stringify(one)).sort();

describe('counting', () => {
	test('parts of the log, counted apart and merged, are the whole, wherever they are cut', () => {
		fc.assert(
			fc.property(fc.array(alike), fc.array(fc.nat({ max: 10 })), (rows, cuts) => {
				const inside = cuts.filter((cut) => cut < rows.length).sort((a, b) => a - b);
				const edges = [0, ...inside, rows.length];
				const parts = edges.slice(1).map((end, i) => rows.slice(edges[i], end));
				const merged = mergeGroups(parts.map((part) => countRows(part, ZONE)));
				expect(byKey(merged)).toEqual(byKey(countRows(rows, ZONE)));
				expect(merged.reduce((sum, { n }) => sum + n, 0)).toBe(rows.length);
			}),
		);
	});

	test('what was merged before stays as it was', () => {
		const part = [group({ n: 2 })];
		mergeGroups([part, [group({ n: 3 })]]);
		expect(part).toEqual([group({ n: 2 })]);
	});

	test('a day ends at midnight of the zone, and nothing found is nothing', () => {
		const rows = [
			{ id: 1, status: 'sent', createdAt: '2026-03-01T18:59:59.999Z' },
			{ id: 2, status: 'sent', createdAt: '2026-03-01T19:00:00.000Z' },
			{},
		];
		expect(countRows(rows, ZONE).map(({ day, n }) => [day, n])).toEqual([
			['2026-03-01', 1],
			['2026-03-02', 1],
		]);
	});

	test('only a failed message has a cause', () => {
		const rows = ['failed', 'sent'].map((status, id) => ({
			id: id + 1,
			status,
			error_message: ' timeout : no answer',
		}));
		expect(countRows(rows, ZONE).map(({ cause }) => cause)).toEqual(['timeout', '']);
	});

	test('parts hold every id from the first to the last once, each at most a part', () => {
		fc.assert(
			fc.property(
				fc.integer({ min: 1, max: 500 }),
				fc.nat({ max: 500 }),
				fc.integer({ min: 1, max: 60 }),
				(first, more, size) => {
					const last = first + more;
					const parts = cutIntoParts(first, last, size);
					const ids = parts.flatMap(({ after_id, up_to_id }) =>
						Array.from({ length: up_to_id - after_id }, (_, i) => after_id + 1 + i),
					);
					expect(ids).toEqual(Array.from({ length: more + 1 }, (_, i) => first + i));
					expect(parts.every((part) => part.up_to_id - part.after_id <= size)).toBe(true);
				},
			),
		);
		expect(cutIntoParts()).toEqual([]);
	});
});

describe('the numbers', () => {
	test('a read message was delivered, and a delivered one was sent', () => {
		fc.assert(
			fc.property(fc.array(row), (rows) => {
				const { all, tests, stores, days, kinds, templates } = tablesOf(
					countRows(rows, ZONE),
					NAMES,
				);
				expect(all.read <= all.delivered && all.delivered <= all.sent).toBe(true);
				expect(all.total + tests).toBe(rows.length);
				for (const lines of [stores, days, kinds, templates]) {
					expect(lines.reduce((sum, { total }) => sum + total, 0)).toBe(all.total);
				}
				const { sent, pending, sending, failed, no_phone, opted_out, total } = all;
				expect(sent + pending + sending + failed + no_phone + opted_out).toBe(total);
			}),
		);
	});

	test('names come from the tables; what they lack is told as it is', () => {
		const groups = ['1', '9', ''].map((template) => group({ template, store: template && 'x' }));
		const { templates, stores } = tablesOf(groups, NAMES);
		expect(templates.map(({ label }) => label)).toEqual([
			'Без шаблона',
			'Первый',
			'Удалённый шаблон 9',
		]);
		expect(stores.map(({ label }) => label)).toEqual(['Без магазина', 'x']);
	});

	test.each([
		['new', 'Новый заказ'],
		['handed_over_kaspi_delivery', 'Передан на доставку, Kaspi доставка'],
		['accepted_pickup', 'Принят, самовывоз'],
		['kaspi_delivery', 'Kaspi Доставка'],
		['test', 'Тест'],
		['constructor', 'constructor'],
		['constructor_pickup', 'constructor_pickup'],
	])('the kind %s is called "%s"', (kind, name) => {
		expect(kindName(kind)).toBe(name);
	});
});

describe('comparison of templates', () => {
	/** So many delivered messages, of which so many were read. */
	const delivered = (template: string, all: number, read: number): Group[] => [
		group({ template, status: 'delivered', n: all - read }),
		group({ template, status: 'read', n: read }),
	];
	const verdict = (...groups: Group[][]) => compareTemplates(groups.flat(), NAMES)[0].verdict;

	test('one is called better when chance would do that in one case of twenty at most', () => {
		// 40 of 100 against 27 of 100: z = 1.95; 41 against 27: z = 2.09.
		expect(verdict(delivered('1', 100, 40), delivered('2', 100, 27))).toBe(
			'Разница пока случайна.',
		);
		expect(verdict(delivered('1', 100, 41), delivered('2', 100, 27))).toBe(
			'Чаще читают «Первый». Вряд ли это случайность.',
		);
	});

	test('fewer than 30 delivered messages of one template say nothing', () => {
		expect(verdict(delivered('1', 29, 29), delivered('2', 1000, 0))).toContain('не меньше 30');
		expect(verdict(delivered('1', 30, 30), delivered('2', 1000, 0))).toContain('Первый');
	});

	test('equal shares, and all or none read, are no difference', () => {
		for (const read of [0, 15, 30]) {
			expect(verdict(delivered('1', 30, read), delivered('2', 30, read))).toBe(
				'Разница пока случайна.',
			);
		}
	});

	test('the order of the groups changes nothing', () => {
		const groups = [...delivered('1', 100, 41), ...delivered('2', 100, 27)];
		const expected = compareTemplates(groups, NAMES);
		fc.assert(
			fc.property(fc.shuffledSubarray(groups, { minLength: groups.length }), (shuffled) => {
				expect(compareTemplates(shuffled, NAMES)).toEqual(expected);
			}),
		);
	});

	test('templates of another shop, kind or order, and tests, do not compete', () => {
		const alone = [
			[...delivered('1', 50, 10), ...delivered('3', 50, 40)],
			[...delivered('1', 50, 10), ...delivered('2', 50, 40).map((one) => ({ ...one, kind: 'x' }))],
			[...delivered('1', 50, 10), ...delivered('2', 50, 4).map((one) => ({ ...one, store: 'x' }))],
			[...delivered('1', 5, 1), ...delivered('2', 5, 4)].map((one) => ({ ...one, kind: 'test' })),
		];
		for (const groups of alone) expect(compareTemplates(groups, NAMES)).toEqual([]);
	});

	test('shares and weights are of those that compete', () => {
		const [{ variants }] = compareTemplates(
			[group({ template: '1', n: 6 }), group({ template: '2', n: 2 })],
			NAMES,
		);
		expect(variants.map(({ share, weight }) => [share, weight])).toEqual([
			[75, 75],
			[25, 25],
		]);
	});
});

describe('the alert', () => {
	const limits = { percent: 20, least: 10 };
	const failed = (n: number, cause = 'timeout') => group({ status: 'failed', cause, n });

	test('names the store, the numbers and the three most frequent causes', () => {
		const groups = [
			group({ n: 6 }),
			failed(1, ''),
			failed(3, 'number_not_on_whatsapp'),
			failed(2, 'odd'),
			failed(1, 'timeout'),
		];
		expect(alertsOf(groups, NAMES, limits)).toEqual([
			{
				store: 'store-1',
				text: 'Ромашка: за сутки не отправлено 7 из 13 сообщений WhatsApp. Причины: номера нет в WhatsApp — 3; другая (odd) — 2; другая (без описания) — 1.',
			},
		]);
	});

	test.each([
		['9 messages are too few', [group({ n: 1 }), failed(8)], false],
		['10 are enough', [group({ n: 8 }), failed(2)], true],
		['below the share', [group({ n: 9 }), failed(2)], false],
		['what waits is not counted', [group({ status: 'pending', n: 90 }), failed(9)], false],
		['tests are no orders', [group({ n: 8 }), { ...failed(90), kind: 'test' }], false],
	])('%s', (_what, groups, isAlert) => {
		expect(alertsOf(groups, NAMES, limits)).toHaveLength(isAlert ? 1 : 0);
	});

	test('without a failure there is none, even when every share is too much', () => {
		expect(alertsOf([group({ n: 50 })], NAMES, { percent: 0, least: 0 })).toEqual([]);
	});
});

describe('the page and the short text', () => {
	const pageOf = (groups: Group[], names = NAMES) => {
		const tables = tablesOf(groups, names);
		const comparisons = compareTemplates(groups, names);
		const page = { tables, comparisons, period: '01.03.2026', zone: ZONE, writtenAt: 'now' };
		return { html: reportPage(page), caption: captionOf(tables, comparisons, '01.03.2026') };
	};

	test('no name, kind, cause or status of the tables becomes part of the page', () => {
		const evil = fc
			.array(fc.constantFrom('<', '>', '"', "'", '&', '$&', '{{1}}', '`', '</b>', 'a'))
			.map((parts) => `<img src=x onerror=alert(1)>${parts.join('')}`);
		const tags = (html: string) => html.replace(/>[^<]*/g, '>').replace(/style="[^"]*"/g, '');
		const groupsOf = (text: string) => [
			group({ store: text, kind: text, template: '1', status: 'failed', cause: text }),
			group({ store: text, kind: text, template: '2', status: 'read' }),
			group({ store: text, kind: text, template: text }),
		];
		const namesWith = (text: string) =>
			namesOf(
				[{ store_id: text, shop_name: text }],
				['1', '2'].map((id) => ({ id, template_name: text })),
			);
		const harmless = tags(pageOf(groupsOf('text'), namesWith('text')).html);
		fc.assert(
			fc.property(evil, (text) => {
				const { html } = pageOf(groupsOf(text), namesWith(text));
				expect(tags(html)).toBe(harmless);
				expect(html).not.toMatch(/\$&|\{\{|`/);
			}),
		);
	});

	test('the page loads nothing and tells who reads it on a phone how wide it is', () => {
		const { html } = pageOf([group({ status: 'read', n: 3 })]);
		expect(html).not.toMatch(/https?:|src=|url\(/);
		expect(html).toContain('<meta name="viewport" content="width=device-width, initial-scale=1">');
	});

	test('a period without messages says so', () => {
		const { html, caption } = pageOf([]);
		expect(html).toContain('За этот период сообщений покупателям не было.');
		expect(caption).toBe(
			'Сообщения WhatsApp за 01.03.2026\nСообщений не было.\nПодробности по дням, магазинам и шаблонам — в файле.',
		);
	});

	test('the short text names what there was, and fits under a file', () => {
		const groups = [
			group({ status: 'read', n: 2 }),
			group({ status: 'sending' }),
			group({ status: 'no_phone' }),
			group({ status: 'opted_out' }),
			group({ kind: 'test' }),
			...['a', 'b', 'c', 'd'].map((cause, i) =>
				group({ status: 'failed', cause: cause.repeat(300), n: i + 1 }),
			),
		];
		const { caption } = pageOf(groups);
		expect(caption).toContain('Ушло 2, из них доставлено 2, прочитано 2.\nНе отправлено 10: ');
		expect(caption).toHaveLength(1000);
		const short = pageOf(groups.slice(0, 5)).caption;
		expect(short.split('\n').slice(1, -1)).toEqual([
			'Ушло 2, из них доставлено 2, прочитано 2.',
			'Ждут отправки: 1.',
			'Без номера телефона: 1.',
			'Покупатель отказался от сообщений: 1.',
			'Тестовых сообщений: 1.',
		]);
	});
});

describe('what became of the report', () => {
	test('nobody is set, it was taken, or it was refused', () => {
		expect(outcomeOf('').text).toContain('Не указано, кому его отправлять.');
		expect(outcomeOf('1')).toMatchObject({ sent: true, state: 'done', alert: '' });
		expect(outcomeOf('1', 'Bad Gateway')).toMatchObject({ sent: false, state: 'failed' });
	});

	test('the token of the bot is not told', () => {
		const { text, alert } = outcomeOf('1', 'GET /bot1000000:sandbox-telegram/sendDocument failed');
		expect(text + alert).not.toContain('sandbox-telegram');
	});
});
