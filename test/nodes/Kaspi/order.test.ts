import fc from 'fast-check';

import { parseOrder } from '../../../nodes/Kaspi/domain/order';
import { type Order } from '../../../nodes/Kaspi/api/schema';
import { simplifyOrder } from '../../../nodes/Kaspi/domain/simpleOrder';
import { InputError } from '../../../nodes/shared/errors';
import { fieldsOf } from '../../../nodes/shared/values';

/** The sample of the sheet (§3.2, §6), with a phone that is not masked. */
function sample(attributes: object = {}, entries?: unknown[]): Order {
	return {
		type: 'orders',
		id: 'OTAwMDAwMDAx',
		relationships: {},
		attributes: {
			code: '900000001',
			totalPrice: 25990.0,
			paymentMode: 'PREPAID',
			creationDate: 1760000000000,
			plannedDeliveryDate: 1760259600000,
			isKaspiDelivery: true,
			deliveryMode: 'DELIVERY_REGIONAL_TODOOR',
			deliveryAddress: { formattedAddress: 'Алматы, улица Тестовая, 10, 5', town: 'Алматы' },
			preOrder: false,
			pickupPointId: 'ExampleShop_PP1',
			state: 'KASPI_DELIVERY',
			status: 'ACCEPTED_BY_MERCHANT',
			assembled: false,
			customer: {
				id: 'Nzk5OTAwMDAwMDA',
				name: null,
				cellPhone: '7010001122',
				firstName: 'Айгерим',
				lastName: 'Т',
			},
			kaspiDelivery: { courierTransmissionDate: 1760086800000 },
			...attributes,
		},
		entries: (entries ?? [line('Тестовый товар', 2, 12995)]) as Order['entries'],
	};
}

function line(name: string, quantity: unknown, basePrice: number, offer = true) {
	return {
		type: 'orderentries',
		id: `line-${name}`,
		relationships: {},
		attributes: {
			quantity,
			basePrice,
			totalPrice: Number(quantity) * basePrice,
			unitType: 'PIECES',
			...(offer ? { offer: { code: 'SKU-001', name } } : {}),
		},
	};
}

const SIMPLE = {
	id: 'OTAwMDAwMDAx',
	orderId: '900000001',
	code: '900000001',
	state: 'KASPI_DELIVERY',
	status: 'ACCEPTED_BY_MERCHANT',
	stage: 'handed_over',
	kinds: ['handed_over_kaspi_delivery', 'handed_over'],
	customerName: 'Айгерим Т',
	customerPhone: '+77010001122',
	phoneStatus: 'ok',
	productName: 'Тестовый товар',
	products: [
		{
			name: 'Тестовый товар',
			quantity: 2,
			sku: 'SKU-001',
			price: 12995,
			totalPrice: 25990,
			unitType: 'PIECES',
		},
	],
	quantity: 2,
	totalPrice: 25990,
	deliveryType: 'DELIVERY',
	deliveryKind: 'kaspi_delivery',
	deliveryMode: 'DELIVERY_REGIONAL_TODOOR',
	isKaspiDelivery: true,
	createDate: 1760000000000,
	createdAt: '2025-10-09T13:53:20.000+05:00',
	pickupPointId: 'ExampleShop_PP1',
	storeId: 'ExampleShop',
	deliveryAddress: 'Алматы, улица Тестовая, 10, 5',
	paymentMode: 'PREPAID',
	preOrder: false,
	assembled: false,
	plannedDeliveryDate: 1760259600000,
	courierTransmissionDate: 1760086800000,
	cancellationReason: '',
};

