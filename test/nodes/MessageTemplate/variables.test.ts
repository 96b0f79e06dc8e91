import fc from 'fast-check';

import { checkTemplate } from '../../../nodes/MessageTemplate/domain/template';
import {
	BUILT_IN_VARIABLES,
	money,
	orderVariables,
	SAMPLE_ORDER,
	type VariableOptions,
} from '../../../nodes/MessageTemplate/domain/variables';
import { InputError } from '../../../nodes/shared/errors';

const NOW = Date.parse('2025-06-15T06:00:00Z');

function values(order: Record<string, unknown>, options: Partial<VariableOptions> = {}) {
	return orderVariables(order, { timeZone: 'Asia/Almaty', nowMs: NOW, ...options });
}

describe('defaults of the seed', () => {
	const defaults = {
		user_name: 'Клиент',
		order_num: 'N/A',
		product_name: 'Товар',
		item_qty: '1',
		shop_name: 'Магазин',
		delivery_type: 'самовывоз',
		order_date: '15.06.2025',
		total_amount: '0',
		customer_phone: '',
	};

	test('stand for everything that an order does not say', () => {
		expect(values({})).toEqual(defaults);
	});

	test.each([[null], [''], ['  '], ['\n'], [undefined]])(
		'stand for a field that is %j',
		(blank) => {
			const order = Object.fromEntries(
				['customerName', 'orderId', 'productName', 'quantity', 'shopName', 'totalPrice']
					.concat('deliveryType', 'createDate', 'customerPhone')
					.map((name) => [name, blank]),
			);

			expect(values(order)).toEqual(defaults);
		},
	);
});

describe('an order', () => {
	test('of Kaspi Shop fills every variable', () => {
		const order = {
			orderId: '900000001',
			customerName: 'Айгерим Сулейменова',
			customerPhone: '87010001122',
			productName: 'Чайник',
			quantity: 3,
			totalPrice: 25990.0,
			deliveryType: 'DELIVERY',
			shopName: 'Тест Маркет',
			createDate: Date.parse('2025-03-10T09:00:00Z'),
		};

		expect(values(order)).toEqual({
			user_name: 'Айгерим Сулейменова',
			order_num: '900000001',
			product_name: 'Чайник',
			item_qty: '3',
			shop_name: 'Тест Маркет',
			delivery_type: 'доставка',
			order_date: '10.03.2025',
			total_amount: '25\u00a0990',
			customer_phone: '+77010001122',
		});
	});

	test("may use the seed's snake_case names or the variables' own", () => {
		const seed = { customer_name: 'Иван', order_id: 5, product_name: 'Стол', quantity: 4 };
		const own = { user_name: 'Иван', order_num: 5, product_name: 'Стол', item_qty: 4 };

		for (const order of [seed, own]) {
			expect(values(order)).toMatchObject({
				user_name: 'Иван',
				order_num: '5',
				product_name: 'Стол',
				item_qty: '4',
			});
		}
	});

	test.each([
		['DELIVERY', 'доставка'],
		['delivery', 'доставка'],
		['PICKUP', 'самовывоз'],
		['', 'самовывоз'],
	])('with deliveryType %j is %s', (deliveryType, word) => {
		expect(values({ deliveryType }).delivery_type).toBe(word);
	});

	test('with several products lists them and adds the quantities', () => {
		const products = [
			{ name: 'Чайник', quantity: 2 },
			{ name: 'Кружка', quantity: 1 },
		];

		expect(values({ products, productName: 'Чайник', quantity: 9 })).toMatchObject({
			product_name: 'Чайник × 2, Кружка × 1',
			item_qty: '3',
		});
	});

	test('with one product names it alone', () => {
		expect(values({ products: [{ name: 'Чайник', quantity: 2 }] })).toMatchObject({
			product_name: 'Чайник',
			item_qty: '2',
		});
	});

	test('with goods by weight, without quantities or without names', () => {
		const products = [{ name: 'Сыр', quantity: 0.1 }, { name: 'Мёд', quantity: '0.2' }, {}, null];

		expect(values({ products })).toMatchObject({
			product_name: 'Сыр × 0,1, Мёд × 0,2, Товар × 1',
			item_qty: '1,3',
		});
	});

	test('takes the shop name of the node first', () => {
		expect(values({ shopName: 'Заказ' }, { shopName: 'Узел' }).shop_name).toBe('Узел');
		expect(values({ shopName: 'Заказ' }, { shopName: '  ' }).shop_name).toBe('Заказ');
	});

	test('puts every value on one line, without control characters', () => {
		const customerName = ' Иван\r\nИванов\u2028\tст.\u0000\u0007\u202e ';

		expect(values({ customerName }).user_name).toBe('Иван Иванов  ст.');
	});
});

