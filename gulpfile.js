/**
 * What `tsc` does not do: pictures, codex and schema files beside the nodes, the bundled libraries, and the
 * command line tool with the workflows that it deploys. The rest of `dist/` mirrors the sources 1:1, so that a stack trace in n8n points at a file that you know.
 */
const { mkdir, readdir, readFile, rm, writeFile } = require('node:fs/promises');
const { spawn } = require('node:child_process');
const { isBuiltin } = require('node:module');
const { dirname, join } = require('node:path');
const { gzipSync } = require('node:zlib');

const esbuild = require('esbuild');
const { src, dest, parallel, series } = require('gulp');

const { billOfMaterials, bundledPackages, licencesText } = require('./thirdParty');

const VENDOR = { from: 'nodes/shared/vendor.ts', to: 'dist/nodes/shared/vendor.js' };
const CLI = { from: 'deploy/main.ts', to: 'dist/deploy/cli.cjs' };
/** `[path, workflow]` of every file, see `deploy/shipped/read.ts`. Packed: as files they would be half of the package. */
const WORKFLOWS = { from: 'workflows', to: 'dist/deploy/workflows.json.gz' };

function clean() {
	return rm('dist', { recursive: true, force: true });
}

function compile() {
	return run(process.execPath, [require.resolve('typescript/bin/tsc'), '-p', 'tsconfig.json']);
}

function assets() {
	return src(['nodes/**/*.{svg,png,json}', 'credentials/**/*.svg'], {
		base: '.',
		encoding: false,
	}).pipe(dest('dist'));
}

/**
 * The package may not have run-time dependencies, so the libraries travel inside it.
 * n8n's scan reads the bundle of the nodes like our own code. Nothing is minified, so that it can be reviewed.
 * Beside it stand the libraries' licences and a bill of materials.
 */
async function bundles() {
	const inputs = [
		...(await bundle(VENDOR)),
		...(await bundle(CLI, { banner: { js: '#!/usr/bin/env node' } })),
	];
	const packages = bundledPackages(inputs);
	const bill = billOfMaterials(packages, require('./package.json'), 'package-lock.json');
	await writeFile('dist/sbom.cdx.json', `${JSON.stringify(bill, null, '\t')}\n`);
	await writeFile('dist/THIRD_PARTY_LICENSES.txt', licencesText(packages));
}

/** @returns {Promise<string[]>} the files that are in it */
async function bundle({ from, to }, options = {}) {
	const { metafile } = await esbuild.build({
		entryPoints: [from],
		outfile: to,
		bundle: true,
		metafile: true,
		format: 'cjs',
		platform: 'node',
		target: 'node20',
		legalComments: 'none',
		allowOverwrite: true,
		logLevel: 'warning',
		...options,
	});
	await rm(`${to}.map`, { force: true });
	const loaded = [...(await readFile(to, 'utf8')).matchAll(/\brequire\(["']([^"']+)["']\)/g)];
	const left = loaded.map(([, name]) => name).filter((name) => !isBuiltin(name));
	if (left.length > 0) throw new Error(`${to} still loads ${left.join(', ')} at run time`);
	return Object.keys(metafile.inputs);
}

/** The shipped workflows for the command line tool. The same files give the same bytes: no date is in them. */
async function workflows() {
	const { from, to } = WORKFLOWS;
	const paths = (await readdir(from, { recursive: true }))
		.map((path) => path.replaceAll('\\', '/'))
		.filter((path) => path.endsWith('.json'))
		.sort();
	const files = await Promise.all(
		paths.map(async (path) => [path, JSON.parse(await readFile(join(from, path), 'utf8'))]),
	);
	await mkdir(dirname(to), { recursive: true });
	await writeFile(to, gzipSync(JSON.stringify(files), { level: 9 }));
}

function run(command, args) {
	return new Promise((resolve, reject) => {
		const child = spawn(command, args, { stdio: 'inherit' });
		child.once('error', reject);
		child.once('close', (code) =>
			code === 0 ? resolve() : reject(new Error(`${args[0]} ended with code ${code}`)),
		);
	});
}

module.exports = {
	assets,
	bundles,
	clean,
	workflows,
	build: series(clean, compile, parallel(assets, bundles, workflows)),
};
