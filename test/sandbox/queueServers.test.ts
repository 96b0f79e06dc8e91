import { execFileSync, spawnSync } from 'node:child_process';
import { chownSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { DataDir } from '../../sandbox/dataDir';
import { ROOT } from '../../sandbox/paths';
import { queueServers, type QueueServers } from '../../sandbox/queue';
import type { PostgresAddress, RedisAddress } from '../../sandbox/queueAddresses';
import type { Sandbox } from '../../sandbox/sandbox';
import { databaseOf, literal } from '../workflows/support/database';

const servers = spawnSync(process.execPath, [join(ROOT, 'sandbox', 'servers.mjs')]);
/** `npm test` has made sure of them; who runs this file alone may not have them. */
const withServers = servers.status === 0 ? describe : describe.skip;

function query({ host, port, user, password, database }: PostgresAddress, sql: string): string {
	const where = ['-h', host, '-p', String(port), '-U', user, '-w', database];
	const env = { ...process.env, PGPASSWORD: password };
	return execFileSync('psql', [...where, '-qAtc', sql], { env, encoding: 'utf8', stdio: 'pipe' });
}

/** Sends lines of Redis's inline protocol; resolves with what comes back for all of them. */
async function redis({ port, password }: RedisAddress, ...lines: string[]): Promise<string> {
	return await new Promise((resolve, reject) => {
		const socket = createConnection(port, '127.0.0.1');
		let answer = '';
		socket.on('data', (chunk) => (answer += chunk.toString()));
		socket.once('error', reject);
		socket.once('close', () => resolve(answer));
		const login = password ? [`AUTH ${password}`] : [];
		socket.write([...login, ...lines, 'QUIT', ''].join('\r\n'));
	});
}

withServers('the servers of queue mode', () => {
	const folders: string[] = [];
	const started: QueueServers[] = [];
	const crashes: string[] = [];
	const folder = () => {
		const path = mkdtempSync(join(tmpdir(), 'crm-bridge-queue-'));
		folders.push(path);
		return path;
	};
	const start = async (path: string) => {
		const onCrash = (message: string) => crashes.push(message);
		const dataDir = new DataDir(path);
		const found = await queueServers({ dataDir, environment: {}, onCrash });
		started.push(found);
		await Promise.all([found.postgres!.start(), found.redis!.start()]);
		return { queue: found.queue, postgres: found.postgres!, redis: found.redis! };
	};

	let path: string;
	let one: Awaited<ReturnType<typeof start>>;
	beforeAll(async () => {
		path = folder();
		one = await start(path);
		query(one.queue.postgres, "CREATE TABLE words (word text); INSERT INTO words VALUES ('Әлем')");
		await redis(one.queue.redis, 'SET word world');
	}, 60_000);
	afterAll(async () => {
		for (const { postgres, redis: cache } of started) {
			await Promise.all([postgres!.stop(), cache!.stop()]);
		}
		for (const made of folders) rmSync(made, { recursive: true, force: true });
	});

	test('take nobody without the password', async () => {
		const wrong = { ...one.queue.postgres, password: 'x' };
		expect(() => query(wrong, 'SELECT 1')).toThrow(/password authentication failed/);
		expect(await redis({ ...one.queue.redis, password: '' }, 'GET word')).toContain('NOAUTH');
	});

	test('lose nothing when they are killed, and answer at the same addresses again', async () => {
		await Promise.all([one.postgres.kill(), one.redis.kill()]);
		expect([one.postgres.pid, one.redis.pid]).toEqual([undefined, undefined]);
		await Promise.all([one.postgres.start(), one.redis.start()]);
		expect(query(one.queue.postgres, 'SELECT word, upper(word) FROM words')).toBe('Әлем|ӘЛЕМ\n');
		expect(await redis(one.queue.redis, 'GET word')).toContain('world');
		expect(crashes).toEqual([]);
	}, 60_000);

	test('go on from a copy of their folders, whoever made it', async () => {
		await Promise.all([one.postgres.stop(), one.redis.stop()]);
		const copy = folder();
		cpSync(path, copy, { recursive: true });
		await Promise.all([one.postgres.start(), one.redis.start()]);
		if (process.getuid?.() === 0) chownSync(join(copy, 'postgres'), 0, 0);
		const other = await start(copy);
		expect(other.queue.postgres.port).not.toBe(one.queue.postgres.port);
		expect(query(other.queue.postgres, 'SELECT word FROM words')).toBe('Әлем\n');
		expect(await redis(other.queue.redis, 'GET word')).toContain('world');
	}, 60_000);

	test('are read by the tests as SQLite is: names, texts with line breaks and quotes, bytes', () => {
		const database = databaseOf({ queue: one.queue } as Sandbox);
		const text = `a "quoted" 'line'\nand \\ another`;
		database.all('CREATE TABLE kept (word text, at timestamptz, raw bytea, more json)');
		const values = [literal(text), "'2026-01-02T03:04:05.000Z'", "'\\x6869'", `'{"a":[1]}'`];
		database.all(`INSERT INTO kept VALUES (${values.join(', ')})`);
		expect(database.tables().sort()).toEqual(['kept', 'words']);
		const [row, ...others] = database.all('SELECT * FROM kept');
		expect(others).toEqual([]);
		expect(row).toMatchObject({ word: text, raw: '\\x6869', more: { a: [1] } });
		expect(new Date(String(row.at)).toISOString()).toBe('2026-01-02T03:04:05.000Z');
		expect(() => database.all('SELECT * FROM nothing')).toThrow(/"nothing" does not exist/);
	});

	test('that end by themselves are told with their log', async () => {
		const { redis: cache } = one;
		process.kill(-cache.pid!, 'SIGKILL');
		for (let i = 0; i < 100 && crashes.length === 0; i++) {
			await new Promise((resolve) => setTimeout(resolve, 50));
		}
		expect(crashes).toEqual([`Redis ended with SIGKILL. Its log: ${join(path, 'redis.log')}`]);
	});
});
