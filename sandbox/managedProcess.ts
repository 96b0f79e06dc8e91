import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';

import { PINNED_NODE } from './paths';
import { waitFor } from './waitFor';

export interface ProcessOptions {
	/** As messages name it: "n8n", "Worker 1". */
	name: string;
	logFile: string;
	/** It ended without being asked to. */
	onCrash?: (message: string) => void;
}

/** What the pinned Node.js is to run. */
export interface NodeProgram {
	args: string[];
	cwd: string;
	env: NodeJS.ProcessEnv;
}

const START_TIMEOUT_MS = 120_000;
/** n8n itself waits up to N8N_GRACEFUL_SHUTDOWN_TIMEOUT (5 s) for running executions. */
const STOP_TIMEOUT_MS = 10_000;

/** A process of the sandbox that may be stopped, killed and started again; it ends with the sandbox. */
export abstract class ManagedProcess {
	private child?: ChildProcess;
	private exited: Promise<void> = Promise.resolve();
	private expectExit = false;

	constructor(private readonly process: ProcessOptions) {}

	get name(): string {
		return this.process.name;
	}

	/** Process id, undefined when it is not running. */
	get pid(): number | undefined {
		return this.child?.pid;
	}

	/** Everything that it has written since the data folder was made. */
	logs(): string {
		const { logFile } = this.process;
		return existsSync(logFile) ? readFileSync(logFile, 'utf8') : '';
	}

	/** Starts it on the same port and data; resolves when it answers. */
	async start(signal?: AbortSignal): Promise<void> {
		if (this.child) throw new Error(`${this.name} is running.`);
		await this.prepare(signal);
		const logged = this.logs().length;
		this.spawn();
		await waitFor(`${this.name} to start`, () => this.hasStarted(logged), {
			timeoutMs: START_TIMEOUT_MS,
			signal,
		});
	}

	/** Asks it to end, and makes it end after 10 s. */
	async stop(): Promise<void> {
		if (!this.child) return;
		this.expectExit = true;
		this.child.kill('SIGTERM');
		const timer = setTimeout(() => this.signalGroup('SIGKILL'), STOP_TIMEOUT_MS);
		await this.exited;
		clearTimeout(timer);
	}

	/** Sends a signal to it and its children; resolves when it is gone. */
	async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
		if (!this.child) return;
		this.expectExit = true;
		this.signalGroup(signal);
		await this.exited;
	}

	/** What has to be done before each start. */
	protected abstract prepare(signal?: AbortSignal): Promise<void> | void;

	protected abstract program(): NodeProgram;

	/** @param log what it has written since this start */
	protected abstract isReady(log: string): Promise<boolean> | boolean;

	private spawn(): void {
		const { args, cwd, env } = this.program();
		const log = openSync(this.process.logFile, 'a');
		const child = spawn(PINNED_NODE, args, {
			cwd,
			// A group of its own: Ctrl-C in the terminal reaches it through stop() only.
			detached: true,
			// The channel tells it when the sandbox is gone, even after SIGKILL.
			stdio: ['ignore', log, log, 'ipc'],
			env,
		});
		closeSync(log);
		this.child = child;
		this.expectExit = false;
		this.exited = new Promise((resolve) => {
			child.once('error', (error) => this.onExit(`did not start: ${error.message}.`, resolve));
			child.once('exit', (code, signal) =>
				this.onExit(`ended with ${signal ?? `code ${code}`}.`, resolve),
			);
		});
	}

	private onExit(what: string, done: () => void): void {
		// A child (n8n's task runner) must not outlive its parent.
		this.signalGroup('SIGKILL');
		this.child = undefined;
		const { name, logFile, onCrash } = this.process;
		if (!this.expectExit) onCrash?.(`${name} ${what} Its log: ${logFile}`);
		done();
	}

	private async hasStarted(logged: number): Promise<boolean> {
		const log = this.logs().slice(logged);
		if (!this.child) {
			throw new Error(`${this.name} ended while it started. Its last lines:\n${log.slice(-2000)}`);
		}
		return await this.isReady(log);
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
