import { rmSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

import axios from 'axios';

import { ManagedProcess, type NodeProgram, type ProcessOptions } from './managedProcess';
import { n8nEnvironment, type N8nSettings } from './n8nEnvironment';
import { PINNED_NODE } from './paths';

/** n8n says it when its server answers and its modules are up; a worker when it takes jobs. */
const READY_LINE = { main: 'Editor is now accessible via', worker: 'n8n worker is now ready' };

export interface N8nOptions extends ProcessOptions, Omit<N8nSettings, 'tablesMaxBytes'> {
	role: 'main' | 'worker';
	runtimeDir: string;
}

/** The n8n of a sandbox, or one of its workers, as an operating system process. */
export class N8nProcess extends ManagedProcess {
	/** Where it answers: a worker has a health check only. */
	readonly url: string;
	/** n8n's cap of all Data Tables, from the next start on. */
	tablesMaxBytes?: number;

	constructor(private readonly options: N8nOptions) {
		super(options);
		this.url = `http://127.0.0.1:${options.healthPort ?? options.port}`;
	}

	protected override prepare(): void {
		// n8n pauses for 10 s after a crash, to slow down crash loops; here somebody killed it.
		rmSync(join(this.options.userFolder, '.n8n', 'crash.journal'), { force: true });
	}

	protected program(): NodeProgram {
		const { runtimeDir, userFolder, role } = this.options;
		const settings = { ...this.options, tablesMaxBytes: this.tablesMaxBytes };
		return {
			args: [
				'--require',
				join(__dirname, 'exitWithParent.cjs'),
				'--require',
				join(__dirname, 'notReady.cjs'),
				join(runtimeDir, 'node_modules', 'n8n', 'bin', 'n8n'),
				role === 'main' ? 'start' : 'worker',
			],
			cwd: userFolder,
			env: {
				...n8nEnvironment(settings, process.env),
				PATH: `${dirname(PINNED_NODE)}${delimiter}${process.env.PATH ?? ''}`,
			},
		};
	}

	protected async isReady(log: string): Promise<boolean> {
		if (!log.includes(READY_LINE[this.options.role])) return false;
		const { status } = await axios.get(`${this.url}/healthz/readiness`, {
			proxy: false,
			validateStatus: () => true,
		});
		return status === 200;
	}
}
