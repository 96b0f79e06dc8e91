import { parsePayment, type Payment } from '../../../nodes/CoursePayment/domain/payment';
import { InputError } from '../../../nodes/shared/errors';
import { item, sample, sampleOf, SAMPLE_TEXT } from './sample';

function parse(body: unknown, options = {}): Payment {
	return parsePayment(body, { timeZone: 'Europe/Moscow', country: 'RU', ...options });
}

function problem(body: unknown, options = {}): InputError {
	try {
		parse(body, options);
	} catch (error) {
		expect(error).toBeInstanceOf(InputError);
		return error as InputError;
	}
	throw new Error('nothing was thrown');
}

test("the seed's sample: every field, and the true moment in UTC", () => {
	expect(parse(JSON.parse(SAMPLE_TEXT))).toEqual({
		payment_id: 'pay_123456',
		invoice_id: 'inv_789',
		status: 'CONFIRMED',
		amount: 5000,
		currency: 'RUB',
		payment_method: 'SBP',
		promo_code: 'PROMO2025',
		courses: [
			{
				name: 'Годовой 2к25 стандарт',
				subject: 'Русский',
				project: 'ЕГЭ',
				cost: 5000,
				number_lessons: 10,
			},
		],
		subjects: ['Русский'],
		directions: ['ЕГЭ'],
		customer_name: 'Иван Петров',
		first_name: 'Иван',
		last_name: 'Петров',
		phone: '+79991234567',
		phone_problem: '',
		email: 'ivan@example.com',
		telegram_id: '123456789',
		telegram_username: 'ivan_petrov',
		utm: {
			source: 'platform',
			medium: 'direct',
			campaign: 'summer2025',
			term: '',
			content: '',
			ym: '1234567890',
		},
		domain: 'pl.el-ed.ru',
		paid_at_local: '2025-01-20 14:49:20',
		paid_at_utc: '2025-01-20T11:49:20Z',
		paid_at_unix: Date.UTC(2025, 0, 20, 11, 49, 20) / 1000,
		time_zone: 'Europe/Moscow',
		zone_label: 'Moscow',
	});
});

test('the order without its wrapping gives the same', () => {
	expect(parse(sample().course_order)).toEqual(parse(sample()));
});

test('several courses: one sum, names once and in order', () => {
	const { amount, courses, subjects, directions } = parse(
		sample({
			course_order_items: [
				item('A', 'Русский', 0.1, 'ЕГЭ'),
				item('B', 'История', '0,20', 'ОГЭ'),
				item('C', 'Русский', '5 000.50', 'ЕГЭ'),
			],
		}),
	);

	expect(amount).toBe(5000.8);
	expect(courses.map(({ cost }) => cost)).toEqual([0.1, 0.2, 5000.5]);
	expect(subjects).toEqual(['Русский', 'История']);
	expect(directions).toEqual(['ЕГЭ', 'ОГЭ']);
});

test('only the payment itself and one way to the customer are needed', () => {
	const payment = parse({
		course_order: {
			payment_id: 77,
			status: ' confirmed ',
			created_at: '2025-01-20 14:49:20',
			course_order_items: [{ cost: 0 }],
			user: { telegram_id: 5 },
		},
	});

	expect(payment).toMatchObject({
		payment_id: '77',
		status: 'CONFIRMED',
		amount: 0,
		currency: 'RUB',
		invoice_id: '',
		customer_name: '',
		phone: '',
		phone_problem: 'empty',
		email: '',
		telegram_id: '5',
		telegram_username: '',
		utm: { source: '', medium: '', campaign: '', term: '', content: '', ym: '' },
		subjects: [],
		directions: [],
		courses: [{ name: '', subject: '', project: '', cost: 0, number_lessons: null }],
	});
});

test.each([null, 7, 'text', [], [1], false, {}])(
	'%j in place of what is optional does not stop it',
	(value) => {
		const [first] = sample().course_order.course_order_items;
		const payment = parse(
			sample({
				invoice_id: value,
				currency: value,
				payment_method: value,
				code: value,
				utm: value,
				domain: value,
				course_order_items: [{ ...first, course: value, number_lessons: value }],
			}),
		);
		const user = { first_name: value, last_name: value, phone: value, telegram_tag: value };

		expect(payment.amount).toBe(5000);
		expect(parse(sampleOf(user)).email).toBe('ivan@example.com');
	},
);

