import fc from 'fast-check';

import { formItem } from '../../../nodes/WhatsAppDesk/domain/form';
import { writePage } from '../../../nodes/WhatsAppDesk/domain/templatePages';
import { KINDS, kindName } from '../../../nodes/WhatsAppDesk/domain/templateRows';
import {
	idOfPage,
	pageAfter,
	readAnswers,
	type Draft,
	type Page,
	type Step,
} from '../../../nodes/WhatsAppDesk/domain/templateState';
import type { Row } from '../../../nodes/shared/rows';

const ROW = {
	id: 5,
	store_id: 'store-1',
	template_name: 'Своя',
	order_kind: 'returned',
	template_text: 'Заказ {order_num}',
	media_url: '',
	weight: 1,
	is_active: true,
	createdAt: '2026-03-02T09:00:00.000Z',
	updatedAt: '2026-03-02T09:00:00.000Z',
};
const OTHER = { ...ROW, template_text: 'Чужой текст', updatedAt: '2026-03-02T09:05:00.000Z' };
const STORES = [{ store_id: 'store-1', shop_name: 'Ромашка' }, { store_id: 'store-2' }];
const TABLES = { stores: STORES, templates: [ROW] };
const SENT = { submittedAt: '2026-03-02T10:00:00.000Z' };
/** Everything that has a meaning in HTML, in a replacement or in an expression of n8n. */
const ODD = `<script>alert(1)</script><img src=x onerror="x"> 'a' &amp; $& $' {{ 1 }} \\u0024`;

const answer = (page: Page, answers: Row, now: Row = ROW) =>
	readAnswers(writePage(page, TABLES).shown, { ...SENT, ...answers }, now);
const after = (step: Step, outcome: Row = {}) => pageAfter(step, outcome);
const fromList = (template: string, action: string, now: Row = ROW) =>
	answer({ page: 'list' }, { template, action }, now);

function pageOf(step: Step): Page {
	if (step.next !== 'page') throw new Error(`the step is ${step.next}`);
	return step.page;
}
function editing(action = 'Изменить'): Page & { page: 'edit' } {
	return pageOf(fromList('5 · Своя', action)) as Page & { page: 'edit' };
}
const checked = (valid: boolean, draft: Draft) => ({
	valid,
	problems: valid ? [] : [{ error: 'Название: впишите.' }],
	row: { template_name: draft.template_name, weight: Number(draft.weight) },
	preview: 'Заказ 12345',
	length: 11,
});
const previewing = (): Page & { page: 'preview' } => {
	const { draft } = editing();
	return { page: 'preview', draft, checked: checked(true, draft) };
};

