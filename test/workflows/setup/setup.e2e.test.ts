import axios from 'axios';

import type { WorkflowFile } from '../../../sandbox/workflows';
import { importWorkflow, publish } from '../../../sandbox/publishing';
import { countBy, pause, World } from '../support/world';

let world: World;
beforeAll(async () => {
	world = await World.start();
});
afterAll(async () => await world?.stop());

/** A webhook in front of one node, as an operator would build it. */
async function publishCaller(path: string, node: object, settings: object = {}): Promise<string> {
	const workflow = {
		id: `Test${path}`,
		name: `Test ${path}`,
		nodes: [
			{
				id: 'hook',
				name: 'Hook',
				type: 'n8n-nodes-base.webhook',
				typeVersion: 2,
				position: [0, 0],
				webhookId: path,
				parameters: { httpMethod: 'POST', path, responseMode: 'lastNode', options: {} },
			},
			{ id: 'node', position: [200, 0], ...node },
		],
		connections: { Hook: { main: [[{ node: 'Node', type: 'main', index: 0 }]] } },
		settings: { executionOrder: 'v1', ...settings },
	} as unknown as WorkflowFile;
	const { versionId } = await importWorkflow(world.sandbox.api, workflow, undefined);
	await publish(world.sandbox.api, workflow, versionId);
	return `${world.sandbox.n8nUrl}/webhook/${path}`;
}

async function post(url: string, body: object): Promise<unknown> {
	const { data } = await axios.post<unknown>(url, body, { validateStatus: () => true });
	return data;
}

describe('claim-event', () => {
	const claim = {
		name: 'Node',
		type: 'n8n-nodes-base.executeWorkflow',
		typeVersion: 1.2,
		parameters: {
			source: 'database',
			workflowId: { __rl: true, mode: 'list', value: 'CrmBridgeClaimEvent' },
			workflowInputs: {
				mappingMode: 'defineBelow',
				value: { scope: 'test', event_key: '={{ $json.body.key }}' },
				matchingColumns: [],
				schema: [],
			},
			mode: 'once',
			options: {},
		},
	};
	const claims = async (url: string, key: string, calls: number) => {
		const answers = await Promise.all(Array.from({ length: calls }, () => post(url, { key })));
		return countBy(answers.map((answer) => String((answer as { claimed?: boolean }).claimed)));
	};

	test('of 60 parallel calls exactly one owns the event; a failed claim is taken over by one', async () => {
		const url = await publishCaller('claim', claim);
		expect(await claims(url, 'k1', 60)).toEqual({ true: 1, false: 59 });
		const { tables } = world.sandbox.api;
		expect(await tables.rows('processed_events', { scope: 'test' })).toHaveLength(1);

		await tables.update('processed_events', { event_key: 'k1' }, { state: 'failed' });
		expect(await claims(url, 'k1', 20)).toEqual({ true: 1, false: 19 });
		expect(await claims(url, 'k1', 5)).toEqual({ false: 5 });
	});
});

describe('90-error-handler', () => {
	test('a failed workflow becomes one readable message without phones, repeats are folded', async () => {
		const url = await publishCaller(
			'fails',
			{
				name: 'Node',
				type: 'n8n-nodes-base.stopAndError',
				typeVersion: 1,
				parameters: { errorMessage: 'Order 900000077 of +7 701 000 11 22 <b>broke</b> _down_' },
			},
			{ errorWorkflow: 'CrmBridge90Errors' },
		);
		for (let i = 0; i < 3; i++) await post(url, {});
		const [text] = await world.eventually('the message', async () => {
			const alerts = await world.alerts('Test fails');
			return alerts.length > 0 && alerts;
		});
		await pause(4000);
		expect(await world.alerts('Test fails')).toHaveLength(1);
		expect(text).toContain('Order 900000077 of […] <b>broke</b> _down_');
		expect(text).toMatch(/http:\/\/127\.0\.0\.1:\d+\/workflow\/Testfails\/executions\/\d+/);
	});

	test('when Telegram refuses, the next failure of that kind tries again', async () => {
		const alert = {
			name: 'Node',
			type: 'n8n-nodes-base.executeWorkflow',
			typeVersion: 1.2,
			parameters: {
				source: 'database',
				workflowId: { __rl: true, mode: 'list', value: 'CrmBridge90Errors' },
				workflowInputs: {
					mappingMode: 'defineBelow',
					value: { alert_key: 'test-alert', text: 'Test alert' },
					matchingColumns: [],
					schema: [],
				},
				mode: 'once',
				options: {},
			},
		};
		const url = await publishCaller('alerts', alert);
		await world.fault('telegram', { path: 'sendMessage', status: 502, times: 3 });
		await post(url, {});
		expect(await world.alerts('Test alert')).toEqual([]);
		await post(url, {});
		await post(url, {});
		expect(await world.alerts('Test alert')).toHaveLength(1);
	});
});

describe('00-setup', () => {
	test('adds what is missing and never changes what is there', async () => {
		const { tables } = world.sandbox.api;
		await tables.update('bot_settings', { key: 'time_zone' }, { value: 'Asia/Oral' });
		await tables.delete('bot_settings', { key: 'retry_max_attempts' });
		await tables.update(
			'whatsapp_templates',
			{ store_id: 'store-1' },
			{ template_text: 'Own {order_num}' },
		);
		const before = await tables.rows('whatsapp_templates');

		await world.sandbox.n8n.stop();
		await world.sandbox.n8n.start();
		await world.eventually(
			'the missing setting',
			async () => (await tables.rows('bot_settings', { key: 'retry_max_attempts' })).length === 1,
		);
		await pause(2000);
		expect(await tables.rows('bot_settings', { key: 'time_zone' })).toMatchObject([
			{ value: 'Asia/Oral' },
		]);
		expect(await tables.rows('whatsapp_templates')).toEqual(before);
	});
});
