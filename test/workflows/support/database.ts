import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import type { PostgresAddress } from '../../../sandbox/queueAddresses';
import type { Sandbox } from '../../../sandbox/sandbox';

export type DatabaseRow = Record<string, unknown>;

/** n8n's own database, for what none of its APIs shows or changes. */
export interface Database {
	/** Names of all tables. */
	tables(): string[];
	/** All rows of a query; a statement gives none. */
	all(sql: string): DatabaseRow[];
}

/** The SQLite file of a sandbox, or its PostgreSQL in queue mode. */
export function databaseOf({ queue, dataDir }: Sandbox): Database {
	return queue ? postgres(queue.postgres) : sqlite(join(dataDir, '.n8n', 'database.sqlite'));
}

/** A text as a literal of SQL, in both databases. */
export function literal(text: string): string {
	return `'${text.replaceAll("'", "''")}'`;
}

function sqlite(file: string): Database {
	const all = (sql: string) => {
		const database = new DatabaseSync(file);
		try {
			database.exec('PRAGMA busy_timeout = 5000');
			return database.prepare(sql).all() as DatabaseRow[];
		} finally {
			database.close();
		}
	};
	return {
		all,
		tables: () => namesIn(all("SELECT name FROM sqlite_master WHERE type = 'table'")),
	};
}

/** By psql, which comes with the server: n8n's driver is not the checkout's, and this need not be quick. */
function postgres({ host, port, user, password, database, ssl }: PostgresAddress): Database {
	const run = (sql: string) =>
		execFileSync('psql', ['--no-psqlrc', '-qAt', '-v', 'ON_ERROR_STOP=1', '-c', sql], {
			encoding: 'utf8',
			maxBuffer: 512 * 1024 * 1024,
			env: {
				...process.env,
				PGHOST: host,
				PGPORT: String(port),
				PGUSER: user,
				PGPASSWORD: password,
				PGDATABASE: database,
				PGSSLMODE: ssl ? 'require' : 'disable',
			},
		});
	const all = (sql: string): DatabaseRow[] => {
		if (!/^\s*SELECT/i.test(sql)) {
			run(sql);
			return [];
		}
		// A row a line: JSON has no line breaks of its own.
		const lines = run(`SELECT row_to_json(found) FROM (${sql}) AS found`).split('\n');
		return lines.filter(Boolean).map((line) => JSON.parse(line) as DatabaseRow);
	};
	return {
		all,
		tables: () =>
			namesIn(all("SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'")),
	};
}

function namesIn(rows: DatabaseRow[]): string[] {
	return rows.map(({ name }) => String(name));
}
