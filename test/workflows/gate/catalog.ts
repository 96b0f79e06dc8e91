import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { commonPollingParameters } from 'n8n-core/dist/nodes-loader/constants';
import type { INodeType, INodeTypeDescription } from 'n8n-workflow';

import type { Catalog } from './types';

const ROOT = join(__dirname, '../../..');
/** Packages of the pinned n8n, with the prefix that their node types have in a workflow. */
const PINNED = ['n8n-nodes-base', '@n8n/n8n-nodes-langchain'];

/** A catalogue over plain descriptions: a versioned node has several under one type. */
export function catalogOf(
	descriptions: Array<[type: string, description: INodeTypeDescription]>,
	failures: string[] = [],
): Catalog {
	const byType = new Map<string, Map<number, INodeTypeDescription>>();
	const defaultNames = new Set<string>();
	for (const [type, description] of descriptions) {
		const versions = byType.get(type) ?? new Map<number, INodeTypeDescription>();
		for (const version of [description.version ?? 1].flat()) versions.set(version, description);
		byType.set(type, versions);
		defaultNames.add(description.displayName).add(String(description.defaults?.name));
	}
	const versions = (type: string) => [...(byType.get(type)?.keys() ?? [])].sort((a, b) => b - a);
	return {
		versions,
		describe: (type, version) => byType.get(type)?.get(version),
		isDefaultName: (name) => defaultNames.has(name.replace(/\s?\d+$/, '')),
		failures,
	};
}

/**
 * Our nodes from their sources and n8n's own as the pinned runtime describes them to its editor
 * (dist/types/nodes.json: every version of every node, without loading 500 modules).
 * @param runtimeDir folder that `node sandbox/runtime.mjs` prints
 */
export async function loadCatalog(runtimeDir: string): Promise<Catalog> {
	const failures: string[] = [];
	const all: Array<[string, INodeTypeDescription]> = [];
	for (const name of PINNED) {
		const file = join(runtimeDir, 'node_modules', name, 'dist/types/nodes.json');
		const descriptions = JSON.parse(readFileSync(file, 'utf8')) as INodeTypeDescription[];
		for (const description of descriptions) all.push([`${name}.${description.name}`, description]);
	}
	for (const path of ourNodeFiles()) {
		try {
			const description = await loadOurs(path);
			all.push([`n8n-nodes-crm-bridge.${description.name}`, description]);
		} catch (error) {
			failures.push(`${path} could not be loaded: ${(error as Error).message}`);
		}
	}
	return catalogOf(all, failures);
}

/** Sources of the nodes that package.json registers. */
function ourNodeFiles(): string[] {
	const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
		n8n: { nodes: string[] };
	};
	return manifest.n8n.nodes.map((file) => file.replace(/^dist\//, '').replace(/\.js$/, '.ts'));
}

async function loadOurs(path: string): Promise<INodeTypeDescription> {
	const className = path.replace(/^.*\//, '').replace('.node.ts', '');
	const exported = (await import(join(ROOT, path))) as Record<string, new () => INodeType>;
	const { description } = new exported[className]();
	if (!description.polling) return description;
	// n8n adds the polling times when it loads a polling trigger.
	return { ...description, properties: [...commonPollingParameters, ...description.properties] };
}
