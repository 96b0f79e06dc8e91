import axios from 'axios';

import { WHATSAPP } from '../../../sandbox/secrets';
import { payment, person, sign } from '../support/payments';
import { client, Conversation } from '../support/telegram';
import { pause, World } from '../support/world';

const TABLES = ['payment_events', 'relay_messages', 'whatsapp_messages_log', 'processed_events'];

let world: World;
let conversation: Conversation;
const who = client(7);
beforeAll(async () => {
	world = await World.start(
		['payments-amocrm', 'telegram-amocrm', 'kaspi-whatsapp'],
		['30', '34', '10', '12', '22', '28-http'],
	);
	conversation = new Conversation(world);
	await conversation.known(who);
	const { n8n, workers } = world.sandbox;
	for (const one of [n8n, ...workers]) {
		one.tablesMaxBytes = 1;
		await one.stop();
		await one.start();
	}
});
afterAll(async () => await world?.stop());

const count = async () => {
	const { tables } = world.sandbox.api;
	return await Promise.all(TABLES.map(async (table) => (await tables.rows(table)).length));
};

test('with full tables nothing is answered 200, and nothing is written', async () => {
	const { n8nUrl } = world.sandbox;
	const before = await count();
	const body = JSON.stringify(payment('full_1', person(1)));
	const anyStatus = { validateStatus: () => true };
	const json = { 'content-type': 'application/json' };
	const paid = await axios.post<unknown>(`${n8nUrl}/webhook/payment`, body, {
		headers: { ...json, 'X-Signature': sign(body) },
		...anyStatus,
	});
	const set = await axios.post<unknown>(
		`${n8nUrl}/webhook/whatsapp/settings/store-1`,
		{ shop_name: 'Новое имя' },
		{ headers: { 'x-api-key': WHATSAPP.apiKey }, ...anyStatus },
	);
	const said = await conversation.say(who, 'Когда доставка?');
	const answered = await conversation.manager(who, 'Завтра');
	const stopped = await world.emit<{ deliveries: Array<{ status: number }> }>('waha', {
		message: { from: '77015550101@c.us', text: 'стоп' },
	});
	const statuses = (emitted: { deliveries: Array<{ status: number }> }) =>
		emitted.deliveries.map(({ status }) => status);
	expect({
		payment: paid.status,
		api: set.status,
		telegram: said.status,
		wahelp: statuses(answered),
		waha: statuses(stopped),
	}).toEqual({ payment: 500, api: 500, telegram: 500, wahelp: [500], waha: [500] });
	expect(await count()).toEqual(before);
});

test('health is 503 and says that the tables are full', async () => {
	const url = `${world.sandbox.n8nUrl}/webhook/health`;
	const { status, data } = await axios.get<object>(url, { validateStatus: () => true });
	expect(status).toBe(503);
	expect(data).toMatchObject({
		status: 'unavailable',
		reason: expect.stringContaining('N8N_DATA_TABLES_MAX_SIZE_BYTES') as string,
	});
});

test('the failures reach the admin, each kind once an hour', async () => {
	const failures = async () => await world.alerts('⚠️');
	const first = await world.eventually('an alert', async () => {
		const alerts = await failures();
		return alerts.some((text) => text.includes('size limit')) && alerts;
	});
	expect(first.join('\n')).toContain('30 · Receive course payments');
	const body = JSON.stringify(payment('full_2', person(2)));
	const headers = { 'content-type': 'application/json', 'X-Signature': sign(body) };
	const url = `${world.sandbox.n8nUrl}/webhook/payment`;
	for (let i = 0; i < 3; i++) {
		await axios.post(url, body, { headers, validateStatus: () => true });
	}
	await pause(5000);
	const told = (await failures()).filter((text) => text.includes('30 · Receive course payments'));
	expect(told).toHaveLength(1);
});
