import { idsOf, useKit } from './testkit';

const kit = useKit();
const create = (body: unknown) => kit.call('POST', '/orders', body);
const CLIENT = { fullname: 'Марія Бойко', phone: '+380931112244', email: 'maria@example.com' };
const PRODUCT = {
	productVariationId: 9001,
	isUpsale: false,
	quantity: 2,
	price: 450,
	title: 'Сукня',
};

describe('managers', () => {
	test('two of them have the same name', async () => {
		expect((await kit.get('/managers')).body).toEqual({
			data: [
				{ id: 33, user: { fullname: 'Павло' } },
				{ id: 34, user: { fullname: 'Дарія Коваль' } },
				{ id: 35, user: { fullname: 'Олена Мельник' } },
				{ id: 36, user: { fullname: 'Дарія Коваль' } },
			],
			count: 4,
		});
	});

	test('can be more than a page', async () => {
		await kit.faults({ manyManagers: true });
		const first = await kit.get('/managers', { limit: 100 });
		expect([first.body.data.length, first.body.count]).toEqual([50, 64]);
		const rest = idsOf(await kit.get('/managers', { limit: 50, skip: 50 }));
		expect([rest.length, rest[13]]).toEqual([14, 100]);
		expect(idsOf(await kit.get('/managers'))).toHaveLength(10);
		const id = await kit.chat();
		const assigned = await kit.call('PUT', `/chats/${id}`, { assignedManagerId: 100 });
		expect(assigned.body.assignedManagerName).toBe('Менеджер 60');
	});
});

describe('a new order', () => {
	test('is 201 with the fields of the sheet', async () => {
		const { status, body } = await create({
			client: CLIENT,
			products: [PRODUCT],
			statusId: 11,
			salesChannelId: 22,
			responsibleId: 33,
			externalId: 'shop-1042',
			discountPercent: 10,
			discountAmount: 10,
			utm: { source: 'ig' },
			delivery: { type: 'newpost', integrationDeliveryId: 44 },
		});
		expect(status).toBe(201);
		const number = expect.any(Number);
		const time = expect.stringMatching(/Z$/);
		expect(body).toEqual({
			id: number,
			orderNumber: number,
			status: { id: 11, name: 'Нове' },
			client: { id: number, ...CLIENT },
			totalPrice: 900,
			totalPriceDiscount: 800,
			cashOnDelivery: 0,
			createdAt: time,
			updatedAt: time,
			source: 'Instagram',
		});
		const read = (await kit.get(`/orders/${String(body.id)}`)).body;
		expect(read).toEqual({
			...body,
			chatId: null,
			externalId: 'shop-1042',
			products: [
				{
					quantity: 2,
					title: 'Сукня',
					productVariation: { sku: 'SKU-9001', productId: 9001, systemTitle: 'Сукня' },
				},
			],
		});
		expect((await kit.state()).orders[2].body).toMatchObject({ delivery: { type: 'newpost' } });
	});

	test.each([
		[{ client: { fullname: 'Марія', phone: '+380931112244' }, clientComment: 'Передзвоніть' }],
		[{ client: { fullname: 'Марія' }, utm: {}, salesChannelId: 22, statusId: 12 }],
	])('may be small: %j', async (body) => {
		expect((await create(body)).status).toBe(201);
	});

	test('belongs to the client with that phone', async () => {
		const known = await create({ client: { fullname: 'Інше Імʼя', phone: '+380501112233' } });
		expect(known.body.client).toMatchObject({ id: 501, fullname: 'Олена Ковальчук' });
		const fresh = await create({ client: CLIENT });
		const again = await create({ client: { ...CLIENT, email: undefined } });
		expect(again.body.client).toEqual(fresh.body.client);
		expect((await kit.state()).clients).toHaveLength(3);
		const { clients } = (await kit.get('/clients', { phone: CLIENT.phone })).body;
		expect(clients).toEqual([fresh.body.client]);
	});

	test('the same externalId makes another one', async () => {
		const body = { client: CLIENT, externalId: 'shop-1' };
		const [a, b] = [await create(body), await create(body)];
		expect(a.body.id).not.toBe(b.body.id);
	});

	const short = 'client.fullname must be longer than or equal to 3 characters';
	const phone = 'client.phone must be a valid phone number';
	test.each([
		[{}, [short]],
		[{ client: { fullname: 'Ли' } }, [short]],
		[{ client: { fullname: 'Ли', phone: '0501112233' } }, [short, phone]],
		[{ client: { fullname: 'Марія', phone: '380501112233' } }, [phone]],
		[{ client: { fullname: 'Марія', email: 'x' } }, ['client.email must be an email']],
		[
			{ client: CLIENT, products: [PRODUCT, { title: 'x', price: '5' }] },
			[
				'products.1.productVariationId must be an integer number',
				'products.1.isUpsale must be a boolean value',
				'products.1.price must be a number',
			],
		],
		[{ client: CLIENT, products: {} }, ['products must be an array']],
		[{ client: CLIENT, discountAmount: '5' }, ['discountAmount must be a number']],
		[{ client: CLIENT, statusId: 99 }, 'Order status not found'],
		[{ client: CLIENT, salesChannelId: 99 }, 'Sales channel not found'],
		[{ client: CLIENT, responsibleId: 99 }, 'Manager not found'],
	])('%j is 400', async (body, message) => {
		const answer = await create(body);
		expect(answer.status).toBe(400);
		expect(answer.body).toEqual({ statusCode: 400, message, error: 'Bad Request' });
		const { orders, clients } = await kit.state();
		expect([orders.length, clients.length]).toEqual([2, 2]);
	});
});

