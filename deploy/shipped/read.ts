import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

import type { Connections, ShippedWorkflow, WorkflowFile } from './workflow';

/** What the build puts beside the bundled program: `[path, workflow]` of every file. */
export const ARCHIVE = 'workflows.json.gz';

/** Every `*.json` below a folder with its path, in the order of the paths, so that `00-setup` can be found. */
export function readFiles(folder: string): Array<[path: string, file: WorkflowFile]> {
	return (readdirSync(folder, { recursive: true }) as string[])
		.map((path) => path.replaceAll('\\', '/'))
		.filter((path) => path.endsWith('.json'))
		.sort()
		.map((path) => [path, JSON.parse(readFileSync(join(folder, path), 'utf8')) as WorkflowFile]);
}

/** The shipped workflows: of the archive beside the bundle, or of the clone that `home` is a folder of. */
export function readShipped(home: string): ShippedWorkflow[] {
	const archive = join(home, ARCHIVE);
	const files = existsSync(archive)
		? (JSON.parse(gunzipSync(readFileSync(archive)).toString('utf8')) as ReturnType<
				typeof readFiles
			>)
		: readFiles(join(home, '..', 'workflows'));
	return files.map(([path, file]) => shippedWorkflow(path, file));
}

/** @param path below `workflows/`, with slashes */
export function shippedWorkflow(path: string, file: WorkflowFile): ShippedWorkflow {
	const { id, name, nodes, connections, settings = {}, tags = [] } = file;
	return {
		key: path.replace(/\.json$/, ''),
		flow: path.split('/')[0],
		id,
		name,
		tags: tags.map((tag) => tag.name),
		nodes,
		connections: connections as Connections,
		settings: settings as Record<string, unknown>,
	};
}
