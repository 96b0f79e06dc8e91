import axios from 'axios';

import { importWorkflow, publish, unpublish } from '../../../sandbox/publishing';
import type { WorkflowFile } from '../../../sandbox/workflows';
import { pause, World } from '../support/world';

interface Hooks {
	webhooks: Array<{ destination: string; settings: string[] }>;
	deliveries: Array<{ status: number }>;
}

let world: World;
beforeAll(async () => {
	world = await World.start('payments-amocrm', ['30', '31', '32'], 'vm');
});
afterAll(async () => await world?.stop());

const FOREIGN = 'http://127.0.0.1:9/of-somebody-else';

async function triggerWorkflow(): Promise<WorkflowFile> {
	const credentials = await world.sandbox.api.rest<
		Array<{ id: string; name: string; type: string }>
	>('GET', '/credentials');
	const { id, name } = credentials.find(({ type }) => type === 'crmBridgeAmoCrmApi')!;
	return {
		id: 'TestAmoTrigger',
		name: 'Test amoCRM trigger',
		nodes: [
			{
				id: 'trigger',
				name: 'Trigger',
				type: 'n8n-nodes-crm-bridge.amoCrmTrigger',
				typeVersion: 1,
				position: [0, 0],
				webhookId: 'crm-bridge-amocrm',
				parameters: { events: ['add_lead', 'status_lead'], options: { refetch: true } },
				credentials: { crmBridgeAmoCrmApi: { id, name } },
			},
			{
				id: 'nothing',
				name: 'Nothing',
				type: 'n8n-nodes-base.noOp',
				typeVersion: 1,
				position: [200, 0],
				parameters: {},
			},
		],
		connections: { Trigger: { main: [[{ node: 'Nothing', type: 'main', index: 0 }]] } },
		settings: { executionOrder: 'v1' },
	} as unknown as WorkflowFile;
}

/** What the trigger has given to each run so far. */
async function heard(): Promise<Array<Record<string, unknown>>> {
	const { api } = world.sandbox;
	const runs = await api.executions({ workflowId: 'TestAmoTrigger', limit: 20 });
	const items: Array<Record<string, unknown>> = [];
	for (const { id } of runs) {
		const { data } = (await api.execution(id)) as unknown as {
			data: {
				resultData: {
					runData: Record<
						string,
						Array<{ data: { main: Array<Array<{ json: Record<string, unknown> }>> } }>
					>;
				};
			};
		};
		// A run that has just begun has no data yet.
		const [run] = data.resultData.runData.Trigger ?? [];
		items.push(...(run?.data?.main[0] ?? []).map(({ json }) => json));
	}
	return items;
}

test('the amoCRM trigger subscribes, hears each change once, and leaves as it came', async () => {
	const { api } = world.sandbox;
	const amo = world.vendorUrl('amocrm');
	await axios.post(
		`${amo}/api/v4/webhooks`,
		{ destination: FOREIGN, settings: ['add_contact'] },
		{ headers: { authorization: 'Bearer sandbox-amocrm' } },
	);
	const workflow = await triggerWorkflow();
	const { versionId } = await importWorkflow(api, workflow, undefined);
	await publish(api, workflow, versionId);
	const { webhooks } = await world.state<Hooks>('amocrm');
	const own = webhooks.filter(({ destination }) => destination !== FOREIGN);
	expect(own).toMatchObject([{ settings: ['add_lead', 'status_lead'] }]);
	expect(own[0].destination).toMatch(/\/webhook\/crm-bridge-amocrm\/amocrm\?secret=[0-9a-f]{64}$/);

	const { leads } = await world.emit<{ leads: Array<{ id: number }> }>('amocrm', {
		lead: { name: 'Заявка', pipeline_id: 4423755, status_id: 63242023, price: 5 },
	});
	const [first] = await world.eventually('the lead to be heard', async () => {
		const items = await heard();
		return items.length > 0 && items;
	});
	expect(first).toMatchObject({
		event: 'add_lead',
		entity: 'leads',
		action: 'add',
		entity_now: { id: leads[0].id, price: 5 },
	});
	await world.emit('amocrm', { edit: { lead: leads[0].id, status_id: 142, pipeline_id: 4423755 } });
	await world.eventually('the stage to be heard', async () => (await heard()).length === 2);

	const address = own[0].destination;
	const forged = address.replace(/secret=.*/, 'secret=guessed');
	const body = 'leads[add][0][id]=1&leads[add][0][name]=forged';
	const form = { headers: { 'content-type': 'application/x-www-form-urlencoded' } };
	const { status } = await axios.post(forged, body, { ...form, validateStatus: () => true });
	expect(status).toBe(401);
	await pause(1000);
	expect(await heard()).toHaveLength(2);

	await unpublish(api, workflow);
	const left = (await world.state<Hooks>('amocrm')).webhooks;
	expect(left.map(({ destination }) => destination)).toEqual([FOREIGN]);
});
