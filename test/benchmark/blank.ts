import { randomUUID } from 'node:crypto';

import axios from 'axios';

import type { N8nApi } from '../../sandbox/n8nApi';
import { importWorkflow, publish } from '../../sandbox/publishing';
import type { WorkflowFile } from '../../sandbox/workflows';

const PATH = 'bench-blank';
const WEBHOOK = {
	id: randomUUID(),
	name: 'Webhook',
	type: 'n8n-nodes-base.webhook',
	typeVersion: 2,
	position: [0, 0],
	parameters: { httpMethod: 'POST', path: PATH, responseMode: 'lastNode' },
	webhookId: PATH,
};
/**
 * The least that n8n can do for a call: one run of one node, answered at its end, as our flows answer.
 * Its runs are not saved, as those of flows with personal data are not.
 */
const WORKFLOW: WorkflowFile = {
	id: 'CrmBridgeBenchBlank',
	name: 'Blank webhook',
	nodes: [WEBHOOK],
	connections: {},
	settings: { executionOrder: 'v1', saveDataSuccessExecution: 'none' },
};

/** A call of the blank workflow. @returns ms until its 200 */
export type Blank = () => Promise<number>;

/** Puts the blank workflow into n8n. */
export async function blankWorkflow(api: N8nApi): Promise<Blank> {
	const { versionId } = await importWorkflow(api, WORKFLOW, undefined);
	await publish(api, WORKFLOW, versionId);
	const url = `${api.url}/webhook/${PATH}`;
	return async () => {
		const start = performance.now();
		await axios.post(url, { event: 1 });
		return performance.now() - start;
	};
}
