import type { Row } from '../../../nodes/shared/rows';
import { checkTest, readTest } from '../../../nodes/WhatsAppDesk/domain/testCall';
import {
	askPage,
	previewPage,
	readAnswers,
	resultPage,
	type Preview,
} from '../../../nodes/WhatsAppDesk/domain/testPages';
import { tellResult } from '../../../nodes/WhatsAppDesk/domain/testResult';

const NOW = Date.parse('2026-03-02T09:00:00Z');
const STORES: Row[] = [{ id: 1, store_id: 'store-1', shop_name: 'A <b>' }, {}];
const TEMPLATES: Row[] = [
	{
		id: 5,
		template_name: 'Тест',
		order_kind: 'new',
		store_id: '',
		template_text: 'Привет',
		media_url: ' https://x.example/a.png ',
		is_active: false,
	},
	{
		id: 6,
		template_name: '',
		order_kind: '',
		store_id: 'store-1',
		template_text: 'Ещё',
		is_active: true,
	},
];
interface Field {
	html?: string;
	defaultValue: string[];
	fieldOptions: { values: Array<{ option: string }> };
}
const fieldsOf = ({ form }: { form: string }) => JSON.parse(form) as Field[];
const htmlOf = (page: { form: string }) =>
	fieldsOf(page)
		.map(({ html }) => html ?? '')
		.join('');

describe('the page that asks what to send', () => {
	test('offers stores and templates by names that n8n does not damage', () => {
		const fields = fieldsOf(askPage({ phone_number: '8 701' }, STORES, TEMPLATES, ''));
		const [phone, store, template] = fields;
		expect(phone.defaultValue).toEqual(['8 701']);
		expect(store.fieldOptions.values).toEqual([{ option: 'store-1 — A ‹b›' }]);
		expect(template.fieldOptions.values.map(({ option }) => option)).toEqual([
			'5 — Тест (новый заказ, все магазины, выключен)',
			'6 — без названия (любой заказ, store-1)',
			'Свой текст',
		]);
	});

	test('keeps what was typed and says what is wrong with it', () => {
		const asked = { template_choice: 'Свой текст', own_text: 'Цена $& <b>', store_choice: 'gone' };
		const page = askPage(asked, STORES, TEMPLATES, 'Телефон: <не тот>');
		expect(page.form).not.toContain('$');
		expect(htmlOf(page)).toContain('<h5>Телефон: &lt;не тот&gt;</h5>');
		const [, , store, template, own] = fieldsOf(page);
		expect(store.defaultValue).toEqual(['store-1 — A ‹b›']);
		expect(template.defaultValue).toEqual(['Свой текст']);
		expect(own.defaultValue).toEqual(['Цена $& <b>']);
	});

	test('without any store offers a line that says so', () => {
		const [, store] = fieldsOf(askPage({}, [{}], [{}], ''));
		expect(store.defaultValue).toEqual(['Магазинов пока нет']);
		expect(readAnswers({ store_choice: 'Магазинов пока нет' }, [{}], [{}]).store_id).toBe('');
	});
});

describe('the answers', () => {
	test('with a template bring its text, file and id', () => {
		const [, , template] = fieldsOf(askPage({}, STORES, TEMPLATES, ''));
		const answers = {
			phone_number: ' 8 701 ',
			store_choice: 'store-1 — A ‹b›',
			template_choice: template.fieldOptions.values[0].option,
			own_text: '',
		};
		expect(readAnswers(answers, STORES, TEMPLATES)).toMatchObject({
			phone_number: '8 701',
			store_id: 'store-1',
			template_text: 'Привет',
			media_url: 'https://x.example/a.png',
			template_id: '5',
			two_texts: '',
		});
		expect(readAnswers({ ...answers, own_text: 'и ещё' }, STORES, TEMPLATES).two_texts).toBe('yes');
	});

	test("with a text of the owner's own bring it as it was typed", () => {
		const answers = { template_choice: 'Свой текст', own_text: '5 &lt; 10 &amp; {user_name}' };
		expect(readAnswers(answers, STORES, TEMPLATES)).toMatchObject({
			template_text: '5 < 10 &amp; {user_name}',
			own_text: '5 < 10 &amp; {user_name}',
			template_id: '',
			media_url: '',
			two_texts: '',
		});
	});
});

