import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { createOrder } from '../../../nodes/Sitniks/api/createOrder';
import { byId, CHAT_ID, useKit } from './kit';

const kit = useKit();

const all = async (parameters: IDataObject) =>
	(await kit.place(parameters as never).execute())[0].map(({ json }) => json);
const made = async () => (await kit.state()).orders.filter(({ id }) => id > 70_002);
const posts = async () => await kit.requests('POST /open-api/orders');

const CREATE = {
	resource: 'order',
	operation: 'create',
	fullname: 'Марія Бондар',
	phone: '067 333 44 55',
};

describe('Order: Create', () => {
	test('from fields', async () => {
		const created = await kit.run({
			...CREATE,
			products: {
				product: [
					{ productVariationId: '9001', quantity: 2, price: '450', title: 'Сукня M' },
					{ productVariationId: '9002', isUpsale: true, quantity: 1, price: '' },
				],
			},
			orderFields: { statusId: 12, externalId: 'shop-1042', discountAmount: 0, utm_source: 'ig' },
			additionalJson: '{"npDelivery": {"city": "Київ"}}',
		});
		const [order] = await made();
		expect(created).toEqual({
			order_id: String(order.id),
			order_number: String(order.orderNumber),
			status: 'В обробці',
			status_id: '12',
			client_name: 'Марія Бондар',
			client_phone: '+380673334455',
			total: 900,
			chat_id: '',
			created_at: order.createdAt,
			updated_at: order.updatedAt,
			confirmed: false,
		});
		expect((await posts())[0].body).toEqual({
			client: { fullname: 'Марія Бондар', phone: '+380673334455' },
			products: [
				{
					productVariationId: 9001,
					isUpsale: false,
					quantity: 2,
					price: 450,
					title: 'Сукня M',
				},
				{ productVariationId: 9002, isUpsale: true, quantity: 1 },
			],
			statusId: 12,
			discountAmount: 0,
			externalId: 'shop-1042',
			utm: { source: 'ig' },
			npDelivery: { city: 'Київ' },
		});
	});

	test('from JSON', async () => {
		const json = { client: { fullname: 'Марія' }, clientComment: 'Hi' };
		const order = { resource: 'order', operation: 'create', specifyBody: 'json' };
		await kit.run({ ...order, json: JSON.stringify(json) });
		expect((await posts())[0].body).toEqual(json);
	});

	test.each([
		[{ fullname: 'Ян' }, 'Client Name'],
		[{ phone: 'call me' }, 'Client Phone'],
		[{ additionalJson: '{' }, 'Additional JSON'],
		[{ specifyBody: 'json', json: '{}' }, 'JSON'],
		[{ products: { product: [{ quantity: 1 }] } }, 'Products, Variation ID of row 1'],
	])('%j is refused before any call', async (more, field) => {
		expect(await kit.failure({ ...CREATE, ...more } as never)).toMatchObject({
			field,
			outcome: 'not_sent',
		});
		expect(await kit.requests()).toEqual([]);
	});

	test('the country of the phone is an option', async () => {
		await kit.failure({ ...CREATE, phone: '601 234 567', options: { country: 'pl' } });
		expect((await posts())[0].body).toMatchObject({ client: { phone: '+48601234567' } });
	});

	test('what Sitniks refuses is told without name and phone', async () => {
		const additionalJson = '{"client": {"phone": "0673334455 Марія Бондар"}, "statusId": 99}';
		const failed = await kit.failure({ ...CREATE, additionalJson });
		expect(failed).toMatchObject({ code: 'invalid_request', outcome: 'rejected', httpStatus: 400 });
		expect(failed.error).toContain('client.phone must be a valid phone number');
		expect(JSON.stringify(failed)).not.toMatch(/067333|Бондар/);
	});

	test.each([{ externalId: 'shop-1' }, {}])(
		'whose answer is lost is found again, %j',
		async (more) => {
			await kit.faults({ dropAfterWrite: true, times: 1, method: 'POST' });
			const body = { client: { fullname: 'Марія Бондар', phone: '+380673334455' }, ...more };
			const { order, confirmed } = await createOrder(kit.api(), body, [10]);
			expect({ id: order.id, confirmed }).toEqual({
				id: String((await made())[0].id),
				confirmed: true,
			});
			expect(await posts()).toHaveLength(1);
		},
	);

	test.each([
		['was not made', { drop: true }, '+380673334455'],
		['was made without a phone or ID', { dropAfterWrite: true }, undefined],
	])('that %s is not sent again', async (_name, fault, phone) => {
		const known = { client: { fullname: 'Марія Бондар', phone: '+380673334455' } };
		const api = kit.api();
		await createOrder(api, known);
		await kit.faults({ ...fault, times: 1, method: 'POST' });
		const body = { client: { fullname: 'Марія Бондар', phone } };
		await expect(createOrder(api, body, [10])).rejects.toMatchObject({
			outcome: 'unknown',
			hint: expect.stringContaining('before you create it again'),
		});
		expect(await posts()).toHaveLength(2);
	});

	test('another order of the same time is not taken for the lost one', async () => {
		const api = kit.api();
		const body = { client: { fullname: 'Марія Бондар', phone: '+380673334455' } };
		const other = kit.api();
		await createOrder(other, { ...body, externalId: 'shop-1' });
		await kit.faults({ drop: true, times: 1, method: 'POST' });
		const lost = createOrder(api, { ...body, externalId: 'shop-2' }, [10]);
		await expect(lost).rejects.toMatchObject({ outcome: 'unknown' });
	});
});