describe('answers', () => {
	test.each<[string, Page]>([
		['list', { page: 'list' }],
		['question', { page: 'question', row: ROW }],
		['edit', editing()],
		['preview', previewing()],
	])('of a %s that was left lead nowhere', (_, page) => {
		const shown = writePage(page, TABLES);
		expect(readAnswers(shown.shown, { ...formItem(shown.form) }, ROW)).toEqual({ next: 'left' });
	});

	test('of the list: each action', () => {
		expect(fromList('5 · Своя', 'Закончить')).toEqual({ next: 'finish' });
		expect(fromList('5 · Своя', 'Включить')).toEqual({ next: 'switch', id: 5, is_active: true });
		expect(fromList('5 · Своя', 'Выключить')).toEqual({ next: 'switch', id: 5, is_active: false });
		expect(pageOf(fromList('5 · Своя', 'Удалить'))).toEqual({ page: 'question', row: ROW });
		expect(editing().draft).toMatchObject({ id: 5, template_name: 'Своя', weight: '1' });
		expect(editing('Копировать').draft).toMatchObject({
			id: 0,
			version: '',
			template_name: 'Своя (копия)',
			is_active: false,
		});
		expect(pageOf(fromList('➕ Новый шаблон', 'Изменить', {}))).toMatchObject({
			page: 'edit',
			draft: { id: 0, order_kind: 'new', weight: '1', is_active: true },
		});
	});

	test.each([
		['Включить', 'включить'],
		['Выключить', 'выключить'],
		['Удалить', 'удалить'],
		[undefined, 'изменить'],
	])('of the list: "%s" without a template is told', (action, what) => {
		expect(answer({ page: 'list' }, { template: '➕ Новый шаблон', action }, {})).toEqual({
			next: 'page',
			page: { page: 'list', bad: `Выберите шаблон, чтобы его ${what}.` },
		});
	});

	test('of the list: a template that was deleted meanwhile is told', () => {
		expect(pageOf(fromList('5 · Своя', 'Изменить', {}))).toEqual({
			page: 'list',
			bad: 'Шаблона № 5 больше нет: его удалили.',
		});
	});

	test('of the question: only a yes about the row as it was shown deletes', () => {
		const page: Page = { page: 'question', row: ROW };

		expect(answer(page, { answer: 'Да, удалить' })).toEqual({
			next: 'delete',
			id: 5,
			template_name: 'Своя',
		});
		expect(answer(page, { answer: 'Да, удалить' }, {})).toMatchObject({ next: 'delete' });
		expect(answer(page, { answer: 'Да, удалить' }, OTHER)).toEqual({
			next: 'page',
			page: { page: 'question', row: OTHER, changed: true },
		});
		for (const other of ['Нет, оставить', undefined, 'Сохранить']) {
			expect(answer(page, { answer: other })).toMatchObject({
				page: { good: 'Шаблон № 5 «Своя» остался.' },
			});
		}
	});

	test('of the edit page: labels become codes again, and what was typed stays', () => {
		const step = answer(editing(), {
			next: 'Проверить и посмотреть',
			store: 'Ромашка (store-1)',
			order_kind: 'Принят: Самовывоз (accepted_pickup)',
			template_name: ' Имя ',
			template_text: ' a\r\nb ',
			media_url: ' https://a.example/b.png ',
			weight: 'много',
			is_active: 'Нет',
		});

		expect(step).toEqual({
			next: 'check',
			shop_name: 'Ромашка',
			draft: {
				id: 5,
				version: editing().draft.version,
				store_id: 'store-1',
				order_kind: 'accepted_pickup',
				template_name: 'Имя',
				template_text: 'a\nb',
				media_url: 'https://a.example/b.png',
				weight: 'много',
				is_active: false,
			},
		});
	});

	test('of the edit page: anything but a check changes nothing', () => {
		for (const next of ['Вернуться к списку без сохранения', undefined, 'Сохранить']) {
			expect(pageOf(answer(editing(), { next }))).toEqual({
				page: 'list',
				good: 'Ничего не изменено.',
			});
		}
	});

	test('of the preview: saving adds a new template and changes one that is as it was', () => {
		const page = previewing();
		expect(answer(page, { next: 'Сохранить' })).toMatchObject({ next: 'change', id: 5 });
		const isNew = { ...page, draft: { ...page.draft, id: 0, version: '' } };
		expect(answer(isNew, { next: 'Сохранить' }, {})).toMatchObject({ next: 'add' });
		expect(answer(page, { next: 'Отменить' })).toMatchObject({ page: { page: 'list' } });
		for (const next of ['Исправить', undefined, 'Да, удалить']) {
			expect(pageOf(answer(page, { next }))).toEqual({
				page: 'edit',
				draft: page.draft,
				problems: [],
			});
		}
	});

	test('of the preview: what changed meanwhile is shown, and may be overwritten knowingly', () => {
		const page = pageOf(answer(previewing(), { next: 'Сохранить' }, OTHER)) as Page & {
			page: 'edit';
		};

		expect(page.problems[0]).toMatch(/этот шаблон изменили\. Ничего не сохранено/);
		expect(page.theirs).toEqual(OTHER);
		const again = {
			page: 'preview' as const,
			draft: page.draft,
			checked: checked(true, page.draft),
		};
		expect(answer(again, { next: 'Сохранить' }, OTHER)).toMatchObject({ next: 'change', id: 5 });
	});

	test('of the preview: what was deleted meanwhile may be saved as a new template', () => {
		const page = pageOf(answer(previewing(), { next: 'Сохранить' }, {})) as Page & { page: 'edit' };

		expect(page.problems[0]).toMatch(/этот шаблон удалили/);
		expect(page).not.toHaveProperty('theirs');
		expect(page.draft).toMatchObject({ id: 0, version: '' });
	});

	test('a change of any column, or of the time alone, is a change', () => {
		const changes: Row[] = [
			{ store_id: '' },
			{ template_name: 'x' },
			{ order_kind: 'new' },
			{ template_text: 'x' },
			{ media_url: 'x' },
			{ weight: 2 },
			{ is_active: false },
			{ updatedAt: '2026-03-02T09:00:00.001Z' },
		];
		for (const change of changes) {
			const now = { ...ROW, ...change };
			expect(answer(previewing(), { next: 'Сохранить' }, now)).toMatchObject({ next: 'page' });
		}
		// A row that was just written carries a Date, one that was read a text.
		const asDate = { ...ROW, updatedAt: new Date(ROW.updatedAt) };
		expect(answer(previewing(), { next: 'Сохранить' }, asDate)).toMatchObject({ next: 'change' });
	});
});

