import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, rmSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

import axios from 'axios';

import type { DataDir } from './dataDir';
import { n8nEnvironment, type N8nSettings } from './n8nEnvironment';
import { PINNED_NODE } from './paths';
import { waitFor } from './waitFor';

/** n8n says it when its server answers and its modules are up. */
const READY_LINE = 'Editor is now accessible via';
const START_TIMEOUT_MS = 120_000;
/** n8n itself waits up to N8N_GRACEFUL_SHUTDOWN_TIMEOUT (5 s) for running executions. */
const STOP_TIMEOUT_MS = 10_000;

export interface N8nOptions extends Pick<N8nSettings, 'expressions'> {
	runtimeDir: string;
	dataDir: DataDir;
	port: number;
	/** Port on which n8n talks to its own task runner. */
	brokerPort: number;
	/** n8n ended without being asked to. */
	onCrash?: (message: string) => void;
}

/** The n8n of a sandbox as an operating system process that may be killed and started again. */
export class N8nProcess {
	readonly url: string;
	/** n8n's cap of all Data Tables, from the next start on. */
	tablesMaxBytes?: number;
	private child?: ChildProcess;
	private exited: Promise<void> = Promise.resolve();
	private expectExit = false;

	constructor(private readonly options: N8nOptions) {
		this.url = `http://127.0.0.1:${options.port}`;
	}

	/** Process id, undefined when n8n is not running. */
	get pid(): number | undefined {
		return this.child?.pid;
	}

	/** Everything that n8n has written since the data folder was made. */
	logs(): string {
		const { logFile } = this.options.dataDir;
		return existsSync(logFile) ? readFileSync(logFile, 'utf8') : '';
	}

	/** Starts n8n on the same port and data; resolves when it answers. */
	async start(signal?: AbortSignal): Promise<void> {
		if (this.child) throw new Error('n8n is running.');
		const logged = this.logs().length;
		this.spawn();
		await waitFor('n8n to start', () => this.isReady(logged), {
			timeoutMs: START_TIMEOUT_MS,
			signal,
		});
	}

	/** Asks n8n to end, and makes it end after 10 s. */
	async stop(): Promise<void> {
		if (!this.child) return;
		this.expectExit = true;
		this.child.kill('SIGTERM');
		const timer = setTimeout(() => this.signalGroup('SIGKILL'), STOP_TIMEOUT_MS);
		await this.exited;
		clearTimeout(timer);
	}

	/** Sends a signal to n8n and its task runner; resolves when n8n is gone. */
	async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
		if (!this.child) return;
		this.expectExit = true;
		this.signalGroup(signal);
		await this.exited;
	}

	private spawn(): void {
		const { runtimeDir, dataDir, port, brokerPort, expressions } = this.options;
		const { tablesMaxBytes } = this;
		const settings = { userFolder: dataDir.path, port, brokerPort, expressions, tablesMaxBytes };
		// n8n pauses for 10 s after a crash, to slow down crash loops; here somebody killed it.
		rmSync(join(dataDir.n8nFolder, 'crash.journal'), { force: true });
		const log = openSync(dataDir.logFile, 'a');
		const child = spawn(
			PINNED_NODE,
			[
				'--require',
				join(__dirname, 'exitWithParent.cjs'),
				'--require',
				join(__dirname, 'notReady.cjs'),
				join(runtimeDir, 'node_modules', 'n8n', 'bin', 'n8n'),
				'start',
			],
			{
				cwd: dataDir.path,
				// A group of its own: Ctrl-C in the terminal reaches n8n through stop() only.
				detached: true,
				stdio: ['ignore', log, log, 'ipc'],
				env: {
					...n8nEnvironment(settings, process.env),
					PATH: `${dirname(PINNED_NODE)}${delimiter}${process.env.PATH ?? ''}`,
				},
			},
		);
		closeSync(log);
		this.child = child;
		this.expectExit = false;
		this.exited = new Promise((resolve) => {
			child.once('error', (error) => this.onExit(`n8n did not start: ${error.message}`, resolve));
			child.once('exit', (code, signal) =>
				this.onExit(`n8n ended with ${signal ?? `code ${code}`}.`, resolve),
			);
		});
	}

	private onExit(message: string, done: () => void): void {
		// The runner must not outlive its n8n.
		this.signalGroup('SIGKILL');
		this.child = undefined;
		if (!this.expectExit) this.options.onCrash?.(message);
		done();
	}

	private async isReady(logged: number): Promise<boolean> {
		const log = this.logs().slice(logged);
		if (!this.child) {
			throw new Error(`n8n ended while it started. Its last lines:\n${log.slice(-2000)}`);
		}
		if (!log.includes(READY_LINE)) return false;
		const { status } = await axios.get(`${this.url}/healthz/readiness`, {
			proxy: false,
			validateStatus: () => true,
		});
		return status === 200;
	}

	private signalGroup(signal: NodeJS.Signals): void {
		const pid = this.child?.pid;
		if (pid === undefined) return;
		try {
			process.kill(-pid, signal);
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
		}
	}
}
