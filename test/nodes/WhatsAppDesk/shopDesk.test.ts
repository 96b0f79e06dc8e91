import { shopAnswer, type AnsweredPage } from '../../../nodes/WhatsAppDesk/domain/shopAnswer';
import { shopPage, type ShopState } from '../../../nodes/WhatsAppDesk/domain/shopPages';
import type { Row } from '../../../nodes/shared/rows';

const NOW = Date.parse('2026-03-12T04:00:00Z');
const IN_AN_HOUR = '2026-03-12T05:00:00.000Z';
const DAISY: Row = {
	store_id: 'store-1',
	shop_name: 'Ромашка',
	waha_session_name: '',
	is_enabled: true,
	daily_limit: 150,
	quiet_from: '22:00',
	quiet_to: '09:00',
	min_delay_seconds: 30,
	max_delay_seconds: 60,
	paused_until: null,
	pause_reason: '',
};
const RESTRICTED: Row = {
	...DAISY,
	store_id: 'store-2',
	shop_name: '',
	is_enabled: false,
	quiet_from: '',
	quiet_to: '',
	paused_until: IN_AN_HOUR,
	pause_reason: 'account_restricted: 463',
};
const SHOPS = [DAISY, RESTRICTED];

function page(state: Partial<ShopState>, more: object = {}) {
	const world = { shops: SHOPS, today: [], sessions: [], zone: 'Asia/Almaty', now: NOW, ...more };
	const { form } = shopPage({ page: 'list', storeId: '', notices: {}, ...state }, world);
	const fields = JSON.parse(form) as Row[];
	const html = fields.map((field) => field.html ?? '').join('\n');
	const field = (name: string) => fields.find(({ fieldName }) => fieldName === name)!;
	return { html, field, value: (name: string) => (field(name).defaultValue as string[])[0] };
}
const optionsOf = ({ fieldOptions }: Row) =>
	(fieldOptions as { values: Array<{ option: string }> }).values.map(({ option }) => option);

function answer(shown: Partial<AnsweredPage>, answers: Row, shops: Row[] = SHOPS) {
	const whole = { page: 'list' as const, storeId: '', sessions: [], ...shown };
	return shopAnswer(whole, { submittedAt: IN_AN_HOUR, ...answers }, shops, NOW);
}