describe('the page that follows', () => {
	const { draft } = editing();

	test('a check is the preview, or the edit page with all mistakes', () => {
		const step: Step = { next: 'check', draft, shop_name: '' };
		expect(after(step, checked(true, draft))).toMatchObject({ page: 'preview', draft });
		expect(after(step, checked(false, draft))).toEqual({
			page: 'edit',
			draft,
			problems: ['Название: впишите.'],
		});
	});

	test.each<[Step, Row, Page]>([
		[
			{ next: 'add', draft, row: {} },
			ROW,
			{ page: 'list', good: 'Шаблон № 5 «Своя» сохранён и включён.' },
		],
		[
			{ next: 'change', id: 5, draft, row: {} },
			{},
			{ page: 'list', bad: 'Шаблон не сохранён: его только что удалили.' },
		],
		[
			{ next: 'switch', id: 5, is_active: false },
			{ ...ROW, is_active: false },
			{ page: 'list', good: 'Шаблон № 5 «Своя» выключен: по нему ничего не отправляется.' },
		],
		[{ next: 'switch', id: 5, is_active: true }, {}, { page: 'list', bad: 'Шаблон уже удалён.' }],
		[
			{ next: 'delete', id: 5, template_name: 'Своя' },
			{},
			{ page: 'list', good: 'Шаблон № 5 «Своя» удалён.' },
		],
		[{ next: 'page', page: { page: 'list', bad: 'x' } }, ROW, { page: 'list', bad: 'x' }],
	])('step %#: says what came of it', (step, outcome, page) => {
		expect(after(step, outcome)).toEqual(page);
	});

	test('nothing is the list', () => {
		expect(pageAfter(undefined, {})).toEqual({ page: 'list' });
	});
});

