import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const BESIDE_DIST = /^(package\.json|README(\.\w+)?\.md|LICENSE\.md|CHANGELOG\.md)$/;
const IN_DIST = /^dist\/(nodes|credentials)\/.+\.(js|js\.map|d\.ts|svg|png|json)$/;
/** The command line tool: one bundle, and the workflows that it deploys. */
const CLI = 'dist/deploy/cli.cjs';
const WORKFLOWS = 'dist/deploy/workflows.json.gz';
/** Files in which libraries travel, and what belongs beside them. */
const BUNDLES = ['dist/nodes/shared/vendor.js', CLI];
const BILL = 'dist/sbom.cdx.json';
const LICENCES = 'dist/THIRD_PARTY_LICENSES.txt';
const DEPENDENCY_FIELDS = [
	'dependencies',
	'optionalDependencies',
	'bundleDependencies',
	'bundledDependencies',
];

/**
 * What must be true of the published tarball, beyond n8n's lint rules.
 * @param {string} root folder of the package
 * @param {string[]} files paths that `npm pack` lists
 * @returns {string[]} problems in words
 */
export function tarballProblems(root, files) {
	const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
	const packed = new Set(files);
	const problems = [];
	const say = (problem) => problems.push(`tarball: ${problem}`);

	for (const field of DEPENDENCY_FIELDS) {
		if (Object.keys(manifest[field] ?? {}).length > 0) say(`package.json has ${field}`);
	}
	for (const file of ['package.json', 'README.md', 'LICENSE.md']) {
		if (!packed.has(file)) say(`${file} is missing`);
	}
	for (const file of files) {
		const isKnown =
			BESIDE_DIST.test(file) ||
			IN_DIST.test(file) ||
			[BILL, LICENCES, CLI, WORKFLOWS].includes(file);
		if (!isKnown) say(`${file} does not belong in it`);
		if (/(^|\/)(__tests__|tests?|sandbox)\/|\.(test|spec)\./.test(file)) say(`${file} is a test`);
	}

	if (BUNDLES.some((file) => packed.has(file)))
		problems.push(...bundleProblems(root, packed).map((one) => `tarball: ${one}`));
	for (const file of Object.values(manifest.bin ?? {})) {
		if (!packed.has(file)) say(`${file}, listed under "bin" in package.json, is missing`);
	}
	if (packed.has(CLI) && !packed.has(WORKFLOWS)) say(`${WORKFLOWS} is missing`);

	const { nodes = [], credentials = [] } = manifest.n8n ?? {};
	for (const file of [...nodes, ...credentials]) {
		if (!packed.has(file)) say(`${file}, listed under "n8n" in package.json, is missing`);
	}
	for (const file of nodes) {
		const codex = file.replace(/\.js$/, '.json');
		if (!packed.has(codex)) say(`${codex} (codex) is missing`);
	}

	// dist mirrors the sources: neither a left-over of a deleted file nor a source that was not built.
	const built = files.filter((file) => file.endsWith('.js')).map((f) => f.slice(5, -3));
	const written = sourceFiles(root);
	for (const file of written) if (!built.includes(file)) say(`${file}.ts was not built`);
	for (const file of built) if (!written.includes(file)) say(`dist/${file}.js has no source`);
	return problems;
}

/** Every library of the bundles stands in the bill of materials and passes its licence on. */
function bundleProblems(root, packed) {
	const missing = [BILL, LICENCES].filter((file) => !packed.has(file));
	if (missing.length > 0) return missing.map((file) => `${file} is missing`);
	const read = (file) => readFileSync(join(root, file), 'utf8');
	const { components } = JSON.parse(read(BILL));
	const listed = components.map(({ name }) => name);
	const bundled = new Set(
		BUNDLES.filter((file) => packed.has(file)).flatMap((file) =>
			[...read(file).matchAll(/^\s*\/\/ .*node_modules\/((?:@[^/]+\/)?[^/\n]+)\//gm)].map(
				([, name]) => name,
			),
		),
	);
	const licences = read(LICENCES);
	const problems = [];
	for (const name of bundled) if (!listed.includes(name)) problems.push(`${BILL} lacks ${name}`);
	for (const { name, version, hashes } of components) {
		if (!bundled.has(name)) problems.push(`${BILL} has ${name}, which is not bundled`);
		if (!hashes?.length) problems.push(`${BILL} has no hash of ${name}`);
		if (!licences.includes(`${name} ${version} (`)) problems.push(`${LICENCES} lacks ${name}`);
	}
	return problems;
}

/** Paths of all TypeScript sources without their extension, e.g. `nodes/shared/phones`. */
function sourceFiles(root) {
	return ['nodes', 'credentials'].flatMap((folder) => {
		if (!existsSync(join(root, folder))) return [];
		return readdirSync(join(root, folder), { recursive: true })
			.map((file) => `${folder}/${file.replaceAll('\\', '/')}`)
			.filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'))
			.map((file) => file.slice(0, -3));
	});
}
