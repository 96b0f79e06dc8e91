/**
 * Builds the pack when its sources are newer than `dist/`. Run it as a program, or import
 * `ensureBuilt`. Progress goes to stderr.
 */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, realpathSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { ROOT } from './dependencies.mjs';

const SOURCES = ['nodes', 'credentials', 'package.json', 'tsconfig.json', 'gulpfile.js'];

/** @throws when the build fails; a half-built `dist/` is removed, so that the next start builds again */
export async function ensureBuilt() {
	const sources = Math.max(...SOURCES.map((path) => newest(join(ROOT, path), true)));
	if (newest(join(ROOT, 'dist'), false) >= sources) return;
	console.error('Building the pack.');
	const child = spawn('npm', ['run', 'build', '--silent'], {
		cwd: ROOT,
		stdio: ['ignore', process.stderr, process.stderr],
		shell: process.platform === 'win32',
	});
	const code = await new Promise((resolve, reject) => {
		child.once('error', reject);
		child.once('close', resolve);
	});
	if (code === 0) return;
	rmSync(join(ROOT, 'dist'), { recursive: true, force: true });
	throw new Error(`The pack could not be built: "npm run build" ended with code ${code}.`);
}

/**
 * Latest change below a path in milliseconds, 0 when there is nothing.
 * @param {boolean} folders count the folders as well: they show that a file was deleted
 */
export function newest(path, folders) {
	if (!existsSync(path)) return 0;
	const { mtimeMs } = statSync(path);
	if (!statSync(path).isDirectory()) return mtimeMs;
	const inside = readdirSync(path).map((name) => newest(join(path, name), folders));
	return Math.max(folders ? mtimeMs : 0, ...inside);
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
	ensureBuilt().catch((error) => {
		console.error(error.message);
		process.exitCode = 1;
	});
}