describe('Order: Get and Get Many', () => {
	test('one order, its status as text', async () => {
		const get = { resource: 'order', operation: 'get', orderId: byId('70001') };
		expect(await kit.run(get as never)).toMatchObject({ order_id: '70001', status: 'Виконано' });
		const raw = await kit.run({ ...get, options: { simplify: false } } as never);
		expect(raw).toMatchObject({ id: '70001', products: [{ quantity: 2 }] });
		expect(await kit.failure({ ...get, orderId: byId('7') } as never)).toMatchObject({
			code: 'not_found',
		});
		expect(await kit.failure({ ...get, orderId: byId('№7') } as never)).toMatchObject({
			field: 'Order',
		});
	});

	test('all, the limit, and a chat they were made from', async () => {
		const list = { resource: 'order', operation: 'getAll' };
		const orders = await all({ ...list, returnAll: true });
		expect(orders.map(({ order_id, chat_id, status }) => [order_id, chat_id, status])).toEqual([
			['70002', CHAT_ID, 'Завершено'],
			['70001', '', 'Виконано'],
		]);
		expect(await all({ ...list, limit: 1 })).toHaveLength(1);
	});

	test('a time is asked wider by a day and cut here', async () => {
		const list = (options: INodeParameters) => ({
			resource: 'order',
			operation: 'getAll',
			options,
		});
		const after = { createdAfter: '2026-06-02T22:30:00Z', createdBefore: '2026-06-03T00:00:00Z' };
		expect(await all(list(after))).toMatchObject([{ order_id: '70002' }]);
		const [{ path }] = await kit.requests('GET /open-api/orders');
		const query = new URL(path, 'http://x').searchParams;
		expect(query.get('createdAtFrom')).toBe('2026-06-01T22:30:00.000Z');
		expect(query.get('createdAtTo')).toBe('2026-06-04T00:00:00.000Z');
		expect(await all(list({ createdAfter: '2026-06-02T22:30:01Z' }))).toEqual([]);
		expect(await all(list({ createdBefore: '2026-06-01T09:00:00Z' }))).toMatchObject([
			{ order_id: '70001' },
		]);
		expect(await kit.failure(list({ createdAfter: 'soon' }))).toMatchObject({
			field: 'Created After',
		});
	});
});

describe('Client: Find', () => {
	const FIND = { resource: 'client', operation: 'find' };

	test.each([
		[{ by: 'phone', phone: '050 111 22 33' }, 'phone=+380501112233'],
		[{ by: 'email', email: ' olena@example.com ' }, 'email=olena@example.com'],
		[{ by: 'search', search: 'Олена' }, 'search=Олена'],
	])('%j', async (by, query) => {
		expect(await all({ ...FIND, ...by })).toEqual([
			{
				found: true,
				client_id: '501',
				full_name: 'Олена Ковальчук',
				phone: '+380501112233',
				email: 'olena@example.com',
			},
		]);
		expect(await kit.requests(`/clients?${query}&`)).toHaveLength(1);
	});

	test('nobody is no error', async () => {
		expect(await kit.run({ ...FIND, by: 'phone', phone: '099 999 99 98' })).toEqual({
			found: false,
		});
	});

	test.each([
		{ by: 'phone', phone: 'x' },
		{ by: 'email', email: '' },
	])('%j is refused', async (by) => {
		expect(await kit.failure({ ...FIND, ...by })).toMatchObject({ code: 'invalid_input' });
	});
});

test('Manager: Get Many gives all, two of one name', async () => {
	const list = { resource: 'manager', operation: 'getAll' };
	expect(await all(list)).toEqual([
		{ manager_id: 33, name: 'Павло' },
		{ manager_id: 34, name: 'Дарія Коваль' },
		{ manager_id: 35, name: 'Олена Мельник' },
		{ manager_id: 36, name: 'Дарія Коваль' },
	]);
	await kit.faults({ manyManagers: true });
	expect(await all({ ...list, returnAll: true })).toHaveLength(64);
	expect(await all(list)).toHaveLength(50);
	expect(await all({ ...list, limit: 1, options: { simplify: false } })).toEqual([
		{ id: 33, user: { fullname: 'Павло' } },
	]);
});

describe('API: Request', () => {
	const request = (more: IDataObject) => ({ resource: 'api', operation: 'request', ...more });

	test('reads with a query', async () => {
		const query = '{"limit": 1, "skip": 1, "none": null}';
		const answer = await kit.run(request({ path: '/open-api/managers', query }));
		expect(answer).toMatchObject({ data: [{ id: 34 }], count: 4 });
	});

	test('writes a body once', async () => {
		await kit.seed();
		const path = `/chats/${CHAT_ID}`;
		await kit.run(request({ method: 'PUT', path, body: '{"tags": ["a"]}' }));
		expect((await kit.chat()).tags).toEqual(['a']);
		await kit.faults({ dropAfterWrite: true, times: 1, method: 'PUT' });
		const failed = await kit.failure(request({ method: 'PUT', path, body: '{"tags": []}' }));
		expect(failed).toMatchObject({ outcome: 'unknown' });
		expect(await kit.requests('PUT')).toHaveLength(2);
	});

	test.each([
		{ path: 'https://evil.example/x' },
		{ path: '/../api' },
		{ path: '/chats', query: '[]' },
		{ path: '/chats', query: '{' },
	])('%j is refused before any call', async (more) => {
		expect(await kit.failure(request(more))).toMatchObject({ outcome: 'not_sent' });
		expect(await kit.requests()).toEqual([]);
	});

	test('a path that does not exist', async () => {
		expect(await kit.failure(request({ path: '/nothing' }))).toMatchObject({ code: 'not_found' });
	});
});