const CALL = { store_id: 'store-1', phone_number: '8 (701) 555-03-01', template_text: 'Привет' };

describe('a test that is read', () => {
	test('has the phone with its country code and an invented order', () => {
		expect(readTest(CALL)).toMatchObject({
			phone: '+77015550301',
			sample_order: { customerPhone: '+77015550301', customerName: 'Иван Иванов' },
			has_shop_name: false,
			problem: '',
			only_preview: false,
		});
		expect(readTest({ ...CALL, phone_number: '12-34', only_preview: 'yes' })).toMatchObject({
			phone: '',
			only_preview: true,
		});
	});

	test('takes a sample as JSON instead, and nothing of the invented order beside it', () => {
		const sample_data = '{"user_name":"Айгерим","shop_name":"X"}';
		const { sample_order, has_shop_name } = readTest({ ...CALL, sample_data });
		expect(sample_order).toEqual({
			customerPhone: '+77015550301',
			user_name: 'Айгерим',
			shop_name: 'X',
		});
		expect(has_shop_name).toBe(true);
	});

	test.each([['"Иван"'], ['[1]'], ['{'], [5]])('refuses the sample %j', (sample_data) => {
		expect(readTest({ ...CALL, sample_data }).problem).toBe('sample_data');
	});

	test('has no sample when it is empty', () => {
		for (const sample_data of ['', ' ', null, undefined, 'null']) {
			expect(readTest({ ...CALL, sample_data }).problem).toBe('');
		}
	});
});

describe('the rules of a test', () => {
	const known = {
		store: { id: 1, is_enabled: true },
		text: { valid: true },
		optedOut: {},
	};
	const problems = (...list: Array<[string, string]>) => ({
		valid: false,
		problems: list.map(([code, message]) => ({ code, message })),
	});
	const check = (call: Row, more: Partial<typeof known> = {}) =>
		checkTest(readTest({ ...CALL, ...call }), { ...known, ...more });

	test('let a right one go', () => {
		expect(check({})).toEqual({ status: 'ready', code: '', field: '', message: '' });
	});

	test.each<[string, string, Row, Record<string, Row>]>([
		['unknown_store', 'store_id', {}, { store: {} }],
		['invalid_phone', 'phone_number', { phone_number: '12345' }, {}],
		['store_disabled', 'store_id', {}, { store: { id: 1, is_enabled: false } }],
		['invalid_sample', 'sample_data', { sample_data: '"x"' }, {}],
		['two_texts', 'template_text', { two_texts: 'yes' }, {}],
		['invalid_template', 'template_text', {}, { text: { valid: false } }],
		['invalid_media', 'media_url', { media_url: 'card.png' }, {}],
		['invalid_media', 'media_url', { media_url: 'https://10.0.0.1/card.png' }, {}],
		['opted_out', 'phone_number', {}, { optedOut: { whatsapp_opt_out: true } }],
	])('refuse with %s and the field %s', (code, field, call, more) => {
		const checked = check(call, more as Partial<typeof known>);
		expect(checked).toMatchObject({ status: 'refused', code, field });
		expect(checked.message).toMatch(/\.$/);
	});

	test('tell the mistakes of a text in words', () => {
		const text = problems(
			['unknown_variable', 'There is no variable {usr_name}. Did you mean {user_name}? …'],
			['too_long', 'The message has 2000 characters, 1024 are allowed.'],
			['new_rule', 'Another rule.'],
		) as unknown as typeof known.text;
		expect(check({}, { text }).message).toBe(
			'Текст: Переменной {usr_name} нет. Может быть, {user_name}? В сообщении 2000 знаков, можно не больше 1024. Another rule.',
		);
	});
});

