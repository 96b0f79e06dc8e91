import { byCode, byId, Shop, withoutRateLimit } from './harness';

type Json = Record<string, unknown>;

describe('reading orders', () => {
	let shop: Shop;
	beforeAll(async () => {
		shop = await Shop.open();
	});
	beforeEach(async () => await shop.reset());
	afterAll(async () => await shop.close());
	withoutRateLimit();

	describe('Get', () => {
		test('by ID gives the simplified order with its products', async () => {
			const [{ id }] = await shop.emit({
				firstName: 'Айгерим',
				lastName: 'Т',
				phone: '7010001122',
				store: 'store-2',
				entries: [
					{ name: 'Чай', quantity: 2, basePrice: 1500, sku: 'TEA-1' },
					{ name: 'Мёд', quantity: 1, basePrice: 4000, sku: 'HONEY-1' },
				],
			});
			expect(await shop.one('get', { orderId: byId(id) })).toMatchObject({
				id,
				orderId: '900000001',
				customerName: 'Айгерим Т',
				customerPhone: '+77010001122',
				productName: 'Чай; Мёд',
				quantity: 3,
				totalPrice: 7000,
				deliveryType: 'DELIVERY',
				deliveryKind: 'own_delivery',
				storeId: 'store-2',
			});
		});

		test('by code finds an order that is older than 14 days', async () => {
			await shop.emit({ code: '900000777', createdDaysAgo: 60 });
			const order = await shop.one('get', { orderId: byCode('900000777') });
			expect(order).toMatchObject({ code: '900000777', quantity: 1 });
			const [{ path }] = await shop.requests();
			expect(path).not.toContain('creationDate');
		});

		test('a code in the ID field is taken for what it is', async () => {
			await shop.emit({});
			expect(await shop.one('get', { orderId: byId('900000001') })).toMatchObject({
				code: '900000001',
			});
		});

		test('a list entry holds the ID; open orders are listed and searched', async () => {
			await shop.emit({ orders: [{ createdDaysAgo: 1 }, {}, { state: 'ARCHIVE' }] });
			const node = shop.node({ operation: 'get' });
			const { searchOrders } = (node.type.methods ?? {}).listSearch ?? {};
			const all = await searchOrders.call(node.loadOptionsContext());
			expect(all.results.map(({ name }) => name.slice(0, 9))).toEqual(['900000002', '900000001']);
			const one = await searchOrders.call(node.loadOptionsContext(), '900000003');
			expect(one.results).toHaveLength(1);
			const value = all.results[0].value as string;
			const order = await shop.one('get', { orderId: { __rl: true, mode: 'list', value } });
			expect(order.code).toBe('900000002');
		});

		test('unknown orders are not found, by ID and by code', async () => {
			for (const orderId of [byId('bm9uZQ'), byCode('111')]) {
				const node = shop.node({ operation: 'get', orderId }, { continueOnFail: true });
				const [[{ json }]] = await node.execute();
				expect(json.details).toMatchObject({ code: 'not_found', hint: expect.any(String) });
			}
		});

		test('a masked phone is no phone, and the raw order shows what Kaspi sent', async () => {
			const [{ id }] = await shop.emit({ delivery: 'kaspi', phone: '7010001122' });
			expect(await shop.one('get', { orderId: byId(id) })).toMatchObject({
				customerPhone: '',
				phoneStatus: 'masked',
				deliveryKind: 'kaspi_delivery',
			});
			const raw = await shop.one('get', { orderId: byId(id), simplify: false });
			expect(raw).toMatchObject({
				type: 'orders',
				attributes: { customer: { cellPhone: '+0(000)-000-00-00' } },
				entries: [{ type: 'orderentries' }],
			});
		});

		test('an order without address, customer, price and lines is read, too', async () => {
			const without = ['deliveryAddress', 'customer', 'kaspiDelivery', 'pickupPointId'];
			const [{ id }] = await shop.emit({ delivery: 'pickup', without });
			expect(await shop.one('get', { orderId: byId(id) })).toMatchObject({
				customerName: '',
				customerPhone: '',
				phoneStatus: 'empty',
				deliveryAddress: '',
				deliveryType: 'PICKUP',
			});
		});
	});

	describe('Get Many', () => {
		test('a month is cut into slices of 14 days, per state, in milliseconds', async () => {
			await shop.emit({ count: 40, spreadDays: 44, status: 'APPROVED_BY_BANK' });
			const to = new Date();
			const from = new Date(to.getTime() - 45 * 86_400_000);
			const items = await shop.run('getMany', {
				from: from.toISOString(),
				to: to.toISOString(),
				states: ['NEW', 'ARCHIVE'],
				returnAll: true,
			});
			expect(items).toHaveLength(40);
			const lists = (await shop.requests()).filter(({ path }) => path.includes('state%5D='));
			expect(lists).toHaveLength(8);
			for (const { path, status } of lists) {
				expect(status).toBe(200);
				const query = new URL(path, 'http://kaspi').searchParams;
				const ge = Number(query.get('filter[orders][creationDate][$ge]'));
				const le = Number(query.get('filter[orders][creationDate][$le]'));
				expect(ge).toBeGreaterThan(1e12);
				expect(le - ge).toBeLessThanOrEqual(14 * 86_400_000);
				expect(query.get('page[number]')).toBe('0');
				expect(query.get('page[size]')).toBe('100');
			}
		});

		test('250 orders in one state are three pages, each order once, newest first', async () => {
			await shop.emit({ count: 250, spreadDays: 10, status: 'APPROVED_BY_BANK' });
			const items = await shop.run('getMany', { states: ['NEW'], returnAll: true });
			expect(new Set(items.map(({ json }) => json.id)).size).toBe(250);
			const dates = items.map(({ json }) => Number(json.createDate));
			expect(dates).toEqual([...dates].sort((a, b) => b - a));
			const pages = (await shop.requests())
				.map(({ path }) => new URL(path, 'http://kaspi').searchParams)
				.filter((query) => query.has('filter[orders][state]'))
				.map((query) => query.get('page[number]'));
			expect(pages).toEqual(['0', '1', '2']);
		});

		test('exactly 100 orders need no second page', async () => {
			await shop.emit({ count: 100, spreadDays: 1, status: 'APPROVED_BY_BANK' });
			const parameters = { states: ['NEW'], returnAll: true, includeProducts: false };
			expect(await shop.run('getMany', parameters)).toHaveLength(100);
			expect(await shop.requests()).toHaveLength(1);
		});

		test('the limit keeps the newest and leaves older slices unread', async () => {
			await shop.emit({ orders: [{ createdDaysAgo: 40 }, { createdDaysAgo: 2 }, {}] });
			const items = await shop.run('getMany', {
				from: new Date(Date.now() - 45 * 86_400_000).toISOString(),
				states: ['NEW'],
				limit: 2,
			});
			expect(items.map(({ json }) => json.code)).toEqual(['900000003', '900000002']);
			expect(await shop.requests()).toHaveLength(1);
		});

		test('the five open states are the default: no archive', async () => {
			await shop.emit({
				orders: ['NEW', 'SIGN_REQUIRED', 'PICKUP', 'DELIVERY', 'KASPI_DELIVERY', 'ARCHIVE'].map(
					(state) => ({ state }),
				),
			});
			const items = await shop.run('getMany', { returnAll: true });
			expect(items.map(({ json }) => json.state).sort()).toEqual(
				['DELIVERY', 'KASPI_DELIVERY', 'NEW', 'PICKUP', 'SIGN_REQUIRED'].sort(),
			);
		});

		test('status and delivery filters', async () => {
			await shop.emit({
				orders: [
					{ status: 'ACCEPTED_BY_MERCHANT', delivery: 'pickup' },
					{ status: 'ACCEPTED_BY_MERCHANT', delivery: 'postomat' },
					{ status: 'ACCEPTED_BY_MERCHANT', delivery: 'kaspi' },
					{ delivery: 'pickup' },
				],
			});
			const filters = {
				status: 'ACCEPTED_BY_MERCHANT',
				deliveryKinds: ['pickup', 'kaspi_postomat'],
			};
			const items = await shop.run('getMany', { returnAll: true, filters });
			expect(items.map(({ json }) => json.deliveryKind).sort()).toEqual([
				'kaspi_postomat',
				'pickup',
			]);
		});

		test('without products no line is asked for', async () => {
			await shop.emit({ entries: [{ offer: false }] });
			const [{ json }] = await shop.run('getMany', { includeProducts: false });
			expect(json).toMatchObject({ products: [], productName: '', quantity: null });
			expect(
				(await shop.requests()).every(({ path }) => path.startsWith('/shop/api/v2/orders?')),
			).toBe(true);
		});

		test('the lines come with the list, or order by order when Kaspi leaves them out', async () => {
			await shop.emit({ orders: [{ entries: [{ name: 'Чай' }] }, { entries: [{ name: 'Мёд' }] }] });
			const names = async () =>
				(await shop.run('getMany', { states: ['NEW'] })).map(({ json }) => json.productName).sort();
			expect(await names()).toEqual(['Мёд', 'Чай']);
			expect(await shop.requests()).toHaveLength(1);
			await shop.faults({ includeEntries: false });
			expect(await names()).toEqual(['Мёд', 'Чай']);
			const paths = (await shop.requests(1)).map(({ path }) => path.split('?')[0]);
			expect(paths.map((path) => path.endsWith('/entries'))).toEqual([false, true, true]);
		});

		test('no orders give no items, an unreadable field names itself', async () => {
			expect(await shop.run('getMany')).toEqual([]);
			await expect(shop.run('getMany', { states: [] })).rejects.toThrow('States: none is chosen');
			await expect(shop.run('getMany', { from: 'soon' })).rejects.toThrow('From: this is no date');
		});

		test('items are linked to their input, and one failing item does not stop the others', async () => {
			await shop.emit({ orders: [{}, {}] });
			const node = shop.node(
				{ operation: 'getMany', from: '={{ $json.from }}', states: ['NEW'] },
				{ continueOnFail: true },
			);
			const [output] = await node.execute([{ json: { from: '' } }, { json: { from: 'soon' } }]);
			expect(output.map(({ pairedItem }) => pairedItem)).toEqual([
				{ item: 0 },
				{ item: 0 },
				{ item: 1 },
			]);
			expect(output[2].json.details).toMatchObject({ code: 'invalid_input', field: 'From' });
		});
	});

	describe('Get Entries', () => {
		// Names of products are remembered per shop, and the simulator numbers them anew.
		let shop: Shop;
		beforeEach(async () => {
			shop = await Shop.open();
		});
		afterEach(async () => await shop.close());

		test('one item a line; a name without offer comes from the product, once per product', async () => {
			const entries = [
				{ name: 'Уникальный товар без предложения', quantity: 3, basePrice: 700, offer: false },
				{ name: 'Чай', quantity: 1, basePrice: 900, sku: 'TEA-1' },
			];
			const [{ id, code }] = await shop.emit({ entries });
			const items = await shop.run('getEntries', { orderId: byId(id) });
			expect(items.map(({ json }) => json)).toEqual([
				{
					id: expect.any(String),
					orderId: code,
					entryNumber: 0,
					name: 'Уникальный товар без предложения',
					quantity: 3,
					sku: expect.stringMatching(/./),
					price: 700,
					totalPrice: 2100,
					unitType: 'PIECES',
					category: expect.any(String),
				},
				expect.objectContaining({ entryNumber: 1, name: 'Чай', sku: 'TEA-1' }),
			]);
			const calls = (await shop.requests()).map(({ path }) => path);
			expect(calls.filter((path) => path.includes('roduct'))).toHaveLength(2);

			await shop.run('getEntries', { orderId: byId(id) });
			const again = (await shop.requests(calls.length)).map(({ path }) => path);
			expect(again.filter((path) => path.includes('roduct'))).toEqual([]);
		});

		test('a product that Kaspi does not know any more hides nothing', async () => {
			const entries = [{ name: 'Снятый с продажи', offer: false, basePrice: 100 }];
			const [{ id }] = await shop.emit({ entries });
			await shop.faults({ status: 404, path: '/product', times: 0 });
			const [{ json }] = await shop.run('getEntries', { orderId: byId(id) });
			expect(json).toMatchObject({ name: '', price: 100 });
		});

		test('raw lines with the product that was read', async () => {
			const entries = [{ name: 'Ещё один без предложения', offer: false }];
			const [{ id }] = await shop.emit({ entries });
			const [{ json }] = await shop.run('getEntries', { orderId: byId(id), simplify: false });
			expect(json).toMatchObject({
				type: 'orderentries',
				product: { name: 'Ещё один без предложения' },
			});
		});
	});

	describe('Parse', () => {
		test('reads the input item by default, a text as well, and asks Kaspi nothing', async () => {
			const flat = { orderId: '12345', customerPhone: '87010001122', deliveryType: 'DELIVERY' };
			const item = { json: flat };
			const [{ json }] = await shop.run('parse', {}, [item]);
			expect(json).toMatchObject({ orderId: '12345', customerPhone: '+77010001122' });
			expect(item.json).toEqual(flat);
			const order = JSON.stringify({ orderId: '12346' });
			expect(await shop.one('parse', { order })).toMatchObject({ code: '12346' });
			expect(await shop.requests()).toEqual([]);
		});

		test('needs no credential', async () => {
			const node = shop.node({ operation: 'parse' }, { credentials: {} });
			const [[{ json }]] = await node.execute([{ json: { orderId: '1' } }]);
			expect(json.code).toBe('1');
		});

		test('says what is missing', async () => {
			await expect(shop.run('parse', { order: '{"a":1}' })).rejects.toThrow('orderId (cabinet)');
			await expect(shop.run('parse', { order: '{' })).rejects.toThrow('Order: an order is a JSON');
		});

		test('the raw order of Get gives the same as the simplified one', async () => {
			const [{ id }] = await shop.emit({ entries: [{ name: 'Третий такой', offer: false }] });
			const raw = (await shop.one('get', { orderId: byId(id), simplify: false })) as Json;
			const simple = await shop.one('get', { orderId: byId(id) });
			expect(await shop.one('parse', { order: JSON.stringify(raw) })).toEqual(simple);
		});
	});
});
