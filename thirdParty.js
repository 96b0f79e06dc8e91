/**
 * What travels inside the bundles, for those who must know: a bill of materials (CycloneDX 1.5) and the
 * licences. Both come from what esbuild has really read, so that nothing can be bundled unseen. They are
 * the same for the same sources: no date, no random number.
 */
const { existsSync, readdirSync, readFileSync } = require('node:fs');
const { join, resolve } = require('node:path');

const LICENCE_FILE = /^(licen[cs]e|notice)/i;

/** Packages behind the files of esbuild's metafile, by name. @param {string[]} inputs */
function bundledPackages(inputs) {
	const folders = new Set(
		inputs.flatMap((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(file)?.[0] ?? []),
	);
	return [...folders]
		.map((folder) => packageIn(resolve(folder)))
		.sort((a, b) => (a.name < b.name ? -1 : 1));
}

function packageIn(folder) {
	const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
	const { name, version, license } = manifest;
	const texts = readdirSync(folder)
		.filter((file) => LICENCE_FILE.test(file))
		.sort()
		.map((file) => readFileSync(join(folder, file), 'utf8').trim());
	if (!license || texts.length === 0) throw new Error(`${name} has no licence to pass on`);
	return { name, version, license, texts };
}

/** @param {string} lockFile of npm: the hash that was installed stands there */
function billOfMaterials(packages, manifest, lockFile) {
	const locked = existsSync(lockFile)
		? JSON.parse(readFileSync(lockFile, 'utf8')).packages
		: /* istanbul ignore next */ {};
	const purl = ({ name, version }) => `pkg:npm/${name.replace('@', '%40')}@${version}`;
	const component = (type, one) => ({
		...{ type, name: one.name, version: one.version, purl: purl(one), 'bom-ref': purl(one) },
		licenses: [{ license: { id: one.license } }],
	});
	const hashes = ({ name, version }) => {
		const entry = locked[`node_modules/${name}`];
		if (entry?.version !== version) throw new Error(`${name}@${version} is not what is locked`);
		const content = Buffer.from(entry.integrity.replace(/^sha512-/, ''), 'base64').toString('hex');
		return [{ alg: 'SHA-512', content }];
	};
	return {
		bomFormat: 'CycloneDX',
		specVersion: '1.5',
		version: 1,
		metadata: { component: component('library', manifest) },
		components: packages.map((one) => ({ ...component('library', one), hashes: hashes(one) })),
		dependencies: [{ ref: purl(manifest), dependsOn: packages.map(purl) }],
	};
}

function licencesText(packages) {
	const parts = packages.map(
		({ name, version, license, texts }) =>
			`${'='.repeat(70)}\n${name} ${version} (${license})\n${'='.repeat(70)}\n\n${texts.join('\n\n')}\n`,
	);
	return `These libraries are bundled in nodes/shared/vendor.js and deploy/cli.cjs.\n\n${parts.join('\n')}`;
}

module.exports = { billOfMaterials, bundledPackages, licencesText };
