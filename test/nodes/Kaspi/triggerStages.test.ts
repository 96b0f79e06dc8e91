import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { afterRestart, codes, Shop, withoutRateLimit } from './harness';

const MINUTE = 60_000;
const DAY = 86_400_000;
/** Ahead of the clock: what is emitted before the first `at` lies in the past. */
const START = Date.now() + 60 * MINUTE;
const iso = (ms: number) => new Date(ms).toISOString();

/** Code, stage and since when, of each item, by code. */
const stages = (output: INodeExecutionData[][] | null) =>
	output?.[0].map(({ json }) => [json.code, json.stage, json.stageSeenAt]).sort() ?? null;

describe('Kaspi Shop Trigger: since when an order is in its stage', () => {
	let shop: Shop;
	beforeAll(async () => {
		shop = await Shop.open();
	});
	beforeEach(async () => await shop.reset());
	afterAll(async () => await shop.close());
	withoutRateLimit();

	/** Sets the clock of the trigger, in milliseconds after the start of the test. */
	const at = (ms: number) => {
		jest.spyOn(Date, 'now').mockImplementation(() => START + ms);
	};
	const accept = async (code: string, more: object = {}) =>
		await shop.emit({ change: { code, status: 'ACCEPTED_BY_MERCHANT', ...more } });
	const changed = { event: 'orderChanged' };
	const repeating = { repeatMinutes: 30 };

	test('a new order since the poll that met it, an accepted one since it was met so', async () => {
		const trigger = shop.trigger(changed);
		at(0);
		await trigger.poll();
		await shop.emit({ delivery: 'kaspi' });
		at(MINUTE);
		expect(stages(await trigger.poll())).toEqual([['900000001', 'new', iso(START + MINUTE)]]);
		await accept('900000001');
		at(2 * MINUTE);
		const accepted = ['900000001', 'accepted', iso(START + 2 * MINUTE)];
		expect(stages(await trigger.poll())).toEqual([accepted]);
		// A change within the stage does not begin it anew.
		await shop.emit({ change: { code: '900000001', assembled: true } });
		at(3 * MINUTE);
		expect(stages(await trigger.poll())).toEqual([accepted]);
		await shop.emit({
			change: { code: '900000001', kaspiDelivery: { courierTransmissionDate: START } },
		});
		at(4 * MINUTE);
		expect(stages(await trigger.poll())).toEqual([
			['900000001', 'handed_over', iso(START + 4 * MINUTE)],
		]);
		// It leaves the states that are watched, and is found by its code.
		await shop.emit({ change: { code: '900000001', status: 'COMPLETED' } });
		at(5 * MINUTE);
		expect(stages(await trigger.poll())).toEqual([
			['900000001', 'completed', iso(START + 5 * MINUTE)],
		]);
	});

	test.each(['newOrder', 'orderChanged'])(
		'%s: null for an order of the first poll, until its stage changes',
		async (event) => {
			await shop.emit({});
			const parameters = { event, existingOrders: 'emit', ...repeating };
			// A process of its own: it knows nothing of the repetitions of other tests.
			const trigger = afterRestart(shop, shop.trigger(), parameters);
			at(0);
			expect(stages(await trigger.poll())).toEqual([['900000001', 'new', null]]);
			at(31 * MINUTE);
			expect(stages(await trigger.poll())).toEqual([['900000001', 'new', null]]);
			await accept('900000001');
			at(62 * MINUTE);
			const since = iso(START + 62 * MINUTE);
			expect(stages(await trigger.poll())).toEqual([['900000001', 'accepted', since]]);
		},
	);

	test('new orders: repetitions give the same time, also after a restart and of a later stage', async () => {
		const trigger = afterRestart(shop, shop.trigger(), repeating);
		at(0);
		await trigger.poll();
		await shop.emit({});
		at(MINUTE);
		const isNew = [['900000001', 'new', iso(START + MINUTE)]];
		expect(stages(await trigger.poll())).toEqual(isNew);
		const next = afterRestart(shop, trigger, repeating);
		at(2 * MINUTE);
		expect(stages(await next.poll())).toEqual(isNew);
		// The change is met at once, and told with the next repetition.
		await accept('900000001');
		at(3 * MINUTE);
		expect(await next.poll()).toBeNull();
		at(40 * MINUTE);
		const accepted = [['900000001', 'accepted', iso(START + 3 * MINUTE)]];
		expect(stages(await next.poll())).toEqual(accepted);
		at(80 * MINUTE);
		expect(stages(await next.poll())).toEqual(accepted);
	});

	test('changes and repetitions together: each change at once, each repetition with the same time', async () => {
		const both = { ...changed, ...repeating };
		await shop.emit({});
		const trigger = afterRestart(shop, shop.trigger(), both);
		at(0);
		expect(await trigger.poll()).toBeNull();
		await shop.emit({});
		at(MINUTE);
		expect(codes(await trigger.poll())).toEqual(['900000002']);
		await accept('900000002');
		at(2 * MINUTE);
		const accepted = ['900000002', 'accepted', iso(START + 2 * MINUTE)];
		expect(stages(await trigger.poll())).toEqual([accepted]);
		expect(await trigger.poll()).toBeNull();

		const next = afterRestart(shop, trigger, both);
		at(3 * MINUTE);
		expect(stages(await next.poll())).toEqual([accepted]);
		expect(await next.poll()).toBeNull();
		// A skipped order that changed is one of those that are repeated; with a change it comes once.
		await accept('900000001');
		at(34 * MINUTE);
		const first = ['900000001', 'accepted', iso(START + 34 * MINUTE)];
		expect(stages(await next.poll())).toEqual([first, accepted]);
		at(65 * MINUTE);
		expect(stages(await next.poll())).toEqual([first, accepted]);
	});

	test('null for what comes into view only because the trigger looks at more', async () => {
		const existingOrders = 'emit';
		const trigger = shop.trigger({ states: ['NEW'], lookBackDays: 7, existingOrders });
		at(0);
		await trigger.poll();
		await shop.emit({ orders: [{ createdDaysAgo: 10 }, { status: 'COMPLETED' }, {}] });
		const wide = { states: ['NEW', 'ARCHIVE'], lookBackDays: 14, existingOrders };
		const wider = shop.trigger(wide, { staticData: trigger.workflow.staticData });
		at(MINUTE);
		expect(stages(await wider.poll())).toEqual([
			['900000001', 'new', null],
			['900000002', 'completed', null],
			['900000003', 'new', iso(START + MINUTE)],
		]);
	});

	test('null for a known order that changed while it was out of view', async () => {
		const narrow = { ...repeating, states: ['NEW'], existingOrders: 'emit' };
		const trigger = afterRestart(shop, shop.trigger(), narrow);
		at(0);
		await trigger.poll();
		await shop.emit({});
		at(MINUTE);
		await trigger.poll();
		await accept('900000001');
		at(2 * MINUTE);
		await trigger.poll();
		const { staticData } = trigger.workflow;
		const wide = { ...narrow, states: ['NEW', 'DELIVERY'] };
		at(DAY);
		const wider = afterRestart(shop, trigger, wide);
		expect(stages(await wider.poll())).toEqual([['900000001', 'accepted', null]]);
		// The same when open orders begin to be followed.
		const following = shop.trigger({ ...narrow, ...changed, repeatMinutes: 0 }, { staticData });
		expect(stages(await following.poll())).toEqual([['900000001', 'accepted', null]]);
	});

	test('orders that time does not suffice for keep what is known of them', async () => {
		await shop.emit({ orders: [{}, {}, {}] });
		await shop.faults({ includeEntries: false });
		const trigger = shop.trigger({ ...changed, existingOrders: 'emit' });
		const clock = jest.spyOn(Date, 'now');
		const slowly = (start: number) => {
			let calls = 0;
			clock.mockImplementation(() => start + (calls++ === 0 ? 0 : 200_000));
		};
		slowly(START);
		expect(stages(await trigger.poll())).toEqual([['900000001', 'new', null]]);
		// One of them changes meanwhile, then both that wait come, though one is archived by now.
		await shop.emit({ change: { code: '900000003', status: 'CANCELLED' } });
		slowly(START + 10 * MINUTE);
		expect(stages(await trigger.poll())).toEqual([['900000002', 'new', null]]);
		at(20 * MINUTE);
		const cancelled = [['900000003', 'cancelled', iso(START + 10 * MINUTE)]];
		expect(stages(await trigger.poll())).toEqual(cancelled);
		expect(await trigger.poll()).toBeNull();
		expect(JSON.stringify(trigger.staticData)).not.toContain('isWaiting');
	});

	test('what an older version kept is read: null until the stage changes', async () => {
		await shop.emit({});
		const trigger = shop.trigger({ ...changed, existingOrders: 'emit' });
		at(0);
		await trigger.poll();
		const kept = JSON.parse(JSON.stringify(trigger.staticData)) as {
			orders: Record<string, IDataObject>;
			followsOpen?: boolean;
		};
		delete kept.followsOpen;
		for (const order of Object.values(kept.orders)) {
			delete order.stage;
			delete order.stageSeenAt;
		}
		// It was accepted before the new version was there, nobody knows when.
		await accept('900000001');
		const upgraded = shop.trigger({ ...changed, existingOrders: 'emit' });
		Object.assign(upgraded.staticData, kept);
		at(MINUTE);
		expect(stages(await upgraded.poll())).toEqual([['900000001', 'accepted', null]]);
		await shop.emit({ change: { code: '900000001', status: 'CANCELLED' } });
		at(2 * MINUTE);
		const since = iso(START + 2 * MINUTE);
		expect(stages(await upgraded.poll())).toEqual([['900000001', 'cancelled', since]]);
	});

	test('it stands beside what Kaspi sent, too, and is null in the editor', async () => {
		const trigger = shop.trigger({ simplify: false });
		at(0);
		await trigger.poll();
		await shop.emit({});
		at(MINUTE);
		const output = await trigger.poll();
		expect(output?.[0][0].json).toMatchObject({ type: 'orders', stageSeenAt: iso(START + MINUTE) });
		const manual = shop.trigger({}, { mode: 'manual' });
		expect(stages(await manual.poll())).toEqual([['900000001', 'new', null]]);
	});
});
