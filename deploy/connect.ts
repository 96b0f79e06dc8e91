import { n8nAddress, N8n, type ListedWorkflow } from './n8n/api';
import { Trouble } from './n8n/trouble';
import { memoryTable, readMemory, type Memory } from './memory';
import type { Present } from './plan/plan';
import { credentialsOf } from './shipped/credentials';
import type { ShippedWorkflow } from './shipped/workflow';

/** The oldest n8n that these workflows and the calls below have been tried with. */
export const OLDEST = '2.40.0';

/** What each command needs of the key. n8n gives the owner's key all of them unless somebody chose. */
export const SCOPES = {
	read: [
		'workflow:list',
		'credential:list',
		'credential:read',
		'dataTable:list',
		'dataTableRow:read',
		'execution:list',
	],
	deploy: [
		'workflow:create',
		'workflow:read',
		'workflow:update',
		'workflow:activate',
		'workflow:deactivate',
		'workflowTags:update',
		'tag:list',
		'tag:create',
		'credential:create',
		'credential:update',
		'dataTable:create',
		'dataTableColumn:create',
		'dataTableRow:upsert',
	],
	uninstall: [
		'workflow:delete',
		'workflow:deactivate',
		'credential:delete',
		'dataTable:delete',
		'dataTableRow:delete',
	],
};

/** Calls that n8n has learnt latest. */
const ENDPOINTS = [
	['credential:read', 'POST /api/v1/credentials/{id}/test'],
	['workflow:activate', 'POST /api/v1/workflows/{workflowId}/publish'],
	['dataTableRow:upsert', 'POST /api/v1/data-tables/{dataTableId}/rows/upsert'],
	['dataTableColumn:create', 'POST /api/v1/data-tables/{dataTableId}/columns'],
];

/**
 * Makes sure that n8n answers, is new enough, and lets this key do what the command needs.
 *
 * @throws {Trouble} that says what to do
 */
export async function connect(
	{ url, apiKey, webhookUrl }: { url: string; apiKey: string; webhookUrl?: string },
	scopes: string[],
): Promise<N8n> {
	const n8n = new N8n(n8nAddress(url), apiKey.trim(), webhookUrl && n8nAddress(webhookUrl));
	const version = await n8n.version();
	const capabilities = await n8n.capabilities();
	if (!capabilities || (version && isOlder(version, OLDEST))) {
		throw new Trouble('oldN8n', { version, missing: capabilities ? [] : ['GET /api/v1/discover'] });
	}
	const missingScopes = scopes.filter((scope) => !capabilities.scopes.includes(scope));
	if (missingScopes.length > 0) throw new Trouble('missingScopes', { scopes: missingScopes });
	const missing = ENDPOINTS.filter(
		([scope, endpoint]) => scopes.includes(scope) && !capabilities.endpoints.includes(endpoint),
	);
	if (missing.length > 0) {
		throw new Trouble('oldN8n', { version, missing: missing.map(([, endpoint]) => endpoint) });
	}
	return n8n;
}

/** By numbers, part by part; what stands behind a hyphen does not count. */
export function isOlder(version: string, than: string): boolean {
	const numbers = (text: string) => text.split('-')[0].split('.').map(Number);
	const [a, b] = [numbers(version), numbers(than)];
	for (let i = 0; i < Math.max(a.length, b.length); i += 1) {
		if ((a[i] ?? 0) !== (b[i] ?? 0)) return (a[i] ?? 0) < (b[i] ?? 0);
	}
	return false;
}

/** @throws {Trouble} missingPack when n8n lacks a credential type of ours that these workflows need */
export async function requirePack(n8n: N8n, workflows: ShippedWorkflow[]): Promise<void> {
	const missing = await missingTypes(n8n, workflows);
	if (missing.length > 0) throw new Trouble('missingPack', { types: missing });
}

export async function missingTypes(n8n: N8n, workflows: ShippedWorkflow[]): Promise<string[]> {
	const own = credentialsOf(workflows)
		.map(({ type }) => type)
		.filter((type) => type.startsWith('crmBridge'));
	const missing: string[] = [];
	for (const type of new Set(own)) if (!(await n8n.knowsCredentialType(type))) missing.push(type);
	return missing;
}

/**
 * What is in n8n, and what was deployed. From now on `n8n` works in the project of the memory: names of tables are
 * unique in a project only, workflows see those of their own, and an administrator's key sees all of them.
 */
export async function look(n8n: N8n): Promise<{ present: Present; memory: Memory }> {
	const all = await n8n.tables();
	n8n.projectId = memoryTable(all)?.projectId;
	const tables = all.filter((table) => !n8n.projectId || table.projectId === n8n.projectId);
	const memory = await readMemory(n8n, tables);
	const [workflows, credentials] = [await n8n.workflows(), await n8n.credentials()];
	const elsewhere = new Set(
		workflows.filter((one) => isElsewhere(one, n8n.projectId)).map(({ id }) => id),
	);
	return { present: { workflows, elsewhere, credentials, tables }, memory };
}

function isElsewhere({ shared }: ListedWorkflow, home: string | undefined): boolean {
	const owner = shared?.find(({ role }) => role === 'workflow:owner')?.projectId;
	return home !== undefined && owner !== undefined && owner !== home;
}
