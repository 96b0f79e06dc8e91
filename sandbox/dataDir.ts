import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the sandbox remembers from one start to the next. */
export interface SandboxState {
	apiKey?: string;
	/** By workflow id: hash of what was imported and published. */
	workflows: Record<string, string>;
	/** How fast the demo stores send; undefined before the demo data is there. */
	pace?: 'normal' | 'fast';
	/** Where n8n keeps its data: `sqlite`, `postgresql`, or the address of somebody's PostgreSQL. */
	database?: string;
	/** Of the PostgreSQL and the Redis in this folder. */
	password?: string;
}

/** n8n alone. */
export const SQLITE = 'sqlite';

/** Folders and logs of the sandbox's processes. */
const OF_PROCESSES = /^(n8n\.log|(postgres|redis|worker-\d+)(\.log)?)$/;

/** The folder of one sandbox: n8n's own `.n8n` folder, its log, and the sandbox's memory. */
export class DataDir {
	readonly logFile: string;
	readonly n8nFolder: string;
	private readonly stateFile: string;
	private readonly lockFile: string;

	/** @param path n8n's user folder; n8n itself puts `.n8n` into it */
	constructor(readonly path: string) {
		this.n8nFolder = join(path, '.n8n');
		this.logFile = this.log('n8n');
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

	/** Log of one of the sandbox's processes. */
	log(name: string): string {
		return join(this.path, `${name}.log`);
	}

	/** Folder of one of the processes of queue mode. */
	folder(name: string): string {
		return join(this.path, name);
	}

	/**
	 * Notes which database this folder belongs to.
	 *
	 * @throws {Error} with a text for the user when it was made with another one: n8n would be empty there, and the
	 * sandbox would take what it has done already for done
	 */
	useDatabase(database: string): void {
		const state = this.readState();
		const made = existsSync(this.n8nFolder) ? (state.database ?? SQLITE) : database;
		if (made !== database) {
			throw new Error(
				`The sandbox in ${this.path} keeps its data in ${titleOf(made)}, not in ${titleOf(database)}. ` +
					'Start it as before, choose another folder with --data-dir, or forget its data with --fresh.',
			);
		}
		this.writeState({ ...state, database });
	}

	unlock(): void {
		rmSync(this.lockFile, { force: true });
	}

	/** Forgets everything. Removes only what the sandbox made, whatever folder was given. */
	clear(): void {
		const processes = readdirSync(this.path).filter((name) => OF_PROCESSES.test(name));
		for (const path of [this.n8nFolder, ...processes.map((name) => join(this.path, name))]) {
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

function titleOf(database: string): string {
	if (database === SQLITE) return 'SQLite (no --queue)';
	return database === 'postgresql' ? 'its own PostgreSQL (--queue)' : `${database} (--queue)`;
}
