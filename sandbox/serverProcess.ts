import { join } from 'node:path';

import { ManagedProcess, type NodeProgram, type ProcessOptions } from './managedProcess';

export interface ServerOptions extends ProcessOptions {
	command: string;
	args: string[];
	cwd: string;
	/** Who runs it; this process's own user without it. */
	account?: Account;
	/** What the server writes when it takes connections. */
	readyLine: string;
}

/** A user of the operating system. */
export interface Account {
	uid: number;
	gid: number;
}

/** A server beside n8n that is no Node.js program. */
export abstract class ServerProcess extends ManagedProcess {
	constructor(private readonly options: ServerOptions) {
		super(options);
	}

	protected program(): NodeProgram {
		const { command, args, cwd, account } = this.options;
		return {
			args: [join(__dirname, 'runServer.cjs'), JSON.stringify({ command, args, cwd, ...account })],
			cwd,
			// Messages in English: one of them says that the server is ready.
			env: { ...process.env, LC_ALL: 'C' },
		};
	}

	protected isReady(log: string): boolean {
		return log.includes(this.options.readyLine);
	}
}
