import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

import { linked } from '../../deploy/plan/links';
import { CREDENTIALS } from '../../deploy/shipped/credentials';
import { readFiles, shippedWorkflow } from '../../deploy/shipped/read';
import { LOOK } from '../../nodes/WhatsAppDesk/domain/look';
import { linkCredentials } from '../../sandbox/workflows';
import { loadCatalog } from './gate/catalog';
import { checkWorkflows, readWorkflows, report } from './gate/gate';
import type { Catalog, WorkflowDocument } from './gate/types';

const ROOT = join(__dirname, '../..');
const INSTALL_MS = 20 * 60_000;

/** Installs the pinned n8n when it is missing; its progress shows on stderr. */
function pinnedRuntime(): string {
	const script = join(ROOT, 'sandbox/runtime.mjs');
	const { status, stdout } = spawnSync(process.execPath, [script], {
		encoding: 'utf8',
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	if (status === 0) return stdout.trim();
	throw new Error(
		'the pinned n8n is missing: run "node sandbox/runtime.mjs" and look at its message',
	);
}

describe('the shipped workflows', () => {
	let catalog: Catalog;

	beforeAll(async () => {
		catalog = await loadCatalog(pinnedRuntime());
	}, INSTALL_MS);

	test('use nodes of ours that all load', () => {
		expect(catalog.failures).toEqual([]);
	});

	test('keep every rule', () => {
		const sources = readWorkflows(join(ROOT, 'workflows'));
		expect(sources.length).toBeGreaterThan(0);
		const problems = checkWorkflows(sources, catalog);
		if (problems.length > 0) {
			throw new Error(`${problems.length} problem(s) in the workflows\n${report(problems)}`);
		}
	});

	test('show forms that all look alike', () => {
		const forms = readWorkflows(join(ROOT, 'workflows')).flatMap(({ file, json }) =>
			(JSON.parse(json) as WorkflowDocument).nodes.flatMap(({ name, parameters }) => {
				const { customCss } = (parameters.options ?? {}) as { customCss?: string };
				// A page in the middle of a form takes its look from the node that writes it.
				return customCss && !customCss.startsWith('=')
					? [{ form: `${file}: ${name}`, customCss }]
					: [];
			}),
		);
		const others = forms.filter(({ customCss }) => !customCss.startsWith(LOOK));
		expect(forms.length).toBeGreaterThan(10);
		expect(others.map(({ form }) => form)).toEqual([]);
	});

	test('get from the deploy tool the credentials that their nodes ask for', () => {
		const shipped = readFiles(join(ROOT, 'workflows'));
		const all = CREDENTIALS.map(({ key, type, name }) => ({ key, type, name, id: key }));
		let count = 0;
		for (const [path, file] of shipped) {
			const types = new Map(
				file.nodes.map(({ type, typeVersion }) => {
					return [`${type}@${typeVersion}`, catalog.describe(type, typeVersion)!] as const;
				}),
			);
			// The sandbox goes by the nodes' own descriptions, the deploy tool by a list.
			const expected = linkCredentials(file, types, all).nodes;
			const links = { workflows: new Map<string, string>(), credentials: all };
			const given = linked(shippedWorkflow(path, file), links).nodes;
			const pairs = (nodes: typeof given) =>
				nodes.map(({ name, credentials }) => [name, credentials ?? {}]);
			expect({ path, nodes: pairs(given) }).toEqual({ path, nodes: pairs(expected) });
			count += given.filter(({ credentials }) => credentials).length;
		}
		expect(count).toBeGreaterThan(50);
	});
});
