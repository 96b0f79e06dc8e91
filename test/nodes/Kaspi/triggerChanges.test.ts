import { forgetOld, MAX_SEEN, type SeenOrder } from '../../../nodes/Kaspi/trigger/seenOrders';
import type { PlacedNode } from '../../harness/node';
import { codes, Shop, withoutRateLimit } from './harness';

const DAY = 86_400_000;

describe('Kaspi Shop Trigger: new and changed orders', () => {
	let shop: Shop;
	beforeAll(async () => {
		shop = await Shop.open();
	});
	beforeEach(async () => await shop.reset());
	afterAll(async () => await shop.close());
	withoutRateLimit();

	const changes = (parameters = {}) => shop.trigger({ event: 'orderChanged', ...parameters });
	const change = async (attributes: object) =>
		await shop.emit({ change: { code: '900000001', ...attributes } });
	const statuses = async (trigger: PlacedNode) =>
		(await trigger.poll())?.[0].map(({ json }) => [json.status, json.assembled]);

	test('each step of an order of Kaspi Delivery is emitted once', async () => {
		const trigger = changes();
		await trigger.poll();
		await shop.emit({ delivery: 'kaspi' });
		expect(await statuses(trigger)).toEqual([['APPROVED_BY_BANK', false]]);

		await change({ status: 'ACCEPTED_BY_MERCHANT' });
		expect(await statuses(trigger)).toEqual([['ACCEPTED_BY_MERCHANT', false]]);
		expect(await trigger.poll()).toBeNull();

		await change({ assembled: true });
		expect(await statuses(trigger)).toEqual([['ACCEPTED_BY_MERCHANT', true]]);

		await change({ kaspiDelivery: { courierTransmissionDate: Date.now() } });
		const handedOver = await trigger.poll();
		expect(handedOver?.[0][0].json.courierTransmissionDate).toEqual(expect.any(Number));
		expect(await trigger.poll()).toBeNull();

		// It leaves the states that are watched: found by its code.
		await change({ status: 'COMPLETED' });
		expect(await statuses(trigger)).toEqual([['COMPLETED', true]]);
		expect(await trigger.poll()).toBeNull();
		const calls = (await shop.requests()).length;
		await trigger.poll();
		const last = (await shop.requests(calls)).map(({ path }) => path);
		expect(last.filter((path) => path.includes('code'))).toEqual([]);
	});

	test('other changes are no changes', async () => {
		await shop.emit({});
		const trigger = changes();
		await trigger.poll();
		await change({ totalPrice: 1, plannedDeliveryDate: 5, customer: { firstName: 'Иван' } });
		expect(await trigger.poll()).toBeNull();
	});

	test('a skipped order is emitted when it changes', async () => {
		await shop.emit({});
		const trigger = changes();
		expect(await trigger.poll()).toBeNull();
		await change({ status: 'CANCELLING' });
		expect(codes(await trigger.poll())).toEqual(['900000001']);
	});

	test('an open order that got older than the window is read by its code', async () => {
		await shop.emit({ createdDaysAgo: 13, status: 'ACCEPTED_BY_MERCHANT' });
		const trigger = changes();
		await trigger.poll();
		// Five days on, it is out of reach of the sweep.
		const later = Date.now() + 5 * DAY;
		jest.spyOn(Date, 'now').mockImplementation(() => later);
		expect(await trigger.poll()).toBeNull();
		expect(await trigger.poll()).toBeNull();
		await change({ status: 'COMPLETED' });
		expect(codes(await trigger.poll())).toEqual(['900000001']);
		expect(await trigger.poll()).toBeNull();
		expect(JSON.stringify(trigger.staticData)).not.toContain('900000001');
	});

	test('such re-reading is bounded, and comes round to all of them', async () => {
		await shop.emit({ count: 120, createdDaysAgo: 13, status: 'ACCEPTED_BY_MERCHANT' });
		const trigger = changes();
		await trigger.poll();
		const later = Date.now() + 5 * DAY;
		jest.spyOn(Date, 'now').mockImplementation(() => later);
		const { orders } = await shop.client.state();
		await shop.emit({
			change: orders.map(({ attributes: { code } }) => ({ code, status: 'CANCELLING' })),
		});
		const found: unknown[] = [];
		for (const expected of [50, 50, 20]) {
			const calls = (await shop.requests()).length;
			found.push(...(codes(await trigger.poll()) ?? []));
			const byCode = (await shop.requests(calls)).filter(({ path }) => path.includes('code%5D'));
			expect(byCode.length).toBeLessThanOrEqual(50);
			expect(found.length % 50).toBe(expected % 50);
		}
		expect(new Set(found).size).toBe(120);
	});

	test('a failure while open orders are re-read loses no new order', async () => {
		await shop.emit({ status: 'ACCEPTED_BY_MERCHANT' });
		const trigger = changes();
		await trigger.poll();
		await change({ status: 'COMPLETED' });
		await shop.emit({});
		await shop.faults({ status: 403, path: 'code%5D' });
		await expect(trigger.poll()).rejects.toThrow('403');
		expect(codes(await trigger.poll())?.sort()).toEqual(['900000001', '900000002']);
	});

	test('an order that is gone at Kaspi is not asked for again', async () => {
		await shop.emit({});
		const trigger = changes();
		await trigger.poll();
		await shop.reset();
		expect(await trigger.poll()).toBeNull();
		const calls = (await shop.requests()).length;
		expect(await trigger.poll()).toBeNull();
		const paths = (await shop.requests(calls)).map(({ path }) => path);
		expect(paths.some((path) => path.includes('code%5D'))).toBe(false);
	});

	test('switching from new orders to changes tells nothing of the past', async () => {
		await shop.emit({});
		const trigger = shop.trigger();
		await trigger.poll();
		await change({ status: 'ACCEPTED_BY_MERCHANT' });
		await trigger.poll();
		const { staticData } = trigger.workflow;
		const switched = shop.trigger({ event: 'orderChanged' }, { staticData });
		expect(await switched.poll()).toBeNull();
	});
});

