import { createHmac } from 'node:crypto';

import axios from 'axios';

import { SECRETS } from '../../../sandbox/secrets';
import { countBy, pause, World } from '../support/world';

let world: World;
beforeAll(async () => {
	world = await World.start('kaspi-whatsapp', ['20', '21', '22', '27', 'pause']);
});
afterAll(async () => await world?.stop());

async function sendOne(code: string, phone: string): Promise<string> {
	await world.emit('kaspi', { code, phone });
	const [row] = await world.settled([code], ['sent', 'delivered', 'read'], 60_000);
	return row.waha_message_id;
}

async function statusOf(code: string): Promise<string> {
	const [row] = await world.log([code]);
	return row.status;
}

describe('signatures', () => {
	const hook = () => `${world.sandbox.n8nUrl}/webhook/crm-bridge-waha/waha`;
	const ack = (key: string, level: number) => ({
		id: `evt_${key}_${level}`,
		timestamp: Date.now(),
		event: 'message.ack',
		session: 'default',
		engine: 'GOWS',
		payload: { id: `true_77020001100@c.us_${key}`, fromMe: true, ack: level, ackName: 'READ' },
	});
	const call = async (body: string, signature: string | undefined) =>
		await axios.post(hook(), body, {
			headers: {
				'content-type': 'application/json',
				...(signature === undefined
					? {}
					: { 'x-webhook-hmac': signature, 'x-webhook-hmac-algorithm': 'sha512' }),
			},
			transformRequest: (data: string) => data,
			validateStatus: () => true,
		});
	const sign = (text: string, key: string) => createHmac('sha512', key).update(text).digest('hex');

	test('a wrong, missing or re-serialised one gets 401 and changes nothing; the right one works', async () => {
		await world.fault('waha', { acks: [1] });
		const key = await sendOne('920000001', '7020001100');
		const body = JSON.stringify(ack(key, 3));
		const pretty = JSON.stringify(ack(key, 3), null, 2);

		for (const signature of [
			undefined,
			'',
			'ab',
			sign(body, 'another key'),
			sign(pretty, SECRETS.waha),
		]) {
			const { status } = await call(body, signature);
			expect({ signature, status }).toEqual({ signature, status: 401 });
		}
		await pause(3000);
		expect(await statusOf('920000001')).toBe('sent');

		expect((await call(body, sign(body, SECRETS.waha))).status).toBe(200);
		await world.settled(['920000001'], ['read'], 20_000);
	});
});

describe('acks', () => {
	test('out of order and repeated ones end in the highest status', async () => {
		await world.fault('waha', { acks: [1, 2, 3], acksShuffled: true, acksRepeated: true });
		const codes = ['920000011', '920000012', '920000013', '920000014', '920000015'];
		for (const [i, code] of codes.entries())
			await world.emit('kaspi', { code, phone: `702000221${i}` });
		const rows = await world.settled(codes, ['read'], 90_000);
		expect(countBy(rows.map((row) => row.status))).toEqual({ read: codes.length });
		for (const row of rows) expect(row.delivered_at).not.toBeNull();
	});

	test.each(['GOWS', 'NOWEB', 'WEBJS'])('before the answer of the send, on %s', async (engine) => {
		await world.fault('waha', {
			engine,
			acks: [1, 2, 3],
			acksShuffled: false,
			acksRepeated: false,
			acksBeforeAnswer: true,
		});
		// The node remembers a session's engine for a minute; a restart of n8n is what an operator would do.
		await world.sandbox.n8n.stop();
		await world.sandbox.n8n.start();
		const code = `93000000${['GOWS', 'NOWEB', 'WEBJS'].indexOf(engine)}`;
		await world.emit('kaspi', { code, phone: `70200033${engine.length}${code.slice(-1)}` });
		await world.settled([code], ['read'], 90_000);
	});

	test('a late lower ack never takes a status back, an error ack after delivery is no failure', async () => {
		await world.fault('waha', { engine: 'GOWS', acks: [1, 2, 3], acksBeforeAnswer: false });
		const key = await sendOne('920000031', '7020004401');
		await world.settled(['920000031'], ['read'], 30_000);
		for (const level of [2, 1, 0, -1]) await world.emit('waha', { ack: { key, ack: level } });
		await pause(4000);
		expect(await statusOf('920000031')).toBe('read');
	});

	test('an error ack alone is a failure that says so', async () => {
		await world.fault('waha', { acks: [1] });
		const key = await sendOne('920000041', '7020005501');
		await world.emit('waha', { ack: { key, ack: -1 } });
		const [row] = await world.settled(['920000041'], ['failed'], 20_000);
		expect(row.error_message).toMatch(/^not_delivered/);
	});
});

describe('a lost answer on an engine without message ids', () => {
	test('is looked up; a message that cannot be found is marked, never sent blindly', async () => {
		await world.fault('waha', { engine: 'WEBJS', acks: [] });
		await world.sandbox.n8n.stop();
		await world.sandbox.n8n.start();
		await world.fault('waha', [
			{ path: '/api/sendText', dropAfterWrite: true, times: 1 },
			{
				path: '/messages',
				status: 404,
				body: { statusCode: 404, message: 'no such route', error: 'Not Found' },
				times: 0,
			},
		]);
		await world.emit('kaspi', { code: '920000051', phone: '7020006601' });
		const [row] = await world.settled(['920000051'], ['failed'], 90_000);
		expect(row.error_message).toMatch(/^possible_double/);
		expect(await world.sent('77020006601')).toHaveLength(1);
		await world.eventually('an alert', async () => (await world.alerts('920000051')).length === 1);
	});
});
