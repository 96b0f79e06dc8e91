import { setTimeout as sleep } from 'node:timers/promises';

import type { Json } from './model';
import { TestClient, titles, type OneBody } from './testClient';

const CODE = '900000001';

describe('changing orders', () => {
	let kaspi: TestClient;
	const order = async () => (await kaspi.state()).orders[0].attributes;
	const refused = async (status: string, extra: Json = {}, headers = {}) => {
		const before = await kaspi.state();
		const answer = await kaspi.setStatus(CODE, status, extra, headers);
		expect(answer.status).toBe(400);
		const after = await kaspi.state();
		expect([after.orders, after.writes]).toEqual([before.orders, before.writes]);
		return titles(answer)[0];
	};

	beforeAll(async () => {
		kaspi = await TestClient.start();
	});
	beforeEach(async () => {
		await kaspi.control('reset');
	});
	afterAll(async () => await kaspi.server.close());

	test('accepting moves the order to its tab and answers an echo, not the order', async () => {
		const [{ id }] = await kaspi.emit({});
		const answer = await kaspi.setStatus(CODE, 'ACCEPTED_BY_MERCHANT');
		expect(answer.status).toBe(200);
		expect(answer.body).toEqual({
			data: {
				type: 'orders',
				id,
				attributes: { code: CODE, status: 'ACCEPTED_BY_MERCHANT' },
				relationships: {
					user: {
						links: {
							self: `/v2/orders/${id}/relationships/user`,
							related: `/v2/orders/${id}/user`,
						},
						data: null,
					},
					entries: {
						links: {
							self: `/v2/orders/${id}/relationships/entries`,
							related: `/v2/orders/${id}/entries`,
						},
					},
				},
				links: { self: `/v2/orders/${id}` },
			},
			included: [],
		});
		expect(await order()).toMatchObject({ status: 'ACCEPTED_BY_MERCHANT', state: 'DELIVERY' });
		expect((await kaspi.state()).writes).toEqual([
			{ at: expect.any(Number), code: CODE, status: 'ACCEPTED_BY_MERCHANT' },
		]);
		expect(await refused('ACCEPTED_BY_MERCHANT')).toContain('[ACCEPTED_BY_MERCHANT]');
	});

	test('the echo has only what was sent', async () => {
		const [{ id }] = await kaspi.emit({});
		const attributes = { status: 'ACCEPTED_BY_MERCHANT' };
		const answer = await kaspi.post<OneBody>('/orders', {
			data: { type: 'orders', id, attributes },
		});
		expect(answer.body.data.attributes).toEqual(attributes);
	});

	test('assembling: Kaspi Delivery only, number of parcels as text, waybill later', async () => {
		await kaspi.control('faults', { waybillDelayMs: 60 });
		await kaspi.emit({ delivery: 'kaspi', status: 'ACCEPTED_BY_MERCHANT' });
		expect(await refused('ASSEMBLE')).toContain('numberOfSpace');
		expect(await refused('ASSEMBLE', { numberOfSpace: 1 })).toContain('numberOfSpace');
		const answer = await kaspi.setStatus(CODE, 'ASSEMBLE', { numberOfSpace: '2' });
		expect(answer.body.data.attributes).toEqual({
			code: CODE,
			status: 'ASSEMBLED',
			numberOfSpace: 2,
		});
		expect(await order()).toMatchObject({
			status: 'ACCEPTED_BY_MERCHANT',
			assembled: true,
			kaspiDelivery: { waybill: null, waybillNumber: null },
		});
		await sleep(80);
		expect((await order()).kaspiDelivery).toMatchObject({
			waybill: expect.stringContaining('1900000001'),
			waybillNumber: '1900000001',
		});
		expect(await refused('ASSEMBLE', { numberOfSpace: '2' })).toContain('already');
	});

	test('assembling another delivery or a new order is refused', async () => {
		await kaspi.emit({ status: 'ACCEPTED_BY_MERCHANT' });
		expect(await refused('ASSEMBLE', { numberOfSpace: '1' })).toContain('not of Kaspi Delivery');
		await kaspi.control('reset');
		await kaspi.emit({ delivery: 'kaspi' });
		expect(await refused('ASSEMBLE', { numberOfSpace: '1' })).toContain('[APPROVED_BY_BANK]');
	});

	test('cancelling needs a known reason and a short comment; the echo has no code', async () => {
		await kaspi.emit({});
		expect(await refused('CANCELLED')).toContain('cancellationReason');
		await refused('CANCELLED', { cancellationReason: 'TIMEOUT_BUYER_PICKUP' });
		const reason = { cancellationReason: 'MERCHANT_OUT_OF_STOCK' };
		await refused('CANCELLED', { ...reason, cancellationComment: 'x'.repeat(1001) });
		const answer = await kaspi.setStatus(CODE, 'CANCELLED', {
			...reason,
			cancellationComment: 'x'.repeat(1000),
		});
		expect(answer.body.data.attributes).toMatchObject({ status: 'CANCELLED', ...reason });
		expect(answer.body.data.attributes).not.toHaveProperty('code');
		expect(await order()).toMatchObject({ status: 'CANCELLED', state: 'ARCHIVE', ...reason });
		expect((await kaspi.state()).writes).toMatchObject([{ code: CODE, ...reason }]);
		expect(await refused('CANCELLED', reason)).toContain('[CANCELLED]');
	});

	describe('completing', () => {
		const step1 = { 'x-security-code': '', 'x-send-code': 'true' };
		const step2 = (code: string) => ({ 'x-security-code': code, 'x-send-code': 'true' });
		const notValid = 'Security code is not valid. And the order cannot be completed without it';

		test('takes two steps with the code that the buyer got', async () => {
			await kaspi.emit({ status: 'ACCEPTED_BY_MERCHANT' });
			expect(await refused('COMPLETED')).toBe(notValid);
			expect(await refused('COMPLETED', {}, step2('1234'))).toBe(notValid);

			const sent = await kaspi.setStatus(CODE, 'COMPLETED', {}, step1);
			expect(sent.body.data.attributes).toEqual({ code: CODE, status: 'COMPLETED' });
			expect(await order()).toMatchObject({ status: 'ACCEPTED_BY_MERCHANT', state: 'DELIVERY' });
			const { sentCodes, writes } = await kaspi.state();
			expect(sentCodes).toEqual([{ at: expect.any(Number), code: CODE, securityCode: '1234' }]);
			expect(writes).toEqual([]);

			expect(await refused('COMPLETED', {}, step2('9999'))).toBe(notValid);
			expect((await kaspi.setStatus(CODE, 'COMPLETED', {}, step2('1234'))).status).toBe(200);
			expect(await order()).toMatchObject({ status: 'COMPLETED', state: 'ARCHIVE' });
			expect((await kaspi.state()).writes).toMatchObject([{ code: CODE, status: 'COMPLETED' }]);
			expect(await refused('COMPLETED', {}, step1)).toBe(
				"Order already has been completed, so it can't be completed again.",
			);
		});

		test('the code can be another one', async () => {
			await kaspi.control('faults', { securityCode: '0042' });
			await kaspi.emit({ status: 'ACCEPTED_BY_MERCHANT', delivery: 'pickup' });
			await kaspi.setStatus(CODE, 'COMPLETED', {}, step1);
			expect((await kaspi.setStatus(CODE, 'COMPLETED', {}, step2('0042'))).status).toBe(200);
		});

		test.each([
			[{ status: 'CANCELLED' }, "Order is cancelled, so it can't be completed."],
			[{ state: 'SIGN_REQUIRED' }, 'Order is not may complete allowed'],
			[{ status: 'APPROVED_BY_BANK' }, 'from [APPROVED_BY_BANK] to [COMPLETED]'],
			[{ status: 'ACCEPTED_BY_MERCHANT', delivery: 'kaspi' }, 'completed by the courier'],
		])('is refused for %j', async (spec, title) => {
			await kaspi.emit(spec);
			expect(await refused('COMPLETED', {}, step1)).toContain(title);
			expect((await kaspi.state()).sentCodes).toEqual([]);
		});
	});

	test('ARRIVED is for pre-orders', async () => {
		await kaspi.emit({ status: 'ACCEPTED_BY_MERCHANT' });
		expect(await refused('ARRIVED')).toContain('pre-order');
		await kaspi.emit({ code: '2', status: 'ACCEPTED_BY_MERCHANT', preOrder: true });
		expect((await kaspi.setStatus('2', 'ARRIVED')).status).toBe(200);
		expect((await kaspi.state()).orders[1].attributes.status).toBe('ARRIVED');
	});

	test('ARRIVED_BACKWARD ends a cancellation or a return', async () => {
		await kaspi.emit({ status: 'ACCEPTED_BY_MERCHANT' });
		await refused('ARRIVED_BACKWARD');
		await kaspi.emit({ code: '2', status: 'CANCELLING', delivery: 'kaspi' });
		await kaspi.emit({ code: '3', status: 'KASPI_DELIVERY_RETURN_REQUESTED', delivery: 'kaspi' });
		await kaspi.setStatus('2', 'ARRIVED_BACKWARD');
		await kaspi.setStatus('3', 'ARRIVED_BACKWARD');
		const ends = (await kaspi.state()).orders
			.slice(1)
			.map(({ attributes: a }) => [a.status, a.state]);
		expect(ends).toEqual([
			['CANCELLED', 'ARCHIVE'],
			['RETURNED', 'ARCHIVE'],
		]);
	});

	test('unknown statuses, ids and shapes are refused', async () => {
		const [{ id }] = await kaspi.emit({});
		await refused('PACKED');
		await refused('ACCEPTED_BY_MERCHANT', { code: '5' });
		const accept = { status: 'ACCEPTED_BY_MERCHANT' };
		const send = async (data: unknown) => (await kaspi.post('/orders', { data })).status;
		expect(await send({ type: 'orders', id: CODE, attributes: accept })).toBe(404);
		expect(await send({ type: 'order', id, attributes: accept })).toBe(400);
		expect(await send({ type: 'orders', id })).toBe(400);
		expect((await kaspi.state()).writes).toEqual([]);
	});
});

