import { execFile } from 'node:child_process';
import { chmodSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { DataDir } from '../../../sandbox/dataDir';
import { n8nEnvironment } from '../../../sandbox/n8nEnvironment';
import { findRuntime } from '../../../sandbox/pack';
import { PINNED_NODE, ROOT } from '../../../sandbox/paths';
import { queueServers, type Queue } from '../../../sandbox/queue';
import { startSandbox } from '../../../sandbox/sandbox';
import { payment, Payments, person } from '../support/payments';
import { World } from '../support/world';

/** The move that docs/scaling.md describes, command by command. */
const FOLDER = mkdtempSync(join(tmpdir(), 'crm-bridge-move-'));
// PostgreSQL does not run as root, and its user has to come through to the data.
chmodSync(FOLDER, 0o711);
const EXPORTED = join(FOLDER, 'exported');
afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));

const run = promisify(execFile);

async function n8n(userFolder: string, args: string[], queue?: Queue): Promise<void> {
	const settings = { userFolder, port: 1, brokerPort: 1, queue };
	const program = join(await findRuntime(), 'node_modules', 'n8n', 'bin', 'n8n');
	const env = n8nEnvironment(settings, process.env);
	await run(PINNED_NODE, [program, ...args], { cwd: userFolder, env, maxBuffer: 2 ** 26 }).catch(
		// n8n says on stdout what went wrong.
		({ stdout }: { stdout: string }) => {
			throw new Error(stdout.slice(-2000));
		},
	);
}

test('from SQLite to PostgreSQL: every row of every table comes along, and work goes on', async () => {
	const before = await World.start('payments-amocrm');
	const old = before.sandbox;
	const payments = new Payments(before);
	await payments.quick();
	expect((await payments.send(payment('pay_before', person(1)))).code).toBe(200);
	const tables = (await old.api.tables.names()).sort();
	const rowsOf = async ({ api }: typeof old) =>
		Object.fromEntries(
			await Promise.all(tables.map(async (name) => [name, await api.tables.rows(name)] as const)),
		);
	const rows = await rowsOf(old);
	await old.n8n.stop();
	await n8n(old.dataDir, ['export:entities', `--outputDir=${EXPORTED}`]);
	// n8n 2.40.5 exports tags twice, and refuses the second time when it imports them.
	await run('zip', ['-q', '-d', join(EXPORTED, 'entities.zip'), 'workflowtagmapping.jsonl']);
	const workflowsDir = join(FOLDER, 'workflows');
	cpSync(join(old.dataDir, 'workflows'), workflowsDir, { recursive: true });
	await before.stop();

	const dataDir = new DataDir(join(FOLDER, 'data'));
	dataDir.lock();
	dataDir.useDatabase('postgresql');
	dataDir.writeState({ ...dataDir.readState(), pace: 'fast' });
	const { queue, postgres } = await queueServers({ dataDir, environment: {} });
	await postgres!.start();
	await n8n(
		dataDir.path,
		['import:entities', `--inputDir=${EXPORTED}`, '--truncateTables=true'],
		queue,
	);
	await postgres!.stop();
	dataDir.unlock();

	const moved = await startSandbox({
		...{ dataDir: dataDir.path, workflowsDir, packDir: ROOT, workers: 1 },
		...{ fast: true, everySeconds: 2, expressions: 'legacy' as const },
	});
	try {
		const now = await rowsOf(moved);
		const kept = tables.map((name) => {
			const ids = rows[name].map(({ id }) => id);
			// The schedules have begun to write their own.
			return [name, now[name].filter(({ id }) => ids.includes(id))] as const;
		});
		expect(Object.fromEntries(kept)).toEqual(rows);
		const after = new Payments(new World(moved, dataDir.path));
		await after.quick();
		expect((await after.send(payment('pay_after', person(2)))).code).toBe(200);
		const known = rows.payment_events.map(({ id }) => id);
		const [next] = await moved.api.tables.rows('payment_events', { payment_id: 'pay_after' });
		expect(next.id).toBeGreaterThan(Math.max(...known));
		// Known already: no second record.
		expect((await after.send(payment('pay_before', person(1)))).code).toBe(409);
		expect(await moved.api.tables.rows('payment_events')).toHaveLength(known.length + 1);
	} finally {
		await moved.stop();
	}
}, 300_000);
