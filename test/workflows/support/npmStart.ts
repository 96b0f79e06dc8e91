import { spawn, type ChildProcess } from 'node:child_process';

import { ROOT } from '../../../sandbox/paths';

/** The one line on stdout. */
export interface ReadyLine {
	ready: boolean;
	n8n: string;
	email: string;
	password: string;
	apiKey: string;
	vendors: string;
	webhooks: Record<string, string>;
	secrets: Record<string, string>;
	/** In queue mode. */
	processes?: { n8n: number; workers: number[]; postgres: number; redis: number };
}

/** `npm start` as a user types it, on free ports in a data folder of its own. */
export class NpmStart {
	private running?: ChildProcess;

	constructor(private readonly dataDir: string) {}

	/**
	 * Resolves with the ready line.
	 *
	 * @throws {Error} with what it said when it ends before
	 */
	async start(...flags: string[]): Promise<{ line: ReadyLine; seconds: number }> {
		const begun = Date.now();
		const where = ['--port', '0', '--vendors-port', '0', '--data-dir', this.dataDir];
		const child = spawn(
			'npm',
			['--silent', 'start', '--', '--json', '--fast', ...where, ...flags],
			{
				cwd: ROOT,
				detached: true,
				stdio: ['ignore', 'pipe', 'pipe'],
			},
		);
		this.running = child;
		let errors = '';
		child.stderr?.on('data', (chunk: Buffer) => (errors += chunk.toString()));
		const text = await new Promise<string>((resolve, reject) => {
			let output = '';
			child.stdout?.on('data', (chunk: Buffer) => {
				output += chunk.toString();
				if (output.includes('\n')) resolve(output);
			});
			child.once('exit', (code) => reject(new Error(`npm start ended with ${code}:\n${errors}`)));
		});
		return { line: JSON.parse(text) as ReadyLine, seconds: (Date.now() - begun) / 1000 };
	}

	/** Ctrl-C in the terminal; resolves when it has ended. */
	async interrupt(): Promise<void> {
		await this.end('SIGINT');
	}

	/** Whatever is left of it, when a test has failed. */
	async kill(): Promise<void> {
		await this.end('SIGKILL');
	}

	private async end(signal: NodeJS.Signals): Promise<void> {
		const child = this.running;
		if (child?.pid === undefined || child.exitCode !== null) return;
		const ended = new Promise((resolve) => child.once('exit', resolve));
		process.kill(-child.pid, signal);
		await ended;
		this.running = undefined;
	}
}
