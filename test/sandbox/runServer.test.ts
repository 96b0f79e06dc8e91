import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

import { waitFor } from '../../sandbox/waitFor';

const SCRIPT = join(__dirname, '../../sandbox/runServer.cjs');

/** Tells its process id and the signals it gets; ends on SIGINT alone, as PostgreSQL with clients does. */
const SERVER = `
process.on('SIGTERM', () => console.log('SIGTERM'));
process.on('SIGINT', () => { console.log('SIGINT'); process.exit(7); });
setInterval(() => {}, 1000);
console.log('pid ' + process.pid);
`;

/** Starts it as the sandbox does: with a channel to its parent, in a group of its own. */
async function start(): Promise<{ child: ChildProcess; pid: number; said: () => string }> {
	const program = JSON.stringify({ command: process.execPath, args: ['-e', SERVER], cwd: '/' });
	const child = spawn(process.execPath, [SCRIPT, program], {
		detached: true,
		stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
	});
	let output = '';
	child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
	const pid = await waitFor('the server', () => Number(/pid (\d+)/.exec(output)?.[1]) || false, {
		timeoutMs: 10_000,
	});
	return { child, pid, said: () => output };
}

function isAlive(pid: number): boolean {
	try {
		return process.kill(pid, 0);
	} catch {
		return false;
	}
}

describe('a server of queue mode', () => {
	let started: Awaited<ReturnType<typeof start>>;
	beforeEach(async () => {
		started = await start();
	});
	afterEach(() => {
		if (isAlive(started.pid)) process.kill(started.pid, 'SIGKILL');
	});

	test('that is asked to end gets SIGINT, and its exit code is passed on', async () => {
		started.child.kill('SIGTERM');
		expect(await once(started.child, 'exit')).toEqual([7, null]);
		expect(started.said()).toContain('SIGINT');
		expect(started.said()).not.toContain('SIGTERM');
	});

	test('ends when the sandbox is gone', async () => {
		started.child.disconnect();
		expect(await once(started.child, 'exit')).toEqual([7, null]);
		expect(isAlive(started.pid)).toBe(false);
	});

	test('is killed with its group', async () => {
		process.kill(-started.child.pid!, 'SIGKILL');
		expect(await once(started.child, 'exit')).toEqual([null, 'SIGKILL']);
		await waitFor('the server to end', () => !isAlive(started.pid), { timeoutMs: 5000 });
	});
});