describe('the preview', () => {
	const preview: Preview = {
		message_text: 'Скидка <5 & $&',
		media_url: '',
		phone: '+77015550301',
		shop_name: '<Ромашка>',
		session: 'default',
		session_status: 'WORKING',
		paused_until: '',
		time_zone: 'Asia/Almaty',
	};

	test('shows text, recipient and session, escaped', () => {
		const html = htmlOf(previewPage(preview, NOW));
		expect(html).toContain('<pre>Скидка &lt;5 &amp; $&amp;</pre>');
		expect(html).toContain('&lt;Ромашка&gt;');
		expect(html).toContain('из сессии «default», состояние: <b>работает</b>');
		expect(html).not.toMatch(/Сессия не работает|приостановлена|файлом/);
	});

	test('warns of a session that does not work and of a pause that has not ended', () => {
		const paused_until = '2026-03-02T10:00:00Z';
		const broken = {
			...preview,
			session_status: '',
			paused_until,
			media_url: 'https://x.example/a.png',
		};
		const html = htmlOf(previewPage(broken, NOW));
		expect(html).toMatch(/неизвестно: WAHA-сервер не ответил/);
		expect(html).toMatch(/Сессия не работает.*приостановлена до 02.03 15:00/);
		expect(html).toMatch(/Вместе с файлом: https/);
		expect(htmlOf(previewPage(broken, NOW + 3_600_001))).not.toMatch(/приостановлена/);
	});
});

describe('the result', () => {
	const checked = {
		status: 'ready',
		message_text: 'Привет',
		phone: '+77015550301',
		session: 'default',
	};
	const tell = (answer: Row, more: Row = {}) =>
		tellResult({ checked: { ...checked, ...more }, answer, timeZone: 'Asia/Almaty', now: NOW });
	const settled = (queue: Row, more: Row = {}): Row => ({
		id: 3,
		waha_message_id: '3EB0',
		queue,
		...more,
	});

	test('of a send names the time in the zone of the owner, and the id that WAHA gave', () => {
		expect(tell(settled({ what: 'done', answer: { messageKey: 'K' } }))).toEqual({
			ok: true,
			status: 'sent',
			code: '',
			field: '',
			message: 'Отправлено в 14:00 на +77015550301. Посмотрите на телефоне.',
			message_text: 'Привет',
			waha_message_id: 'K',
			log_id: '3',
		});
	});

	test('of a text that went out without its file says so', () => {
		const answer = { messageKey: 'K', fileLeftOut: 'plus_required: the text went out' };
		const result = tell(settled({ what: 'done', answer }));
		expect(result).toMatchObject({ ok: true, code: 'plus_required' });
		expect(result.message).toMatch(/только текст.*2026\.6\.1/);
	});

	test('whose answer is lost warns of sending it again', () => {
		const result = tell(settled({ what: 'in doubt', code: 'timeout' }));
		expect(result).toMatchObject({
			ok: false,
			status: 'unknown',
			code: 'answer_lost',
			waha_message_id: '3EB0',
			log_id: '3',
		});
	});

	test('of a refused send says why in words', () => {
		const rest = settled(
			{ what: 'rest', code: 'account_restricted', answer: {}, details: {} },
			{ error_message: 'account_restricted: no' },
		);
		expect(tell(rest)).toMatchObject({ status: 'failed', code: 'account_restricted', log_id: '3' });
		const strange = settled(
			{ what: 'failed', code: 'teapot', answer: {}, details: {} },
			{ error_message: 'teapot: I am one' },
		);
		expect(tell(strange).message).toBe('Сообщение не отправлено. WAHA-сервер ответил: I am one');
	});

	test('before the send names the state of the session, or the number that is not there', () => {
		const details = { code: 'session_not_working', hint: 'Status: SCAN_QR_CODE. Scan it.' };
		expect(tell({ error: 'down', details })).toMatchObject({
			status: 'failed',
			code: 'session_not_working',
			message: expect.stringMatching(
				/«default» не работает: ждёт, пока вы отсканируете QR-код\. Ничего/,
			),
			waha_message_id: '',
			log_id: '',
		});
		expect(tell({ exists: false })).toMatchObject({
			code: 'number_not_on_whatsapp',
			field: 'phone_number',
		});
	});

	test('of a refused test and of a preview is what the check said', () => {
		const refused = { status: 'refused', code: 'c', field: 'f', message: 'm' };
		expect(tell({}, refused)).toMatchObject({ ...refused, ok: false });
		expect(tell({ status: 'WORKING' }, { only_preview: true })).toMatchObject({ status: 'ready' });
	});

	test('is shown as good or bad, escaped', () => {
		expect(htmlOf(resultPage({ ok: true, message: 'a<b' }))).toContain('<h6>a&lt;b</h6>');
		expect(htmlOf(resultPage({ ok: false, message: 'плохо' }))).toContain('<h5>плохо</h5>');
	});
});
