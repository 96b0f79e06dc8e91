import { spawn } from 'node:child_process';
import {
	chmodSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { basename, delimiter, join } from 'node:path';

const SCRIPT = join(__dirname, '../../sandbox/runtime.mjs');

/** Stands in for npm: notes each call, "installs" one file, fails when told to. */
const NPM = `#!/bin/sh
echo "$1" >> "$NPM_CALLS"
[ -n "$NPM_FAILS" ] && echo "no network" >&2 && exit 1
sleep 0.2
mkdir -p node_modules/n8n
`;

describe('the pinned n8n', () => {
	let home: string;
	beforeEach(() => {
		home = mkdtempSync(join(tmpdir(), 'crm-bridge-runtime-'));
		mkdirSync(join(home, 'bin'));
		writeFileSync(join(home, 'bin/npm'), NPM);
		chmodSync(join(home, 'bin/npm'), 0o755);
	});
	afterEach(() => rmSync(home, { recursive: true, force: true }));

	const cache = () => join(home, 'cache');
	const calls = () => readFileSync(join(home, 'calls'), 'utf8').trim().split('\n');

	async function run(env: Record<string, string> = {}) {
		const child = spawn(process.execPath, [SCRIPT], {
			env: {
				...process.env,
				PATH: join(home, 'bin') + delimiter + process.env.PATH,
				CRM_BRIDGE_CACHE: cache(),
				NPM_CALLS: join(home, 'calls'),
				...env,
			},
		});
		let out = '';
		let err = '';
		child.stdout.on('data', (text) => (out += text));
		child.stderr.on('data', (text) => (err += text));
		const code = await new Promise((resolve) => child.once('close', resolve));
		return { code, dir: out.trim(), err };
	}

	test('is installed once, and found at once afterwards', async () => {
		const first = await run();
		expect(first.code).toBe(0);
		expect(existsSync(join(first.dir, 'node_modules/n8n'))).toBe(true);
		expect(readdirSync(cache())).toEqual([basename(first.dir)]);
		expect(await run()).toEqual({ code: 0, dir: first.dir, err: '' });
		expect(calls()).toEqual(['ci', 'rebuild']);
	});

	test('is installed by one process while others wait', async () => {
		const results = await Promise.all([run(), run(), run()]);
		expect(new Set(results.map(({ code, dir }) => `${code} ${dir}`)).size).toBe(1);
		expect(results[0].code).toBe(0);
		expect(calls()).toEqual(['ci', 'rebuild']);
	});

	test('is installed after another install was killed half way', async () => {
		const { dir } = await run();
		rmSync(join(dir, '.complete'));
		mkdirSync(`${dir}.tmp-killed`);
		mkdirSync(`${dir}.lock`);
		// No process has this id: Linux ends at 4 194 304.
		writeFileSync(`${dir}.lock/owner`, `${hostname()} 9999999`);
		expect((await run()).code).toBe(0);
		expect(readdirSync(cache())).toEqual([basename(dir)]);
		expect(calls()).toHaveLength(4);
	});

	test('says what to do when the install fails, and leaves nothing half there', async () => {
		const { code, err } = await run({ NPM_FAILS: '1' });
		expect(code).toBe(1);
		expect(err).toContain('no network');
		expect(err).toContain('run "node sandbox/runtime.mjs" again');
		expect(readdirSync(cache())).toEqual([]);
	});
});
