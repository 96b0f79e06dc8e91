import { randomBytes } from 'node:crypto';

import type { DataDir } from './dataDir';
import { findServers } from './pack';
import { choosePort } from './ports';
import { PostgresServer } from './postgresServer';
import {
	postgresAddress,
	redisAddress,
	type PostgresAddress,
	type RedisAddress,
} from './queueAddresses';
import { RedisServer } from './redisServer';

/** Where n8n's processes meet in queue mode. */
export interface Queue {
	postgres: PostgresAddress;
	redis: RedisAddress;
}

export interface QueueServers {
	queue: Queue;
	/** Servers of our own, not started yet; none for an address that was given. */
	postgres?: PostgresServer;
	redis?: RedisServer;
}

interface QueueOptions {
	dataDir: DataDir;
	environment: NodeJS.ProcessEnv;
	signal?: AbortSignal;
	onCrash?: (message: string) => void;
}

/** Addresses of servers that run already, instead of ones of our own. */
const VARIABLES = { postgres: 'QUEUE_POSTGRES_URL', redis: 'QUEUE_REDIS_URL' };

/** Name of the database that a data folder belongs to, without the password. */
export function databaseName(environment: NodeJS.ProcessEnv): string {
	const text = environment[VARIABLES.postgres];
	if (!text) return 'postgresql';
	const { host, port, database } = postgresAddress(text, VARIABLES.postgres);
	return `postgresql://${host}:${port}/${database}`;
}

/**
 * Refuses to forget what is in a database that is not the sandbox's own.
 *
 * @throws {Error} with a text for the user
 */
export function refuseToEmpty(environment: NodeJS.ProcessEnv): void {
	if (!environment[VARIABLES.postgres]) return;
	throw new Error(
		`--fresh does not empty the database of ${VARIABLES.postgres}: give the address of an empty one, ` +
			'and another --data-dir.',
	);
}

/**
 * PostgreSQL and Redis for queue mode: those that `QUEUE_POSTGRES_URL` and `QUEUE_REDIS_URL` name, or ones of our own on
 * free ports of this machine, with a password that is made for the data folder.
 *
 * @throws {Error} with a text for the user when an address cannot be read or a program is missing
 */
export async function queueServers(options: QueueOptions): Promise<QueueServers> {
	const { dataDir, environment, signal, onCrash } = options;
	const found = await findServers(signal);
	const state = dataDir.readState();
	const password = state.password ?? randomBytes(24).toString('hex');
	dataDir.writeState({ ...state, password });
	const own = async (name: 'postgres' | 'redis') => ({
		folder: dataDir.folder(name),
		logFile: dataDir.log(name),
		port: await choosePort(0, ''),
		password,
		onCrash,
	});
	const postgres =
		found.postgres === undefined
			? undefined
			: new PostgresServer({ ...(await own('postgres')), binDir: found.postgres });
	const redis =
		found.redis === undefined
			? undefined
			: new RedisServer({ ...(await own('redis')), command: found.redis });
	return {
		queue: {
			postgres:
				postgres?.address ?? postgresAddress(environment[VARIABLES.postgres]!, VARIABLES.postgres),
			redis: redis?.address ?? redisAddress(environment[VARIABLES.redis]!, VARIABLES.redis),
		},
		postgres,
		redis,
	};
}
