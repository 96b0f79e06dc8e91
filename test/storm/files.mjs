#!/usr/bin/env node
/**
 * `npm run test:storm -- --files`: the tests that load a whole n8n, in their full size, one after the other and in
 * this order. Their inputs come from fixed seeds, so that every run is the same.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { ensureChromium } from '../../sandbox/chromium.mjs';
import { ensureDependencies, PINNED_NODE } from '../../sandbox/dependencies.mjs';
import { ensureRuntime } from '../../sandbox/runtime.mjs';

const FILES = [
	'payments-amocrm/damaged',
	'payments-amocrm/faults',
	'telegram-amocrm/reports',
	'telegram-amocrm/loop',
	'sitniks/load',
	'kaspi-whatsapp/orders',
	'kaspi-whatsapp/report',
	'kaspi-whatsapp/kill',
];
const root = fileURLToPath(new URL('../..', import.meta.url));
const log = (line) => console.log(`### ${line}`);

await ensureDependencies({ log });
await ensureRuntime({ log });
const env = { ...process.env, STORM: '1', CHROMIUM: ensureChromium({ log }) };
const reports = mkdtempSync(join(tmpdir(), 'crm-bridge-storm-'));
const counts = { passed: 0, failed: 0 };
const started = Date.now();
for (const file of FILES) {
	const start = Date.now();
	const report = join(reports, `${file.replace('/', '-')}.json`);
	const args = [
		'--config',
		'jest.e2e.config.js',
		'--json',
		`--outputFile=${report}`,
		`${file}.e2e`,
	];
	const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
	const { status } = spawnSync(PINNED_NODE, [jest, ...args], {
		cwd: root,
		env,
		stdio: 'inherit',
	});
	const { numPassedTests = 0, numFailedTests = 1 } = read(report);
	counts.passed += numPassedTests;
	counts.failed += status === 0 ? numFailedTests : Math.max(1, numFailedTests);
	log(`${file}: ${status === 0 ? 'ok' : 'FAILED'} in ${Math.round((Date.now() - start) / 1000)} s`);
}
rmSync(reports, { recursive: true, force: true });
log(`storm: ${Math.round((Date.now() - started) / 1000)} s`);
console.log(`${counts.passed} passed, ${counts.failed} failed`);
process.exitCode = counts.failed > 0 ? 1 : 0;

function read(report) {
	try {
		return JSON.parse(readFileSync(report, 'utf8'));
	} catch {
		return {};
	}
}