describe('the list', () => {
	test('tells of each shop what counts: messages of today, quiet hours, session', () => {
		const { html } = page({}, { today: [{ store_id: 'store-1' }, { store_id: 'other' }] });
		expect(html).toContain('<td>Отправлено сегодня</td><td>1 из 150</td>');
		expect(html).toContain('с 22:00 до 09:00 следующего дня');
		expect(html).toContain('<td>Тихие часы</td><td>нет</td>');
		expect(html).toContain('<a href="../form/whatsapp-session?store=store-1">default');
	});

	test.each([
		['Asia/Almaty', 'до 12.03.2026 10:00'],
		['Asia/Tokyo', 'до 12.03.2026 14:00'],
		['America/Los_Angeles', 'до 11.03.2026 22:00'],
	])('tells the end of a pause by the clocks of the zone: %s', (zone, words) => {
		const { html } = page({}, { zone });
		expect(html).toContain(words);
		expect(html).toContain('WhatsApp временно запретил этому номеру писать новым людям');
	});

	test('a pause that is over is not told', () => {
		expect(page({}, { now: NOW + 3_600_000 }).html).not.toContain('Пауза');
	});

	test('begins with the shop that was worked on', () => {
		expect(page({ storeId: 'store-2' }).value('shop')).toBe('store-2');
		expect(page({}).value('shop')).toBe('Ромашка (store-1)');
	});

	test('without a shop leads to a new one', () => {
		const { html, value } = page({}, { shops: [] });
		expect(html).toContain('Магазинов пока нет.');
		expect(value('shop')).toBe('➕ Новый магазин');
	});

	test('shows what an owner has typed, and never as HTML', () => {
		const name = `<img src=x onerror="a()">'&$&`;
		const shops = [{ ...DAISY, shop_name: name, pause_reason: name, paused_until: IN_AN_HOUR }];
		const { html, field } = page({ notices: { good: name, warning: name, bad: name } }, { shops });
		expect(html).not.toContain('<img');
		expect(
			html.match(/&lt;img src=x onerror=&quot;a\(\)&quot;&gt;&#39;&amp;\$&amp;/g),
		).toHaveLength(5);
		expect(optionsOf(field('shop'))[0]).toBe(`‹img src=x onerror="a()"›'&$& (store-1)`);
	});

	test('a code in a link cannot leave its attribute', () => {
		const { html } = page({}, { shops: [{ ...DAISY, store_id: '"&><' }] });
		expect(html).toContain('whatsapp-session?store=%22%26%3E%3C"');
	});
});

describe('an answer to the list', () => {
	const list = (action: string, shop = 'Ромашка (store-1)', shops = SHOPS) =>
		answer({}, { action, shop }, shops);

	test.each([
		['Изменить настройки', 'Ромашка (store-1)', 'edit', 'store-1'],
		['Изменить настройки', '➕ Новый магазин', 'edit', ''],
		['Снять паузу', 'store-2', 'pause', 'store-2'],
		['Закончить', 'Ромашка (store-1)', 'finish', 'store-1'],
		['Обновить', 'Ромашка (store-1)', 'list', 'store-1'],
		['Изменить настройки', 'Нет такого', 'list', ''],
	])('%s, %s leads to %s', (action, shop, next, storeId) => {
		expect(list(action, shop)).toMatchObject({ next, storeId, notices: {} });
	});

	test('a new shop has no pause before it is saved', () => {
		expect(list('Снять паузу', '➕ Новый магазин').notices.bad).toMatch(/^Новый магазин ещё не/);
	});

	test('a shop that sends has no pause to end', () => {
		const { next, notices } = list('Снять паузу');
		expect({ next, ...notices }).toEqual({
			next: 'list',
			good: 'Магазин «Ромашка»: паузы нет, снимать нечего.',
		});
	});

	test('a shop whose name is read as HTML by n8n is found by what n8n shows', () => {
		const shops = [{ ...DAISY, shop_name: 'A<B' }];
		expect(list('Изменить настройки', 'A‹B (store-1)', shops).storeId).toBe('store-1');
	});

	test('that never came ends the run', () => {
		expect(
			shopAnswer({ page: 'edit', storeId: 'store-1', sessions: [] }, {}, SHOPS, NOW).next,
		).toBe('over');
	});
});

describe('the page of a shop', () => {
	const TYPED = {
		next: 'Сохранить',
		shop_name: 'Ромашка',
		waha_session_name: 'default',
		is_enabled: 'Нет',
		daily_limit: '150',
		quiet_from: '',
		quiet_to: '',
		min_delay_seconds: '30',
		max_delay_seconds: '60',
	};
	const edit = (answers: Row, shown: Partial<AnsweredPage> = { storeId: 'store-1' }) =>
		answer({ page: 'edit', ...shown }, { ...TYPED, ...answers });

	test('holds its row, and never asks for the code again', () => {
		const { value, field, html } = page({ page: 'edit', storeId: 'store-1' });
		expect(field('store_id')).toBeUndefined();
		expect([value('shop_name'), value('daily_limit'), value('is_enabled')]).toEqual([
			'Ромашка',
			'150',
			'Да',
		]);
		expect(html).toContain('Магазин <b>Ромашка</b>, код store-1');
	});

	test('of a new one holds what most owners want', () => {
		const shops = [{ ...DAISY, waha_session_name: 'second' }];
		const { value } = page({ page: 'edit', storeId: '' }, { shops });
		const columns = ['store_id', 'waha_session_name', 'is_enabled', 'daily_limit', 'quiet_from'];
		expect(columns.map(value)).toEqual(['', 'second', 'Да', '200', '22:00']);
	});

	test('offers the sessions of WAHA, or tells why it cannot', () => {
		const state = { page: 'edit' as const, storeId: 'store-1' };
		const { field } = page(state, { sessions: [{ name: 'second' }, {}] });
		expect(optionsOf(field('waha_session_name'))).toEqual(['second', 'default']);
		const down = page(state, { sessions: [{ error: 'x', details: { code: 'network' } }] });
		expect(down.html).toContain('Список сессий не получен. WAHA не отвечает.');
		expect(down.field('waha_session_name').fieldType).toBe('text');
	});

	test('comes back with all that was typed and a sentence for each mistake', () => {
		const typed = { daily_limit: 'много', quiet_from: '25:00', shop_name: '"><b>' };
		const decided = edit(typed);
		expect(decided).toMatchObject({ next: 'edit', page: 'edit', storeId: 'store-1' });
		const { html, value } = page(decided);
		expect(html).toContain('Сообщений в день: напишите целое число от 1 до 100000.');
		expect(html).toContain('Сейчас «25:00».<br>Тихие часы до: заполните');
		expect([value('daily_limit'), value('shop_name')]).toEqual(['много', '"><b>']);
	});

	test('saves the row with the pause of its session, and says so', () => {
		const decided = edit({});
		expect(decided).toMatchObject({
			next: 'save',
			page: 'list',
			storeId: 'store-1',
			row: {
				store_id: 'store-1',
				is_enabled: false,
				paused_until: IN_AN_HOUR,
				pause_reason: 'account_restricted: 463',
			},
			notices: {
				good: 'Магазин «Ромашка» сохранён. Отправка выключена. Тихих часов нет.',
				warning: '',
			},
		});
		const { notices } = edit({ is_enabled: 'Да', quiet_from: '22:00', quiet_to: '8:00' });
		expect(notices.good).toBe(
			'Магазин «Ромашка» сохранён. Отправка включена, не больше 150 сообщений в день. Тихие часы с 22:00 до 08:00 следующего дня.',
		);
	});

	test('in a session of its own a shop has no pause', () => {
		const { row } = edit({ waha_session_name: 'second' });
		expect(row).toMatchObject({ paused_until: null, pause_reason: '' });
	});

	test.each([
		[{ min_delay_seconds: '29' }, [], 'Пауза меньше 30 секунд'],
		[{ waha_session_name: 'second' }, ['default'], 'Сессии «second» в WAHA ещё нет.'],
		[{ waha_session_name: 'second' }, ['second'], 'только если у неё есть свой триггер'],
	])('warns of what is allowed and unwise, %#', (typed, sessions, words) => {
		const { next, notices } = edit(typed, { storeId: 'store-1', sessions });
		expect(next).toBe('save');
		expect(notices.warning).toContain(words);
	});

	test.each([{ next: 'Назад без сохранения' }, { next: undefined }, { sure: 'Нет', next: '' }])(
		'without "Save" nothing is saved, %#',
		(typed) => {
			expect(edit(typed)).toMatchObject({
				next: 'list',
				storeId: 'store-1',
				notices: { good: 'Ничего не изменено.' },
			});
		},
	);
});

describe('the question about a pause', () => {
	test('tells of all shops of the session, and warns of a restriction', () => {
		const { html, value } = page({ page: 'pause', storeId: 'store-2' });
		expect(html).toContain('Сессия <b>default</b> отдыхает до <b>12.03.2026 10:00</b>');
		expect(html).toContain('для всех магазинов этой сессии: Ромашка, store-2.');
		expect(html).toContain('<h5>Осторожно: ограничение поставил сам WhatsApp.');
		expect(value('sure')).toBe('Нет, оставить');
	});

	test('does not warn of a restart', () => {
		const shops = [{ ...RESTRICTED, pause_reason: 'session_needs_restart: x' }];
		const { html } = page({ page: 'pause', storeId: 'store-2' }, { shops });
		expect(html).toContain('её нужно перезапустить');
		expect(html).not.toContain('Осторожно');
	});

	test.each([
		['Да, снять паузу', 'endPause', 'default', 'Пауза сессии «default» снята.'],
		['Нет, оставить', 'list', undefined, 'Пауза осталась, ничего не изменено.'],
		[undefined, 'list', undefined, 'Пауза осталась, ничего не изменено.'],
	])('%s: %s', (sure, next, session, words) => {
		const decided = answer({ page: 'pause', storeId: 'store-2' }, { sure });
		expect(decided).toMatchObject({ next, storeId: 'store-2' });
		expect(decided.session).toBe(session);
		expect(decided.notices.good).toContain(words);
	});
});
