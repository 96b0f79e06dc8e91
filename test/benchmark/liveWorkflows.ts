import type { N8nApi } from '../../sandbox/n8nApi';
import { importWorkflow, publish, unpublish } from '../../sandbox/publishing';
import { readNodeTypes, speedUp, type WorkflowFile } from '../../sandbox/workflows';

/** Puts everything back as it was. */
export type Undo = () => Promise<void>;

/** Changes published workflows of a running n8n, one after the other. */
async function change(
	api: N8nApi,
	ids: string[],
	how: (workflow: WorkflowFile) => WorkflowFile,
): Promise<Undo> {
	const before: WorkflowFile[] = [];
	for (const id of ids) {
		const workflow = await api.rest<WorkflowFile>('GET', `/workflows/${id}`);
		before.push(workflow);
		await replace(api, how(workflow));
	}
	return async () => {
		for (const workflow of before) await replace(api, workflow);
	};
}

/** n8n then saves every run with its data, whatever the workflows' files say. */
export async function saveRuns(api: N8nApi): Promise<Undo> {
	const all = await Promise.all(
		(await api.workflows()).map(({ id }) => api.rest<WorkflowFile>('GET', `/workflows/${id}`)),
	);
	const silent = all.filter(({ settings }) => savedRuns(settings) === 'none').map(({ id }) => id);
	return await change(api, silent, (workflow) => ({
		...workflow,
		settings: { ...workflow.settings, saveDataSuccessExecution: 'all' },
	}));
}

/** Timers and polls of these workflows come every 5 s. */
export async function hurry(api: N8nApi, ids: string[]): Promise<Undo> {
	const files = await Promise.all(
		ids.map((id) => api.rest<WorkflowFile>('GET', `/workflows/${id}`)),
	);
	const types = await readNodeTypes(api, files);
	return await change(api, ids, (workflow) => speedUp(workflow, types));
}

async function replace(api: N8nApi, workflow: WorkflowFile): Promise<void> {
	await unpublish(api, workflow);
	const existing = (await api.workflows()).find(({ id }) => id === workflow.id);
	const { versionId } = await importWorkflow(api, workflow, existing);
	await publish(api, workflow, versionId);
}

function savedRuns(settings: object | undefined): unknown {
	return (settings as { saveDataSuccessExecution?: unknown } | undefined)?.saveDataSuccessExecution;
}