describe('the date', () => {
	test.each([
		['2025-01-31T18:59:59Z', '31.01.2025'],
		['2025-01-31T19:00:00Z', '01.02.2025'],
		['2025-12-31T19:30:00Z', '01.01.2026'],
	])('of an order at %s is %s in Almaty (UTC+5)', (instant, day) => {
		const createDate = Date.parse(instant);

		expect(values({ createDate }).order_date).toBe(day);
		expect(values({ createDate: String(createDate) }).order_date).toBe(day);
		expect(values({ createDate: instant }).order_date).toBe(day);
	});

	test('is the day of another time zone when that is asked for', () => {
		const createDate = Date.parse('2025-01-31T19:30:00Z');

		expect(values({ createDate }, { timeZone: 'UTC' }).order_date).toBe('31.01.2025');
	});

	test.each([
		[1738350000, '01.02.2025'],
		['2025-01-31T19:30:00Z', '01.02.2025'],
		['2025-01-31 23:30:00', '31.01.2025'],
		['2025-01-31', '31.01.2025'],
		['20250131', '31.01.2025'],
	])('reads %s, as other systems write it', (order_date, day) => {
		expect(values({ order_date }).order_date).toBe(day);
	});

	test('stays as written when it is no date', () => {
		expect(values({ order_date: '01.02.2025' }).order_date).toBe('01.02.2025');
		expect(values({ order_date: '31 января' }).order_date).toBe('31 января');
		expect(values({ createDate: 9e18 }).order_date).toBe(String(9e18));
	});

	test('is today, not 1970, for a createDate of 0', () => {
		expect(values({ createDate: 0 }).order_date).toBe('15.06.2025');
	});

	test('needs a time zone that exists', () => {
		expect(() => values({}, { timeZone: 'Asia/Alma' })).toThrow(InputError);
		expect(() => values({}, { timeZone: 'Asia/Alma' })).toThrow('Asia/Alma');
	});
});

describe('money', () => {
	test.each([
		[25990.0, '25 990'],
		['25990.0', '25 990'],
		['25990.00', '25 990'],
		[1500.5, '1 500,50'],
		['1500,5', '1 500,50'],
		['1 500', '1 500'],
		[0, '0'],
		[-0.001, '0'],
		[-1200, '-1 200'],
		[999.999, '1 000'],
		[1234567, '1 234 567'],
		['по запросу', 'по запросу'],
		['', '0'],
		['0', '0'],
		['0.500', '0,50'],
		['1500.4999999', '1 500,50'],
		['-1 200,50', '-1 200,50'],
		['\u22121200', '-1 200'],
		['1 500,00', '1 500'],
		['1\u00a0500', '1 500'],
		['1\u202f500\u202f000', '1 500 000'],
		['1\u2009500', '1 500'],
		["1'500", '1 500'],
		['1’500.50', '1 500,50'],
		['1,234.56', '1 234,56'],
		['1.234,56', '1 234,56'],
		['1,234,567', '1 234 567'],
		['1.234.567,8', '1 234 567,80'],
		['5 000 ₸', '5 000 ₸'],
		['0x10', '0x10'],
		['1e3', '1e3'],
		[5, '5'],
		[1.234, '1,23'],
	])('%j reads %s', (value, text) => {
		expect(money(value).replaceAll('\u00a0', ' ')).toBe(text);
	});

	test.each([
		'5,000',
		'1,500',
		'1.500',
		'-5,000',
		'999.999',
		'5 00',
		'50 000 0',
		'1,23,456',
		'5.000.00',
	])('%j can be read two ways and is refused', (value) => {
		expect(() => money(value)).toThrow(InputError);
		expect(() => values({ totalPrice: value })).toThrow('can be read in more than one way');
	});
});

