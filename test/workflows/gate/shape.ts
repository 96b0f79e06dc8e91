import type { INode } from 'n8n-workflow';

import { isRecord, type Finding, type Rule } from './types';

const TOP_LEVEL = [
	'id',
	'name',
	'description',
	'tags',
	'nodes',
	'connections',
	'settings',
	'active',
	'meta',
];
const NODE_KEYS = [
	'id',
	'name',
	'type',
	'typeVersion',
	'position',
	'parameters',
	'disabled',
	'notes',
	'notesInFlow',
	'webhookId',
	'onError',
	'retryOnFail',
	'maxTries',
	'waitBetweenTries',
	'alwaysOutputData',
	'executeOnce',
];
/** `isWorkflowIdValid` of n8n 2.40: the made secret of a trigger would silently be lost. */
const MAX_ID = 21;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** What every other rule relies on; a file that fails here is not looked at further. */
export function structureProblems(document: unknown): Finding[] {
	if (!isRecord(document)) return [{ message: 'the file must hold one JSON object' }];
	const findings: Finding[] = [];
	for (const key of ['id', 'name']) {
		if (typeof document[key] !== 'string') findings.push({ message: `"${key}" must be a text` });
	}
	if (!isRecord(document.connections))
		findings.push({ message: '"connections" must be an object' });
	if (!Array.isArray(document.nodes)) return [...findings, { message: '"nodes" must be a list' }];
	for (const [i, node] of document.nodes.entries()) {
		const whole =
			isRecord(node) &&
			['id', 'name', 'type'].every((key) => typeof node[key] === 'string' && node[key] !== '') &&
			typeof node.typeVersion === 'number' &&
			isRecord(node.parameters) &&
			Array.isArray(node.position) &&
			node.position.length === 2 &&
			node.position.every((at) => typeof at === 'number');
		const name = isRecord(node) ? String(node.name) : undefined;
		if (!whole) {
			const message = `nodes[${i}] needs id, name, type, typeVersion, position [x, y] and parameters`;
			findings.push({ node: name, message });
		}
	}
	return findings;
}

/** Only what belongs to the workflow itself: nothing of the instance it was made on. */
export const keys: Rule = ({ document }) => {
	const findings: Finding[] = [];
	for (const key of Object.keys(document)) {
		if (!TOP_LEVEL.includes(key)) findings.push({ message: `remove "${key}" from the top level` });
	}
	if (document.active) findings.push({ message: '"active" must be false or absent' });
	const { meta } = document as { meta?: object };
	if (meta && 'instanceId' in meta) findings.push({ message: 'remove "meta.instanceId"' });
	for (const node of document.nodes) {
		for (const key of Object.keys(node)) {
			if (key === 'credentials') {
				findings.push({
					node: node.name,
					message: 'remove "credentials": the operator picks them',
				});
			} else if (!NODE_KEYS.includes(key)) {
				findings.push({ node: node.name, message: `remove "${key}" from the node` });
			}
		}
		if (/"cachedResultUrl":/.test(JSON.stringify(node.parameters))) {
			findings.push({
				node: node.name,
				message: 'remove "cachedResultUrl": a link of one instance',
			});
		}
	}
	return findings;
};

/** Fixed ids, so that links between workflows and webhook addresses survive an import. */
export const ids: Rule = (workflow, { catalog, shipped }) => {
	const { document } = workflow;
	const findings: Finding[] = [];
	if (!/^CrmBridge[A-Za-z0-9]+$/.test(document.id)) {
		findings.push({ message: `id "${document.id}" must look like CrmBridge20NewOrders` });
	}
	if (document.id.length > MAX_ID) {
		const message = `id "${document.id}" is too long: n8n keeps no static data of a workflow whose id has more than ${MAX_ID} characters`;
		findings.push({ message });
	}
	for (const other of shipped) {
		if (other === workflow) continue;
		if (other.document.id === document.id) {
			findings.push({ message: `id "${document.id}" is also used by ${other.file}` });
		}
		if (other.document.name === document.name) {
			findings.push({ message: `name "${document.name}" is also used by ${other.file}` });
		}
	}
	const seen = new Set<string>();
	for (const { id, name } of document.nodes) {
		if (seen.has(id)) findings.push({ node: name, message: `node id "${id}" is used twice` });
		seen.add(id);
	}
	const elsewhere = shipped
		.filter((other) => other !== workflow)
		.flatMap((other) => other.document.nodes.map((node) => node.webhookId));
	const here = document.nodes.map(webhookOf);
	for (const node of document.nodes) {
		const hooks = catalog.describe(node.type, node.typeVersion)?.webhooks ?? [];
		const { webhookId } = node;
		if (webhookId === undefined) {
			if (hooks.some((hook) => !hook.restartWebhook)) {
				const message =
					'needs a fixed "webhookId" like "crm-bridge-waha", else its address changes';
				findings.push({ node: node.name, message });
			}
			continue;
		}
		if (UUID.test(webhookId) || !/^[a-z][a-z0-9-]{2,60}$/.test(webhookId)) {
			const message = `webhookId "${webhookId}" must be readable, like "crm-bridge-waha"`;
			findings.push({ node: node.name, message });
		}
		if (
			elsewhere.includes(webhookId) ||
			here.filter((hook) => hook === webhookOf(node)).length > 1
		) {
			findings.push({ node: node.name, message: `webhookId "${webhookId}" is used twice` });
		}
	}
	return findings;
};

/** Webhook nodes of one workflow may share an id: n8n tells them apart by method and path. */
function webhookOf({ webhookId, parameters }: INode): string | undefined {
	return webhookId && [webhookId, parameters.httpMethod, parameters.path].join(' ');
}
