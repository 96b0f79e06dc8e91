import { DateTime } from 'luxon';

import { changeNode } from '../support/canvas';
import { countBy, pause, World } from '../support/world';

let world: World;
beforeAll(async () => {
	world = await World.start('kaspi-whatsapp', ['20', '21', '22', '27', 'pause']);
});
afterAll(async () => await world?.stop());

const STORES = ['store-1', 'store-2', 'store-3'];

async function setting(key: string, value: string): Promise<void> {
	await world.sandbox.api.tables.update('bot_settings', { key }, { value });
}

/** Rows of the outbox as 20 would write them; one for each store and phone. */
async function outbox(rows: Array<{ store: string; order: string; phone: string }>): Promise<void> {
	await world.sandbox.api.tables.insert(
		'whatsapp_messages_log',
		rows.map(({ store, order, phone }) => ({
			store_id: store,
			order_id: order,
			order_kind: 'new',
			customer_phone: `+${phone}`,
			message_text: `Заказ ${order}`,
			media_url: '',
			template_id: '1',
			status: 'pending',
			waha_message_id: `3EB0${order}`,
			waha_response: '',
			error_message: '',
			attempts: 0,
		})),
	);
}

/** The sheet's rule in the test's own words: minutes of the day, a window may cross midnight. */
function isQuiet(now: DateTime, from: string, to: string): boolean {
	const minutes = (text: string) => {
		const [hours, rest] = text.split(':').map(Number);
		return hours * 60 + rest;
	};
	const at = now.hour * 60 + now.minute;
	const [begin, end] = [minutes(from), minutes(to)];
	return begin < end ? at >= begin && at < end : at >= begin || at < end;
}

test('quiet hours hold over a whole day, across midnight and in every time zone', async () => {
	const windows = {
		'store-1': ['22:00', '09:00'],
		'store-2': ['9:00', '22:00'],
		'store-3': ['12:30', '14:00'],
	};
	for (const [store, [quiet_from, quiet_to]] of Object.entries(windows)) {
		await world.settings(store, { quiet_from, quiet_to });
	}
	// As an operator may leave it in the table: the session `default` is meant.
	await world.settings('store-3', { waha_session_name: '' });
	// The same instant is another hour of the day in each zone: together they are a day, two hours apart.
	const zones = [
		...Array.from({ length: 6 }, (_, i) => `Etc/GMT+${2 * i}`),
		...Array.from({ length: 6 }, (_, i) => `Etc/GMT-${2 * i + 2}`),
		'Asia/Kathmandu',
	];
	const wrong: string[] = [];
	for (const [i, zone] of zones.entries()) {
		// Not within the last seconds of a minute: the run must see the same minute as the test.
		if (DateTime.now().second > 45) await pause((62 - DateTime.now().second) * 1000);
		await setting('time_zone', zone);
		const orders = STORES.map((store, s) => ({
			store,
			order: `96${100 + i}${s}`,
			phone: `77013000${100 + i * 10 + s}`,
		}));
		const now = DateTime.now().setZone(zone);
		const open = orders.filter(({ store }) => {
			const [from, to] = windows[store as keyof typeof windows];
			return !isQuiet(now, from, to);
		});
		await outbox(orders);
		// One of the first two windows is always open, so a message tells that a run has been.
		await world.settled(
			open.map(({ order }) => order),
			['sent', 'delivered', 'read'],
			40_000,
		);
		for (const row of await world.log(orders.map(({ order }) => order))) {
			const expected = open.some(({ order }) => order === row.order_id) ? 'out' : 'waits';
			const found = row.status === 'pending' ? 'waits' : 'out';
			if (found !== expected)
				wrong.push(`${zone} ${now.toFormat('HH:mm')} ${row.store_id}: ${found}`);
		}
		for (const { order } of orders) {
			await world.sandbox.api.tables.delete('whatsapp_messages_log', { order_id: order });
		}
	}
	await setting('time_zone', 'Asia/Almaty');
	for (const store of STORES) await world.settings(store, { quiet_from: '', quiet_to: '' });
	await world.settings('store-3', { waha_session_name: 'default' });
	expect(wrong).toEqual([]);
});

