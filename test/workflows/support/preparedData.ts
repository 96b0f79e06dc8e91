import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { ROOT } from '../../../sandbox/paths';
import { startSandbox } from '../../../sandbox/sandbox';

/** Where the prepared data folder is, for the worker processes. */
const VARIABLE = 'CRM_BRIDGE_E2E_DATA';

/** What every flow needs: n8n's database with its owner, the tables, the shared workflows. */
const SHARED = ['setup', 'store'];

/**
 * Jest's global set-up: an n8n that has started once, so that no test file has to wait for the
 * migrations of a new database and for `00-setup`. Each file works on a copy.
 */
export default async function prepare(): Promise<void> {
	const folder = mkdtempSync(join(tmpdir(), 'crm-bridge-e2e-data-'));
	const workflowsDir = copyWorkflows(SHARED, folder);
	const dataDir = join(folder, 'data');
	const sandbox = await startSandbox({
		port: 0,
		vendorsPort: 0,
		fast: true,
		dataDir,
		workflowsDir,
	});
	await sandbox.stop();
	process.env[VARIABLE] = folder;
}

/** Jest's global tear-down. */
export function clear(): void {
	const folder = process.env[VARIABLE];
	if (folder) rmSync(folder, { recursive: true, force: true });
}

/**
 * A data folder with the workflows of one flow beside it.
 *
 * @param only beginnings of the names of the flow's files; all of them without it
 * @returns folder of the workflows
 */
export function copyPrepared(flow: string, dataDir: string, only: string[] = []): string {
	const prepared = process.env[VARIABLE];
	if (prepared) cpSync(join(prepared, 'data'), dataDir, { recursive: true });
	const folder = copyWorkflows([...SHARED, flow], dataDir);
	for (const file of readdirSync(join(folder, flow))) {
		const isWanted = only.length === 0 || only.some((name) => file.startsWith(name));
		if (!isWanted) rmSync(join(folder, flow, file));
	}
	return folder;
}

function copyWorkflows(names: string[], into: string): string {
	const folder = join(into, 'workflows');
	for (const name of names) {
		cpSync(join(ROOT, 'workflows', name), join(folder, name), { recursive: true });
	}
	return folder;
}