describe('the customer', () => {
	test.each([
		['89991234567', '+79991234567', ''],
		['+7 (999) 123-45-67', '+79991234567', ''],
		[9991234567, '+79991234567', ''],
		['+77010001122', '+77010001122', ''],
		['12', '', 'too_short'],
		['+0(000)-000-00-00', '', 'masked'],
		[null, '', 'empty'],
	])('phone %j is "%s"', (written, phone, phone_problem) => {
		expect(parse(sampleOf({ phone: written }))).toMatchObject({ phone, phone_problem });
	});

	test('the country of a national number is an option', () => {
		const body = sampleOf({ phone: '044 123 45 67' });

		expect(parse(body, { country: ' ua ' }).phone).toBe('+380441234567');
	});

	test.each([
		[' Ivan.Petrov@Example.COM ', 'ivan.petrov@example.com'],
		['ivan', ''],
		['ivan@localhost', ''],
		['ivan@@example.com', ''],
		['i van@example.com', ''],
		[`${'a'.repeat(250)}@example.com`, ''],
	])('e-mail %j is "%s"', (written, email) => {
		expect(parse(sampleOf({ email: written })).email).toBe(email);
	});

	test.each([
		[123456789, '123456789'],
		[' 123456789 ', '123456789'],
		['0', ''],
		[0, ''],
		['-100123', ''],
		['12.5', ''],
		[1e21, ''],
		['@ivan', ''],
	])('Telegram ID %j is "%s"', (written, telegram_id) => {
		expect(parse(sampleOf({ telegram_id: written })).telegram_id).toBe(telegram_id);
	});

	test.each([
		['@ivan', 'ivan'],
		['https://t.me/ivan_petrov', 'ivan_petrov'],
		['http://www.t.me/ivan?start=1', 'ivan'],
		['telegram.me/@ivan/', 'ivan'],
		['', ''],
		['@', ''],
		['нет', ''],
	])('Telegram name %j is "%s"', (written, telegram_username) => {
		expect(parse(sampleOf({ telegram_tag: written })).telegram_username).toBe(telegram_username);
	});

	test.each([
		[{ first_name: ' Иван ', last_name: null }, 'Иван'],
		[{ first_name: '', last_name: 'Петров' }, 'Петров'],
		[{ first_name: 'Иван\nПетрович', last_name: '\u202eПетров' }, 'Иван Петрович Петров'],
	])('%j', (user, name) => {
		expect(parse(sampleOf(user)).customer_name).toBe(name);
	});

	test('no way to reach them is no payment, a Telegram name is none', () => {
		const user = { telegram_tag: '@ivan', phone: '12', email: 'none', telegram_id: '0' };
		for (const nobody of [null, undefined, [], user]) {
			expect(problem(sample({ user: nobody }))).toMatchObject({
				field: 'course_order.user',
				code: 'invalid_payment',
			});
		}
		expect(problem({ ...sample().course_order, user: null }).field).toBe('user');
	});
});

test.each([
	[{ campaign: 'new', compaign: 'old' }, 'new'],
	[{ campaign: '', compaign: 'old' }, 'old'],
	[{ campaign: null, compaign: 2025 }, '2025'],
	[{}, ''],
])('campaign of %j is "%s"', (utm, campaign) => {
	expect(parse(sample({ utm })).utm.campaign).toBe(campaign);
});

describe('what is no payment names its field', () => {
	const longId = 'x'.repeat(201);
	const items = 'course_order.course_order_items';

	test.each<[string, unknown, string]>([
		['null', null, 'course_order'],
		['a text', 'paid', 'course_order'],
		['a list', [sample()], 'course_order'],
		['an object of something else', { order: 1 }, 'course_order'],
		['no order in the wrapping', { course_order: null }, 'course_order'],
		['a list in the wrapping', { course_order: [] }, 'course_order'],
		['no payment_id', sample({ payment_id: undefined }), 'course_order.payment_id'],
		['a blank payment_id', sample({ payment_id: '  ' }), 'course_order.payment_id'],
		['a long payment_id', sample({ payment_id: longId }), 'course_order.payment_id'],
		['lines in payment_id', sample({ payment_id: 'a\nb' }), 'course_order.payment_id'],
		['a number with lost digits', sample({ payment_id: 2 ** 53 }), 'course_order.payment_id'],
		['payment_id 1.5', sample({ payment_id: 1.5 }), 'course_order.payment_id'],
		['no status', sample({ status: null }), 'course_order.status'],
		['a status that is a number', sample({ status: 1 }), 'course_order.status'],
		['no created_at', sample({ created_at: '' }), 'course_order.created_at'],
		['no such day', sample({ created_at: '2025-02-30 10:00:00' }), 'course_order.created_at'],
		['no items', sample({ course_order_items: [] }), items],
		['items that are no list', sample({ course_order_items: { 0: item('A', 'B') } }), items],
		['items missing', sample({ course_order_items: undefined }), items],
		['an item that is null', sample({ course_order_items: [null] }), `${items}[0]`],
		['no cost', sample({ course_order_items: [{ course: null }] }), `${items}[0].cost`],
		[
			'a bad cost of the second item',
			sample({ course_order_items: [item('A', 'B'), item('A', 'B', -1)] }),
			`${items}[1].cost`,
		],
		[
			'an unbelievable sum',
			sample({ course_order_items: [item('A', 'B', 1e12), item('A', 'B', 1)] }),
			items,
		],
		[
			'a bare order',
			{ course_order_items: [{ cost: 'x' }], payment_id: 1, status: 'A', created_at: 'b' },
			'course_order_items[0].cost',
		],
	])('%s', (_case, body, field) => {
		const { code, field: named, message, hint } = problem(body);

		expect({ code, field: named }).toEqual({ code: 'invalid_payment', field });
		expect(message).toMatch(/^(is|has) /);
		expect(hint).not.toBe('');
	});

	test('missing and wrong are told apart', () => {
		expect(problem(sample({ payment_id: null })).message).toBe('is missing');
		expect(problem(sample({ payment_id: {} })).message).toContain('is not an ID');
	});
});

test.each([
	[{ timeZone: 'Mars/Base' }, 'Time Zone'],
	[{ timeZone: '' }, 'Time Zone'],
	[{ country: 'Russia' }, 'Country'],
])("%j is the operator's slip, not the platform's", (options, field) => {
	expect(problem(sample(), options)).toMatchObject({ field, code: 'invalid_input' });
});

test('a __proto__ of the payload changes nothing', () => {
	const text = SAMPLE_TEXT.replace('"amount": 100', '"__proto__": {"status": "HACKED", "x": 1}');
	const payment = parse(JSON.parse(text));

	expect(payment).toEqual(parse(sample()));
	expect(({} as { x?: number }).x).toBeUndefined();
	const inherited = JSON.parse(`{"__proto__": ${SAMPLE_TEXT}}`) as unknown;
	expect(problem(inherited).field).toBe('course_order');
});
