export interface PostgresAddress {
	host: string;
	port: number;
	user: string;
	password: string;
	database: string;
	ssl: boolean;
}

export interface RedisAddress {
	host: string;
	port: number;
	user: string;
	password: string;
	/** Number of the database. */
	database: number;
	tls: boolean;
}

/**
 * Reads `postgresql://user:password@host:5432/database`, with `?sslmode=require` for a connection by TLS.
 *
 * @param variable where the text comes from, for the error
 * @throws {Error} with a text for the user
 */
export function postgresAddress(text: string, variable: string): PostgresAddress {
	const example = 'postgresql://user:password@host:5432/database';
	const url = parse(text, /^postgres(ql)?:$/, variable, example);
	const database = decodeURIComponent(url.pathname.slice(1));
	if (!database || !url.username) throw malformed(variable, example);
	const sslMode = url.searchParams.get('sslmode') ?? 'disable';
	return { ...server(url, 5432), database, ssl: sslMode !== 'disable' };
}

/**
 * Reads `redis://user:password@host:6379/0`; `rediss:` for a connection by TLS.
 *
 * @param variable where the text comes from, for the error
 * @throws {Error} with a text for the user
 */
export function redisAddress(text: string, variable: string): RedisAddress {
	const example = 'redis://:password@host:6379/0';
	const url = parse(text, /^rediss?:$/, variable, example);
	const database = url.pathname.slice(1) || '0';
	if (!/^\d+$/.test(database)) throw malformed(variable, example);
	return { ...server(url, 6379), database: Number(database), tls: url.protocol === 'rediss:' };
}

function parse(text: string, protocol: RegExp, variable: string, example: string): URL {
	if (!URL.canParse(text)) throw malformed(variable, example);
	const url = new URL(text);
	if (!protocol.test(url.protocol) || !url.hostname) throw malformed(variable, example);
	return url;
}

function server(url: URL, defaultPort: number) {
	return {
		host: url.hostname,
		port: Number(url.port || defaultPort),
		user: decodeURIComponent(url.username),
		password: decodeURIComponent(url.password),
	};
}

/** Without the text itself: it holds a password. */
function malformed(variable: string, example: string): Error {
	return new Error(`${variable} must look like ${example}.`);
}
