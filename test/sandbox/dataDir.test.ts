import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { DataDir } from '../../sandbox/dataDir';

describe('data folder', () => {
	let folder: string;
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'sandbox-'));
	});
	afterEach(() => rmSync(folder, { recursive: true }));

	test('remembers its state', () => {
		const dir = new DataDir(folder);
		expect(dir.readState()).toEqual({ workflows: {} });
		dir.writeState({ workflows: { a: 'hash' }, apiKey: 'key' });
		expect(new DataDir(folder).readState()).toEqual({ workflows: { a: 'hash' }, apiKey: 'key' });
	});

	test('--fresh removes what the sandbox made and nothing else', () => {
		const dir = new DataDir(folder);
		dir.writeState({ workflows: { a: 'hash' }, apiKey: 'key' });
		mkdirSync(dir.n8nFolder);
		writeFileSync(dir.logFile, 'log');
		writeFileSync(join(folder, 'mine.txt'), 'keep');
		dir.clear();
		expect(existsSync(dir.n8nFolder)).toBe(false);
		expect(existsSync(dir.logFile)).toBe(false);
		expect(dir.readState()).toEqual({ workflows: {} });
		expect(existsSync(join(folder, 'mine.txt'))).toBe(true);
	});

	test('--fresh removes the servers and workers of queue mode, too', () => {
		const dir = new DataDir(folder);
		dir.writeState({ workflows: {}, database: 'postgresql', password: 'old' });
		for (const name of ['postgres', 'redis', 'worker-1', 'worker-12']) {
			mkdirSync(dir.folder(name));
			writeFileSync(dir.log(name), 'log');
		}
		for (const name of ['postgres.old', 'worker-x', 'my-redis']) mkdirSync(join(folder, name));
		dir.clear();
		expect(readdirSync(folder).sort()).toEqual([
			'my-redis',
			'postgres.old',
			'sandbox.json',
			'worker-x',
		]);
		expect(dir.readState()).toEqual({ workflows: {} });
	});

	describe('of one database', () => {
		const started = (database?: string) => {
			const dir = new DataDir(folder);
			dir.writeState({ workflows: {}, ...(database ? { database } : {}) });
			mkdirSync(dir.n8nFolder);
			return new DataDir(folder);
		};

		test.each([
			['sqlite', 'postgresql', /keeps its data in SQLite .*, not in its own PostgreSQL/],
			['postgresql', 'sqlite', /keeps its data in its own PostgreSQL .*, not in SQLite/],
			[undefined, 'postgresql', /keeps its data in SQLite/],
			['postgresql', 'postgresql://db:5432/n8n', /not in postgresql:\/\/db:5432\/n8n/],
		])('made with %p it is not started with %p', (made, wanted, message) => {
			const dir = started(made);
			expect(() => dir.useDatabase(wanted)).toThrow(message);
			expect(() => dir.useDatabase(wanted)).toThrow(/--data-dir.*--fresh/);
		});

		test.each([
			['sqlite', 'sqlite'],
			[undefined, 'sqlite'],
			['postgresql', 'postgresql'],
		])('made with %p it is started with %p', (made, wanted) => {
			const dir = started(made);
			dir.useDatabase(wanted);
			expect(dir.readState().database).toBe(wanted);
		});

		test('a new one takes any, and another one as long as n8n was never started', () => {
			const dir = new DataDir(folder);
			dir.useDatabase('sqlite');
			dir.useDatabase('postgresql');
			expect(new DataDir(folder).readState().database).toBe('postgresql');
		});
	});

	test('a second sandbox in the same folder is refused', () => {
		// The parent process is alive and is not this one.
		writeFileSync(join(folder, 'sandbox.pid'), String(process.ppid));
		expect(() => new DataDir(folder).lock()).toThrow(/is running in .*--data-dir/);
	});

	test("somebody's own n8n is never touched", () => {
		mkdirSync(join(folder, '.n8n'));
		expect(() => new DataDir(folder).lock()).toThrow('belongs to an n8n that is no sandbox');
	});

	test('a sandbox that was killed in its first seconds may be started again', () => {
		const dir = new DataDir(folder);
		dir.lock();
		mkdirSync(dir.n8nFolder);
		dir.unlock();
		expect(() => new DataDir(folder).lock()).not.toThrow();
	});

	test('the lock of a sandbox that was killed is taken over', () => {
		writeFileSync(join(folder, 'sandbox.pid'), '999999999');
		const dir = new DataDir(folder);
		dir.lock();
		dir.unlock();
		expect(existsSync(join(folder, 'sandbox.pid'))).toBe(false);
	});
});
