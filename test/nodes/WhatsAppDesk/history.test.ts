import * as fc from 'fast-check';

import {
	historyHtml,
	historyPage,
	type History,
} from '../../../nodes/WhatsAppDesk/domain/history/page';
import {
	matching,
	phoneBehind,
	questionOf,
} from '../../../nodes/WhatsAppDesk/domain/history/question';
import { aboutOrder, causeWords } from '../../../nodes/WhatsAppDesk/domain/history/words';

const PHONE = '+77010001122';
const ROW = {
	id: 1,
	customer_phone: PHONE,
	order_id: '900000077',
	status: 'read',
	message_text: 'Привет',
	createdAt: '2026-02-01T19:30:00.000Z',
};
const history = (more: Partial<History> = {}): History => ({
	question: questionOf({ query: PHONE }),
	messages: [ROW],
	clients: [],
	stores: [{ store_id: 'store-1', shop_name: 'Ромашка' }],
	zone: 'Asia/Almaty',
	...more,
});
const choices = (more: Partial<History>) => {
	const [, next] = historyPage(history(more)).fields;
	const { values } = next.fieldOptions as { values: Array<{ option: string }> };
	return values.map(({ option }) => option);
};

test.each(['87010001122', '+7 (701) 000-11-22', '701 000 11 22', PHONE])(
	'the phone %s is found however the log has it',
	(query) => {
		const question = questionOf({ query });
		expect(question).toMatchObject({ phone: PHONE, phone_pattern: '%7010001122' });
		const rows = ['8 701 000 11 22', '+77010001123', '', null].map((customer_phone, i) => ({
			...ROW,
			id: i + 1,
			order_id: '',
			customer_phone,
		}));
		expect(matching(question, rows).map(({ id }) => id)).toEqual([1]);
	},
);

test('an order is found by its number, and its phone is the one to stop', () => {
	const question = questionOf({ query: ' № 900000077 ' });
	expect(question).toMatchObject({ phone: '', order_id: '900000077', phone_pattern: '-' });
	expect(phoneBehind(question, [{ ...ROW, customer_phone: 'hidden' }, ROW])).toBe(PHONE);
});

test('an empty question finds nothing, not even rows without a phone or order', () => {
	const question = questionOf({ query: ' ' });
	expect(question).toMatchObject({ phone_pattern: '-', order_pattern: '-' });
	expect(matching(question, [{ ...ROW, customer_phone: '', order_id: '' }])).toEqual([]);
	expect(historyHtml(history({ question }))).toBe('<h5>Впишите телефон или номер заказа.</h5>');
});

test('consent can be changed where there is a phone', () => {
	expect(choices({})).toEqual(['Искать ещё', 'Больше не писать', 'Закончить']);
	expect(choices({ clients: [{ whatsapp_opt_out: true }] })).toContain('Вернуть сообщения');
	expect(choices({ question: questionOf({ query: '9' }), messages: [] })).toEqual([
		'Искать ещё',
		'Закончить',
	]);
});

test('what was done is told, with the number of messages that were stopped', () => {
	const notice = (done: string, stopped: number) =>
		questionOf({ query: PHONE, done, phone: PHONE, stopped }).notice;
	expect(notice('stopped', 2)).toBe(
		`Больше не пишем на ${PHONE}. Ожидавших сообщений остановлено: 2.`,
	);
	expect(notice('stopped', 0)).toBe(`Больше не пишем на ${PHONE}.`);
	expect(notice('allowed', 0)).toContain(`Снова пишем на ${PHONE}.`);
	expect(notice('', 0)).toBe('');
});

test('the newest hundred are shown, and how many there are more', () => {
	const rows = (count: number) => Array.from({ length: count }, (_, i) => ({ ...ROW, id: i + 1 }));
	const html = historyHtml(history({ messages: rows(103) }));
	expect(html.split('<li>')).toHaveLength(101);
	expect(html).toContain('Более старых ещё 3:');
	expect(historyHtml(history({ messages: rows(1000) }))).toContain('ещё не меньше 900:');
});

test('states, causes and kinds are told in words, times by the clock of the zone', () => {
	const html = historyHtml(
		history({
			messages: [
				{ ...ROW, read_at: '2026-02-01T19:31:00.000Z', order_kind: 'accepted_pickup' },
				{ ...ROW, status: 'failed', error_message: 'number_not_on_whatsapp: words' },
				{ ...ROW, status: 'no_phone', error_message: '' },
				{ ...ROW, status: 'sent', error_message: 'plus_required: words' },
			],
		}),
	);
	expect(html).toContain('<b>02.02.2026 00:30</b> · ✔️ прочитано');
	expect(html).toContain('заказ принят, самовывоз');
	expect(html).toContain('Прочитано 02.02.2026 00:31');
	expect(html).toContain('Причина: этого номера нет в WhatsApp');
	expect(html).toContain('Причина: в заказе нет номера телефона');
	expect(html).toContain('Примечание: картинка или документ не ушли');
	expect(aboutOrder('constructor')).toBe('constructor');
	expect(causeWords('odd words')).toBe('odd words');
	expect(causeWords('constructor: x')).toBe('x');
});

test('nothing from the log or from people becomes part of the page', () => {
	const evil = fc
		.array(fc.constantFrom('<', '>', '"', "'", '&', '$&', '</li>', '\n', 'a'))
		.map((parts) => `<img src=x onerror=alert(1)>${parts.join('')}`);
	const tags = (html: string) => html.replace(/>[^<]*/g, '>');
	const pageOf = (text: string) => {
		const row = {
			...ROW,
			store_id: text,
			order_kind: text,
			message_text: text,
			media_url: text,
			status: text,
			error_message: text,
		};
		const question = { ...questionOf({ query: PHONE }), query: text, notice: text };
		const stores = [{ store_id: text, shop_name: text }];
		return historyHtml(history({ question, messages: [row], stores }));
	};
	const harmless = tags(pageOf('text'));
	fc.assert(fc.property(evil, (text) => expect(tags(pageOf(text))).toBe(harmless)));
});
