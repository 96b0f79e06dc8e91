import { mkdtempSync, readFileSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import {
	answersOfSecrets,
	mergedAnswers,
	noAnswers,
	secretsIn,
	type Answers,
} from '../../deploy/answers';
import { deploy } from '../../deploy/commands/deploy';
import { doctor } from '../../deploy/commands/doctor';
import { status } from '../../deploy/commands/status';
import { uninstall } from '../../deploy/commands/uninstall';
import { Trouble } from '../../deploy/n8n/trouble';
import { readOptions, type Command } from '../../deploy/options';
import { Output } from '../../deploy/output';
import type { Asker } from '../../deploy/prompts';
import { readFiles, shippedWorkflow } from '../../deploy/shipped/read';
import type { ShippedWorkflow } from '../../deploy/shipped/workflow';
import { wordsOf } from '../../deploy/words';
import type { N8nSimulator } from '../simulators/n8n/n8n';

const COMMANDS = { deploy, doctor, status, uninstall };
const FILES = readFiles(join(__dirname, '../../workflows'));

/** The real workflows, fresh each time. */
export function shippedWorkflows(): ShippedWorkflow[] {
	return structuredClone(FILES).map(([path, file]) => shippedWorkflow(path, file));
}

/** Answers of a shop, invented. */
export const SHOP: Answers = {
	credentials: {
		kaspi: { token: 'invented-kaspi-token' },
		waha: { baseUrl: 'http://waha:3000', apiKey: 'invented-waha-key' },
		telegram: { accessToken: '1000000:invented-telegram' },
		'telegram-dialogue': { accessToken: '1000001:invented-dialogue' },
		wahelp: { login: 'shop@example.com', password: 'invented-wahelp' },
		amocrm: { baseUrl: 'https://shop.amocrm.ru', accessToken: 'invented-amocrm' },
	},
	kept: {},
	use: {},
	settings: {},
};

export interface Ran {
	code?: number;
	trouble?: Trouble;
	/** Everything said, on both streams. */
	text: string;
	/** The one line of `--json`. */
	result: Record<string, unknown> & {
		workflows?: Array<{ key: string; do: string; states: string[]; edits: string[] }>;
		findings?: Array<{ kind: string; what: string; next: string }>;
	};
	/** Every question, in order. */
	asked: string[];
}

export interface How {
	answers?: Answers;
	shipped?: ShippedWorkflow[];
	/** Answers a question; without it nobody is asked. */
	reply?: (question: string, choices?: string[]) => unknown;
	folder?: string;
	version?: string;
	patienceMs?: number;
}

/** Runs a command in this process against the simulator. */
export async function run(n8n: N8nSimulator, line: string, how: How = {}): Promise<Ran> {
	const [command, ...flags] = line.split(' ').filter(Boolean);
	const folder = how.folder ?? mkdtempSync(join(tmpdir(), 'crm-bridge-deploy-'));
	const options = readOptions([command, ...flags]);
	options.secretsFile = join(folder, 'secrets.yaml');
	const lines: string[] = [];
	const results: string[] = [];
	const json = how.reply === undefined;
	const write = {
		err: (text: string) => void lines.push(text),
		out: (text: string) => void (json ? results : lines).push(text),
	};
	const output = new Output(write, json);
	const answers = mergedAnswers([
		answersOfSecrets(options.secretsFile),
		{ ...noAnswers(), url: n8n.url, apiKey: n8n.apiKey },
		structuredClone(how.answers ?? noAnswers()),
	]);
	output.hide(secretsIn(answers));
	const asked: string[] = [];
	const ran: Ran = { text: '', result: {}, asked };
	try {
		ran.code = await COMMANDS[command as Command]({
			...{ options, answers, output, words: wordsOf(options.lang ?? 'en') },
			asker: how.reply && asker(how.reply, asked),
			shipped: how.shipped ?? shippedWorkflows(),
			version: how.version ?? '1.0.0',
			patienceMs: how.patienceMs,
		});
	} catch (error) {
		if (!(error instanceof Trouble)) throw error;
		ran.trouble = error;
	}
	ran.text = lines.join('') + results.join('');
	if (results.length > 0) ran.result = JSON.parse(results[0]) as Ran['result'];
	return ran;
}

function asker(reply: NonNullable<How['reply']>, asked: string[]): Asker {
	const ask = async (question: string, choices?: string[]) => {
		asked.push(question);
		return await Promise.resolve(reply(question, choices) as never);
	};
	return {
		text: async (question) => await ask(question),
		secret: async (question) => await ask(question),
		choose: async (question, choices) =>
			await ask(
				question,
				choices.map(({ value }) => value),
			),
		chooseSome: async (question, choices) =>
			await ask(
				question,
				choices.map(({ value }) => value),
			),
		confirm: async (question) => await ask(question),
	};
}

export function secretsFile(folder: string): string {
	const file = join(folder, 'secrets.yaml');
	return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

/** What n8n holds, without the ids that it gives by chance. */
export function picture(n8n: N8nSimulator) {
	const names = new Map([
		...n8n.workflows.map(({ id, name }) => [id, name] as const),
		...n8n.credentials.map(({ id, name }) => [id, name] as const),
	]);
	const named = (value: unknown): unknown => {
		if (typeof value === 'string') return names.get(value) ?? value;
		if (Array.isArray(value)) return value.map(named);
		if (typeof value !== 'object' || value === null) return value;
		return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, named(item)]));
	};
	const sorted = <Item extends { name: string }>(items: Item[]) =>
		[...items].sort((a, b) => (a.name < b.name ? -1 : 1));
	return {
		workflows: sorted(n8n.workflows).map(({ name, nodes, connections, settings, ...workflow }) => ({
			...{ name, nodes: named(nodes), connections, settings: named(settings) },
			published: workflow.activeVersionId === workflow.versionId,
			tags: workflow.tags.map((id) => n8n.tags.find((tag) => tag.id === id)?.name),
		})),
		credentials: sorted(n8n.credentials).map(({ name, type }) => ({ name, type })),
		tables: sorted(n8n.tables).map(({ name, columns }) => ({ name, columns })),
	};
}
