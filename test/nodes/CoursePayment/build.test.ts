import { currentIdsOf, enumMapOf } from '../../../nodes/CoursePayment/domain/enumIds';
import { buildLeadUpdate } from '../../../nodes/CoursePayment/domain/leadUpdate';
import { buildNote, paymentIdLine } from '../../../nodes/CoursePayment/domain/note';
import { parsePayment } from '../../../nodes/CoursePayment/domain/payment';
import { parsedPayment, type ParsedPayment } from '../../../nodes/CoursePayment/domain/schema';
import { item, sample, type Sample } from './sample';

const SUBJECTS = [
	{ name: 'Русский', enum_id: 5501 },
	{ name: 'Математика', enum_id: '5502' },
	{ name: ' зачЁт  по   истории ', enum_id: 5504 },
];
const DIRECTIONS = [
	{ name: 'ЕГЭ', enum_id: 5601 },
	{ name: 'ОГЭ', enum_id: 5602 },
];

function parsed(body: Sample): ParsedPayment {
	return parsedPayment.parse(parsePayment(body, { timeZone: 'Europe/Moscow', country: 'RU' }));
}

function update(body: Sample, current: unknown = [], subjects: unknown = SUBJECTS) {
	return buildLeadUpdate(parsed(body), {
		subjects: enumMapOf(subjects, 'Subject Map'),
		directions: enumMapOf(DIRECTIONS, 'Direction Map'),
		currentSubjectIds: currentIdsOf(current, 'Current Subjects'),
	});
}

const order = (...items: unknown[]) => sample({ course_order_items: items });

describe('the update of the lead', () => {
	test("the seed's sample", () => {
		expect(update(sample())).toEqual({
			lead_name: 'Оплата Русский - Иван Петров',
			price: 5000,
			subject_enum_ids: [5501],
			direction_enum_id: 5601,
			unmapped_subjects: [],
			unmapped_directions: [],
			amount: 5000,
			paid_at_unix: Date.UTC(2025, 0, 20, 11, 49, 20) / 1000,
			payment_id: 'pay_123456',
			invoice_id: 'inv_789',
			utm_source: 'platform',
			utm_medium: 'direct',
			utm_campaign: 'summer2025',
			utm_term: '',
			utm_content: '',
			utm_ym: '1234567890',
		});
	});

	test('a lead keeps its subjects, and gets the new ones once', () => {
		const bought = order(item('A', 'Математика'), item('B', 'Русский'), item('C', 'математика'));

		expect(update(bought, [5503, 5501]).subject_enum_ids).toEqual([5503, 5501, 5502]);
		expect(update(bought, [{ enum_id: 5503, value: 'x' }, '5501']).subject_enum_ids).toEqual([
			5503, 5501, 5502,
		]);
		for (const none of [undefined, null, '', []]) {
			expect(update(bought, none).subject_enum_ids).toEqual([5502, 5501]);
		}
	});

	test.each([[['x']], [[null]], [[5501, { value: 'Русский' }]], ['text'], [{}], [[0]], [[-1]]])(
		'%j as current subjects is refused, for the lead would lose them',
		(current) => {
			expect(() => update(sample(), current)).toThrow(
				expect.objectContaining({ name: 'InputError', field: 'Current Subjects' }) as Error,
			);
		},
	);

	test.each(['РУССКИЙ', ' русский ', 'Русский\n'])('"%s" is found', (name) => {
		expect(update(order(item('A', name))).subject_enum_ids).toEqual([5501]);
	});

	test('ё is е, and spaces inside count once', () => {
		expect(update(order(item('A', 'Зачет по истории'))).subject_enum_ids).toEqual([5504]);
	});

	test('what no table has is listed and stops nothing', () => {
		const result = update(
			order(item('A', 'Химия', 1, 'ВПР'), item('B', 'Русский', 1, 'ОГЭ'), item('C', 'Химия', 1)),
		);

		expect(result).toMatchObject({
			subject_enum_ids: [5501],
			unmapped_subjects: ['Химия'],
			direction_enum_id: 5602,
			unmapped_directions: ['ВПР'],
		});
		expect(update(order(item('A', 'Химия', 1, 'ВПР')))).toMatchObject({
			subject_enum_ids: [],
			direction_enum_id: null,
		});
	});

	test.each([null, '', 0, -5, 'x', 1.5, {}, true])(
		'a row with enum_id %j does not count',
		(enum_id) => {
			const rows = [{ name: 'Русский', enum_id }, null, 'row', { name: 'Русский', enum_id: 7 }];

			expect(update(sample(), [], rows).subject_enum_ids).toEqual([7]);
		},
	);

	test('of two rows with one name the first counts', () => {
		const rows = [
			{ name: 'Русский', enum_id: 7 },
			{ name: 'русский', enum_id: 8 },
		];

		expect(update(sample(), [], rows).subject_enum_ids).toEqual([7]);
	});

	test.each([undefined, null, {}, 'rows', 5])('a map that is %j is refused', (rows) => {
		expect(() => enumMapOf(rows, 'Subject Map')).toThrow(
			expect.objectContaining({ name: 'InputError', field: 'Subject Map' }) as Error,
		);
	});

	test.each([
		[[item('A', 'Русский'), item('B', 'История')], 'Оплата Русский, История - Иван Петров'],
		[[item('Курс', ''), item('Курс', '')], 'Оплата Курс - Иван Петров'],
		[[{ cost: 1 }], 'Оплата - Иван Петров'],
	])('the name of the lead, case %#', (items, name) => {
		expect(update(order(...items)).lead_name).toBe(name);
	});

	test('a customer without name, and a name that is too long', () => {
		const nameless = sample({ user: { telegram_id: '1' } });

		expect(update(nameless).lead_name).toBe('Оплата Русский');
		expect(update(order(item('A', 'я'.repeat(400)))).lead_name).toHaveLength(250);
	});

	test.each([
		[99.5, 100],
		[99.49, 99],
	])('%d costs a whole %d', (cost, price) => {
		expect(update(order(item('A', 'Русский', cost)))).toMatchObject({ price, amount: cost });
	});
});

