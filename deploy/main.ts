import { version } from '../package.json';
import {
	answersOfEnvironment,
	answersOfFile,
	answersOfFlags,
	answersOfSecrets,
	mergedAnswers,
	noAnswers,
	secretsIn,
	type Answers,
} from './answers';
import { deploy } from './commands/deploy';
import { doctor } from './commands/doctor';
import { status } from './commands/status';
import { uninstall } from './commands/uninstall';
import type { Context } from './context';
import { Trouble, type TroubleKind } from './n8n/trouble';
import { readOptions, UsageError, type Command, type Options } from './options';
import { Output } from './output';
import { terminalAsker } from './prompts';
import { readShipped } from './shipped/read';
import { languageOf, wordsOf, type Told, type Words } from './words';

const COMMANDS: Record<Command, (context: Context) => Promise<number>> = {
	deploy,
	status,
	doctor,
	uninstall,
};

/**
 * The command line tool: `n8n-nodes-crm-bridge deploy`.
 *
 * @returns exit code: 0 done, 1 something stands in the way, 2 the command line was not understood
 */
async function main(args: string[]): Promise<number> {
	const write = {
		out: (text: string) => void process.stdout.write(text),
		err: (text: string) => void process.stderr.write(text),
	};
	let options: Options;
	try {
		options = readOptions(args);
	} catch (error) {
		if (!(error instanceof UsageError)) throw error;
		write.err(`${error.message}\n\n${wordsOf(languageOf(undefined, process.env)).usage}`);
		return 2;
	}
	const words = wordsOf(languageOf(options.lang, process.env));
	if (options.command === 'help') {
		write.out(words.usage);
		return 0;
	}
	if (options.command === 'version') {
		write.out(`${version}\n`);
		return 0;
	}
	const output = new Output(write, options.json);
	try {
		const answers = allAnswers(options);
		output.hide(secretsIn(answers));
		const canAsk = !options.json && process.stdin.isTTY && process.stderr.isTTY;
		const asker = canAsk ? terminalAsker(words.ask.required) : undefined;
		const shipped = readShipped(__dirname);
		return await COMMANDS[options.command]({
			...{ options, answers, words, output, asker, shipped, version },
			signal: interrupted(),
		});
	} catch (error) {
		tellTrouble(error, words, output);
		return 1;
	}
}

/** What was generated before counts least, a flag most. */
function allAnswers({ url, apiKey, webhookUrl, set, file, secretsFile }: Options): Answers {
	return mergedAnswers([
		answersOfSecrets(secretsFile),
		file ? answersOfFile(file) : noAnswers(),
		answersOfEnvironment(process.env),
		answersOfFlags(set),
		{ ...noAnswers(), url, apiKey, webhookUrl },
	]);
}

function tellTrouble(error: unknown, words: Words, output: Output): void {
	if (error instanceof Trouble) {
		const say = words.troubles[error.kind as TroubleKind] as (details: object) => Told;
		const { what, next } = say(error.details);
		output.progress(`✗ ${what}\n  → ${next}`);
		output.result({ ok: false, trouble: error.kind, what, next });
		return;
	}
	const text = words.unexpected((error as Error).stack ?? String(error));
	output.progress(text);
	output.result({ ok: false, trouble: 'unexpected', what: text });
}

/** Ctrl-C ends a run between two steps; what has been done is written down. */
function interrupted(): AbortSignal {
	const controller = new AbortController();
	process.once('SIGINT', () => controller.abort(new Trouble('cancelled', {})));
	return controller.signal;
}

void main(process.argv.slice(2)).then((code) => {
	process.exitCode = code;
});
