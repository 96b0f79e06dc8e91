import { join } from 'node:path';

import type { DataDir } from './dataDir';
import { N8nProcess, type N8nOptions } from './n8nProcess';
import { installPack } from './pack';
import { choosePort } from './ports';

interface ProcessesOptions extends Pick<
	N8nOptions,
	'runtimeDir' | 'port' | 'expressions' | 'queue' | 'onCrash'
> {
	dataDir: DataDir;
	/** Folder of the pack, built already; n8n without the pack when undefined. */
	packDir?: string;
	/** How many workers. */
	workers: number;
}

/** n8n and its workers, none of them started. */
export async function n8nProcesses(
	options: ProcessesOptions,
): Promise<{ n8n: N8nProcess; workers: N8nProcess[] }> {
	const { dataDir, packDir, workers: count, ...shared } = options;
	if (packDir !== undefined) installPack(packDir, dataDir.n8nFolder);
	const n8n = new N8nProcess({
		...shared,
		name: 'n8n',
		role: 'main',
		userFolder: dataDir.path,
		logFile: dataDir.logFile,
		brokerPort: await choosePort(0, ''),
	});
	const workers: N8nProcess[] = [];
	for (let number = 1; number <= count; number++) {
		// A folder of its own: n8n keeps in it what it was doing, and would take another worker's runs for its own that have
		// died. Nothing but the database and the queue is shared, as between machines.
		const userFolder = dataDir.folder(`worker-${number}`);
		if (packDir !== undefined) installPack(packDir, join(userFolder, '.n8n'));
		workers.push(
			new N8nProcess({
				...shared,
				name: `Worker ${number}`,
				role: 'worker',
				userFolder,
				logFile: dataDir.log(`worker-${number}`),
				healthPort: await choosePort(0, ''),
				brokerPort: await choosePort(0, ''),
			}),
		);
	}
	return { n8n, workers };
}
