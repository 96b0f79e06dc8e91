import type { EntryAttributes } from './model';
import { TestClient, type ListBody, type OneBody } from './testClient';

type Entries = ListBody<EntryAttributes>;

describe('lines, products, points and cities', () => {
	let kaspi: TestClient;
	let id: string;
	beforeAll(async () => {
		kaspi = await TestClient.start();
	});
	beforeEach(async () => {
		await kaspi.control('reset');
		[{ id }] = await kaspi.emit({
			store: 'store-2',
			entries: [
				{ name: 'Тестовый товар', quantity: 2, basePrice: 12995, sku: 'SKU-9' },
				{ name: 'Старый товар', offer: false },
				{ name: 'Смартфон Образец X1 128 ГБ' },
			],
		});
	});
	afterAll(async () => await kaspi.server.close());

	test('the lines of an order', async () => {
		const { body } = await kaspi.get<Entries>(`/orders/${id}/entries`);
		expect(body.meta).toEqual({ pageCount: 1, totalCount: 3 });
		expect(body.data[0]).toEqual({
			type: 'orderentries',
			id: 'OTAwMDAwMDAxIyMw',
			attributes: {
				entryNumber: 0,
				quantity: 2,
				basePrice: 12995,
				totalPrice: 25990,
				deliveryCost: 0,
				unitType: 'PIECES',
				weight: 1.2,
				minAllowedWeight: null,
				isImeiRequired: false,
				category: { code: 'Master - Samples', title: 'Образцы' },
				offer: { code: 'SKU-9', name: 'Тестовый товар' },
			},
			relationships: {
				product: {
					links: {
						self: '/v2/orderentries/OTAwMDAwMDAxIyMw/relationships/product',
						related: '/v2/orderentries/OTAwMDAwMDAxIyMw/product',
					},
					data: { type: 'masterproducts', id: 'MTAwMDAx' },
				},
				deliveryPointOfService: {
					links: {
						self: '/v2/orderentries/OTAwMDAwMDAxIyMw/relationships/deliveryPointOfService',
						related: '/v2/orderentries/OTAwMDAwMDAxIyMw/deliveryPointOfService',
					},
					data: { type: 'pointofservices', id: 'c3RvcmUtMl9QUDE' },
				},
			},
			links: { self: '/v2/orderentries/OTAwMDAwMDAxIyMw' },
		});
		expect(body.data[1].attributes).not.toHaveProperty('offer');
		expect(body.data[2].attributes.offer).toMatchObject({ isImeiRequired: true });
	});

	test('the lines can be paged', async () => {
		const page = async (number: number) =>
			(await kaspi.get<Entries>(`/orders/${id}/entries?page[number]=${number}&page[size]=2`)).body;
		expect((await page(0)).data.map((e) => e.attributes.entryNumber)).toEqual([0, 1]);
		expect((await page(1)).data.map((e) => e.attributes.entryNumber)).toEqual([2]);
		expect((await page(1)).meta).toEqual({ pageCount: 2, totalCount: 3 });
		expect((await kaspi.get(`/orders/${id}/entries?page[size]=101`)).status).toBe(400);
	});

	test('a line without offer gets its name from the product', async () => {
		const { data } = (await kaspi.get<Entries>(`/orders/${id}/entries`)).body;
		const master = (await kaspi.get<OneBody>(`/orderentries/${data[1].id}/product`)).body.data;
		expect(master).toMatchObject({
			type: 'masterproducts',
			id: 'MTAwMDAy',
			attributes: { code: '100002', name: 'Старый товар', category: 'Образцы' },
		});
		expect((await kaspi.get<OneBody>(`/masterproducts/${master.id}`)).body.data).toEqual(master);
		const own = await kaspi.get<OneBody>(`/masterproducts/${master.id}/merchantProduct`);
		expect(own.body.data).toMatchObject({
			type: 'merchantproducts',
			attributes: { code: 'SKU-002', name: 'Старый товар', manufacturer: 'Testbrand' },
		});
	});

	test('single lines, the buyer, the point, its city, all cities', async () => {
		const line = await kaspi.get<OneBody>('/orderentries/OTAwMDAwMDAxIyMw');
		expect(line.body.data.id).toBe('OTAwMDAwMDAxIyMw');
		const user = await kaspi.get<OneBody>(`/orders/${id}/user`);
		expect(user.body.data).toMatchObject({ type: 'customers', attributes: { name: null } });
		const path = '/orderentries/OTAwMDAwMDAxIyMw/deliveryPointOfService';
		const point = (await kaspi.get<OneBody>(path)).body.data;
		expect(point).toMatchObject({
			type: 'pointofservices',
			id: 'c3RvcmUtMl9QUDE',
			attributes: { displayName: 'PP1', address: { town: 'Астана' } },
		});
		expect((await kaspi.get<OneBody>(`/pointofservices/${point.id}`)).body.data).toEqual(point);
		const city = (await kaspi.get<OneBody>(`/pointofservices/${point.id}/city`)).body.data;
		expect(city).toMatchObject({
			type: 'cities',
			attributes: { code: '710000000', name: 'Астана', active: true },
		});
		const cities = (await kaspi.get<ListBody>('/cities')).body.data;
		expect(cities).toContainEqual(city);
	});

	test('unknown ids get 404', async () => {
		for (const path of [
			'/orders/bm9uZQ/entries',
			'/orders/bm9uZQ/user',
			'/orderentries/bm9uZQ',
			'/orderentries/bm9uZQ/product',
			'/masterproducts/bm9uZQ',
			'/masterproducts/bm9uZQ/merchantProduct',
			'/pointofservices/bm9uZQ/city',
		]) {
			expect((await kaspi.get(path)).status).toBe(404);
		}
	});
});
