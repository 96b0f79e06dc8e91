import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Row, StoredRow } from '../../../sandbox/dataTables';
import { ROOT } from '../../../sandbox/paths';
import { importWorkflow, publish } from '../../../sandbox/publishing';
import type { WorkflowFile } from '../../../sandbox/workflows';
import { pause, World } from '../support/world';

const DAY = 24 * 3_600_000;

let world: World;
beforeAll(async () => {
	world = await World.start('payments-amocrm', ['34'], 'vm');
});
afterAll(async () => await world?.stop());

/** The shipped workflow at the pace of a test. */
async function publishPurge(): Promise<void> {
	const text = readFileSync(join(ROOT, 'workflows/setup/91-purge.json'), 'utf8');
	const file = JSON.parse(text) as WorkflowFile;
	const schedule = file.nodes.find(({ type }) => type.endsWith('scheduleTrigger'))!;
	schedule.parameters = { rule: { interval: [{ field: 'seconds', secondsInterval: 3 }] } };
	const workflow = { ...file, id: 'TestPurge', name: '91 · Test' };
	const { versionId } = await importWorkflow(world.sandbox.api, workflow, undefined);
	await publish(world.sandbox.api, workflow, versionId);
}

/** Rows that were written and last changed so many days ago. */
async function seed(table: string, days: number, rows: Row[]): Promise<number[]> {
	const { tables } = world.sandbox.api;
	const before = new Set((await tables.rows(table)).map(({ id }) => id));
	await tables.insert(table, rows);
	const ids = (await tables.rows(table)).map(({ id }) => id).filter((id) => !before.has(id));
	for (const column of ['createdAt', 'updatedAt'] as const) {
		world.date(table, column, Date.now() - days * DAY, ids);
	}
	return ids;
}

const rowsOf = async (table: string) => (await world.sandbox.api.tables.rows(table)) as StoredRow[];
const texts = async (table: string, column: string) =>
	(await rowsOf(table)).map((row) => String(row[column])).sort();

test('old finished rows go, waiting ones and young ones stay, and the id of a payment outlives its payload', async () => {
	const relay = (status: string, text: string) => ({ target: 'client', status, text });
	await seed('relay_messages', 100, [
		relay('sent', 'old sent'),
		relay('failed', 'old failed'),
		relay('blocked', 'old blocked'),
		relay('in_doubt', 'old in doubt'),
		relay('pending', 'old pending'),
	]);
	await seed('relay_messages', 80, [relay('sent', 'young sent')]);
	const payment = (payment_id: string, status: string) => ({
		payment_id,
		status,
		amount: 5000,
		payload: '{"user":{"first_name":"Канарейка"}}',
		phone: '+79995550001',
		email: 'canary@example.com',
		telegram_id: '500000001',
	});
	await seed('payment_events', 20, [payment('recorded', 'success'), payment('failing', 'failed')]);
	await seed('payment_events', 2, [payment('fresh', 'success')]);
	await seed('payment_events', 2000, [payment('ancient', 'success'), payment('stuck', 'failed')]);
	const event = (scope: string, event_key: string) => ({ scope, event_key, state: 'done' });
	await seed('processed_events', 40, [event('alert', 'old alert'), event('own-flow', 'my claim')]);
	await seed('dialogues', 400, [{ user_id: 'telegram:1', step: 'greeted' }]);
	await seed('clients', 4000, [{ phone: '+79995550001', full_name: 'Давний клиент' }]);
	// More than one bite of ids.
	await seed(
		'whatsapp_messages_log',
		300,
		Array.from({ length: 1500 }, (_, i) => ({ order_id: `o${i}`, status: 'read' })),
	);
	await publishPurge();

	await world.eventually('the deletion', async () => {
		const left = await rowsOf('whatsapp_messages_log');
		const payload = (await rowsOf('payment_events')).find((row) => row.payment_id === 'recorded');
		return left.length === 0 && payload?.payload === '';
	});
	expect(await texts('relay_messages', 'text')).toEqual([
		'old blocked',
		'old in doubt',
		'old pending',
		'young sent',
	]);
	const payments = await rowsOf('payment_events');
	const one = (id: string) => payments.find((row) => row.payment_id === id);
	expect(one('ancient')).toBeUndefined();
	const blanked = { payload: '', phone: '', email: '', telegram_id: '' };
	expect(one('recorded')).toMatchObject({ status: 'success', amount: 5000, ...blanked });
	for (const id of ['failing', 'fresh', 'stuck']) {
		expect(one(id)?.payload).toContain('Канарейка');
	}
	expect(await texts('processed_events', 'event_key')).not.toContain('old alert');
	expect(await texts('processed_events', 'event_key')).toContain('my claim');
	expect(await rowsOf('dialogues')).toEqual([]);
	expect(await texts('clients', 'full_name')).toContain('Давний клиент');
	expect(await world.alerts('Сроки хранения')).toEqual([]);
});

test('a lifetime that is too short is raised and told once; near the cap of n8n the admin is told once', async () => {
	const { tables } = world.sandbox.api;
	await seed('relay_messages', 5, [{ target: 'client', status: 'sent', text: 'five days old' }]);
	await tables.update('bot_settings', { key: 'keep_days_messages' }, { value: '1' });
	await tables.update('bot_settings', { key: 'data_tables_max_mb' }, { value: '0.01' });
	const alerts = async () => [
		...(await world.alerts('Сроки хранения')),
		...(await world.alerts('Таблицы n8n заняли')),
	];
	await world.eventually(
		'both alerts',
		async () => (await alerts()).length === 2,
		40_000,
		async () => [
			await world.alerts(''),
			await world.sandbox.api.executions({ workflowId: 'TestPurge', limit: 3 }),
		],
	);
	await pause(7000);
	const [lifetimes, size, ...more] = await alerts();
	expect(more).toEqual([]);
	expect(lifetimes).toContain('keep_days_messages: 1 — слишком мало');
	expect(size).toMatch(/из 0.01 \(\d+ %\)/);
	expect(await texts('relay_messages', 'text')).toContain('five days old');
});
