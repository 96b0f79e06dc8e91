import type { N8nApi, Workflow, WorkflowSummary } from './n8nApi';
import { waitFor } from './waitFor';
import type { NodeTypes, WorkflowFile } from './workflows';

interface PublicationStatus {
	status: 'in_progress' | 'not_published' | 'published' | 'partial' | 'failed';
	triggers: Array<{ status: string; errorMessage: string | null }>;
}

/** Triggers whose webhooks are not registered anywhere outside: people tell the sender the address. */
const OWN_WEBHOOKS =
	/^n8n-nodes-base\.(webhook|formTrigger|wait|respondToWebhook)$|\.signedWebhookTrigger$/;

/** Creates the workflow under the file's id, or replaces what is there. @returns the new version */
export async function importWorkflow(
	api: N8nApi,
	file: WorkflowFile,
	existing: WorkflowSummary | undefined,
): Promise<Workflow> {
	const { id, name, nodes, connections, settings } = file;
	const tags = await tagIds(api, file);
	const body = { name, tags, nodes, connections, settings: settings ?? {} };
	if (existing) return await api.rest('PATCH', `/workflows/${id}`, body);
	return await api.rest('POST', '/workflows', { id, ...body });
}

/** n8n knows tags by id: finds those of the file by name, makes the missing ones. */
async function tagIds(api: N8nApi, { tags = [] }: WorkflowFile): Promise<string[]> {
	if (tags.length === 0) return [];
	const known = await api.rest<Array<{ id: string; name: string }>>('GET', '/tags');
	return await Promise.all(
		tags.map(async ({ name }) => {
			const found = known.find((tag) => tag.name === name);
			return (found ?? (await api.rest<{ id: string }>('POST', '/tags', { name }))).id;
		}),
	);
}

/**
 * Publishes a version and waits until its triggers and webhooks are registered: n8n answers before.
 *
 * @throws {Error} with n8n's reason when a trigger could not be started
 */
export async function publish(
	api: N8nApi,
	{ id, name }: { id: string; name: string },
	versionId: string,
	signal?: AbortSignal,
): Promise<void> {
	await api.rest('POST', `/workflows/${id}/activate`, { versionId });
	const { status, triggers } = await settled(api, id, name, signal);
	if (status === 'published' || (status === 'not_published' && triggers.length === 0)) return;
	const reasons = triggers.map(({ errorMessage }) => errorMessage).filter(Boolean);
	throw new Error(`The workflow "${name}" could not be published: ${reasons.join('; ')}`);
}

/** Takes a workflow's triggers and webhooks down and waits until they are. */
export async function unpublish(
	api: N8nApi,
	{ id, name }: { id: string; name: string },
	signal?: AbortSignal,
): Promise<void> {
	await api.rest('POST', `/workflows/${id}/deactivate`, {});
	await settled(api, id, name, signal);
}

/**
 * True when a trigger of the workflow registers its webhook at a vendor. n8n does that on
 * publishing only, and the simulators forget between two starts.
 */
export function registersAtVendor({ nodes }: WorkflowFile, types: NodeTypes): boolean {
	return nodes.some(({ type, typeVersion }) => {
		const description = types.get(`${type}@${typeVersion}`);
		const isTrigger = description?.group.includes('trigger') ?? false;
		return isTrigger && !OWN_WEBHOOKS.test(type) && (description?.webhooks?.length ?? 0) > 0;
	});
}

async function settled(
	api: N8nApi,
	id: string,
	name: string,
	signal?: AbortSignal,
): Promise<PublicationStatus> {
	return await waitFor(
		`n8n to publish "${name}"`,
		async () => {
			const answer = await api.rest<PublicationStatus>(
				'GET',
				`/workflows/${id}/publication-status`,
			);
			return answer.status === 'in_progress' ? undefined : answer;
		},
		{ timeoutMs: 60_000, everyMs: 50, signal },
	);
}
