import { parsePhoneNumberWithError } from 'libphonenumber-js/max';

import { UNKNOWN_STATUS } from './bulk';
import { TestClient, type SimState } from './testClient';

const DAY = 86_400_000;
const MASKED = '+0(000)-000-00-00';

describe('orders that the tests ask for', () => {
	let kaspi: TestClient;
	beforeAll(async () => {
		kaspi = await TestClient.start();
	});
	beforeEach(async () => {
		await kaspi.control('reset');
	});
	afterAll(async () => await kaspi.server.close());

	test('{} is a plausible new order of own delivery', async () => {
		const before = Date.now();
		expect(await kaspi.emit({})).toEqual([{ id: 'OTAwMDAwMDAx', code: '900000001' }]);
		const [{ attributes, entries, id }] = (await kaspi.state()).orders;
		expect(id).toBe('OTAwMDAwMDAx');
		expect(attributes).toMatchObject({
			code: '900000001',
			state: 'NEW',
			status: 'APPROVED_BY_BANK',
			deliveryMode: 'DELIVERY_LOCAL',
			isKaspiDelivery: false,
			pickupPointId: 'store-1_PP1',
			originAddress: { id: 'c3RvcmUtMV9QUDE', displayName: 'PP1', city: { name: 'Алматы' } },
			deliveryAddress: { town: 'Алматы' },
			paymentMode: 'PREPAID',
			customer: { name: null, firstName: 'Айгерим', lastName: 'Т' },
		});
		expect(attributes.creationDate).toBeGreaterThanOrEqual(before);
		expect(attributes.totalPrice).toBe(entries[0].attributes.totalPrice);
		expect(attributes).not.toHaveProperty('kaspiDelivery');
		expect(attributes).not.toHaveProperty('assembled');
		expect(JSON.stringify(attributes)).not.toContain('Чайник');
	});

	test('invented phones are 10 digits, valid and all different', async () => {
		await kaspi.emit({ orders: Array.from({ length: 60 }, () => ({})) });
		const phones = (await kaspi.state()).orders.map(({ attributes }) =>
			String(attributes.customer?.cellPhone),
		);
		expect(new Set(phones).size).toBe(60);
		for (const phone of phones) {
			expect(phone).toMatch(/^7\d{9}$/);
			expect(parsePhoneNumberWithError(`+7${phone}`).country).toBe('KZ');
			expect(parsePhoneNumberWithError(`+7${phone}`).isValid()).toBe(true);
		}
	});

	test('attributes and lines are taken as given, unknown keys too', async () => {
		const order = await kaspi.emitted({
			order: {
				code: '555',
				customer: { firstName: 'Анна', cellPhone: '77010000009' },
				creationDate: 1760000000000,
				pickupPointId: 'Shop_PP7',
				statusChangeDate: 5,
			},
			entries: [
				{ name: 'Лампа', quantity: 2, basePrice: 1500, sku: 'L-1' },
				{ name: 'Стол', basePrice: 9000, offer: false },
			],
		});
		expect(order).toMatchObject({
			code: '555',
			creationDate: 1760000000000,
			totalPrice: 12000,
			statusChangeDate: 5,
			originAddress: { id: 'U2hvcF9QUDc', displayName: 'PP7' },
			customer: { firstName: 'Анна', cellPhone: '77010000009', name: null },
		});
		const { entries } = (await kaspi.state()).orders[0];
		expect(entries[0].attributes).toMatchObject({
			entryNumber: 0,
			quantity: 2,
			basePrice: 1500,
			totalPrice: 3000,
			offer: { code: 'L-1', name: 'Лампа' },
		});
		expect(entries[1].attributes).not.toHaveProperty('offer');
	});

	test('shorthands: store, age, date, price, missing attributes', async () => {
		const order = await kaspi.emitted({
			code: '7',
			firstName: 'Алия',
			phone: '87010000008',
			store: 'store-2',
			createdDaysAgo: 3,
			totalPrice: 4321,
			without: ['deliveryAddress'],
		});
		expect(order).toMatchObject({
			pickupPointId: 'store-2_PP1',
			originAddress: { id: Buffer.from('store-2_PP1').toString('base64').replace(/=+$/, '') },
			customer: { firstName: 'Алия', lastName: '', cellPhone: '87010000008' },
			totalPrice: 4321,
		});
		expect(order).not.toHaveProperty('deliveryAddress');
		expect(Math.abs(Date.now() - 3 * DAY - order.creationDate)).toBeLessThan(5000);
		const dated = await kaspi.emitted({ createdAt: '2026-01-02T03:04:05+05:00' });
		expect(dated.creationDate).toBe(Date.parse('2026-01-01T22:04:05Z'));
	});

	test.each([
		['own', false, 'DELIVERY_LOCAL', 'DELIVERY'],
		['pickup', false, 'DELIVERY_PICKUP', 'PICKUP'],
		['kaspi', true, 'DELIVERY_REGIONAL_TODOOR', 'KASPI_DELIVERY'],
		['postomat', true, 'DELIVERY_PICKUP', 'KASPI_DELIVERY'],
	])('delivery %s', async (delivery, isKaspiDelivery, deliveryMode, state) => {
		const order = await kaspi.emitted({ delivery, status: 'ACCEPTED_BY_MERCHANT' });
		expect(order).toMatchObject({ isKaspiDelivery, deliveryMode, state });
		expect('deliveryAddress' in order).toBe(!deliveryMode.endsWith('PICKUP'));
		expect('kaspiDelivery' in order).toBe(isKaspiDelivery);
		expect('assembled' in order).toBe(isKaspiDelivery);
		expect(order.customer?.cellPhone === MASKED).toBe(isKaspiDelivery);
	});

	test('a phone of Kaspi Delivery is masked unless the test unmasks it', async () => {
		const spec = { delivery: 'kaspi', phone: '7010000005' };
		const masked = await kaspi.emitted(spec);
		// The customer id still gives the phone away: the trap of sheet §3.3.
		expect(masked.customer).toMatchObject({ cellPhone: MASKED, id: 'NzAxMDAwMDAwNQ' });
		const shown = await kaspi.emitted({ ...spec, unmasked: true });
		expect(shown.customer?.cellPhone).toBe('7010000005');
		const raw = { isKaspiDelivery: true, customer: { cellPhone: '7010000006' } };
		expect((await kaspi.emitted({ order: raw })).customer?.cellPhone).toBe(MASKED);
	});

	test('an order can have no phone, no buyer, or a placeholder under own delivery', async () => {
		expect((await kaspi.emitted({ phone: null })).customer).not.toHaveProperty('cellPhone');
		const empty = await kaspi.emitted({ order: { customer: { cellPhone: null } } });
		expect(empty.customer).toHaveProperty('cellPhone', null);
		expect(await kaspi.emitted({ without: ['customer'] })).not.toHaveProperty('customer');
		expect((await kaspi.emitted({ phone: MASKED })).customer?.cellPhone).toBe(MASKED);
	});

	test('a state without a status gets one that goes with it', async () => {
		const pairs = [
			['SIGN_REQUIRED', 'APPROVED_BY_BANK'],
			['PICKUP', 'ACCEPTED_BY_MERCHANT'],
			['KASPI_DELIVERY', 'ACCEPTED_BY_MERCHANT'],
			['ARCHIVE', 'COMPLETED'],
		];
		for (const [state, status] of pairs) {
			expect(await kaspi.emitted({ state })).toMatchObject({ state, status });
		}
		expect(await kaspi.emitted({ status: 'SOMETHING_NEW' })).toMatchObject({
			state: 'DELIVERY',
			status: 'SOMETHING_NEW',
		});
	});

	test('a change moves no date and takes the order to its tab', async () => {
		const order = await kaspi.emitted({ delivery: 'kaspi', createdDaysAgo: 2 });
		const change = { code: order.code, status: 'ACCEPTED_BY_MERCHANT' };
		expect(await kaspi.emit({ change })).toEqual([{ id: 'OTAwMDAwMDAx', code: order.code }]);
		await kaspi.emit({ change: { code: order.code, assembled: true } });
		await kaspi.emit({
			change: { code: order.code, kaspiDelivery: { courierTransmissionDate: 1760000000000 } },
		});
		const [{ attributes }] = (await kaspi.state()).orders;
		expect(attributes).toEqual({
			...order,
			status: 'ACCEPTED_BY_MERCHANT',
			state: 'KASPI_DELIVERY',
			assembled: true,
			kaspiDelivery: { ...order.kaspiDelivery, courierTransmissionDate: 1760000000000 },
		});
		await kaspi.emit({ change: { code: order.code, status: 'COMPLETED' } });
		expect((await kaspi.state()).orders[0].attributes.state).toBe('ARCHIVE');
		expect((await kaspi.state()).writes).toEqual([]);
	});

	describe('in bulk', () => {
		const mixed = async (): Promise<SimState['orders']> => {
			const stores = ['store-1', 'store-2', 'store-3'];
			expect(await kaspi.emit({ count: 250, stores, spreadDays: 30 })).toHaveLength(250);
			return (await kaspi.state()).orders;
		};

		test('all kinds of orders turn up, spread over the days', async () => {
			const orders = await mixed();
			const attributes = orders.map((order) => order.attributes);
			const count = (test: (a: (typeof attributes)[0]) => unknown) =>
				attributes.filter(test).length;
			const phone = (a: (typeof attributes)[0]) => a.customer?.cellPhone;
			const own = attributes.filter((a) => !a.isKaspiDelivery);
			for (const kind of [/^7\d{9}$/, /^77\d{9}$/, /^87\d{9}$/, /^\+0\(000\)/, /^undefined$/]) {
				expect(own.filter((a) => kind.test(String(phone(a)))).length).toBeGreaterThan(5);
			}
			for (const state of ['NEW', 'PICKUP', 'DELIVERY', 'KASPI_DELIVERY', 'ARCHIVE']) {
				expect(count((a) => a.state === state)).toBeGreaterThan(5);
			}
			for (const store of ['store-1_PP1', 'store-2_PP1', 'store-3_PP1']) {
				expect(count((a) => a.pickupPointId === store)).toBeGreaterThan(80);
			}
			expect(count((a) => a.isKaspiDelivery && phone(a) !== MASKED)).toBe(0);
			expect(count((a) => a.status === UNKNOWN_STATUS)).toBe(1);
			expect(count((a) => 'sellerNote' in a)).toBeGreaterThan(5);
			const names = new Set(
				orders.flatMap(({ entries }) => entries.map((e) => Object(e.attributes.offer).name)),
			);
			expect(names.size).toBe(6); // five goods, and undefined for the lines without an offer

			const days = attributes.map((a) => (Date.now() - a.creationDate) / DAY);
			expect(Math.max(...days)).toBeGreaterThan(29);
			expect(Math.max(...days)).toBeLessThan(30);
			expect(Math.min(...days)).toBeLessThan(0.1);
		});

		test('it is the same every time', async () => {
			const timeless = (orders: SimState['orders']) =>
				orders.map(({ id, attributes: a, entries }) => [
					id,
					a.status,
					a.state,
					a.deliveryMode,
					a.customer,
					a.pickupPointId,
					a.totalPrice,
					entries,
				]);
			const first = timeless(await mixed());
			await kaspi.control('reset');
			expect(timeless(await mixed())).toEqual(first);
		});

		test('what is given holds for all of them', async () => {
			await kaspi.emit({
				count: 12,
				delivery: 'own',
				status: 'APPROVED_BY_BANK',
				createdDaysAgo: 1,
			});
			for (const { attributes } of (await kaspi.state()).orders) {
				expect(attributes).toMatchObject({ deliveryMode: 'DELIVERY_LOCAL', state: 'NEW' });
				expect(Math.abs(Date.now() - DAY - attributes.creationDate)).toBeLessThan(5000);
			}
		});
	});

	test.each([
		[{ fone: '1' }, 'unknown key of an order: fone; known: order, entries'],
		[{ delivery: 'drone' }, 'wrong value of delivery'],
		[{ phone: 7010000005 }, 'wrong value of phone'],
		[{ createdAt: 'soon' }, 'wrong value of createdAt'],
		[{ entries: [] }, 'wrong value of entries'],
		[{ order: { code: 5 } }, 'wrong value of order.code'],
		[{ orders: 3 }, 'orders must be a list'],
		[{ count: 0 }, 'count must be'],
		[{ count: 2, code: '1' }, 'count and code cannot go together'],
		[{ change: { code: '1' } }, 'no order with the code 1'],
	])('a mistake is named: %j', async (body, message) => {
		const answer = await kaspi.control('emit', body);
		expect(answer.status).toBe(400);
		expect(answer.body.error).toContain(message);
		expect((await kaspi.state()).orders).toEqual([]);
	});

	test('a code is used once, and invented codes avoid it', async () => {
		await kaspi.emit({ code: '900000001' });
		expect(await kaspi.emit({})).toMatchObject([{ code: '900000002' }]);
		const again = await kaspi.control('emit', { code: '900000001' });
		expect(again.body.error).toBe('order 900000001 exists; use "change" to change it');
	});
});
