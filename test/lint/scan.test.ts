import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const SCAN = join(__dirname, 'scan.mjs');
const SVG =
	'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 60"><path d="M0 0h60v60z"/></svg>';

const MANIFEST = {
	name: 'n8n-nodes-scan-fixture',
	version: '0.1.0',
	description: 'A package that n8n would accept',
	license: 'MIT',
	homepage: 'https://example.com',
	keywords: ['n8n-community-node-package'],
	author: { name: 'Test', email: 'test@example.com' },
	repository: { type: 'git', url: 'git+https://github.com/example/n8n-nodes-scan-fixture.git' },
	files: ['dist'],
	n8n: { n8nNodesApiVersion: 1, credentials: [], nodes: ['dist/nodes/Demo/Demo.node.js'] },
	peerDependencies: { 'n8n-workflow': '*' },
};

const SOURCE = `import { NodeConnectionTypes, type INodeType, type INodeTypeDescription } from 'n8n-workflow';

export class Demo implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Demo',
		name: 'demo',
		icon: { light: 'file:demo.svg', dark: 'file:demo.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{$parameter["text"]}}',
		description: 'Shows a text',
		defaults: { name: 'Demo' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		properties: [{ displayName: 'Text', name: 'text', type: 'string', default: '' }],
	};
}
`;

const CLEAN: Record<string, string> = {
	'package.json': JSON.stringify(MANIFEST, null, '\t'),
	'README.md': '# Demo',
	'LICENSE.md': 'MIT',
	'nodes/Demo/Demo.node.ts': SOURCE,
	'nodes/Demo/Demo.node.json': '{}',
	'nodes/Demo/demo.svg': SVG,
	'nodes/Demo/demo.dark.svg': SVG.replace('/>', ' fill="#fff"/>'),
	'dist/nodes/Demo/Demo.node.js': '"use strict";\nexports.Demo = class Demo {};\n',
	'dist/nodes/Demo/Demo.node.json': '{}',
};

/** As `gulp build` leaves it. */
const BUNDLED: Record<string, string> = {
	...CLEAN,
	'nodes/shared/vendor.ts': "export { z } from 'zod';\n",
	'dist/nodes/shared/vendor.js': '"use strict";\n// node_modules/zod/index.js\nexports.z = 1;\n',
	'dist/sbom.cdx.json': JSON.stringify({
		components: [{ name: 'zod', version: '3.0.0', hashes: [{ alg: 'SHA-512', content: 'ab' }] }],
	}),
	'dist/THIRD_PARTY_LICENSES.txt': 'zod 3.0.0 (MIT)\n',
};

const PLANTED: Record<string, string> = {
	...CLEAN,
	'package.json': JSON.stringify(
		{
			...MANIFEST,
			bin: { demo: 'dist/deploy/cli.cjs' },
			dependencies: { axios: '1.0.0' },
			scripts: { postinstall: 'node x' },
		},
		null,
		'\t',
	),
	'nodes/Demo/Demo.node.ts': `${SOURCE}
console.log(1); // eslint-disable-line
export const home = process.env.HOME;
export const run = new Function('return 1');
`,
	'nodes/Demo/unbuilt.ts': 'export const one = 1;\n',
	'dist/nodes/Demo/Demo.node.js':
		'"use strict";\nconst http = require("axios");\nconsole.log(http);\n',
	'dist/nodes/Demo/Demo.test.js': '"use strict";\n',
	'dist/nodes/Demo/Demo.node.ts': '',
	'dist/sandbox/start.js': '"use strict";\n',
};

async function scan(files: Record<string, string>): Promise<{ code: number | null; text: string }> {
	const root = mkdtempSync(join(tmpdir(), 'crm-bridge-scan-'));
	try {
		for (const [path, content] of Object.entries(files)) {
			mkdirSync(dirname(join(root, path)), { recursive: true });
			writeFileSync(join(root, path), content);
		}
		const child = spawn(process.execPath, [SCAN, root]);
		let text = '';
		for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => (text += part));
		const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
		return { code, text };
	} finally {
		rmSync(root, { recursive: true, force: true });
	}
}

describe('the scan of the package', () => {
	test('passes a clean package', async () => {
		expect(await scan(CLEAN)).toEqual({ code: 0, text: expect.stringContaining('0 errors') });
	}, 60_000);

	test('passes a bundle with its bill of materials and its licences', async () => {
		expect(await scan(BUNDLED)).toEqual({ code: 0, text: expect.stringContaining('0 errors') });
	}, 60_000);

	test.each<[string, Record<string, string | undefined>, RegExp]>([
		['no bill', { 'dist/sbom.cdx.json': undefined }, /dist\/sbom\.cdx\.json is missing/],
		['no licences', { 'dist/THIRD_PARTY_LICENSES.txt': undefined }, /LICENSES\.txt is missing/],
		['a licence that is not passed on', { 'dist/THIRD_PARTY_LICENSES.txt': 'x' }, /lacks zod/],
		['a library unseen', { 'dist/sbom.cdx.json': '{"components":[]}' }, /lacks zod/],
		[
			'a library without its hash',
			{ 'dist/sbom.cdx.json': '{"components":[{"name":"zod","version":"3.0.0"}]}' },
			/no hash of zod/,
		],
	])(
		'fails on a bundle with %s',
		async (_what, change, problem) => {
			const files = Object.entries({ ...BUNDLED, ...change }).filter(
				([, text]) => text !== undefined,
			);
			const { code, text } = await scan(Object.fromEntries(files) as Record<string, string>);
			expect(text).toMatch(problem);
			expect(code).toBe(1);
		},
		60_000,
	);

	test('fails on every planted problem and names each', async () => {
		const { code, text } = await scan(PLANTED);
		const expected = [
			/package\.json:\d+ .*no-runtime-dependencies/,
			/package\.json:\d+ .*no-forbidden-lifecycle-scripts/,
			/Demo\.node\.ts:\d+ .*no-console/,
			/Demo\.node\.ts:\d+ .*eslint-disable-line/,
			/Demo\.node\.ts:\d+ .*no-restricted-globals/,
			/Demo\.node\.ts:\d+ .*no-dangerous-functions/,
			/tarball: dist\/nodes\/Demo\/Demo\.node\.js:\d+ .*no-console/,
			/tarball: dist\/nodes\/Demo\/Demo\.node\.js:\d+ .*no-restricted-imports/,
			/tarball: package\.json has dependencies/,
			/tarball: dist\/deploy\/cli\.cjs, listed under "bin"/,
			/tarball: nodes\/Demo\/unbuilt\.ts was not built/,
			/tarball: dist\/nodes\/Demo\/Demo\.test\.js is a test/,
			/tarball: dist\/nodes\/Demo\/Demo\.node\.ts does not belong/,
			/tarball: dist\/sandbox\/start\.js does not belong/,
		];
		expect(expected.filter((pattern) => !pattern.test(text)).map(String)).toEqual([]);
		expect(code).toBe(1);
	}, 60_000);
});
