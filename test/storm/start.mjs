#!/usr/bin/env node
/**
 * `npm run test:storm`: installs what is missing, then runs the storm on the pinned Node.js; `--files`
 * runs the big end-to-end tests instead. Plain ESM without dependencies, for a fresh clone with Node.js 20.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';

import { ensureDependencies, PINNED_NODE, ROOT } from '../../sandbox/dependencies.mjs';

const flags = process.argv.slice(2);
if (flags.includes('--files')) {
	await import('./files.mjs');
} else {
	await ensureDependencies({ log: (line) => console.error(line) });
	const child = spawn(
		PINNED_NODE,
		['--import', 'tsx', join(ROOT, 'test', 'storm', 'main.ts'), ...flags],
		// The channel tells the child when this process is gone, even after SIGKILL.
		{ cwd: ROOT, stdio: ['inherit', 'inherit', 'inherit', 'ipc'] },
	);
	child.once('exit', (code, signal) => (process.exitCode = signal ? 1 : (code ?? 1)));
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
		process.on(signal, () => child.kill(signal));
	}
}
