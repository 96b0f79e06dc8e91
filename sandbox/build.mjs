/**
 * Builds the pack when its sources are newer than `dist/`. Run it as a program, or import
 * `ensureBuilt`. Progress goes to stderr.
 */
import { spawn } from 'node:child_process';
import {
	existsSync,
	mkdirSync,
	readdirSync,
	realpathSync,
	statSync,
	utimesSync,
	writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { ROOT } from './dependencies.mjs';

const SOURCES = [
	...['nodes', 'credentials', 'deploy', 'workflows'],
	...['package.json', 'tsconfig.json', 'gulpfile.js', 'thirdParty.js'],
];
/** Its time is the start of the last build that succeeded. */
const STAMP = join(ROOT, 'node_modules', '.cache', 'crm-bridge-build');

/** @throws when the build fails */
export async function ensureBuilt() {
	const sources = Math.max(...SOURCES.map((path) => newest(join(ROOT, path))));
	if (existsSync(join(ROOT, 'dist')) && newest(STAMP) >= sources) return;
	console.error('Building the pack.');
	const started = new Date();
	const child = spawn('npm', ['run', 'build', '--silent'], {
		cwd: ROOT,
		stdio: ['ignore', process.stderr, process.stderr],
		shell: process.platform === 'win32',
	});
	const code = await new Promise((resolve, reject) => {
		child.once('error', reject);
		child.once('close', resolve);
	});
	if (code !== 0) {
		throw new Error(`The pack could not be built: "npm run build" ended with code ${code}.`);
	}
	mkdirSync(dirname(STAMP), { recursive: true });
	writeFileSync(STAMP, '');
	utimesSync(STAMP, started, started);
}

/**
 * Latest change below a path in milliseconds, 0 when there is nothing. Folders count as well: they
 * show that a file was deleted.
 */
export function newest(path) {
	if (!existsSync(path)) return 0;
	const stats = statSync(path);
	const inside = stats.isDirectory() ? readdirSync(path) : [];
	return Math.max(stats.mtimeMs, ...inside.map((name) => newest(join(path, name))));
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
	ensureBuilt().catch((error) => {
		console.error(error.message);
		process.exitCode = 1;
	});
}
