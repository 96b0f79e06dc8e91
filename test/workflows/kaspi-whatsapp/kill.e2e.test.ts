import { size } from '../support/size';
import { countBy, pause, World } from '../support/world';

let world: World;
beforeAll(async () => {
	world = await World.start('kaspi-whatsapp', ['20', '21', '22', '27', 'pause']);
});
afterAll(async () => await world?.stop());

test('n8n killed again and again while it sends: the same final state', async () => {
	// The lease of a claim: what was in work is looked up when it has run out, by no other sign.
	await world.sandbox.api.tables.update(
		'bot_settings',
		{ key: 'stuck_after_seconds' },
		{ value: '15' },
	);
	const { orders } = await world.emit<{ orders: Array<{ code: string }> }>('kaspi', {
		count: size(40, 80),
		stores: ['store-1', 'store-2', 'store-3'],
		spreadDays: 5,
		status: 'ACCEPTED_BY_MERCHANT',
		delivery: 'own',
	});
	const codes = orders.map((order) => order.code);
	for (let kills = 0; kills < 3; kills++) {
		const before = (await world.sent()).length;
		await world.eventually('sending to go on', async () => {
			const { length } = await world.sent();
			return length > before + 3;
		});
		await pause(100 * kills);
		await world.sandbox.n8n.kill('SIGKILL');
		await world.sandbox.n8n.start();
	}
	const rows = await world.settled(codes, ['sent', 'delivered', 'read', 'no_phone'], 240_000);
	expect(rows).toHaveLength(codes.length);

	const sent = await world.sent();
	for (const row of rows) {
		const reached = sent
			.filter((message) => message.text.includes(row.order_id))
			.reduce((sum, message) => sum + message.deliveredCount, 0);
		expect({ order: row.order_id, reached }).toEqual({
			order: row.order_id,
			reached: row.status === 'no_phone' ? 0 : 1,
		});
	}
	expect(countBy(rows.map((row) => row.status)).no_phone).toBeGreaterThan(0);
});