describe('the phone', () => {
	test.each([
		['8 (701) 000-11-22', '+77010001122'],
		['7010001122', '+77010001122'],
		[77010001122, '+77010001122'],
		['+0(000)-000-00-00', ''],
		['', ''],
	])('%j becomes %j', (customerPhone, phone) => {
		expect(values({ customerPhone }).customer_phone).toBe(phone);
	});
});

describe('extra variables', () => {
	test('are added, and replace a built-in one of the same name', () => {
		const extra = [
			{ name: ' {promo_code} ', value: 'WELCOME10' },
			{ name: 'скидка', value: 5 },
			{ name: 'user_name', value: 'друг' },
		];

		expect(values({}, { extra })).toMatchObject({
			promo_code: 'WELCOME10',
			скидка: '5',
			user_name: 'друг',
		});
	});

	test.each(['', '1st', 'a b', '{}', 'a}b', 'a-b'])('cannot be named %j', (name) => {
		expect(() => values({}, { extra: [{ name, value: 'x' }] })).toThrow(InputError);
	});
});

test('the sample order is that of the seed', () => {
	expect(values(SAMPLE_ORDER)).toMatchObject({
		user_name: 'Иван Иванов',
		order_num: '12345',
		product_name: 'Тестовый товар',
		item_qty: '2',
		shop_name: 'Мой магазин',
	});
});

describe('for any order', () => {
	const field = fc.constantFrom(
		...BUILT_IN_VARIABLES,
		...['customerName', 'orderId', 'productName', 'quantity', 'totalPrice', 'products'],
		...['deliveryType', 'createDate', 'shopName', 'customerPhone'],
	);
	const order = fc.dictionary(
		field,
		fc.oneof(fc.jsonValue(), fc.string({ unit: 'binary' }), fc.double(), fc.date()),
	) as fc.Arbitrary<Record<string, unknown>>;
	const extra = fc.array(fc.record({ name: fc.string(), value: fc.jsonValue() }), { maxLength: 2 });
	const timeZone = fc.oneof(fc.constant('Asia/Almaty'), fc.string());

	test('nothing but InputError is thrown, and every value is one clean line', () => {
		fc.assert(
			fc.property(order, extra, timeZone, (anyOrder, anyExtra, zone) => {
				try {
					const found = values(anyOrder, { extra: anyExtra, timeZone: zone });
					expect(Object.keys(found)).toEqual(expect.arrayContaining([...BUILT_IN_VARIABLES]));
					for (const value of Object.values(found)) expect(value).not.toMatch(/\p{Cc}/u);
				} catch (error) {
					if (!(error instanceof InputError)) throw error;
				}
			}),
		);
	});

	test('a message with all variables is these values and nothing else', () => {
		const template = BUILT_IN_VARIABLES.map((name) => `{${name}}`).join('|');
		fc.assert(
			fc.property(order, (anyOrder) => {
				const found = values(anyOrder);
				const { text, used } = checkTemplate(template, found, Infinity);
				expect(text).toBe(BUILT_IN_VARIABLES.map((name) => found[name]).join('|'));
				expect(used).toEqual([...BUILT_IN_VARIABLES]);
			}),
		);
	});
});
