import { afterRestart, codes, Shop, withoutRateLimit } from './harness';

const DAY = 86_400_000;

describe('Kaspi Shop Trigger: new orders', () => {
	let shop: Shop;
	beforeAll(async () => {
		shop = await Shop.open();
	});
	beforeEach(async () => await shop.reset());
	afterAll(async () => await shop.close());
	withoutRateLimit();

	test('orders that are there already are skipped, later ones are emitted once', async () => {
		await shop.emit({ orders: [{}, { status: 'ACCEPTED_BY_MERCHANT' }] });
		const trigger = shop.trigger();
		expect(await trigger.poll()).toBeNull();
		expect(await trigger.poll()).toBeNull();
		await shop.emit({ orders: [{ firstName: 'Айгерим', entries: [{ name: 'Чай' }] }, {}] });
		const output = await trigger.poll();
		expect(codes(output)).toEqual(['900000003', '900000004']);
		expect(output).toHaveLength(1);
		expect(output?.[0][0].json).toMatchObject({
			orderId: '900000003',
			customerName: 'Айгерим',
			productName: 'Чай',
			quantity: 1,
		});
		expect(await trigger.poll()).toBeNull();
	});

	test('existing orders are emitted when that is chosen, oldest first', async () => {
		await shop.emit({ orders: [{ createdDaysAgo: 1 }, { createdDaysAgo: 13 }, {}] });
		const trigger = shop.trigger({ existingOrders: 'emit' });
		expect(codes(await trigger.poll())).toEqual(['900000002', '900000001', '900000003']);
		expect(await trigger.poll()).toBeNull();
	});

	test('a shop without orders is a first poll, too: the next order is new', async () => {
		const trigger = shop.trigger();
		expect(await trigger.poll()).toBeNull();
		await shop.emit({});
		expect(codes(await trigger.poll())).toEqual(['900000001']);
	});

	test('an order that was accepted by itself is never NEW and yet found', async () => {
		const trigger = shop.trigger();
		await trigger.poll();
		await shop.emit({ status: 'ACCEPTED_BY_MERCHANT', delivery: 'kaspi' });
		expect(codes(await trigger.poll())).toEqual(['900000001']);
	});

	test('a status change is no new order', async () => {
		const trigger = shop.trigger();
		await trigger.poll();
		await shop.emit({});
		await trigger.poll();
		await shop.emit({ change: { code: '900000001', status: 'ACCEPTED_BY_MERCHANT' } });
		expect(await trigger.poll()).toBeNull();
	});

	test('an order that appears late, with an old date, is found', async () => {
		await shop.emit({});
		const trigger = shop.trigger();
		await trigger.poll();
		await shop.emit({ createdDaysAgo: 9 });
		expect(codes(await trigger.poll())).toEqual(['900000002']);
		await shop.emit({ createdDaysAgo: 15 });
		expect(await trigger.poll()).toBeNull();
	});

	test('an order without a date or any other attribute is emitted once', async () => {
		const trigger = shop.trigger({ states: ['NEW'] });
		await trigger.poll();
		await shop.emit({ without: ['customer', 'totalPrice', 'deliveryMode', 'isKaspiDelivery'] });
		expect(codes(await trigger.poll())).toEqual(['900000001']);
		expect(await trigger.poll()).toBeNull();
	});

	test('250 orders over 30 days: every one once, in calls of 14 days at most', async () => {
		await shop.emit({ count: 250, spreadDays: 29.9, status: 'APPROVED_BY_BANK' });
		const trigger = shop.trigger({ lookBackDays: 30, existingOrders: 'emit', states: ['NEW'] });
		const output = await trigger.poll();
		expect(new Set(codes(output)).size).toBe(250);
		expect(output?.[0]).toHaveLength(250);
		const dates = output?.[0].map(({ json }) => Number(json.createDate)) ?? [];
		expect(dates).toEqual([...dates].sort((a, b) => a - b));
		const requests = await shop.requests();
		expect(requests.every(({ status }) => status === 200)).toBe(true);
		expect(await trigger.poll()).toBeNull();
	});

	test('a failed page loses nothing: the next poll emits what the failed one had read', async () => {
		const trigger = shop.trigger({ lookBackDays: 30, states: ['NEW'] });
		await trigger.poll();
		await shop.emit({ count: 250, spreadDays: 29.9, status: 'APPROVED_BY_BANK' });
		const kept = JSON.stringify(trigger.staticData);
		// The newest slice has two pages: the first is read, the second fails.
		await shop.faults({ status: 403, path: 'page%5Bnumber%5D=1' });
		await expect(trigger.poll()).rejects.toThrow('Kaspi answered 403');
		expect(JSON.stringify(trigger.staticData)).toBe(kept);
		expect((await trigger.poll())?.[0]).toHaveLength(250);
		expect(await trigger.poll()).toBeNull();
	});

	test('a failure while lines are read loses nothing either', async () => {
		const trigger = shop.trigger();
		await trigger.poll();
		await shop.emit({ orders: [{}, {}, {}] });
		await shop.faults({ includeEntries: false });
		await shop.faults({ status: 401, path: '/orders/OTAwMDAwMDAy/entries' });
		await expect(trigger.poll()).rejects.toThrow('Kaspi answered 401');
		expect(codes(await trigger.poll())).toEqual(['900000001', '900000002', '900000003']);
		expect(await trigger.poll()).toBeNull();
	});

	test('one order whose lines Kaspi refuses does not hold back the others', async () => {
		const trigger = shop.trigger();
		await trigger.poll();
		await shop.emit({ orders: [{}, {}] });
		await shop.faults({ includeEntries: false });
		await shop.faults({ status: 404, path: '/orders/OTAwMDAwMDAx/entries', times: 0 });
		const output = await trigger.poll();
		expect(codes(output)).toEqual(['900000001', '900000002']);
		expect(output?.[0].map(({ json }) => json.quantity)).toEqual([null, 1]);
	});

	test('a failed first poll is no poll: what is there later is still existing', async () => {
		await shop.emit({});
		const trigger = shop.trigger();
		await shop.faults({ status: 401 });
		await expect(trigger.poll()).rejects.toThrow('Kaspi answered 401');
		expect(trigger.staticData).toEqual({});
		expect(await trigger.poll()).toBeNull();
	});

	test('when time runs out, the rest is left to the next poll', async () => {
		const trigger = shop.trigger();
		await trigger.poll();
		await shop.emit({ orders: [{}, {}, {}] });
		await shop.faults({ includeEntries: false });
		const start = Date.now();
		const clock = jest.spyOn(Date, 'now');
		let calls = 0;
		clock.mockImplementation(() => start + (calls++ === 0 ? 0 : 200_000));
		expect(codes(await trigger.poll())).toEqual(['900000001']);
		clock.mockRestore();
		expect(codes(await trigger.poll())).toEqual(['900000002', '900000003']);
		expect(await trigger.poll()).toBeNull();
	});

	test('of two polls at once the second does nothing, and the guard is released', async () => {
		const trigger = shop.trigger();
		await trigger.poll();
		await shop.emit({});
		await shop.faults({ slowMs: 50 });
		const [first, second] = await Promise.all([trigger.poll(), trigger.poll()]);
		expect(codes(first)).toEqual(['900000001']);
		expect(second).toBeNull();
		await shop.faults([{ slowMs: 0 }, { status: 401 }]);
		await expect(trigger.poll()).rejects.toThrow('401');
		await shop.emit({});
		expect(codes(await trigger.poll())).toEqual(['900000002']);
	});

	test('what is kept has no name and no phone, and leaves with the window', async () => {
		await shop.emit({ firstName: 'Айгерим', phone: '7010001122' });
		await shop.emit({ createdDaysAgo: 6, phone: '7010001133' });
		const trigger = shop.trigger({ lookBackDays: 7 });
		await trigger.poll();
		const text = JSON.stringify(trigger.staticData);
		expect(text).toContain('900000002');
		expect(text).not.toMatch(/Айгерим|701000|Nzcw|NzAx/);
		// The window with its margin of a day moves on, past the older order.
		const later = Date.now() + 3 * DAY;
		jest.spyOn(Date, 'now').mockImplementation(() => later);
		await trigger.poll();
		expect(JSON.stringify(trigger.staticData)).toContain('900000001');
		expect(JSON.stringify(trigger.staticData)).not.toContain('900000002');
	});

	test('a poll without news leaves the static data as it is', async () => {
		await shop.emit({});
		const trigger = shop.trigger();
		await trigger.poll();
		const kept = JSON.stringify(trigger.staticData);
		await trigger.poll();
		expect(JSON.stringify(trigger.staticData)).toBe(kept);
	});

	test('after a restart nothing is emitted twice and nothing is missed', async () => {
		const trigger = shop.trigger({ existingOrders: 'emit' });
		await shop.emit({});
		expect(codes(await trigger.poll())).toEqual(['900000001']);
		await shop.emit({});
		const next = afterRestart(shop, trigger, { existingOrders: 'emit' });
		expect(codes(await next.poll())).toEqual(['900000002']);
	});

	test('with a wider window or more states old orders come into view as existing ones', async () => {
		const trigger = shop.trigger({ states: ['NEW'], lookBackDays: 7 });
		await trigger.poll();
		await shop.emit({ orders: [{ createdDaysAgo: 10 }, { state: 'ARCHIVE' }, {}] });
		const staticData = trigger.workflow.staticData;
		const wide = { states: ['NEW', 'ARCHIVE'], lookBackDays: 14 };
		const wider = shop.trigger(wide, { staticData });
		expect(codes(await wider.poll())).toEqual(['900000003']);
		await shop.emit({ state: 'ARCHIVE' });
		expect(codes(await wider.poll())).toEqual(['900000004']);
	});

	describe('repeating recent orders', () => {
		const repeating = { repeatMinutes: 30 };

		test('never happens by default, not even after a restart', async () => {
			const trigger = shop.trigger();
			await trigger.poll();
			await shop.emit({});
			await trigger.poll();
			expect(await afterRestart(shop, trigger, {}).poll()).toBeNull();
		});

		test('a fresh process emits the window again, then every so many minutes', async () => {
			await shop.emit({});
			const trigger = afterRestart(shop, shop.trigger(), repeating);
			expect(await trigger.poll()).toBeNull();
			await shop.emit({ orders: [{}, {}] });
			expect(codes(await trigger.poll())).toEqual(['900000002', '900000003']);

			const next = afterRestart(shop, trigger, repeating);
			await shop.emit({});
			// The first order was there before the trigger: it was never emitted and is not repeated.
			const all = ['900000002', '900000003', '900000004'];
			expect(codes(await next.poll())).toEqual(all);
			expect(await next.poll()).toBeNull();

			const start = Date.now();
			const clock = jest.spyOn(Date, 'now');
			clock.mockImplementation(() => start + 29 * 60_000);
			expect(await next.poll()).toBeNull();
			clock.mockImplementation(() => start + 31 * 60_000);
			expect(codes(await next.poll())).toEqual(all);
			expect(await next.poll()).toBeNull();
		});

		test('a repetition that fails is made up for', async () => {
			const trigger = shop.trigger();
			await trigger.poll();
			await shop.emit({});
			await trigger.poll();
			const next = afterRestart(shop, trigger, repeating);
			await shop.faults({ status: 403 });
			await expect(next.poll()).rejects.toThrow('403');
			expect(codes(await next.poll())).toEqual(['900000001']);
		});
	});

	describe('a test in the editor', () => {
		const manual = { mode: 'manual' as const };

		test('gives the newest order and leaves no trace', async () => {
			await shop.emit({ orders: [{ createdDaysAgo: 2 }, {}, { createdDaysAgo: 1 }] });
			const trigger = shop.trigger({}, manual);
			expect(codes(await trigger.poll())).toEqual(['900000002']);
			expect(codes(await trigger.poll())).toEqual(['900000002']);
			expect(trigger.staticData).toEqual({});
		});

		test('says so when there is none', async () => {
			await shop.emit({ createdDaysAgo: 20 });
			await expect(shop.trigger({}, manual).poll()).rejects.toMatchObject({
				message: 'No data with the current filter could be found',
				description: expect.stringContaining('last 14 days'),
			});
		});
	});

	test('without products no lines are read, and Simplify off gives what Kaspi sent', async () => {
		await shop.faults({ includeEntries: false });
		await shop.emit({});
		const parameters = { existingOrders: 'emit', includeProducts: false, simplify: false };
		const output = await shop.trigger(parameters).poll();
		expect(output?.[0][0].json).toMatchObject({ type: 'orders', attributes: { state: 'NEW' } });
		expect(output?.[0][0].json).not.toHaveProperty('entries');
		expect((await shop.requests()).some(({ path }) => path.includes('entries'))).toBe(false);
	});

	test('no state or a window of nothing is refused by name', async () => {
		await expect(shop.trigger({ states: [] }).poll()).rejects.toThrow('States: none is chosen');
		await expect(shop.trigger({ lookBackDays: 0 }).poll()).rejects.toThrow('Look Back (Days):');
	});
});
