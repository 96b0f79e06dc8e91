import { parseArgs } from 'node:util';

export interface Options {
	/** One JSON document on stdout instead of the table. */
	json: boolean;
	/** Exit code 1 when a goal is not met. */
	check: boolean;
	/** Words of the paths to measure; all without. */
	only: string[];
	/** Who evaluates expressions. */
	expressions: 'vm' | 'legacy';
	size: Size;
}

/** How much is measured. */
export interface Size {
	/** Events one after the other, for the median. */
	events: number;
	/** Events of a load, by 8 clients in parallel. */
	load: number;
	/** Events whose runs n8n saves to be counted. */
	counted: number;
	/** Messages that wait in the outbox. */
	outbox: number;
	/** Payments against amoCRM's own limit. */
	limited: number;
}

const FULL: Size = { events: 100, load: 200, counted: 10, outbox: 150, limited: 60 };
const QUICK: Size = { events: 10, load: 24, counted: 3, outbox: 20, limited: 16 };

export const HELP = `Usage: npm run bench -- [flags]

  --json          one JSON document instead of the table
  --quick         few events: shows that everything works, its times mean little
  --check         exit code 1 when a goal is missed (otherwise 0: it measures)
  --legacy        n8n's other expression engine, N8N_EXPRESSION_ENGINE=legacy
  --only <words>  only paths with one of these words: payment,outbox
  --help          this text
`;

/** @returns undefined when help is asked for @throws {Error} with a text for the user */
export function parseOptions(args: string[]): Options | undefined {
	const { values } = parse(args);
	if (values.help) return undefined;
	return {
		json: values.json,
		check: values.check,
		expressions: values.legacy ? 'legacy' : 'vm',
		only: values.only.split(',').filter(Boolean),
		size: values.quick ? QUICK : FULL,
	};
}

function parse(args: string[]) {
	try {
		return parseArgs({
			args,
			options: {
				json: { type: 'boolean', default: false },
				quick: { type: 'boolean', default: false },
				check: { type: 'boolean', default: false },
				legacy: { type: 'boolean', default: false },
				only: { type: 'string', default: '' },
				help: { type: 'boolean', default: false },
			},
		});
	} catch (error) {
		throw new Error(`${(error as Error).message}\n\n${HELP}`);
	}
}
