/**
 * What `tsc` does not do: pictures, codex and schema files beside the nodes, and the one bundle.
 * `dist/` mirrors the sources 1:1, so that a stack trace in n8n points at a file that you know.
 */
const { rm, readFile, writeFile } = require('node:fs/promises');
const { spawn } = require('node:child_process');

const esbuild = require('esbuild');
const { src, dest, parallel, series } = require('gulp');

const { billOfMaterials, bundledPackages, licencesText } = require('./thirdParty');

const VENDOR = { from: 'nodes/shared/vendor.ts', to: 'dist/nodes/shared/vendor.js' };

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
 * n8n's scan reads the bundle like our own code. It is not minified, so that it can be reviewed. Beside it
 * stand their licences and a bill of materials.
 */
async function vendor() {
	const { metafile } = await esbuild.build({
		entryPoints: [VENDOR.from],
		outfile: VENDOR.to,
		bundle: true,
		metafile: true,
		format: 'cjs',
		platform: 'node',
		target: 'node20',
		legalComments: 'none',
		allowOverwrite: true,
		logLevel: 'warning',
	});
	await rm(`${VENDOR.to}.map`, { force: true });
	const left = (await readFile(VENDOR.to, 'utf8')).match(/\brequire\(["'][^"']+["']\)/g);
	if (left) throw new Error(`${VENDOR.to} still loads ${left.join(', ')} at run time`);
	const packages = bundledPackages(Object.keys(metafile.inputs));
	const bill = billOfMaterials(packages, require('./package.json'), 'package-lock.json');
	await writeFile('dist/sbom.cdx.json', `${JSON.stringify(bill, null, '\t')}\n`);
	await writeFile('dist/THIRD_PARTY_LICENSES.txt', licencesText(packages));
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
	clean,
	vendor,
	build: series(clean, compile, parallel(assets, vendor)),
};
