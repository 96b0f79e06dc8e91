import { execFileSync, spawnSync } from 'node:child_process';
import {
	chmodSync,
	chownSync,
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

import type { PostgresAddress } from './queueAddresses';
import { ServerProcess, type Account } from './serverProcess';
import { waitFor } from './waitFor';

const USER = 'n8n';
/** A server whose sandbox was killed may still be writing its data down. */
const OLD_SERVER_TIMEOUT_MS = 30_000;

export interface PostgresOptions {
	/** Folder of `postgres` and `initdb`. */
	binDir: string;
	/** Folder of the cluster; made when missing. */
	folder: string;
	port: number;
	password: string;
	logFile: string;
	onCrash?: (message: string) => void;
}

/** A PostgreSQL of the sandbox's own, with its cluster in the data folder. */
export class PostgresServer extends ServerProcess {
	readonly address: PostgresAddress;
	private readonly account?: Account;

	constructor(private readonly settings: PostgresOptions) {
		const { binDir, folder, port, password, logFile, onCrash } = settings;
		const account = postgresAccount();
		super({
			name: 'PostgreSQL',
			command: join(binDir, 'postgres'),
			args: ['-D', folder, '-p', String(port), ...Object.entries(SETTINGS).flatMap(option)],
			cwd: '/',
			account,
			readyLine: 'database system is ready to accept connections',
			logFile,
			onCrash,
		});
		this.account = account;
		this.address = {
			host: '127.0.0.1',
			port,
			user: USER,
			password,
			database: 'postgres',
			ssl: false,
		};
	}

	/**
	 * Ends it at once, without writing anything down: PostgreSQL's own word for a crash is SIGQUIT. SIGKILL would
	 * leave sessions that still end their queries.
	 */
	override async kill(signal: NodeJS.Signals = 'SIGQUIT'): Promise<void> {
		await super.kill(signal);
	}

	protected override async prepare(signal?: AbortSignal): Promise<void> {
		const { folder } = this.settings;
		if (existsSync(join(folder, 'PG_VERSION'))) {
			this.own(folder);
			await this.oldServerIsGone(signal);
		} else this.createCluster();
	}

	private createCluster(): void {
		const { binDir, folder, password } = this.settings;
		const passwordFile = `${folder}.password`;
		rmSync(folder, { recursive: true, force: true });
		mkdirSync(folder, { recursive: true });
		this.own(folder);
		writeFileSync(passwordFile, password, { mode: 0o600 });
		this.own(passwordFile);
		const names = ['--username', USER, '--pwfile', passwordFile];
		const kind = ['--auth=scram-sha-256', '--encoding=UTF8', '--locale=C.UTF-8', '--no-sync'];
		const { status, stderr, error } = spawnSync(
			join(binDir, 'initdb'),
			['--pgdata', folder, ...names, ...kind],
			{ ...this.account, cwd: '/', encoding: 'utf8' },
		);
		rmSync(passwordFile);
		if (status === 0) return;
		rmSync(folder, { recursive: true, force: true });
		const reason = error?.message ?? stderr;
		throw new Error(`PostgreSQL could not make its cluster in ${folder}: ${reason.trim()}`);
	}

	/** As root: gives the folder to the user that PostgreSQL runs as, and lets him reach it. */
	private own(path: string): void {
		if (!this.account) return;
		for (let parent = dirname(path); parent !== dirname(parent); parent = dirname(parent)) {
			if ((statSync(parent).mode & 0o001) !== 0) continue;
			// The sandbox's own folder is closed when it was made by mkdtemp; what lies above is not ours.
			if (parent !== dirname(path)) {
				throw new Error(
					`PostgreSQL runs as the user postgres, who may not enter ${parent}. ` +
						'Choose a data folder elsewhere with --data-dir, such as /var/tmp/crm-bridge.',
				);
			}
			chmodSync(parent, statSync(parent).mode | 0o011);
		}
		const { uid, gid } = this.account;
		if (statSync(path).uid === uid) return;
		for (const entry of statSync(path).isDirectory()
			? readdirSync(path, { recursive: true, encoding: 'utf8' })
			: []) {
			chownSync(join(path, entry), uid, gid);
		}
		chownSync(path, uid, gid);
		chmodSync(path, statSync(path).isDirectory() ? 0o700 : 0o600);
	}

	private async oldServerIsGone(signal?: AbortSignal): Promise<void> {
		const lockFile = join(this.settings.folder, 'postmaster.pid');
		await waitFor(
			'an earlier PostgreSQL to end',
			() => !existsSync(lockFile) || !isPostgres(Number.parseInt(readFileSync(lockFile, 'utf8'))),
			{ timeoutMs: OLD_SERVER_TIMEOUT_MS, signal },
		);
	}
}

const SETTINGS = {
	listen_addresses: '127.0.0.1',
	unix_socket_directories: '',
	logging_collector: 'off',
	lc_messages: 'C',
	// Only a crash of the whole machine can lose what the system has not written to its disk yet, and the sandbox's data
	// is worth nothing then. A killed PostgreSQL loses no commit: it has handed each of them to the system.
	fsync: 'off',
};

function option([name, value]: [string, string]): string[] {
	return ['-c', `${name}=${value}`];
}

/** PostgreSQL refuses to run as root; Debian's package brings a user for it. */
function postgresAccount(): Account | undefined {
	if (process.getuid?.() !== 0) return undefined;
	try {
		const id = (which: string) =>
			Number(execFileSync('id', [which, 'postgres'], { encoding: 'utf8', stdio: 'pipe' }));
		return { uid: id('-u'), gid: id('-g') };
	} catch {
		throw new Error(
			'PostgreSQL does not run as root, and this system has no user postgres (Debian: ' +
				'apt-get install postgresql makes it). Make it, or start the sandbox as another user.',
		);
	}
}

function isPostgres(pid: number): boolean {
	try {
		return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('postgres');
	} catch {
		return false;
	}
}
