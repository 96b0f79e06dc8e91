/**
 * PostgreSQL and Redis for `npm start -- --queue`. Plain ESM without dependencies: it runs before anything is
 * installed, on Node.js 20. As a program it tells where they are, as JSON.
 */
import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { ensurePackages } from './debian.mjs';

/** Debian keeps PostgreSQL's servers out of PATH, one folder for each version. */
const DEBIAN_POSTGRES = '/usr/lib/postgresql';

/**
 * @param {NodeJS.ProcessEnv} env PATH, and the addresses that replace a server of our own
 * @returns {{postgres?: string, redis?: string} | undefined} folder of PostgreSQL's programs and path of redis-server;
 * each only where no address is given; undefined when one is missing
 */
export function findServers(env = process.env, debianPostgres = DEBIAN_POSTGRES) {
	const path = (env.PATH ?? '').split(delimiter).filter(Boolean);
	const versions = existsSync(debianPostgres) ? readdirSync(debianPostgres) : [];
	const newestFirst = versions
		.map(Number)
		.filter(Boolean)
		.sort((a, b) => b - a);
	const postgres = [
		...newestFirst.map((version) => join(debianPostgres, `${version}`, 'bin')),
		...path,
	].find((folder) => ['postgres', 'initdb'].every((name) => existsSync(join(folder, name))));
	const redis = [...path, '/usr/bin']
		.map((folder) => join(folder, 'redis-server'))
		.find(existsSync);
	const isMissing = (!postgres && !env.QUEUE_POSTGRES_URL) || (!redis && !env.QUEUE_REDIS_URL);
	if (isMissing) return undefined;
	return {
		...(env.QUEUE_POSTGRES_URL ? {} : { postgres }),
		...(env.QUEUE_REDIS_URL ? {} : { redis }),
	};
}

/**
 * Installs Debian's PostgreSQL and Redis when one is missing: on CI at once, in somebody's terminal after a yes.
 *
 * @throws {Error} that says what to do, when they cannot or may not be installed
 */
export function ensureServers({
	env = process.env,
	hasTerminal = Boolean(process.stdin.isTTY && process.stderr.isTTY),
	find = () => findServers(env),
	...rest
} = {}) {
	return ensurePackages({
		name: 'PostgreSQL and Redis',
		packages: ['postgresql', 'redis-server'],
		question: 'Queue mode needs PostgreSQL and Redis. Install them with apt-get?',
		whatToDo:
			'Queue mode needs PostgreSQL and Redis. Install them (Debian: apt-get install postgresql redis-server), ' +
			'or give the addresses of running ones in QUEUE_POSTGRES_URL (postgresql://user:password@host:5432/database, ' +
			'an empty database) and QUEUE_REDIS_URL (redis://:password@host:6379/0).',
		isCi: Boolean(env.CI) && env.CI !== 'false',
		hasTerminal,
		find,
		...rest,
	});
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
	try {
		// Nobody can be asked: whoever started this program reads its answer.
		console.log(JSON.stringify(ensureServers({ hasTerminal: false })));
	} catch (error) {
		console.error(error.message);
		process.exitCode = 1;
	}
}
