import type { Answers } from './answers';
import { Trouble } from './n8n/trouble';
import type { Options } from './options';
import type { Output } from './output';
import type { Asker } from './prompts';
import type { ShippedWorkflow } from './shipped/workflow';
import type { Words } from './words';

/** What every command gets. */
export interface Context {
	options: Options;
	answers: Answers;
	words: Words;
	output: Output;
	/** Undefined where nobody can be asked: no terminal, `--json`. */
	asker?: Asker;
	shipped: ShippedWorkflow[];
	/** Version of the pack. */
	version: string;
	signal?: AbortSignal;
	/** See `Work`. */
	patienceMs?: number;
}

/** What n8n it is and the key to it; asks for what is missing. @throws {Trouble} missingAnswers */
export async function whereTo({ answers, asker, words, output }: Context) {
	const missing = [
		...(answers.url ? [] : ['--url (N8N_URL)']),
		...(answers.apiKey ? [] : ['--api-key (N8N_API_KEY)']),
	];
	if (missing.length > 0 && !asker) throw new Trouble('missingAnswers', { answers: missing });
	answers.url ||= await asker!.text(words.ask.url, { hint: 'https://n8n.example.com' });
	answers.apiKey ||= await asker!.secret(words.ask.apiKey);
	output.hide([answers.apiKey]);
	const { url, apiKey, webhookUrl } = answers;
	return { url, apiKey, webhookUrl };
}
