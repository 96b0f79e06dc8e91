import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the sandbox remembers from one start to the next. */
export interface SandboxState {
	apiKey?: string;
	/** By workflow id: hash of what was imported and published. */
	workflows: Record<string, string>;
	/** How fast the demo stores send; undefined before the demo data is there. */
	pace?: 'normal' | 'fast';
}

/** The folder of one sandbox: n8n's own `.n8n` folder, its log, and the sandbox's memory. */
export class DataDir {
	readonly logFile: string;
	readonly n8nFolder: string;
	private readonly stateFile: string;
	private readonly lockFile: string;

	/** @param path n8n's user folder; n8n itself puts `.n8n` into it */
	constructor(readonly path: string) {
		this.n8nFolder = join(path, '.n8n');
		this.logFile = join(path, 'n8n.log');
		this.stateFile = join(path, 'sandbox.json');
		this.lockFile = join(path, 'sandbox.pid');
	}

	/**
	 * Takes the folder for this process.
	 *
	 * @throws {Error} when it holds somebody's own n8n, or another sandbox uses it: two n8n would
	 * spoil one SQLite file
	 */
	lock(): void {
		mkdirSync(this.path, { recursive: true });
		if (existsSync(this.n8nFolder) && !existsSync(this.stateFile)) {
			throw new Error(
				`${this.n8nFolder} belongs to an n8n that is no sandbox. ` +
					'Choose another folder with --data-dir.',
			);
		}
		const owner = existsSync(this.lockFile) ? Number(readFileSync(this.lockFile, 'utf8')) : 0;
		if (owner > 0 && owner !== process.pid && isAlive(owner)) {
			throw new Error(
				`A sandbox is running in ${this.path} (process ${owner}). ` +
					'Stop it, or choose another folder with --data-dir.',
			);
		}
		writeFileSync(this.lockFile, String(process.pid));
		this.writeState(this.readState());
	}

	unlock(): void {
		rmSync(this.lockFile, { force: true });
	}

	/** Forgets everything. Removes only what the sandbox made, whatever folder was given. */
	clear(): void {
		for (const path of [this.n8nFolder, this.logFile]) {
			rmSync(path, { recursive: true, force: true });
		}
		this.writeState({ workflows: {} });
	}

	readState(): SandboxState {
		if (!existsSync(this.stateFile)) return { workflows: {} };
		return JSON.parse(readFileSync(this.stateFile, 'utf8')) as SandboxState;
	}

	writeState(state: SandboxState): void {
		writeFileSync(this.stateFile, JSON.stringify(state, null, '\t'), { mode: 0o600 });
	}
}

function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === 'EPERM';
	}
}