describe('cancelling a part of an order', () => {
	let kaspi: TestClient;
	let orderId: string;
	let first: string;
	let second: string;
	beforeAll(async () => {
		kaspi = await TestClient.start();
	});
	beforeEach(async () => {
		await kaspi.control('reset');
		[{ id: orderId }] = await kaspi.emit({
			entries: [
				{ name: 'A', quantity: 5, basePrice: 100 },
				{ name: 'B', quantity: 1, basePrice: 1000 },
			],
		});
		[first, second] = (await kaspi.state()).orders[0].entries.map(({ id }) => id);
	});
	afterAll(async () => await kaspi.server.close());

	const cancelOne = async (id: string, attributes: Json) =>
		await kaspi.post<OneBody>('/orderEntryCancelOperation', {
			data: {
				type: 'orderEntryCancelOperation',
				attributes: { reason: 'MERCHANT_OUT_OF_STOCK', ...attributes },
				relationships: { entry: { data: { type: 'orderentries', id } } },
			},
		});

	test('fewer pieces of one line', async () => {
		const answer = await cancelOne(first, { remainedQuantity: 2, notes: 'нет' });
		expect(answer.status).toBe(200);
		expect(answer.body.data).toMatchObject({
			type: 'orderEntryCancelOperation',
			attributes: { remainedQuantity: 2, status: 'SUCCESSFULL' },
			relationships: { entry: { data: null } },
		});
		const { orders, writes } = await kaspi.state();
		expect(orders[0].attributes.totalPrice).toBe(1200);
		expect(orders[0].entries[0].attributes).toMatchObject({ quantity: 2, totalPrice: 200 });
		expect(writes).toEqual([
			{
				at: expect.any(Number),
				code: CODE,
				status: 'PARTIAL_CANCEL',
				entryId: first,
				remainedQuantity: 2,
				reason: 'MERCHANT_OUT_OF_STOCK',
				notes: 'нет',
			},
		]);
	});

	test('a whole line, but not the last one', async () => {
		expect((await cancelOne(second, { remainedQuantity: 0 })).status).toBe(200);
		const [{ attributes, entries }] = (await kaspi.state()).orders;
		expect([attributes.totalPrice, entries.map(({ id }) => id)]).toEqual([500, [first]]);
		expect((await kaspi.get(`/orderentries/${second}`)).status).toBe(404);
		expect((await cancelOne(first, { remainedQuantity: 0 })).status).toBe(400);
	});

	test('wrong quantities, reasons, entries and finished orders are refused', async () => {
		expect((await cancelOne(first, { remainedQuantity: 5 })).status).toBe(400);
		expect((await cancelOne(first, { remainedQuantity: -1 })).status).toBe(400);
		expect((await cancelOne(first, { remainedQuantity: 1, reason: 'NO' })).status).toBe(400);
		expect((await cancelOne('bm9uZQ', { remainedQuantity: 1 })).status).toBe(404);
		await kaspi.emit({ change: { code: CODE, status: 'COMPLETED' } });
		expect((await cancelOne(first, { remainedQuantity: 1 })).status).toBe(400);
		expect((await kaspi.state()).writes).toEqual([]);
	});

	test('several lines at once, all or none', async () => {
		const cut = (id: string, remainedQuantity: number) => ({
			entry: { id },
			remainedQuantity,
			reason: 'MERCHANT_OUT_OF_STOCK',
			notes: 'out of stock',
		});
		const put = async (body: unknown) =>
			await kaspi.put<Json>(`/orderPartialCancel/${orderId}`, body);
		expect((await put([cut(first, 1), cut(second, 7)])).status).toBe(400);
		expect((await put([cut(first, 0), cut(second, 0)])).status).toBe(400);
		expect((await put([cut(first, 1), cut(first, 2)])).status).toBe(400);
		expect((await put({})).status).toBe(400);
		expect((await kaspi.put('/orderPartialCancel/bm9uZQ', [cut(first, 1)])).status).toBe(404);
		expect((await kaspi.state()).writes).toEqual([]);

		const answer = await put([cut(first, 3), cut(second, 0)]);
		expect(answer.status).toBe(200);
		expect(answer.body).toMatchObject({
			status: 'INPROGRESS',
			orderCancelEntries: [
				{ entry: { id: first }, remainedQuantity: 3, notes: 'out of stock' },
				{ entry: { id: second }, remainedQuantity: 0 },
			],
		});
		expect((await kaspi.state()).orders[0].attributes.totalPrice).toBe(300);
		expect((await kaspi.state()).writes).toHaveLength(2);
	});
});
