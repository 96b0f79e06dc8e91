import { SETUP_ID } from '../deploy/shipped/flows';
import type { Credential } from './credentials';
import { SQLITE, type DataDir } from './dataDir';
import { seedDemoData, setPace } from './demoData';
import type { N8nApi, WorkflowSummary } from './n8nApi';
import { importWorkflow, publish, registersAtVendor, unpublish } from './publishing';
import { waitFor } from './waitFor';
import {
	hashOf,
	inCallOrder,
	linkCredentials,
	readNodeTypes,
	readWorkflows,
	speedUp,
	switchOn,
	type NodeTypes,
	type WorkflowFile,
} from './workflows';

interface SetUpOptions {
	api: N8nApi;
	dataDir: DataDir;
	credentials: Credential[];
	folder: string;
	/** Pace of schedules and polls, with no pauses between messages; as in the files when undefined. */
	everySeconds?: number;
	log: (line: string) => void;
	signal?: AbortSignal;
}

/**
 * Brings n8n to what the files say: imports what has changed since the last start, publishes it,
 * and seeds the demo data between `00-setup` and the rest. What has not changed is left as it is,
 * with the operator's changes on the canvas; what the operator unpublished stays so.
 */
export async function setUpWorkflows(options: SetUpOptions): Promise<void> {
	const { api, dataDir, credentials, folder, everySeconds, log, signal } = options;
	const startedAt = Date.now();
	const files = readWorkflows(folder);
	const types = await readNodeTypes(api, files);
	const workflows = inCallOrder(files).map((file) => {
		const linked = linkCredentials(switchOn(file), types, credentials);
		return everySeconds ? speedUp(linked, types, everySeconds) : linked;
	});
	log(`Importing and publishing ${workflows.length} workflows.`);
	const existing = new Map((await api.workflows()).map((found) => [found.id, found]));
	const bring = async (workflow: WorkflowFile) =>
		await bringUp(workflow, existing.get(workflow.id), types, options);
	const setUp = workflows.find(({ id }) => id === SETUP_ID);
	if (setUp) {
		await bring(setUp);
		await tablesAreReady(api, setUp, startedAt, signal);
		await fillTables(api, dataDir, everySeconds !== undefined);
	}
	for (const workflow of workflows) {
		if (workflow !== setUp) await bring(workflow);
	}
}

/** What the operator changed in the tables since the first start stays. */
async function fillTables(api: N8nApi, dataDir: DataDir, fast: boolean): Promise<void> {
	const state = dataDir.readState();
	const pace = fast ? 'fast' : 'normal';
	if (state.pace === undefined) await seedDemoData(api, state.database === SQLITE);
	if (state.pace !== pace) await setPace(api, fast);
	dataDir.writeState({ ...state, pace });
}

async function bringUp(
	workflow: WorkflowFile,
	existing: WorkflowSummary | undefined,
	types: NodeTypes,
	{ api, dataDir, log, signal }: SetUpOptions,
): Promise<void> {
	signal?.throwIfAborted();
	const { id, name } = workflow;
	const hash = hashOf(workflow);
	const state = dataDir.readState();
	const isNew = !existing || state.workflows[id] !== hash;
	if (!isNew && !existing.activeVersionId) {
		log(`"${name}" was unpublished by hand and stays so.`);
		return;
	}
	if (!isNew && !registersAtVendor(workflow, types)) return;
	if (existing?.activeVersionId) await unpublish(api, workflow, signal);
	const versionId = isNew
		? (await importWorkflow(api, workflow, existing)).versionId
		: existing.activeVersionId;
	if (versionId) await publish(api, workflow, versionId, signal);
	dataDir.writeState({ ...state, workflows: { ...state.workflows, [id]: hash } });
}

/** 00-setup runs by itself on publishing and on every start of n8n; a run has made everything. */
async function tablesAreReady(
	api: N8nApi,
	{ id, name }: WorkflowFile,
	startedAt: number,
	signal?: AbortSignal,
): Promise<void> {
	await waitFor(
		`the run of "${name}"`,
		async () => {
			const runs = await api.executions({ workflowId: id, limit: 20 });
			if (runs.some(({ status }) => status === 'success')) return true;
			const failed = runs.find(
				(run) => run.status === 'error' && Date.parse(run.startedAt) >= startedAt,
			);
			if (failed) throw new Error(`"${name}" failed, see its execution ${failed.id} in n8n.`);
			return false;
		},
		{ timeoutMs: 60_000, everyMs: 200, signal },
	);
}
