import { parseArgs } from 'node:util';

import type { Policy } from './plan/decide';
import { FLOWS, isFlow } from './shipped/flows';

export const COMMANDS = ['deploy', 'status', 'doctor', 'uninstall'] as const;
export type Command = (typeof COMMANDS)[number];

export interface Options {
	command: Command | 'help' | 'version';
	url?: string;
	apiKey?: string;
	webhookUrl?: string;
	flows?: string[];
	/** `kaspi.token=…` */
	set: string[];
	file?: string;
	secretsFile: string;
	lang?: 'ru' | 'en';
	/** Takes the answer that changes least for every question. */
	yes: boolean;
	policy?: Policy;
	dryRun: boolean;
	json: boolean;
	skipTests: boolean;
	dropTables: boolean;
}

/** The command line could not be understood. */
export class UsageError extends Error {}

/** @throws {UsageError} in words for the user */
export function readOptions(args: string[]): Options {
	let parsed: ReturnType<typeof parse>;
	try {
		parsed = parse(args);
	} catch (error) {
		throw new UsageError((error as Error).message);
	}
	const { values, positionals } = parsed;
	const [name = values.version ? 'version' : 'help', ...others] = positionals;
	const command = values.help ? 'help' : name;
	if (others.length > 0) throw new UsageError(`Unexpected: ${others.join(' ')}`);
	if (!isCommand(command)) {
		throw new UsageError(`"${command}" is none of ${COMMANDS.join(', ')}.`);
	}
	if (values.keep && values.replace) throw new UsageError('Either --keep or --replace.');
	if (values.lang !== undefined && !['ru', 'en'].includes(values.lang)) {
		throw new UsageError('--lang is ru or en.');
	}
	const flows = values.flows?.split(',').map((flow) => flow.trim());
	const unknown = flows?.filter((flow) => !isFlow(flow));
	if (unknown?.length) {
		throw new UsageError(`${unknown.join(', ')}: the flows are ${FLOWS.join(', ')}.`);
	}
	return {
		command,
		url: values.url,
		apiKey: values['api-key'],
		webhookUrl: values['webhook-url'],
		flows,
		set: values.set ?? [],
		file: values.file,
		secretsFile: values['secrets-file'] ?? 'crm-bridge-secrets.yaml',
		lang: values.lang as Options['lang'],
		yes: values.yes ?? false,
		policy: values.replace ? 'replace' : values.keep ? 'keep' : undefined,
		dryRun: values['dry-run'] ?? false,
		json: values.json ?? false,
		skipTests: values['skip-tests'] ?? false,
		dropTables: values['drop-tables'] ?? false,
	};
}

function isCommand(name: string): name is Options['command'] {
	return [...COMMANDS, 'help', 'version'].includes(name as Command);
}

function parse(args: string[]) {
	return parseArgs({
		args,
		allowPositionals: true,
		options: {
			url: { type: 'string' },
			'api-key': { type: 'string' },
			'webhook-url': { type: 'string' },
			flows: { type: 'string' },
			set: { type: 'string', multiple: true },
			file: { type: 'string' },
			'secrets-file': { type: 'string' },
			lang: { type: 'string' },
			yes: { type: 'boolean', short: 'y' },
			keep: { type: 'boolean' },
			replace: { type: 'boolean' },
			'dry-run': { type: 'boolean' },
			json: { type: 'boolean' },
			'skip-tests': { type: 'boolean' },
			'drop-tables': { type: 'boolean' },
			help: { type: 'boolean', short: 'h' },
			version: { type: 'boolean', short: 'v' },
		},
	});
}
