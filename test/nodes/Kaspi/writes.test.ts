import type { INodeParameters } from 'n8n-workflow';

import { HttpClient } from '../../../nodes/shared/http';
import { fieldsOf } from '../../../nodes/shared/values';
import { byCode, byId, Shop, withoutRateLimit } from './harness';

describe('changing orders', () => {
	let shop: Shop;
	beforeAll(async () => {
		shop = await Shop.open();
	});
	beforeEach(async () => await shop.reset());
	afterAll(async () => await shop.close());
	withoutRateLimit();

	const accepted = { status: 'ACCEPTED_BY_MERCHANT' };
	const posts = async () => (await shop.requests()).filter(({ method }) => method === 'POST');
	/** The output of one change, the details of an error included. */
	const change = async (operation: string, parameters: INodeParameters) => {
		const node = shop.node({ operation, ...parameters }, { continueOnFail: true });
		const [[{ json }]] = await node.execute();
		return { ...json, ...(json.details as object) } as Record<string, unknown>;
	};

	test('Accept reads, writes once, reads again and gives the order with its products', async () => {
		const [{ id }] = await shop.emit({ delivery: 'own', entries: [{ name: 'Чай' }] });
		const order = await shop.one('accept', { orderId: byId(id) });
		expect(order).toMatchObject({
			code: '900000001',
			status: 'ACCEPTED_BY_MERCHANT',
			state: 'DELIVERY',
			productName: 'Чай',
		});
		expect(order).not.toHaveProperty('confirmedByReading');
		const [{ body }, ...more] = await posts();
		expect(more).toEqual([]);
		expect(body).toEqual({
			data: {
				type: 'orders',
				id,
				attributes: { code: '900000001', status: 'ACCEPTED_BY_MERCHANT' },
			},
		});
	});

	test('an order can be chosen by its code', async () => {
		await shop.emit({});
		const order = await shop.one('accept', { orderId: byCode('900000001') });
		expect(order.status).toBe('ACCEPTED_BY_MERCHANT');
		expect((await posts())[0].body).toMatchObject({ data: { id: 'OTAwMDAwMDAx' } });
	});

	test('Assemble sends the number of parcels as a text', async () => {
		const [{ id }] = await shop.emit({ delivery: 'kaspi', ...accepted });
		const order = await shop.one('assemble', { orderId: byId(id), numberOfSpace: 2 });
		expect(order).toMatchObject({ assembled: true, status: 'ACCEPTED_BY_MERCHANT' });
		expect(await shop.writes()).toMatchObject([{ status: 'ASSEMBLE', numberOfSpace: '2' }]);
	});

	test('Cancel sends reason and comment', async () => {
		const [{ id }] = await shop.emit({});
		const order = await shop.one('cancel', {
			orderId: byId(id),
			reason: 'BUYER_NOT_REACHABLE',
			comment: 'Не отвечает',
		});
		expect(order).toMatchObject({
			status: 'CANCELLED',
			state: 'ARCHIVE',
			cancellationReason: 'BUYER_NOT_REACHABLE',
		});
		expect(await shop.writes()).toMatchObject([{ cancellationComment: 'Не отвечает' }]);
	});

	test('Complete takes two steps: send the code, then confirm it', async () => {
		const [{ id }] = await shop.emit({ delivery: 'own', ...accepted });
		const sent = await shop.one('complete', { orderId: byId(id), step: 'sendCode' });
		expect(sent.status).toBe('ACCEPTED_BY_MERCHANT');
		const confirm = { orderId: byId(id), step: 'confirm' };
		expect(await change('complete', { ...confirm, securityCode: '9999' })).toMatchObject({
			error: expect.stringContaining('Security code is not valid'),
			code: 'invalid_request',
			outcome: 'rejected',
		});
		const done = await shop.one('complete', { ...confirm, securityCode: ' 1234 ' });
		expect(done).toMatchObject({ status: 'COMPLETED', state: 'ARCHIVE' });
		expect((await posts()).map(({ headers }) => headers['x-security-code'])).toEqual([
			'',
			'9999',
			'1234',
		]);
		expect((await posts()).every(({ headers }) => headers['x-send-code'] === 'true')).toBe(true);
	});

	test('Confirm without a code would send another one to the buyer: it is refused', async () => {
		const [{ id }] = await shop.emit({ delivery: 'own', ...accepted });
		const parameters = { orderId: byId(id), step: 'confirm', securityCode: ' ' };
		await expect(shop.run('complete', parameters)).rejects.toThrow('Code: it is empty');
		expect(await posts()).toEqual([]);
	});

	test.each([
		['accept', {}, accepted, 'its status is ACCEPTED_BY_MERCHANT, not APPROVED_BY_BANK'],
		['assemble', {}, { delivery: 'own', ...accepted }, 'only orders of Kaspi Delivery'],
		['assemble', {}, { delivery: 'kaspi' }, 'its status is APPROVED_BY_BANK'],
		['assemble', {}, { delivery: 'kaspi', assembled: true, ...accepted }, 'assembled already'],
		['cancel', {}, { status: 'COMPLETED' }, 'its status is COMPLETED'],
		['complete', {}, { status: 'COMPLETED' }, 'its status is COMPLETED'],
		['complete', {}, { delivery: 'kaspi', ...accepted }, 'completed by the courier'],
		['complete', {}, { state: 'SIGN_REQUIRED' }, 'credit papers are not signed'],
	])('%s %j of an order with %j is refused before anything is sent', async (...row) => {
		const [operation, parameters, spec, message] = row;
		const [{ id }] = await shop.emit(spec);
		expect(await change(operation, { orderId: byId(id), ...parameters })).toMatchObject({
			error: expect.stringContaining(message),
			outcome: 'not_sent',
		});
		expect(await posts()).toEqual([]);
	});

	test('wrong fields are refused with their names', async () => {
		const [{ id }] = await shop.emit({ delivery: 'kaspi', ...accepted });
		const orderId = byId(id);
		const long = 'x'.repeat(1001);
		await expect(shop.run('cancel', { orderId, comment: long })).rejects.toThrow('Comment:');
		await expect(shop.run('assemble', { orderId, numberOfSpace: 0 })).rejects.toThrow(
			'Number of Parcels:',
		);
		await expect(shop.run('accept', { orderId: byId('') })).rejects.toThrow('Order: it is empty');
	});

	test.each([
		['accept', {}, {}, { code: '900000001', status: 'ACCEPTED_BY_MERCHANT' }],
		['assemble', {}, { delivery: 'kaspi', ...accepted }, { status: 'ASSEMBLE' }],
		['cancel', {}, {}, { cancellationReason: 'MERCHANT_OUT_OF_STOCK' }],
		['complete', { step: 'sendCode' }, accepted, { status: 'COMPLETED' }],
		['complete', { step: 'confirm', securityCode: '1234' }, accepted, { status: 'COMPLETED' }],
	])('a dry run of %s %j writes nothing', async (operation, parameters, spec, wouldSend) => {
		const [{ id }] = await shop.emit(spec);
		const before = await shop.one('get', { orderId: byId(id) });
		const output = await change(operation, { orderId: byId(id), dryRun: true, ...parameters });
		expect(output).toMatchObject({
			...before,
			dryRun: true,
			wouldSend: expect.objectContaining(wouldSend),
		});
		expect(await posts()).toEqual([]);
	});

	test('a dry run refuses what is not possible', async () => {
		const [{ id }] = await shop.emit({ status: 'COMPLETED' });
		const output = await change('cancel', { orderId: byId(id), dryRun: true });
		expect(output.error).toContain('Cancel is not possible for this order');
	});

	test.each([
		['accept', {}, {}],
		['assemble', {}, { delivery: 'kaspi', ...accepted }],
		['cancel', {}, {}],
	])('%s whose answer is lost is confirmed by reading, never repeated', async (...row) => {
		const [operation, parameters, spec] = row;
		const [{ id }] = await shop.emit(spec);
		await shop.faults({ dropAfterWrite: true, method: 'POST' });
		const output = await change(operation, { orderId: byId(id), ...parameters });
		expect(output).toMatchObject({ code: '900000001', confirmedByReading: true });
		expect(await posts()).toHaveLength(1);
		expect(await shop.writes()).toHaveLength(1);
	});

	test.each([
		['a cut connection', { drop: true }],
		['a 502 page', { status: 502, html: true }],
		['a page with status 200', { status: 200, html: true }],
	])('after %s the order is unchanged: the outcome is unknown', async (_name, fault) => {
		const [{ id }] = await shop.emit({});
		await shop.faults({ ...fault, method: 'POST' });
		const output = await change('accept', { orderId: byId(id) });
		expect(output).toMatchObject({ outcome: 'unknown', error: expect.any(String) });
		expect(await posts()).toHaveLength(1);
	});

	test('a code whose sending was not answered cannot be confirmed by reading', async () => {
		const [{ id }] = await shop.emit({ delivery: 'own', ...accepted });
		await shop.faults({ dropAfterWrite: true, method: 'POST' });
		const output = await change('complete', { orderId: byId(id), step: 'sendCode' });
		expect(output).toMatchObject({ outcome: 'unknown' });
		expect(await posts()).toHaveLength(1);
	});

	test('a change that was made is no failure when the order cannot be read again', async () => {
		const [{ id }] = await shop.emit({});
		const write = jest.spyOn(HttpClient.prototype, 'write');
		write.mockImplementationOnce(async function (this: HttpClient, call) {
			write.mockRestore();
			const answer = await this.write(call);
			await shop.faults({ status: 403, times: 0, method: 'GET', path: '/orders' });
			return answer;
		});
		const output = await change('accept', { orderId: byId(id) });
		expect(output).toMatchObject({ isBeforeChange: true, status: 'APPROVED_BY_BANK' });
		expect(await shop.writes()).toHaveLength(1);
	});

	test('429 was not carried out, so that call alone is sent again', async () => {
		const [{ id }] = await shop.emit({});
		await shop.faults({ status: 429, method: 'POST', headers: { 'retry-after': '0' } });
		const output = await change('accept', { orderId: byId(id) });
		expect(output.status).toBe('ACCEPTED_BY_MERCHANT');
		expect(await shop.writes()).toHaveLength(1);
	});

	test('every item is changed on its own, and errors stay with their item', async () => {
		await shop.emit({ orders: [{}, { status: 'COMPLETED' }, {}] });
		const orderId = { __rl: true, mode: 'code', value: '={{ $json.code }}' };
		const node = shop.node({ operation: 'accept', orderId }, { continueOnFail: true });
		const input = ['900000001', '900000002', '900000003'].map((code) => ({ json: { code } }));
		const [output] = await node.execute(input);
		expect(output.map(({ json }) => json.status ?? fieldsOf(json.details).code)).toEqual([
			'ACCEPTED_BY_MERCHANT',
			'invalid_input',
			'ACCEPTED_BY_MERCHANT',
		]);
		expect(output.map(({ pairedItem }) => pairedItem)).toEqual([0, 1, 2].map((item) => ({ item })));
		expect(input[0].json).toEqual({ code: '900000001' });
	});
});