describe('an order of the API, simplified', () => {
	test('has the names of the cabinet and no customer id', () => {
		expect(simplifyOrder(sample())).toEqual(SIMPLE);
		expect(JSON.stringify(simplifyOrder(sample()))).not.toContain('Nzk5OTAwMDAwMDA');
	});

	test.each([
		['7010001122', '+77010001122', 'ok'],
		['77010001122', '+77010001122', 'ok'],
		['87010001122', '+77010001122', 'ok'],
		[7010001122, '+77010001122', 'ok'],
		['7040001122', '+77040001122', 'ok'],
		['7790001122', '+77790001122', 'ok'],
		['+0(000)-000-00-00', '', 'masked'],
		['', '', 'empty'],
		[null, '', 'empty'],
		['12345', '', 'too_short'],
		['70100011', '', 'too_short'],
	])('phone %p becomes %p (%s)', (cellPhone, customerPhone, phoneStatus) => {
		expect(simplifyOrder(sample({ customer: { cellPhone } }))).toMatchObject({
			customerPhone,
			phoneStatus,
		});
	});

	test.each([
		[{ firstName: 'Айгерим', lastName: '' }, 'Айгерим'],
		[{ firstName: '', lastName: '', name: 'Айгерим Т' }, 'Айгерим Т'],
		[{ name: 'Айгерим' }, 'Айгерим'],
		[{}, ''],
		[null, ''],
		['?', ''],
	])('customer %j is called %p', (customer, customerName) => {
		expect(simplifyOrder(sample({ customer })).customerName).toBe(customerName);
	});

	test.each([
		[true, 'DELIVERY_REGIONAL_TODOOR', '', 'kaspi_delivery', 'DELIVERY'],
		[true, 'DELIVERY_PICKUP', '', 'kaspi_postomat', 'PICKUP'],
		[true, 'DELIVERY_REGIONAL_PICKUP', '', 'kaspi_postomat', 'PICKUP'],
		[false, 'DELIVERY_PICKUP', '', 'pickup', 'PICKUP'],
		[false, 'DELIVERY_LOCAL', '', 'own_delivery', 'DELIVERY'],
		['true', 'DELIVERY_PICKUP', '', 'kaspi_postomat', 'PICKUP'],
		[undefined, undefined, 'KASPI_DELIVERY', 'kaspi_delivery', 'DELIVERY'],
		[undefined, undefined, 'PICKUP', 'pickup', 'PICKUP'],
		[undefined, undefined, 'DELIVERY', 'own_delivery', 'DELIVERY'],
		[undefined, 'BY_DRONE', 'NEW', 'unknown', 'DELIVERY'],
	])('Kaspi delivery %p, mode %p, state %p: %s', (kaspi, mode, state, kind, type) => {
		const facts = { isKaspiDelivery: kaspi, deliveryMode: mode, state };
		const { deliveryKind, deliveryType } = simplifyOrder(sample(facts));
		expect({ deliveryKind, deliveryType }).toEqual({ deliveryKind: kind, deliveryType: type });
	});

	test.each([
		[{ storeId: 'a', merchantUid: 'b' }, 'a'],
		[{ merchantUid: 'b' }, 'b'],
		[{ pickupPointId: 'My_PPShop_PP12' }, 'My_PPShop'],
		[{ pickupPointId: 'nothing' }, ''],
		[{ pickupPointId: null }, ''],
	])('store of %j is %p', (attributes, storeId) => {
		expect(simplifyOrder(sample(attributes)).storeId).toBe(storeId);
	});

	test('several lines are joined and added up, weights without rounding noise', () => {
		const order = sample({}, [line('Рис', 0.1, 500), line('Чай', 0.2, 900), line('', 1, 1)]);
		expect(simplifyOrder(order)).toMatchObject({ productName: 'Рис; Чай', quantity: 1.3 });
	});

	test('an order whose lines were not read has no quantity', () => {
		expect(simplifyOrder({ ...sample(), entries: undefined })).toMatchObject({
			products: [],
			productName: '',
			quantity: null,
		});
	});

	test('unknown states and statuses pass through', () => {
		expect(simplifyOrder(sample({ status: 'WAITING_FOR_DRONE', state: 'SKY' }))).toMatchObject({
			status: 'WAITING_FOR_DRONE',
			state: 'SKY',
		});
	});

	test('texts for numbers are read, missing attributes are empty', () => {
		expect(
			simplifyOrder(sample({ totalPrice: '25 990,50', creationDate: '1760000000000' })),
		).toEqual(expect.objectContaining({ totalPrice: 25990.5, createDate: 1760000000000 }));
		expect(simplifyOrder({ id: 'x', attributes: {}, relationships: {} })).toMatchObject({
			orderId: '',
			totalPrice: null,
			createDate: null,
			createdAt: '',
			deliveryAddress: '',
			plannedDeliveryDate: null,
			phoneStatus: 'empty',
		});
	});

	test('an address without its formatted form is put together', () => {
		const deliveryAddress = { town: 'Алматы', streetName: 'улица Тестовая', streetNumber: 10 };
		expect(simplifyOrder(sample({ deliveryAddress })).deliveryAddress).toBe(
			'Алматы, улица Тестовая, 10',
		);
	});

	test('no shape makes it throw', () => {
		const keys = Object.keys(sample().attributes);
		const attributes = fc.dictionary(fc.constantFrom(...keys), fc.anything());
		fc.assert(
			fc.property(attributes, fc.array(fc.object()), (strange, entries) => {
				const order = sample(
					strange,
					entries.map((attrs) => ({ id: 'e', attributes: attrs })),
				);
				expect(typeof simplifyOrder(order).orderId).toBe('string');
			}),
		);
	});
});

