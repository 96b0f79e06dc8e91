import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const BESIDE_DIST = /^(package\.json|README(\.\w+)?\.md|LICENSE\.md|CHANGELOG\.md)$/;
const IN_DIST = /^dist\/(nodes|credentials)\/.+\.(js|js\.map|d\.ts|svg|png|json)$/;
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
		if (!BESIDE_DIST.test(file) && !IN_DIST.test(file)) say(`${file} does not belong in it`);
		if (/(^|\/)(__tests__|tests?|sandbox)\/|\.(test|spec)\./.test(file)) say(`${file} is a test`);
	}

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
