import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

const MODULE = join(__dirname, '../../sandbox/servers.mjs');

/** Runs a few lines of ESM with the module; gives what they leave in `told`. */
function run(lines: string): Record<string, unknown> {
	const script = `
		import { ensureServers, findServers } from ${JSON.stringify(MODULE)};
		const told = {};
		${lines}
		console.log(JSON.stringify(told));`;
	const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', script]);
	return JSON.parse(stdout.toString()) as Record<string, unknown>;
}

describe('where PostgreSQL and Redis are', () => {
	let folder: string;
	let bin: string;
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'crm-bridge-servers-'));
		bin = join(folder, 'bin');
		mkdirSync(bin);
	});
	afterEach(() => rmSync(folder, { recursive: true }));

	const put = (into: string, ...names: string[]) => {
		mkdirSync(into, { recursive: true });
		for (const name of names) writeFileSync(join(into, name), '');
	};
	const find = (env: Record<string, string> = {}) => {
		const found = { PATH: ['/nowhere', bin].join(delimiter), ...env };
		return run(
			`told.found = findServers(${JSON.stringify(found)}, ${JSON.stringify(join(folder, 'debian'))});`,
		).found;
	};

	test('they are found in PATH', () => {
		put(bin, 'postgres', 'initdb', 'redis-server');
		expect(find()).toEqual({ postgres: bin, redis: join(bin, 'redis-server') });
	});

	test("of Debian's versions the newest is taken, by number", () => {
		put(bin, 'redis-server');
		for (const version of ['9', '15', '11']) {
			put(join(folder, 'debian', version, 'bin'), 'postgres', 'initdb');
		}
		expect(find()).toMatchObject({ postgres: join(folder, 'debian/15/bin') });
	});

	test('a PostgreSQL that can make no cluster is none', () => {
		put(bin, 'postgres', 'redis-server');
		expect(find()).toBeUndefined();
	});

	test('a server that is running already need not be installed', () => {
		put(bin, 'redis-server');
		expect(find({ QUEUE_POSTGRES_URL: 'postgresql://a@b/c' })).toEqual({
			redis: join(bin, 'redis-server'),
		});
	});
});

describe('PostgreSQL and Redis for queue mode', () => {
	/** Runs `ensureServers` on a machine without them; tells what it ran, asked, gave or threw. */
	const ensure = (env: Record<string, string>, { answer = false, hasTerminal = true } = {}) =>
		run(`
			Object.assign(told, { runs: [], asked: 0 });
			let found;
			try {
				told.found = ensureServers({
					env: ${JSON.stringify(env)},
					hasTerminal: ${hasTerminal},
					find: () => found,
					ask: () => { told.asked++; return ${answer}; },
					run: (args) => { told.runs.push(args.join(' ')); found = { redis: '/new' }; },
				});
			} catch (error) { told.error = error.message; }`);

	test('are installed after a yes', () => {
		expect(ensure({}, { answer: true })).toMatchObject({
			found: { redis: '/new' },
			asked: 1,
			runs: ['update', 'install -y --no-install-recommends postgresql redis-server'],
		});
	});

	test('are installed on CI without a question', () => {
		expect(ensure({ CI: 'true' })).toMatchObject({ found: { redis: '/new' }, asked: 0 });
	});

	test.each([
		['after a no', {}, true],
		['where nobody can be asked', {}, false],
		['where nobody can be asked and CI=false', { CI: 'false' }, false],
	])('are not installed %s, and the message says what to do', (_, env, hasTerminal) => {
		expect(ensure(env as Record<string, string>, { hasTerminal })).toMatchObject({
			runs: [],
			error: expect.stringMatching(
				/apt-get install postgresql redis-server.*QUEUE_POSTGRES_URL.*QUEUE_REDIS_URL/,
			),
		});
	});
});
