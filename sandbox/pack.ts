import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { PINNED_NODE, ROOT } from './paths';

/**
 * Runs one of the plain programs beside this file.
 *
 * @returns what it wrote to stdout; its progress goes to this process's stderr
 * @throws {Error} with the last thing it said
 */
async function runScript(name: string, signal?: AbortSignal): Promise<string> {
	return await new Promise((resolve, reject) => {
		const script = join(ROOT, 'sandbox', name);
		const child = execFile(PINNED_NODE, [script], { signal }, (error, stdout) => {
			if (error) reject(new Error(`sandbox/${name} failed, see above.`, { cause: error }));
			else resolve(stdout.trim());
		});
		child.stderr?.pipe(process.stderr, { end: false });
	});
}

/** Builds the pack when its sources are newer than `dist/`. */
export async function buildPack(signal?: AbortSignal): Promise<void> {
	await runScript('build.mjs', signal);
}

/** Folder of the pinned n8n; it is installed when missing, which takes minutes. */
export async function findRuntime(signal?: AbortSignal): Promise<string> {
	return await runScript('runtime.mjs', signal);
}

/** Where PostgreSQL's programs and redis-server are; undefined where the environment names a running one. */
export async function findServers(
	signal?: AbortSignal,
): Promise<{ postgres?: string; redis?: string }> {
	return JSON.parse(await runScript('servers.mjs', signal)) as {
		postgres?: string;
		redis?: string;
	};
}

/**
 * Puts the built pack where n8n keeps community packages: `<n8n folder>/nodes/node_modules/<name>`.
 * A copy and not a link: Node.js would follow a link back to the checkout and load a second copy of
 * `n8n-workflow` from there, which does not happen to a package that was really installed.
 */
export function installPack(packDir: string, n8nFolder: string): void {
	const manifest = join(packDir, 'package.json');
	const { name } = JSON.parse(readFileSync(manifest, 'utf8')) as { name: string };
	const target = join(n8nFolder, 'nodes', 'node_modules', name);
	if (!existsSync(join(packDir, 'dist'))) throw new Error(`${packDir} is not built.`);
	rmSync(target, { recursive: true, force: true });
	mkdirSync(target, { recursive: true });
	cpSync(manifest, join(target, 'package.json'));
	cpSync(join(packDir, 'dist'), join(target, 'dist'), { recursive: true });
}
