/** The sandbox as a program; `sandbox/start.mjs` runs it on the pinned Node.js. */
import { HELP, parseFlags } from './flags';
import { ROOT } from './paths';
import { readyLine, readyText } from './ready';
import { startSandbox, type Sandbox } from './sandbox';

const log = (line: string) => console.error(line);

async function main(): Promise<void> {
	const flags = parseFlags(process.argv.slice(2), ROOT);
	if (flags.help) {
		console.log(HELP);
		return;
	}
	const stopped = new AbortController();
	const stop = (code: number, message: string) => {
		process.exitCode ??= code;
		if (!stopped.signal.aborted) log(message);
		stopped.abort(new Error('Stopped.'));
	};
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
		process.on(signal, () => stop(0, 'Stopping …'));
	}
	process.once('disconnect', () => stop(0, 'Stopping …'));

	const sandbox = await startSandbox({
		...flags,
		log,
		signal: stopped.signal,
		onCrash: (message) => stop(1, message),
	}).catch((error: Error): Sandbox | undefined => {
		if (!stopped.signal.aborted) throw error;
		return undefined;
	});
	if (!sandbox) return;
	console.log(flags.json ? JSON.stringify(readyLine(sandbox)) : readyText(sandbox));
	if (!stopped.signal.aborted) {
		await new Promise((resolve) => stopped.signal.addEventListener('abort', resolve));
	}
	await sandbox.stop();
}

main().then(
	() => process.exit(),
	(error: Error) => {
		log(error.message);
		process.exit(1);
	},
);