describe('reading orders', () => {
	test('a status is an object with name or title, or plain text', async () => {
		const { status } = (await create({ client: CLIENT, statusId: 12 })).body;
		expect(status).toEqual({ id: 12, title: 'В обробці' });
		const { data, count } = (await kit.get('/orders')).body;
		expect(count).toBe(3);
		expect(data.map((order) => order.status)).toEqual([
			{ id: 12, title: 'В обробці' },
			{ id: 14, title: 'Завершено' },
			'Виконано',
		]);
		expect(data.map(({ chatId }) => chatId)).toEqual([null, '6b10aa00e056c38300000a01', null]);
		expect((await kit.get('/orders/statuses')).body).toEqual({
			data: [
				{ id: 11, name: 'Нове' },
				{ id: 12, title: 'В обробці' },
				{ id: 13, name: 'Відправлено' },
				{ id: 14, title: 'Завершено' },
			],
		});
	});

	test('by creation time, whose zone is ignored', async () => {
		const find = async (createdAtFrom: string, createdAtTo = '2026-06-30') =>
			idsOf(await kit.get('/orders', { createdAtFrom, createdAtTo }));
		expect(await find('2026-06-01')).toEqual([70_002, 70_001]);
		expect(await find('2026-06-02T22:30:00Z')).toEqual([70_002]);
		// 23:00 in Kyiv is 20:00 UTC, and would find it.
		expect(await find('2026-06-02T23:00:00+03:00')).toEqual([]);
		expect(await find('2026-06-01', '2026-06-02')).toEqual([70_001]);
		expect((await kit.get('/orders', { createdAtFrom: 'x' })).status).toBe(400);
	});

	test('pages', async () => {
		for (let i = 0; i < 12; i++) await create({ client: CLIENT });
		expect(idsOf(await kit.get('/orders'))).toHaveLength(10);
		const { data, count } = (await kit.get('/orders', { limit: 50, skip: 13 })).body;
		expect([data.length, count]).toEqual([1, 14]);
	});

	test('an unknown one is 404', async () => {
		expect(await kit.get('/orders/1')).toMatchObject({
			status: 404,
			body: { statusCode: 404, message: 'Order not found', error: 'Not Found' },
		});
		expect((await kit.get('/orders/x')).status).toBe(400);
	});
});

test('sales channels', async () => {
	expect((await kit.get('/sales-channels')).body).toEqual({
		data: [
			{ id: 22, title: 'Instagram' },
			{ id: 23, title: 'Сайт' },
		],
		count: 2,
	});
});

describe('clients', () => {
	const found = async (query: Record<string, string>) =>
		((await kit.get('/clients', query)).body.clients as Array<{ id: number }>).map(({ id }) => id);

	test('are under the key clients', async () => {
		expect((await kit.get('/clients', { phone: '+380501112233' })).body).toEqual({
			clients: [
				{
					id: 501,
					fullname: 'Олена Ковальчук',
					phone: '+380501112233',
					email: 'olena@example.com',
				},
			],
		});
	});

	test('by phone, e-mail, search, id', async () => {
		expect(await found({})).toEqual([501, 502]);
		expect(await found({ limit: '1' })).toEqual([501]);
		expect(await found({ phone: '0501112233' })).toEqual([]);
		expect(await found({ email: 'Olena@Example.com' })).toEqual([501]);
		expect(await found({ search: 'шевчук' })).toEqual([502]);
		expect(await found({ search: '50111' })).toEqual([501]);
		expect((await kit.get('/clients/502')).body).toMatchObject({ id: 502, email: null });
		expect((await kit.get('/clients/1')).status).toBe(404);
		// A plus that is not encoded is a space.
		expect((await kit.call('GET', '/clients?phone=+380501112233')).body.clients).toEqual([]);
	});
});
