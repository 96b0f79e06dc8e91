import { parseArgs } from 'node:util';

import { FULL, lasting, SHORT, TINY, type Size } from './plan/sizes';

export interface Options {
	seed: number;
	size: Size;
	/** n8n's queue mode: PostgreSQL, Redis, a main process and workers. */
	queue: boolean;
	/** File to write what was collected to. */
	record?: string;
}

export const HELP = `Usage: npm run test:storm -- [flags]

  --seed <n>      which storm; without it one that the clock chooses. The same seed gives the same storm
  --short         a small storm that ends within three minutes
  --minutes <m>   how long new things happen (10, short 0.8)
  --queue         n8n in queue mode
  --record <file> writes what was collected, for the auditor to be run again: --audit <file>
  --audit <file>  no storm: looks at what was recorded
  --files         the end-to-end tests that load a whole n8n, in their full size
  --help          this text
`;

/** @returns undefined when help is asked for @throws {Error} with a text for the user */
export function parseOptions(
	args: string[],
	now: number,
): (Options & { audit?: string }) | undefined {
	const { values } = parse(args);
	if (values.help) return undefined;
	const seed = number(values.seed ?? String(now % 1_000_000), '--seed');
	const size = values.tiny ? TINY : values.short ? SHORT : FULL;
	const minutes = values.minutes === undefined ? undefined : number(values.minutes, '--minutes');
	return {
		seed,
		size: minutes === undefined ? size : lasting(size, minutes),
		queue: values.queue,
		record: values.record,
		audit: values.audit,
	};
}

function number(text: string, flag: string): number {
	const value = Number(text);
	if (text.trim() === '' || !Number.isFinite(value) || value < 0) {
		throw new Error(`${flag} takes a number of 0 or more, not "${text}".\n\n${HELP}`);
	}
	return value;
}

function parse(args: string[]) {
	try {
		return parseArgs({
			args,
			options: {
				seed: { type: 'string' },
				short: { type: 'boolean', default: false },
				tiny: { type: 'boolean', default: false },
				minutes: { type: 'string' },
				queue: { type: 'boolean', default: false },
				record: { type: 'string' },
				audit: { type: 'string' },
				help: { type: 'boolean', default: false },
			},
		});
	} catch (error) {
		throw new Error(`${(error as Error).message}\n\n${HELP}`);
	}
}