describe('pages', () => {
	const page = (one: Page, tables = TABLES) => formItem(writePage(one, tables).form);
	const html = (one: Page, tables = TABLES) => {
		const fields = JSON.parse(page(one, tables).form) as Array<{
			elementName?: string;
			html: string;
		}>;
		return fields.find(({ elementName }) => elementName === 'page_text')!.html;
	};
	const odd = {
		...ROW,
		template_name: ODD,
		template_text: ODD,
		media_url: ODD,
		store_id: ODD,
		order_kind: ODD,
	};
	const oddDraft = { ...editing().draft, ...odd, weight: ODD } as unknown as Draft;
	const all: Page[] = [
		{ page: 'list', good: ODD, bad: ODD },
		{ page: 'question', row: odd, changed: true },
		{ page: 'edit', draft: oddDraft, problems: [ODD], theirs: odd },
		{ page: 'preview', draft: oddDraft, checked: { ...checked(true, oddDraft), preview: ODD } },
	];

	test.each(all.map((one) => [one.page, one] as const))(
		'the %s shows HTML, quotes and dollars as text',
		(_, one) => {
			const { form } = page(one, { stores: [{ store_id: ODD, shop_name: ODD }], templates: [odd] });
			expect(form).not.toContain('$');
			const shown = html(one, { stores: [{ store_id: ODD, shop_name: ODD }], templates: [odd] });
			expect(shown).not.toMatch(/<(script|img)/);
			expect(shown).not.toContain('onerror="');
			expect(shown).toContain('&lt;script&gt;alert(1)');
		},
	);

	test('the list: what each template is, and its share', () => {
		const second = {
			...ROW,
			id: 6,
			weight: 3,
			template_text: 'ы'.repeat(121),
			media_url: 'https://a.example/b',
		};
		const off = { ...ROW, id: 7, is_active: false, template_name: '', order_kind: 'sold' };
		const shown = html(
			{ page: 'list', good: 'Готово.' },
			{ stores: STORES, templates: [ROW, second, off] },
		);

		expect(shown).toContain('<h6>✅ Готово.</h6><h3>Шаблонов: 3</h3>');
		expect(shown).toContain(
			'<li><b>№ 5. Своя</b><br>Ромашка (store-1)<br>Возврат (returned)<br><b>Включён</b> · вес 1 · доля 25\u00a0%<br><i>',
		);
		expect(shown).toContain(
			`доля 75\u00a0%<br>📎 https://a.example/b<br><i>${'ы'.repeat(120)}…</i>`,
		);
		expect(shown).toContain(
			'№ 7. Без названия</b><br>Ромашка (store-1)<br>sold (такого типа нет)<br><b>Выключен</b> · вес 1<br>',
		);
		expect(
			html({ page: 'list' }, { stores: [{} as (typeof STORES)[0]], templates: [{} as typeof ROW] }),
		).toContain('Пока нет ни одного');
	});

	test('the list: a very long name is cut in the drop-down, between whole characters', () => {
		const templates = [{ ...ROW, template_name: '😀'.repeat(300), store_id: '' }];
		const { form } = page({ page: 'list' }, { stores: STORES, templates });
		expect(form).toContain(`"5 · ${'😀'.repeat(80)}… · Все магазины"`);
	});

	test('without weights the newest template gets all orders', () => {
		const none = { ...ROW, weight: 0 };
		const shown = html({ page: 'list' }, { stores: STORES, templates: [none, { ...none, id: 6 }] });
		expect(shown).toMatch(/№ 5\..*доля 0\u00a0%.*№ 6\..*доля 100\u00a0%/s);
	});

	test('the preview: how the orders will be shared', () => {
		const sharing = (draft: Partial<Draft>, weight: number) => {
			const whole = { ...editing('Копировать').draft, is_active: true, ...draft };
			return html({
				page: 'preview',
				draft: whole,
				checked: { ...checked(true, whole), row: { weight } },
			});
		};
		expect(sharing({}, 3)).toContain(
			'Заказы разделятся по весу (A/B-тест): № 5 «Своя» — 25\u00a0%, этот шаблон — 75\u00a0%.',
		);
		expect(sharing({}, 0)).toContain('С весом 0 этот шаблон не получит ни одного заказа.');
		expect(sharing({ is_active: false }, 3)).not.toContain('<h4>');
		expect(sharing({ store_id: 'store-2' }, 3)).not.toContain('<h4>');
		// Its own row is no rival.
		expect(sharing({ id: 5 }, 3)).not.toContain('<h4>');
	});

	test('the preview shows a picture by its address', () => {
		const preview = (media_url: string) => {
			const draft = { ...editing().draft, media_url };
			return html({ page: 'preview', draft, checked: checked(true, draft) });
		};
		expect(preview('https://a.example/b.PNG?x="1')).toContain(
			'<img src="https://a.example/b.PNG?x=&quot;1"',
		);
		expect(preview('https://a.example/b.pdf')).not.toContain('<img');
	});

	test('the edit page offers the own shop and kind, also those that are none any more', () => {
		const draft = { ...editing().draft, store_id: 'gone', order_kind: 'sold' };
		const { shown } = writePage({ page: 'edit', draft, problems: [] }, TABLES);
		expect(shown.stores?.map(({ label }) => label)).toEqual([
			'Все магазины',
			'Ромашка (store-1)',
			'store-2 (нет в настройках)',
			'gone (нет в настройках)',
		]);
		expect(shown.kinds?.at(-1)).toEqual({ id: 'sold', label: 'sold (такого типа нет)' });
	});

	test('each page knows its template', () => {
		expect(idOfPage({ page: 'list' })).toBe(0);
		expect(idOfPage({ page: 'question', row: ROW })).toBe(5);
		expect(idOfPage(editing())).toBe(5);
		expect(idOfPage(editing('Копировать'))).toBe(0);
	});

	test('kinds have names of their own, also those that only programs write', () => {
		expect(new Set(KINDS.map(({ label }) => label)).size).toBe(KINDS.length);
		expect(KINDS).toHaveLength(31);
		expect(kindName('new_pickup')).toBe('Новый заказ: Самовывоз (new_pickup)');
		expect(kindName(null)).toBe('Любой заказ');
	});
});

test('whatever was typed: the edit page gives it back, and its HTML has no tags of others', () => {
	const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(ODD, '</pre><b>', "$'"));
	fc.assert(
		fc.property(text, text, (name, body) => {
			const draft = { ...editing().draft, template_name: name, template_text: body };
			const { form } = formItem(
				writePage(
					{ page: 'edit', draft, problems: [`! ${name}`], theirs: { ...ROW, template_text: body } },
					TABLES,
				).form,
			);
			const fields = JSON.parse(form) as Array<Row>;
			const value = (fieldName: string) =>
				(fields.find((field) => field.fieldName === fieldName)!.defaultValue as string[])[0];
			expect([value('template_name'), value('template_text')]).toEqual([name, body]);
			const tags = String(fields[0].html).match(/<\/?\w+/g) ?? [];
			expect(new Set(tags)).toEqual(
				new Set(['<h5', '</h5', '<h4', '</h4', '<br', '<pre', '</pre', '<p', '</p']),
			);
		}),
	);
});
