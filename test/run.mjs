#!/usr/bin/env node
/**
 * `npm test`: the whole gate on a fresh clone, step by step, and a closing line that counts tests.
 * Plain ESM without dependencies: it installs them first. Runs on Node 20 and newer.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

import { ensureChromium } from '../sandbox/chromium.mjs';
import { nobodyIsAsked } from '../sandbox/debian.mjs';
import { ensureDependencies } from '../sandbox/dependencies.mjs';
import { ensureRuntime } from '../sandbox/runtime.mjs';
import { ensureServers } from '../sandbox/servers.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const reports = mkdtempSync(join(tmpdir(), 'crm-bridge-tests-'));
const begun = Date.now();
const counts = { passed: 0, failed: 0 };
const bin = join(root, 'node_modules', '.bin');
const env = {
	...process.env,
	PATH: `${bin}${delimiter}${process.env.PATH}`,
	// Jest loads much and forgets it again: with the small nursery of V8 a tenth of the time is collecting.
	NODE_OPTIONS: '--max-semi-space-size=128',
};

function run(command, args) {
	return new Promise((resolve) => {
		const child = spawn(command, args, { cwd: root, env, stdio: 'inherit' });
		child.on('error', () => resolve(127));
		child.on('close', (code) => resolve(code ?? 1));
	});
}

let jestRuns = 0;
/** How long each test file took. */
const files = [];
async function jest(config, extra = []) {
	const report = join(reports, `${++jestRuns}.json`);
	const args = ['--config', config, '--json', `--outputFile=${report}`, ...extra];
	const code = await run(join(bin, 'jest'), args);
	if (existsSync(report)) {
		const { numPassedTests, numFailedTests, testResults } = JSON.parse(
			readFileSync(report, 'utf8'),
		);
		for (const { name, startTime, endTime } of testResults) {
			files.push({ name: relative(root, name), seconds: Math.round((endTime - startTime) / 1000) });
		}
		counts.passed += numPassedTests;
		counts.failed += numFailedTests;
	}
	return code;
}

const log = (line) => console.log(`\n### ${line}`);
const steps = [
	['install', () => ensureDependencies({ log }).then(() => 0)],
	// Builds the pack, too: the scan reads what would be published.
	['lint and scan', () => run('npm', ['run', '--silent', 'lint'])],
	['types', () => run('npm', ['run', '--silent', 'typecheck'])],
	['unit tests', () => jest('jest.config.js')],
	['n8n runtime', () => ensureRuntime({ log }).then(() => 0)],
	[
		'Chromium',
		async () => {
			env.CHROMIUM = ensureChromium({ log });
			return 0;
		},
	],
	[
		'PostgreSQL and Redis',
		async () => {
			ensureServers({ log, isCi: nobodyIsAsked(process.env) });
			return 0;
		},
	],
	['workflow gate', () => jest('jest.gate.config.js')],
	['workflows in a real n8n', () => jest('jest.e2e.config.js')],
];

let failedStep;
for (const [name, step] of steps) {
	const start = Date.now();
	log(name);
	const code = await step().catch((error) => {
		console.error(error);
		return 1;
	});
	log(`${name}: ${code === 0 ? 'ok' : 'FAILED'} in ${Math.round((Date.now() - start) / 1000)} s`);
	if (code !== 0) failedStep ??= name;
	// Without packages nothing later can tell anything.
	if (code !== 0 && name === 'install') break;
}
rmSync(reports, { recursive: true, force: true });

console.log('\nThe ten slowest files:');
const slowest = files.toSorted((a, b) => b.seconds - a.seconds).slice(0, 10);
for (const { name, seconds } of slowest) console.log(`  ${String(seconds).padStart(4)} s  ${name}`);
console.log(`In all ${Math.round((Date.now() - begun) / 1000)} s`);
if (failedStep) console.log(`\nFailed: ${failedStep}`);
console.log(`\n${counts.passed} passed, ${Math.max(counts.failed, failedStep ? 1 : 0)} failed`);
process.exitCode = failedStep ? 1 : 0;