describe('what is remembered', () => {
	const now = Date.now();
	const seenOrder = (daysAgo: number, isOpen = true): SeenOrder => ({
		code: 'c',
		createdAt: now - daysAgo * DAY,
		print: 'p',
		isOpen,
	});
	const seen = (orders: Record<string, SeenOrder>) => ({
		orders,
		scope: { states: ['NEW'], lookBackDays: 14 },
		floor: 0,
	});
	const window = { from: now - 14 * DAY, now, followsOpen: false };

	test('orders of the window and a day more, and every order in view', () => {
		const orders = { a: seenOrder(1), b: seenOrder(14.5), c: seenOrder(16), d: seenOrder(400) };
		const left = forgetOld(seen(orders), new Set(['d']), window);
		expect(Object.keys(left.orders).sort()).toEqual(['a', 'b', 'd']);
	});

	test('open orders up to 90 days when changes are followed', () => {
		const orders = { a: seenOrder(80), b: seenOrder(80, false), c: seenOrder(91) };
		const left = forgetOld(seen(orders), new Set(), { ...window, followsOpen: true });
		expect(Object.keys(left.orders)).toEqual(['a']);
	});

	test('never more than the bound: the oldest go, and will not count as new', () => {
		const entries = Array.from({ length: MAX_SEEN + 5 }, (_, index) => [
			`id-${index}`,
			{ ...seenOrder(0), createdAt: now - index },
		]);
		const orders = Object.fromEntries(entries) as Record<string, SeenOrder>;
		const left = forgetOld(seen(orders), new Set(Object.keys(orders)), window);
		expect(Object.keys(left.orders)).toHaveLength(MAX_SEEN);
		expect(left.orders).not.toHaveProperty(`id-${MAX_SEEN}`);
		expect(left.floor).toBe(now - MAX_SEEN + 1);
	});
});