describe('Parse', () => {
	/** The cabinet's order of the seed. */
	const flat = {
		orderId: '12345',
		customerName: 'Иван Иванов',
		customerPhone: '87010001122',
		productName: 'Тестовый товар',
		quantity: 2,
		totalPrice: 25990,
		deliveryType: 'PICKUP',
		createDate: 1760000000000,
		shopName: 'Мой магазин',
		status: 'CONFIRMED',
	};

	test('reads a resource of the API with its entries', () => {
		expect(parseOrder(sample())).toEqual(SIMPLE);
	});

	test('takes a product name that was read from the product', () => {
		const entry = { ...line('-', 1, 10, false), product: { name: 'Чай', sku: 'S-9' } };
		expect(parseOrder(sample({}, [entry]))).toMatchObject({
			productName: 'Чай',
			products: [{ name: 'Чай', sku: 'S-9' }],
		});
	});

	test('reads the flat order of the cabinet', () => {
		expect(parseOrder(flat)).toEqual({
			...Object.fromEntries(Object.keys(SIMPLE).map((key) => [key, ''])),
			orderId: '12345',
			code: '12345',
			status: 'CONFIRMED',
			stage: 'accepted',
			kinds: ['accepted_pickup', 'accepted'],
			customerName: 'Иван Иванов',
			customerPhone: '+77010001122',
			phoneStatus: 'ok',
			productName: 'Тестовый товар',
			products: [
				{
					name: 'Тестовый товар',
					quantity: 2,
					sku: '',
					price: null,
					totalPrice: null,
					unitType: '',
				},
			],
			quantity: 2,
			totalPrice: 25990,
			deliveryType: 'PICKUP',
			deliveryKind: 'pickup',
			isKaspiDelivery: false,
			createDate: 1760000000000,
			createdAt: '2025-10-09T13:53:20.000+05:00',
			preOrder: false,
			assembled: false,
			plannedDeliveryDate: null,
			courierTransmissionDate: null,
			shopName: 'Мой магазин',
		});
	});

	test('keeps a flat delivery type as it is, also an unknown one', () => {
		expect(parseOrder({ ...flat, deliveryType: 'DRONE' }).deliveryType).toBe('DRONE');
		expect(parseOrder({ ...flat, deliveryType: 'DELIVERY' })).toMatchObject({
			deliveryType: 'DELIVERY',
			deliveryKind: 'unknown',
		});
	});

	test.each([[1760000000000], [1760000000], ['2025-10-09T13:53:20'], ['1760000000']])(
		'a flat date of %p is the same day',
		(createDate) => {
			expect(parseOrder({ ...flat, createDate }).createDate).toBe(1760000000000);
		},
	);

	test('a masked phone of a flat order is no phone', () => {
		const order = parseOrder({ ...flat, customerPhone: '+0(000)-000-00-00' });
		expect(order).toMatchObject({ customerPhone: '', phoneStatus: 'masked' });
		// … and its reason is not lost when the order is parsed again.
		expect(parseOrder(order).phoneStatus).toBe('masked');
	});

	test('a simple order stays what it is', () => {
		expect(parseOrder(SIMPLE)).toEqual(SIMPLE);
		const noProducts = { ...SIMPLE, products: [], productName: '', quantity: null };
		expect(parseOrder(noProducts)).toEqual(noProducts);
	});

	test.each([
		[{}, 'neither attributes (Shop API) nor orderId'],
		[{ customerName: 'Иван' }, 'neither attributes (Shop API) nor orderId'],
		[{ attributes: { state: 'NEW' } }, 'attributes.code'],
		[[], 'JSON object'],
		[null, 'JSON object'],
		['text', 'JSON object'],
	])('refuses %j and names what is missing', (input, message) => {
		expect(() => parseOrder(input)).toThrow(InputError);
		expect(() => parseOrder(input)).toThrow(message);
	});

	test('whatever it gets, it throws nothing but an InputError', () => {
		const keys = fc.constantFrom('attributes', 'entries', ...Object.keys(SIMPLE));
		fc.assert(
			fc.property(fc.dictionary(keys, fc.anything()), (input) => {
				try {
					const order = parseOrder(input);
					expect(parseOrder(order)).toEqual(order);
				} catch (error) {
					if (!(error instanceof InputError)) throw error;
				}
				expect(fieldsOf(input)).toBe(input);
			}),
		);
	});
});
