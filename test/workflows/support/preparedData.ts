import { chmodSync, cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

import { ROOT } from '../../../sandbox/paths';
import { startSandbox } from '../../../sandbox/sandbox';
import { queueMode } from './queueMode';

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
	// PostgreSQL does not run as root, and its user has to come through to the data.
	chmodSync(folder, 0o711);
	const workflowsDir = copyWorkflows(SHARED, folder);
	const dataDir = join(folder, 'data');
	const sandbox = await startSandbox({
		port: 0,
		vendorsPort: 0,
		fast: true,
		...queueMode(),
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
 * A data folder with the workflows of some flows beside it.
 *
 * @param only beginnings of the names of the flows' files, and what they call; all of them without it
 * @returns folder of the workflows
 */
export function copyPrepared(flows: string[], dataDir: string, only: string[] = []): string {
	const prepared = process.env[VARIABLE];
	if (prepared) cpSync(join(prepared, 'data'), dataDir, { recursive: true });
	const folder = copyWorkflows([...SHARED, ...flows], dataDir);
	const files = flows.flatMap((flow) =>
		readdirSync(join(folder, flow)).map((file) => join(folder, flow, file)),
	);
	const wanted = withCalled(files, only);
	for (const file of files) if (only.length > 0 && !wanted.has(file)) rmSync(file);
	return folder;
}

function copyWorkflows(names: string[], into: string): string {
	const folder = join(into, 'workflows');
	for (const name of names) {
		cpSync(join(ROOT, 'workflows', name), join(folder, name), { recursive: true });
	}
	return folder;
}

/** n8n publishes a workflow only after those that it calls. */
function withCalled(files: string[], only: string[]): Set<string> {
	const texts = new Map(files.map((file) => [file, readFileSync(file, 'utf8')]));
	const idOf = (file: string) => (JSON.parse(texts.get(file)!) as { id: string }).id;
	const wanted = new Set(
		files.filter((file) => only.some((name) => basename(file).startsWith(name))),
	);
	// A set gives what is added while it is gone through, too.
	for (const caller of wanted) {
		for (const file of files) if (texts.get(caller)!.includes(`"${idOf(file)}"`)) wanted.add(file);
	}
	return wanted;
}
