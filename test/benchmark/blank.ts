import { randomUUID } from 'node:crypto';

import axios from 'axios';

import type { N8nApi } from '../../sandbox/n8nApi';
import { importWorkflow, publish } from '../../sandbox/publishing';
import type { WorkflowFile } from '../../sandbox/workflows';

const webhook = (path: string) => ({
	id: randomUUID(),
	name: 'Webhook',
	type: 'n8n-nodes-base.webhook',
	typeVersion: 2,
	position: [0, 0],
	parameters: { httpMethod: 'POST', path, responseMode: 'lastNode' },
	webhookId: path,
});
const READ_THE_EVENT = {
	id: randomUUID(),
	name: 'Set',
	type: 'n8n-nodes-base.set',
	typeVersion: 3.4,
	position: [220, 0],
	parameters: {
		assignments: {
			assignments: [
				{ id: 'event', name: 'event', value: '={{ $json.body.event }}', type: 'number' },
			],
		},
	},
};
const SETTINGS = { executionOrder: 'v1', saveDataSuccessExecution: 'none' };
/**
 * The least that n8n can do for a call: one run of one node, answered at its end, as our flows answer.
 * Its runs are not saved, as those of flows with personal data are not.
 */
const BLANK: WorkflowFile = {
	id: 'CrmBridgeBenchBlank',
	name: 'Blank webhook',
	nodes: [webhook('bench-blank')],
	connections: {},
	settings: SETTINGS,
};
/** The least for a workflow that reads anything of what it got: n8n gives each such run an isolate of V8. */
const ONE_EXPRESSION: WorkflowFile = {
	id: 'CrmBridgeBenchOne',
	name: 'Webhook and one expression',
	nodes: [webhook('bench-one-expression'), READ_THE_EVENT],
	connections: { Webhook: { main: [[{ node: 'Set', type: 'main', index: 0 }]] } },
	settings: SETTINGS,
};

/** A call of a workflow that does nothing. @returns ms until its 200 */
export type Blank = () => Promise<number>;

/** Puts the blank workflow into n8n. */
export async function blankWorkflow(api: N8nApi): Promise<Blank> {
	return await callable(api, BLANK);
}

/** The same with one expression behind it. */
export async function oneExpressionWorkflow(api: N8nApi): Promise<Blank> {
	return await callable(api, ONE_EXPRESSION);
}

async function callable(api: N8nApi, workflow: WorkflowFile): Promise<Blank> {
	const { versionId } = await importWorkflow(api, workflow, undefined);
	await publish(api, workflow, versionId);
	const { path } = workflow.nodes[0].parameters as { path: string };
	const url = `${api.url}/webhook/${path}`;
	return async () => {
		const start = performance.now();
		await axios.post(url, { event: 1 });
		return performance.now() - start;
	};
}