test('no messages on a day of the week: one option of one node, by the clocks of the shop', async () => {
	const quietOn = async (days: number[]) =>
		await changeNode(world, 'CrmBridge21SendOutbox', 'Select What May Be Sent', (parameters) => {
			(parameters.options as Record<string, unknown>).quietDays = days;
		});
	// Where it is about noon now: the day does not end within the test. Etc/GMT+3 is behind UTC.
	const behind = DateTime.utc().hour - 12;
	const zone = `Etc/GMT${behind < 0 ? '-' : '+'}${Math.abs(behind)}`;
	await setting('time_zone', zone);
	const today = DateTime.now().setZone(zone).weekday;
	await quietOn([today]);
	await outbox([{ store: 'store-1', order: '959001', phone: '77013600001' }]);
	await pause(15_000);
	expect(await world.log(['959001'])).toMatchObject([{ status: 'pending', attempts: 0 }]);

	await quietOn([(today % 7) + 1]);
	await world.settled(['959001'], ['delivered'], 60_000);
	await quietOn([]);
	await setting('time_zone', 'Asia/Almaty');
});

test('a row that can never be sent fails with a reason and holds nothing up', async () => {
	await outbox([
		{ store: 'store-1', order: '960001', phone: '12' },
		{ store: 'store-1', order: '960002', phone: '77013500001' },
	]);
	await world.settled(['960002'], ['delivered'], 40_000);
	const [row] = await world.settled(['960001'], ['failed'], 40_000);
	expect(row.error_message).toMatch(/^invalid_input: .*phone/);
});

test('the limit of a day begins anew at midnight of the shop, and a session has one of its own', async () => {
	const midnight = DateTime.now().setZone('Asia/Almaty').startOf('day');
	const today = async (store?: string) =>
		(await world.log()).filter(
			(row) =>
				(!store || row.store_id === store) &&
				row.sent_at &&
				DateTime.fromISO(row.sent_at) >= midnight,
		).length;
	await world.settings('store-1', { daily_limit: (await today('store-1')) + 2 });
	await outbox(
		[1, 2, 3].map((n) => ({ store: 'store-1', order: `9700000${n}`, phone: `7701400000${n}` })),
	);
	const orders = ['97000001', '97000002', '97000003'];
	const out = async () =>
		(await world.log(orders)).filter((row) => row.status !== 'pending').length;
	await world.eventually('two of three', async () => (await out()) === 2);
	await pause(7000);
	expect(await out()).toBe(2);
	// What was sent a second before midnight belongs to yesterday.
	await world.sandbox.api.tables.update(
		'whatsapp_messages_log',
		{ order_id: '97000001' },
		{ sent_at: midnight.minus({ seconds: 1 }).toUTC().toISO() },
	);
	await world.eventually('the third', async () => (await out()) === 3);
	await world.settings('store-1', { daily_limit: 100_000 });

	await setting('whatsapp_session_daily_limit', String((await today()) + 3));
	const shared = STORES.flatMap((store, s) =>
		[1, 2].map((n) => ({ store, order: `9710${s}${n}`, phone: `770150000${s}${n}` })),
	);
	await outbox(shared);
	const codes = shared.map(({ order }) => order);
	const sent = async () =>
		(await world.log(codes)).filter((row) => row.status !== 'pending').length;
	await world.eventually('three of six', async () => (await sent()) === 3);
	await pause(7000);
	expect(await sent()).toBe(3);
	await setting('whatsapp_session_daily_limit', '100000');
	await world.settled(codes, ['sent', 'delivered', 'read'], 60_000);
});

test('a contact gets no more than so many messages an hour; others are not held up', async () => {
	await setting('whatsapp_contact_hourly_limit', '2');
	const phone = '77016000001';
	const mine = [1, 2, 3, 4].map((n) => ({ store: 'store-2', order: `98000${n}`, phone }));
	await outbox([...mine, { store: 'store-2', order: '980009', phone: '77016000009' }]);
	await world.settled(['980009'], ['delivered'], 60_000);
	await pause(7000);
	const orders = mine.map(({ order }) => order);
	const rows = await world.log(orders);
	expect(countBy(rows.map((row) => row.status))).toEqual({ delivered: 2, pending: 2 });
	// An hour later.
	for (const { order_id, sent_at } of rows.filter((row) => row.sent_at)) {
		const earlier = DateTime.fromISO(sent_at!).minus({ minutes: 61 }).toUTC().toISO();
		await world.sandbox.api.tables.update(
			'whatsapp_messages_log',
			{ order_id },
			{ sent_at: earlier },
		);
	}
	await world.settled(orders, ['delivered'], 60_000);
	expect(await world.sent(phone)).toHaveLength(4);
	await setting('whatsapp_contact_hourly_limit', '1000');
});

