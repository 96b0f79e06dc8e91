import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { PINNED_NODE, ROOT } from '../../sandbox/paths';

/** Jest cannot load ES modules; a small program of Node.js can. */
function evaluate(module: string, expression: string): unknown {
	const code = `import * as m from ${JSON.stringify(join(ROOT, 'sandbox', module))};
		process.stdout.write(JSON.stringify(${expression}));`;
	const output = execFileSync(PINNED_NODE, ['--input-type=module', '-e', code], {
		encoding: 'utf8',
	});
	return JSON.parse(output);
}

describe('are the dependencies installed?', () => {
	const isInstalled = (wanted: object, installed: object) =>
		evaluate(
			'dependencies.mjs',
			`m.isInstalled(${JSON.stringify(wanted)}, ${JSON.stringify(installed)})`,
		);
	const lock = { '': { version: '0.1.0' }, 'node_modules/a': { version: '1.0.0' } };

	test('yes, when every package is there in the version of the lock file', () => {
		expect(isInstalled(lock, { 'node_modules/a': { version: '1.0.0' } })).toBe(true);
	});

	test('yes, when only packages for other platforms are missing', () => {
		const wanted = { 'node_modules/win': { version: '1.0.0', optional: true } };
		expect(isInstalled(wanted, {})).toBe(true);
		expect(isInstalled(wanted, { 'node_modules/win': { version: '0.9.0' } })).toBe(false);
	});

	test('no, when one is missing or of another version', () => {
		expect(isInstalled(lock, {})).toBe(false);
		expect(isInstalled(lock, { 'node_modules/a': { version: '1.0.1' } })).toBe(false);
	});
});

describe('is the build up to date?', () => {
	let folder: string;
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'sandbox-'));
		mkdirSync(join(folder, 'sub'));
		writeFileSync(join(folder, 'sub', 'a.ts'), '');
	});
	afterEach(() => rmSync(folder, { recursive: true }));

	const newest = () => evaluate('build.mjs', `m.newest(${JSON.stringify(folder)})`);
	const past = new Date(1_000_000_000_000);
	const future = new Date(2_000_000_000_000);

	test('a changed file deep inside counts', () => {
		utimesSync(join(folder, 'sub', 'a.ts'), future, future);
		expect(newest()).toBe(future.getTime());
	});

	test('a deleted file shows in its folder', () => {
		for (const path of [join(folder, 'sub', 'a.ts'), join(folder, 'sub'), folder]) {
			utimesSync(path, past, past);
		}
		expect(newest()).toBe(past.getTime());
		rmSync(join(folder, 'sub', 'a.ts'));
		expect(newest()).toBeGreaterThan(past.getTime());
	});
});
