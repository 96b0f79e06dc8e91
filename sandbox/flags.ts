import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

export interface Flags {
	/** Port of n8n; 0 picks a free one. */
	port: number;
	/** Port of the simulators; 0 picks a free one. */
	vendorsPort: number;
	/** Absolute path. */
	dataDir: string;
	fresh: boolean;
	fast: boolean;
	/** Workers of queue mode; n8n alone, on SQLite, when undefined. */
	workers?: number;
	json: boolean;
	help: boolean;
}

/** Workers of queue mode. */
export const DEFAULT_WORKERS = 2;

export const HELP = `Usage: npm start -- [flags]

  --port <number>          port of n8n (5678; 0 picks a free one)
  --vendors-port <number>  port of the vendor simulators (5680; 0 picks a free one)
  --data-dir <folder>      where n8n keeps its data (.n8n)
  --fresh                  forget all data of an earlier start
  --fast                   schedules and polls every 5 s, no pauses between messages
  --queue                  n8n's queue mode: PostgreSQL, Redis, one main process and its workers
  --workers <number>       how many workers with --queue (2)
  --json                   one line of JSON on stdout when everything answers
  --help                   this text

KASPI_URL, WAHA_URL, TELEGRAM_URL, AMOCRM_URL, WAHELP_URL, SITNIKS_URL replace a simulator by
another server. QUEUE_POSTGRES_URL and QUEUE_REDIS_URL do so for the servers of queue mode, which are
otherwise started in the data folder. Workflows whose file has changed are imported again; your changes on the canvas to
the others are kept.
`;

/** @throws {Error} with a text for the user when a flag is unknown or its value is wrong */
export function parseFlags(args: string[], cwd = process.cwd()): Flags {
	const { values } = parse(args);
	return {
		port: port('--port', values.port),
		vendorsPort: port('--vendors-port', values['vendors-port']),
		dataDir: resolve(cwd, values['data-dir']),
		fresh: values.fresh,
		fast: values.fast,
		workers: workers(values.queue, values.workers),
		json: values.json,
		help: values.help,
	};
}

function parse(args: string[]) {
	try {
		return parseArgs({
			args,
			strict: true,
			allowPositionals: false,
			options: {
				port: { type: 'string', default: '5678' },
				'vendors-port': { type: 'string', default: '5680' },
				'data-dir': { type: 'string', default: '.n8n' },
				fresh: { type: 'boolean', default: false },
				fast: { type: 'boolean', default: false },
				queue: { type: 'boolean', default: false },
				workers: { type: 'string' },
				json: { type: 'boolean', default: false },
				help: { type: 'boolean', default: false },
			},
		});
	} catch (error) {
		throw new Error(`${(error as Error).message}\n\n${HELP}`);
	}
}

function port(flag: string, text: string): number {
	const value = Number(text);
	if (/^\d+$/.test(text) && value <= 65_535) return value;
	throw new Error(`${flag} must be a number from 0 to 65535, not "${text}".`);
}

function workers(isQueue: boolean, text: string | undefined): number | undefined {
	if (!isQueue) {
		if (text !== undefined) throw new Error('--workers needs --queue.');
		return undefined;
	}
	if (text === undefined) return DEFAULT_WORKERS;
	if (/^[1-9]\d?$/.test(text)) return Number(text);
	throw new Error(`--workers must be a number from 1 to 99, not "${text}".`);
}
