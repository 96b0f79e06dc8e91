import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { RedisAddress } from './queueAddresses';
import { ServerProcess } from './serverProcess';

export interface RedisOptions {
	/** Path of `redis-server`. */
	command: string;
	/** Folder of its data; made when missing. */
	folder: string;
	port: number;
	password: string;
	logFile: string;
	onCrash?: (message: string) => void;
}

/** A Redis of the sandbox's own, with its data in the data folder. */
export class RedisServer extends ServerProcess {
	readonly address: RedisAddress;

	constructor(private readonly settings: RedisOptions) {
		const { command, folder, port, password, logFile, onCrash } = settings;
		super({
			name: 'Redis',
			command,
			args: [join(folder, 'redis.conf')],
			cwd: folder,
			readyLine: 'Ready to accept connections',
			logFile,
			onCrash,
		});
		this.address = { host: '127.0.0.1', port, user: '', password, database: 0, tls: false };
	}

	protected override prepare(): void {
		const { folder, port, password } = this.settings;
		mkdirSync(folder, { recursive: true });
		const lines = [
			'bind 127.0.0.1',
			`port ${port}`,
			// In a file of its own and not on the command line, which everybody on the machine may read.
			`requirepass ${password}`,
			`dir "${folder}"`,
			// The queue outlives a Redis that is killed: each change is handed to the system before it is answered.
			'appendonly yes',
			'appendfsync no',
			'save ""',
		];
		writeFileSync(join(folder, 'redis.conf'), `${lines.join('\n')}\n`, { mode: 0o600 });
	}
}