describe('the note', () => {
	const BOUGHT = sample({
		payment_id: 'pay_67890',
		invoice_id: 'inv_12345',
		user: { ...sample().course_order.user, telegram_tag: 'ivan' },
		course_order_items: [
			item('Годовой 2к25 стандарт', 'Русский'),
			item('Годовой 2к25 стандарт', 'Обществознание'),
		],
	});

	// The seed's text; only its time in UTC is corrected.
	const NOTE = `Оплата проведена

Имя клиента: Иван Петров
Дата/время: 2025-01-20 14:49:20 (Moscow)
Дата/время UTC: 2025-01-20T11:49:20Z
Статус: CONFIRMED
Сумма: 10000 RUB
Метод оплаты: SBP
Курсы:
  Годовой 2к25 стандарт (Русский)
  Годовой 2к25 стандарт (Обществознание)
Промокод: PROMO2025
TGID: 123456789 | TG Username: @ivan | Телефон: +79991234567
Источник: platform
Invoice ID: inv_12345
Payment ID: pay_67890`;

	test("is the seed's", () => {
		expect(buildNote(parsed(BOUGHT))).toBe(NOTE);
	});

	test('lists what is in no table after the courses', () => {
		const line = '  Годовой 2к25 стандарт (Обществознание)\n';

		expect(buildNote(parsed(BOUGHT), ['Химия', 'Био\nлогия', 'Химия'])).toBe(
			NOTE.replace(line, `${line}Нет в справочнике: Химия, Био логия\n`),
		);
	});

	test('a payment of which little is known', () => {
		const little = parsedPayment.parse({
			payment_id: 7,
			amount: 99.5,
			courses: [{}, { name: 'A' }],
		});

		expect(buildNote(little)).toBe(`Оплата проведена

Имя клиента: -
Дата/время: -
Дата/время UTC: -
Статус: -
Сумма: 99.50 RUB
Метод оплаты: -
Курсы:
  -
  A
Промокод: -
TGID: - | TG Username: - | Телефон: -
Источник: platform
Invoice ID: -
Payment ID: 7`);
		expect(buildNote({ ...little, courses: [] })).toContain('Курсы:\n  -\nПромокод');
	});

	test('the source is the one of the advertisement', () => {
		expect(buildNote(parsed(sample({ utm: { source: 'yandex' } })))).toContain(
			'Источник: yandex\n',
		);
	});

	test('no value adds a line, and none is longer than 300 characters', () => {
		const name = `A\nPayment ID: other\u2028${'я'.repeat(500)}`;
		const note = buildNote({ ...parsed(BOUGHT), customer_name: name });

		const lines = note.split('\n');
		// One line more tells that amoCRM gets this name shortened.
		expect(lines).toHaveLength(NOTE.split('\n').length + 1);
		expect(lines.filter((line) => line.startsWith('Payment ID: '))).toEqual([
			paymentIdLine('pay_67890'),
		]);
		expect(lines[2]).toHaveLength('Имя клиента: '.length + 300);
	});

	test('its last line is how it is found again', () => {
		expect(buildNote(parsed(BOUGHT)).split('\n').at(-1)).toBe(paymentIdLine('pay_67890'));
		expect(paymentIdLine('pay_67890')).toBe('Payment ID: pay_67890');
	});
});
