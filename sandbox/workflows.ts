import { createHash } from 'node:crypto';

import { NodeHelpers, type INode, type INodeTypeDescription } from 'n8n-workflow';

import { credentialFor } from '../deploy/shipped/credentials';
import { readFiles } from '../deploy/shipped/read';
import type { WorkflowFile } from '../deploy/shipped/workflow';
import type { Credential } from './credentials';
import type { N8nApi, WorkflowNode } from './n8nApi';

export { inCallOrder } from '../deploy/shipped/callOrder';
export type { WorkflowFile } from '../deploy/shipped/workflow';

const every = (seconds: number) => ({
	schedule: { interval: [{ field: 'seconds', secondsInterval: seconds }] },
	// n8n refuses more than one second in one poll time, but not several poll times.
	poll: {
		item: Array.from({ length: 60 / seconds }, (_, i) => ({
			mode: 'custom',
			cronExpression: `${i * seconds} * * * * *`,
		})),
	},
});

/** Options of nodes that are off in the files and on in the sandbox: id/node → `settings`. */
const SWITCHED_ON: Record<string, object> = {
	'CrmBridge30Webhook/When the Platform Sends a Payment': { acceptLegacySecret: true },
};

/** Every `*.json` below a folder, by path, so that `setup/00-…` can be found. */
export function readWorkflows(folder: string): WorkflowFile[] {
	return readFiles(folder).map(([, file]) => file);
}

/** Descriptions of the node types that the workflows use, by `<type>@<version>`. */
export type NodeTypes = Map<string, INodeTypeDescription>;

/** @throws {Error} naming the node type that this n8n does not have */
export async function readNodeTypes(api: N8nApi, workflows: WorkflowFile[]): Promise<NodeTypes> {
	const nodes = new Map(
		workflows.flatMap((file) => file.nodes.map((node) => [identifier(node), node] as const)),
	);
	const nodeInfos = [...nodes.values()].map(({ type, typeVersion }) => ({
		name: type,
		version: typeVersion,
	}));
	const found = await api.rest<INodeTypeDescription[]>('POST', '/node-types', { nodeInfos });
	return new Map([...nodes.keys()].map((key, index) => [key, found[index]]));
}

function identifier({ type, typeVersion }: WorkflowNode): string {
	return `${type}@${typeVersion}`;
}

/** It looks at every table: at the pace of a demo that would be most of what n8n does. */
const OWN_PACE = ['CrmBridge91Purge'];

/** Schedules and polls every so many seconds, a divisor of 60; everything else as it is. */
export function speedUp(workflow: WorkflowFile, types: NodeTypes, seconds = 5): WorkflowFile {
	if (OWN_PACE.includes(workflow.id)) return workflow;
	const { schedule, poll } = every(seconds);
	return mapNodes(workflow, (node) => {
		if (node.type === 'n8n-nodes-base.scheduleTrigger') {
			return { ...node, parameters: { ...node.parameters, rule: schedule } };
		}
		if (types.get(identifier(node))?.polling) {
			return { ...node, parameters: { ...node.parameters, pollTimes: poll } };
		}
		return node;
	});
}

/** With what the sandbox shows although it is off by default, see `SWITCHED_ON`. */
export function switchOn(workflow: WorkflowFile): WorkflowFile {
	return mapNodes(workflow, (node) => {
		const more = SWITCHED_ON[`${workflow.id}/${node.name}`];
		if (!more) return node;
		const settings = { ...(node.parameters.settings as object | undefined), ...more };
		return { ...node, parameters: { ...node.parameters, settings } };
	});
}

/** Gives each node the credentials that its present parameters ask for. */
export function linkCredentials(
	workflow: WorkflowFile,
	types: NodeTypes,
	credentials: Credential[],
): WorkflowFile {
	return mapNodes(workflow, (node) => {
		const description = types.get(identifier(node));
		const linked: NonNullable<WorkflowNode['credentials']> = {};
		for (const slot of description?.credentials ?? []) {
			const credential = credentialFor(slot.name, workflow.id, credentials);
			if (!credential || !description) continue;
			// n8n hides a credential like a parameter: an HTTP node shows only the chosen kind.
			const shown = NodeHelpers.displayParameterPath(
				parametersOf(node, description),
				slot,
				'',
				node as unknown as INode,
				description,
			);
			if (shown) linked[slot.name] = { id: credential.id, name: credential.name };
		}
		return Object.keys(linked).length > 0 ? { ...node, credentials: linked } : node;
	});
}

/** Parameters with the defaults that a file leaves out. */
function parametersOf(node: WorkflowNode, description: INodeTypeDescription) {
	return (
		NodeHelpers.getNodeParameters(
			description.properties,
			node.parameters as INode['parameters'],
			true,
			false,
			node as unknown as INode,
			description,
		) ?? {}
	);
}

function mapNodes(
	workflow: WorkflowFile,
	change: (node: WorkflowNode) => WorkflowNode,
): WorkflowFile {
	return { ...workflow, nodes: workflow.nodes.map(change) };
}

/** Changes when anything changes that n8n would be given. */
export function hashOf(workflow: WorkflowFile): string {
	return createHash('sha256').update(JSON.stringify(workflow)).digest('hex').slice(0, 16);
}
