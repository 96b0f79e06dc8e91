/**
 * `npm start`: installs what is missing, then runs the sandbox on the pinned Node.js.
 * Plain ESM without dependencies, so that it runs on a fresh clone with Node.js 20.
 * Everything it says goes to stderr: with `--json` stdout belongs to the one ready line.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';

import { ensureDependencies, PINNED_NODE, ROOT } from './dependencies.mjs';
import { ensureServers } from './servers.mjs';

const log = (line) => console.error(line);

try {
	await ensureDependencies({ log });
	// Here and not in the program itself: the terminal can still be asked.
	if (process.argv.includes('--queue')) ensureServers({ log });
} catch (error) {
	log(error.message);
	process.exit(1);
}

const child = spawn(
	PINNED_NODE,
	['--import', 'tsx', join(ROOT, 'sandbox', 'main.ts'), ...process.argv.slice(2)],
	// The channel tells the child when this process is gone, even after SIGKILL.
	{ cwd: ROOT, stdio: ['inherit', 'inherit', 'inherit', 'ipc'] },
);
child.once('error', (error) => {
	log(`The sandbox could not be started: ${error.message}`);
	process.exit(1);
});
child.once('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
