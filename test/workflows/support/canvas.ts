import { publish } from '../../../sandbox/publishing';
import type { World } from './world';

/**
 * What a person does who opens a workflow, changes one node and presses *Publish*.
 *
 * @param change gets the node's parameters and changes them in place
 */
export async function changeNode(
	world: World,
	workflowId: string,
	nodeName: string,
	change: (parameters: Record<string, unknown>) => void,
): Promise<void> {
	const { api } = world.sandbox;
	const workflow = await api.workflow(workflowId);
	const node = workflow.nodes.find(({ name }) => name === nodeName);
	if (!node) throw new Error(`${workflow.name} has no node "${nodeName}"`);
	change(node.parameters);
	const { versionId } = await api.rest<{ versionId: string }>(
		'PATCH',
		`/workflows/${workflowId}`,
		workflow,
	);
	await publish(api, workflow, versionId);
}
