/**
 * n8n's official scan (@n8n/scan-community-package), offline and stricter: no provenance, no
 * download, warnings count, inline disables are off and reported. Both generations of the
 * community rules are applied: the scanner's own and the newer ones that `n8n-node lint` brings.
 * Also checks what `npm pack` puts into the tarball.
 *
 * Usage: node test/lint/scan.mjs [folder of the package, built]
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';

import {
	buildScanConfig,
	SOURCE_FILE_PATTERNS,
} from '@n8n/scan-community-package/scanner/scanner.mjs';
import { ESLint } from 'eslint';

import { tarballProblems } from './tarball.mjs';

// eslint-plugin-n8n-nodes-base takes every file for a test of its own when it sees this.
delete process.env.NODE_ENV;

/** The same patterns that the scanner applies to a published tarball. */
const TARBALL_PATTERNS = ['**/*.js', 'package.json'];

/** The scanner brings an older copy of the community rules than the CLI: this loads the CLI's. */
async function newerCommunityConfig() {
	const require = createRequire(import.meta.resolve('@n8n/node-cli/eslint'));
	const { n8nCommunityNodesPlugin } = await import(
		require.resolve('@n8n/eslint-plugin-community-nodes')
	);
	const parser = (await import('@typescript-eslint/parser')).default;
	return [
		n8nCommunityNodesPlugin.configs.recommended,
		{ files: ['**/*.ts', '**/*.json'], languageOptions: { parser } },
	];
}

/** @returns readable problems, one a line; empty when the files are clean */
async function lint(cwd, patterns, config) {
	const eslint = new ESLint({
		cwd,
		overrideConfigFile: true,
		// noInlineConfig ignores eslint-disable comments and warns about each of them.
		overrideConfig: [...config, { linterOptions: { noInlineConfig: true } }],
		errorOnUnmatchedPattern: false,
	});
	const results = await eslint.lintFiles(patterns);
	return results.flatMap(({ filePath, messages }) =>
		messages.map(
			({ line = 0, ruleId, message }) =>
				`${relative(cwd, filePath)}:${line} ${message.trim()}${ruleId ? ` (${ruleId})` : ''}`,
		),
	);
}

/** Packs and unpacks the package as npm would publish it. */
function packInto(folder, root) {
	const options = {
		cwd: root,
		encoding: 'utf8',
		stdio: 'pipe',
		shell: process.platform === 'win32',
	};
	const args = ['pack', '--json', '--offline', '--ignore-scripts', '--pack-destination', folder];
	const [{ filename, files }] = JSON.parse(execFileSync('npm', args, options));
	execFileSync('tar', ['-xzf', filename], { cwd: folder });
	return { dir: join(folder, 'package'), files: files.map(({ path }) => path) };
}

/** @returns {Promise<string[]>} every problem of the package in `root`, which must be built */
export async function scan(root) {
	const configs = [await buildScanConfig(), await newerCommunityConfig()];
	const temp = realpathSync(mkdtempSync(join(tmpdir(), 'crm-bridge-pack-')));
	try {
		const tarball = packInto(temp, root);
		const problems = tarballProblems(root, tarball.files);
		for (const config of configs) {
			const sources = await lint(root, SOURCE_FILE_PATTERNS, config);
			const packed = await lint(tarball.dir, TARBALL_PATTERNS, config);
			problems.push(...sources, ...packed.map((line) => `tarball: ${line}`));
		}
		return [...new Set(problems)];
	} finally {
		rmSync(temp, { recursive: true, force: true });
	}
}

const root = resolve(process.argv[2] ?? '.');
const { name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const problems = await scan(root);
if (problems.length > 0) {
	console.error(`n8n scan of ${name}@${version}: ${problems.length} problem(s)\n`);
	for (const problem of problems) console.error(`  ${problem}`);
	process.exit(1);
}
console.log(`n8n scan of ${name}@${version}: sources and tarball have 0 errors and 0 warnings.`);
