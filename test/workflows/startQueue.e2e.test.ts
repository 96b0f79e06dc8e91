import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import axios from 'axios';

import type { SandboxState } from '../../sandbox/dataDir';
import { ROOT } from '../../sandbox/paths';
import { NpmStart, type ReadyLine } from './support/npmStart';
import { payment, person, sign } from './support/payments';

const servers = spawnSync(process.execPath, [join(ROOT, 'sandbox', 'servers.mjs')]);
/** `npm test` has made sure of them; who runs this file alone may not have them. */
const withServers = servers.status === 0 ? describe : describe.skip;

const dataDir = mkdtempSync(join(tmpdir(), 'crm-bridge-start-queue-'));
const npm = new NpmStart(dataDir);
afterAll(async () => {
	await npm.kill();
	rmSync(dataDir, { recursive: true, force: true });
});

/** Command lines of processes that name the data folder. */
function processesOf(folder: string): string[] {
	const { stdout } = spawnSync('ps', ['-eo', 'pid,args', '-ww'], { encoding: 'utf8' });
	const own = new RegExp(`^\\s*${process.pid}\\s`);
	return stdout.split('\n').filter((line) => line.includes(folder) && !own.test(line));
}

async function isOpen(port: number): Promise<boolean> {
	return await new Promise((resolve) => {
		const socket = createConnection(port, '127.0.0.1');
		socket.once('connect', () => socket.destroy() && resolve(true));
		socket.once('error', () => resolve(false));
	});
}

/** Ports that the servers were told, by what they have written. */
function ports({ n8n, vendors }: ReadyLine): number[] {
	const [postgres] = readFileSync(join(dataDir, 'postgres/postmaster.pid'), 'utf8')
		.split('\n')
		.slice(3);
	const [, redis] = /^port (\d+)$/m.exec(readFileSync(join(dataDir, 'redis/redis.conf'), 'utf8'))!;
	return [new URL(n8n).port, new URL(vendors).port, postgres, redis].map(Number);
}

withServers('npm start -- --queue', () => {
	test('a payment runs on a worker, Ctrl-C ends all processes, and a later start needs --queue again', async () => {
		const { line } = await npm.start('--queue', '--workers', '1');
		expect(line.processes).toEqual({
			n8n: expect.any(Number),
			workers: [expect.any(Number)],
			postgres: expect.any(Number),
			redis: expect.any(Number),
		});

		const body = JSON.stringify(payment('pay_queue', person(1)));
		const answer = await axios.post(line.webhooks.payment, body, {
			headers: { 'content-type': 'application/json', 'x-signature': sign(body) },
			validateStatus: () => true,
		});
		expect([answer.status, answer.data.payment_id]).toEqual([200, 'pay_queue']);
		const ran = /Worker started execution \d+/;
		expect(readFileSync(join(dataDir, 'worker-1.log'), 'utf8')).toMatch(ran);
		expect(readFileSync(join(dataDir, 'n8n.log'), 'utf8')).not.toMatch(ran);

		const open = ports(line);
		expect(await Promise.all(open.map(isOpen))).toEqual([true, true, true, true]);
		expect(processesOf(dataDir).length).toBeGreaterThanOrEqual(3);
		const { password = '' } = JSON.parse(
			readFileSync(join(dataDir, 'sandbox.json'), 'utf8'),
		) as SandboxState;
		expect(password).toHaveLength(48);
		expect(spawnSync('ps', ['-eo', 'args', '-ww']).stdout.toString()).not.toContain(password);

		await npm.interrupt();
		expect(await Promise.all(open.map(isOpen))).toEqual([false, false, false, false]);
		expect(processesOf(dataDir)).toEqual([]);

		await expect(npm.start()).rejects.toThrow(/keeps its data in its own PostgreSQL .*--queue/);
	});
});