test('typing is shown before a message goes out, when it is switched on', async () => {
	const typing = async () =>
		(await world.state<{ typing: Array<{ chatId: string; presence: string; at: number }> }>('waha'))
			.typing;
	expect(await typing()).toEqual([]);
	await setting('whatsapp_typing', 'yes');
	await outbox([{ store: 'store-3', order: '990001', phone: '77017000001' }]);
	await world.settled(['990001'], ['delivered'], 60_000);
	await setting('whatsapp_typing', 'no');
	const shown = (await typing()).filter((one) => one.chatId === '77017000001@c.us');
	expect(shown).toHaveLength(2);
	expect(Number(shown[1].at) - Number(shown[0].at)).toBeGreaterThanOrEqual(1900);
});

test('a restricted account: sending rests with one alert, goes on after the pause, nothing is lost', async () => {
	await world.fault('waha', { restricted: true });
	const rows = [1, 2, 3].map((n) => ({
		store: 'store-1',
		order: `99100${n}`,
		phone: `7701800000${n}`,
	}));
	const other = { store: 'store-2', order: '991009', phone: '77018000009' };
	await outbox([...rows, other]);
	const codes = [...rows, other].map(({ order }) => order);
	const stores = async () => await world.sandbox.api.tables.rows('whatsapp_settings');
	await world.eventually('the pause of all shops of the session', async () =>
		(await stores()).every((store) => store.paused_until !== null),
	);
	await pause(12_000);
	expect(countBy((await world.log(codes)).map((row) => row.status))).toEqual({ pending: 4 });
	expect(await world.alerts('ограничил номер')).toHaveLength(1);
	for (const store of await stores()) {
		const hours = DateTime.fromISO(String(store.paused_until)).diffNow('hours').hours;
		expect(hours).toBeGreaterThan(23);
		expect(store.pause_reason).toMatch(/^account_restricted/);
	}
	const tries = async () =>
		(await world.state<{ requests: Array<{ path: string }> }>('waha')).requests.filter(({ path }) =>
			path.endsWith('/api/sendText'),
		).length;
	const before = await tries();
	await pause(6000);
	expect(await tries()).toBe(before);

	await world.fault('waha', { restricted: false });
	for (const store of STORES) await world.settings(store, { paused_until: null });
	await world.settled(codes, ['delivered'], 60_000);
	for (const { phone } of [...rows, other]) expect(await world.sent(phone)).toHaveLength(1);
});

test('a session that takes nothing until it is restarted rests, the messages wait', async () => {
	for (const store of STORES) await world.settings(store, { paused_until: null });
	await world.fault('waha', { needRestart: ['default'] });
	await outbox([{ store: 'store-1', order: '993001', phone: '77018100001' }]);
	await world.eventually('the pause', async () =>
		(await world.sandbox.api.tables.rows('whatsapp_settings')).every(
			(store) => store.paused_until && /^session_needs_restart/.test(String(store.pause_reason)),
		),
	);
	await pause(6000);
	const [row] = await world.log(['993001']);
	expect(row).toMatchObject({ status: 'pending' });
	expect(row.error_message).toMatch(/^session_needs_restart: /);
	expect(await world.alerts('restart the session')).toHaveLength(1);

	await world.fault('waha', { needRestart: [] });
	for (const store of STORES) await world.settings(store, { paused_until: null });
	await world.settled(['993001'], ['delivered'], 60_000);
	expect(await world.sent('77018100001')).toHaveLength(1);
});

test('an ack that tells of the restriction pauses the session, too', async () => {
	await world.fault('waha', { acks: [1] });
	await outbox([{ store: 'store-1', order: '992001', phone: '77019000001' }]);
	const [row] = await world.settled(['992001'], ['sent'], 60_000);
	await world.emit('waha', {
		ack: {
			key: row.waha_message_id,
			ack: -1,
			error: { code: '463', blocked: true, reason: 'account_restricted' },
		},
	});
	const [failed] = await world.settled(['992001'], ['failed'], 30_000);
	expect(failed.error_message).toMatch(/^account_restricted/);
	await world.eventually('the pause', async () =>
		(await world.sandbox.api.tables.rows('whatsapp_settings')).every((store) => store.paused_until),
	);
});

test('none of our runs has failed', async () => {
	const failed = await world.sandbox.api.executions({ status: 'error', limit: 50 });
	expect(failed.map(({ id, workflowId }) => `${workflowId} ${id}`)).toEqual([]);
});
